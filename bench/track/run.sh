#!/usr/bin/env bash
# Sales a second through POST /v1/track/sale (each with decision, commission, postings and facts, on disk before the
# answer) at 1 and 64 connections, as a ratio to a bare SQLite loop that inserts one row and waits for the disk. The
# three take turns, so that a noisy machine troubles all alike. SECONDS_EACH and ROUNDS change the size.
. "$(dirname "$0")/../common.sh"
need wrk curl
build
seconds=${SECONDS_EACH:-5}
rounds=${ROUNDS:-3}
bare_sqlite="$(dirname "$HONEYGUIDE_BIN")/bare-sqlite"
start_server "$scratch/data"
set_up "$scratch/data"

measure() { # connections, name
    wrk -t1 -c"$1" -d"${seconds}s" --latency -s "$root/bench/track/sale.lua" "$base" -- "$key" "$2" >"$scratch/wrk"
    if grep -q 'Non-2xx' "$scratch/wrk"; then
        cat "$scratch/wrk"
        exit 1
    fi
    awk '/^Requests\/sec/ { rate = $2 } /^ *50%/ { half = $2 } /^ *99%/ { most = $2 }
         END { print rate, half, most }' "$scratch/wrk"
}

printf '%-8s %14s %22s %8s %22s %8s\n' round 'bare rows/s' '1 conn: sales/s p50' ratio '64 conn: sales/s p50' ratio
for round in $(seq "$rounds"); do
    bare=$("$bare_sqlite" "$scratch/bare-$round.db" "$seconds")
    read -r one one_half _ < <(measure 1 "one$round")
    read -r many many_half _ < <(measure 64 "many$round")
    printf '%-8s %14s %13s %8s %8s %13s %8s %8s\n' "$round" "$bare" "$one" "$one_half" "$(ratio "$one" "$bare")" \
        "$many" "$many_half" "$(ratio "$many" "$bare")"
done
stop_server
say "doctor: $("$HONEYGUIDE_BIN" doctor --data "$scratch/data" 2>/dev/null)"
