#!/usr/bin/env bash
# The overview of 30 days with 1,000,000 leads and sales of 300 partners, asked 20 times: p50 and p95, the same of one
# partner's figures, what a sale's commit takes, and the bytes it adds. CONVERSIONS=100000 for a short one.
#
# BEFORE=path measures another version on the same data, both in turns, and prints ratios. `path` is its `overview`, built in
# a directory of its own:
#
#     git worktree add ../before COMMIT
#     cp bench/src/bin/overview.rs ../before/bench/src/bin/ && cp bench/Cargo.toml ../before/bench/
#     (cd ../before && cargo build --release -p honeyguide-bench --bin overview)
#     BEFORE=../before/target/release/overview bench/overview/run.sh
#
# The other version writes the book, and this one migrates a copy of it.
. "$(dirname "$0")/../common.sh"
cd "$root"
conversions=${CONVERSIONS:-1000000}
times=${TIMES:-20}
rounds=${ROUNDS:-2}
sales=${SALES:-2000}
if [ -z "${OVERVIEW:-}" ]; then
    cargo build --release --quiet --locked -p honeyguide-bench --bin overview
    OVERVIEW="${CARGO_TARGET_DIR:-$root/target}/release/overview"
fi

# quantile NAME PERCENT: of the lines that begin with the name in standard input.
quantile() {
    { grep "^$1 " || true; } | sort -n -k 2 | awk -v percent="$2" '{ value[NR] = $2 }
        END { place = int(NR * percent / 100 + 0.999999); print value[place < 1 ? 1 : place] }'
}

# say_quantiles NAME SUFFIX WORDS UNIT: p50 and p95 of both versions.
say_quantiles() {
    local percent now before
    for percent in 50 95; do
        now=$(quantile "$1" $percent <"$scratch/now.$2")
        if [ -n "${BEFORE:-}" ]; then
            before=$(quantile "$1" $percent <"$scratch/before.$2")
            say "$3 p$percent: $now $4, before $before $4, before over now $(ratio "$before" "$now")"
        else
            say "$3 p$percent: $now $4"
        fi
    done
}

mkdir "$scratch/before" "$scratch/now"
say "writing $conversions conversions"
if [ -n "${BEFORE:-}" ]; then
    "$BEFORE" fill "$scratch/before" "$conversions"
    cp "$scratch/before/book.db" "$scratch/now/book.db"
    "$OVERVIEW" ask "$scratch/now" 0 | awk '{ printf "migrated in %.1f s\n", $2 / 1000000 }'
else
    "$OVERVIEW" fill "$scratch/now" "$conversions"
fi
say "the book has $(du -m "$scratch/now/book.db" | cut -f1) MB"

for round in $(seq "$rounds"); do
    # The last round asks the rest.
    part=$((times / rounds + (round == rounds ? times % rounds : 0)))
    "$OVERVIEW" ask "$scratch/now" "$part" >>"$scratch/now.asked"
    [ -z "${BEFORE:-}" ] || "$BEFORE" ask "$scratch/before" "$part" >>"$scratch/before.asked"
done
if [ -n "${BEFORE:-}" ]; then
    if [ "$(grep ^counted "$scratch/now.asked" | sort -u)" != "$(grep ^counted "$scratch/before.asked" | sort -u)" ]; then
        say "the figures differ"
        exit 1
    fi
    say "both versions answer the same figures"
fi
say_quantiles overview_us asked "overview, with the 30 days before," us
say_quantiles partner_us asked "one partner's figures" us

# Each round sells at another time of the world, so that no sale is written twice.
for round in $(seq "$rounds"); do
    "$OVERVIEW" sell "$scratch/now" "$sales" "$round" >>"$scratch/now.sold"
    [ -z "${BEFORE:-}" ] || "$BEFORE" sell "$scratch/before" "$sales" "$round" >>"$scratch/before.sold"
done
say_quantiles sale_us sold "a sale's commit, without waiting for the disk," us
say_quantiles bytes_per_sale sold "book for a sale" bytes
