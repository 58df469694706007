#!/usr/bin/env bash
# What-if over 100,000 and over 1,000,000 conversions of five touches each: conversions a second with reading, reading and
# deciding apart, and whether memory stays flat. SIZES="10000 20000" for a short one.
. "$(dirname "$0")/../common.sh"
cargo build --release --quiet -p honeyguide-bench --bin simulate
bin="${CARGO_TARGET_DIR:-target}/release/simulate"
sizes=(${SIZES:-100000 1000000})
declare -A found
for size in "${sizes[@]}"; do
    mkdir -p "$scratch/$size"
    "$bin" fill "$scratch/$size" "$size"
    while read -r name value; do found[$size/$name]=$value; done < <("$bin" run "$scratch/$size")
    of() { echo "${found[$size/$1]}"; }
    say "$size conversions: $(of whole)/s in all; read alone $(of read)/s; decide alone $(of decide)/s"
    say "  decide alone is $(ratio "$(of decide)" "$(of read)") times as fast as reading; in all $(ratio "$(of whole)" "$(of read)") of reading"
    say "  against the aim of 200,000 decisions/s on one core: $(ratio "$(of decide)" 200000)"
    say "  peak memory $(($(of peak_kib) / 1024)) MiB"
    rm -r "${scratch:?}/$size"
done
say "memory at ${sizes[1]} over memory at ${sizes[0]}: $(ratio "${found[${sizes[1]}/peak_kib]}" "${found[${sizes[0]}/peak_kib]}")"
