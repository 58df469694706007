# What the benchmarks share: a server on a folder of its own, and a program to measure. Source it.
# Everything listens on loopback only; every process is ended by its own id.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
server_pid=""
base=""

finish() {
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    [ -z "$server_pid" ] || wait "$server_pid" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT

say() { printf '%s\n' "$*"; }

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { say "this benchmark needs $tool (Debian: apt-get install $tool)"; exit 2; }
    done
}

build() {
    if [ -z "${HONEYGUIDE_BIN:-}" ]; then
        say "building honeyguide (release)"
        (cd "$root" && cargo build --quiet --release --locked -p honeyguide -p honeyguide-bench)
        HONEYGUIDE_BIN="${CARGO_TARGET_DIR:-$root/target}/release/honeyguide"
    fi
}

# start_server FOLDER [serve arguments]: sets base and server_pid.
start_server() {
    local folder=$1
    shift
    "$HONEYGUIDE_BIN" serve --data "$folder" --listen 127.0.0.1:0 --rate-limit '' --log warn "$@" \
        >"$scratch/announced" 2>"$scratch/log" &
    server_pid=$!
    for _ in $(seq 600); do
        base=$(sed -n 's/^Honeyguide serves //p' "$scratch/announced")
        [ -z "$base" ] || return 0
        kill -0 "$server_pid" 2>/dev/null || { cat "$scratch/log"; exit 1; }
        sleep 0.1
    done
    say "the server did not start"
    exit 1
}

stop_server() {
    kill "$server_pid"
    wait "$server_pid" || true
    server_pid=""
}

api() { curl -sS -H "Authorization: Bearer $key" -H "Content-Type: application/json" "$@"; }

id() { grep -o "\"$1_[0-9a-z]*\"" | head -n 1 | tr -d '"'; }

# A program that pays 20 %, with one partner, the link `ada` and the code `ADA`. Sets key, program.
set_up() {
    key=$("$HONEYGUIDE_BIN" key create --data "$1" 2>/dev/null)
    program=$(api "$base/v1/programs" \
        -d '{"name":"Bench","currency":"EUR","allowed_domains":["shop.example"]}' | id prg)
    api "$base/v1/programs/$program/terms" -o /dev/null -d '{"rewards":[{"event":"sale","kind":"percent",
        "rate_millionths":200000,"recurrence":{"kind":"recurring"}}],"hold_days":0}'
    partner=$(api "$base/v1/partners" -d "{\"program_id\":\"$program\",\"display_name\":\"Ada\"}" | id prt)
    api "$base/v1/links" -o /dev/null -d "{\"program_id\":\"$program\",\"partner_id\":\"$partner\",\"slug\":\"ada\",
        \"destination\":\"https://shop.example/\"}"
    api "$base/v1/codes" -o /dev/null -d "{\"program_id\":\"$program\",\"partner_id\":\"$partner\",\"code\":\"ADA\"}"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }'; }
