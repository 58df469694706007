#!/usr/bin/env bash
# Redirects a second: nginx's plain 302 with access log, against honeyguide's 302, whose click is judged and on disk
# before the answer. Both take turns in short rounds, so that a noisy machine troubles both alike; the ratio is what
# counts. Then the same while the book is busy with batches of 10,000 sales and the closing of statements. Afterwards
# every 302 must have its click. SECONDS_EACH, ROUNDS and CONNECTIONS change the size.
. "$(dirname "$0")/../common.sh"
need nginx wrk curl sqlite3
build
seconds=${SECONDS_EACH:-4}
rounds=${ROUNDS:-4}
connections=${CONNECTIONS:-16 64 256}
# As browsers send; the same for both.
agent='Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
nginx_pid=""
answered=0

finish_redirect() {
    [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
    [ -z "$nginx_pid" ] || wait "$nginx_pid" 2>/dev/null || true
    finish
}
trap finish_redirect EXIT

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets plain, the address of an nginx of our own.
start_nginx() {
    local port=18900
    until is_free "$port"; do port=$((port + 1)); done
    sed "s|@SCRATCH@|$scratch|g; s|@PORT@|$port|" "$root/bench/redirect/nginx.conf.template" >"$scratch/nginx.conf"
    # Workers started by root would give up their rights, and with them the log in our folder.
    local user=""
    [ "$(id_of_user)" != 0 ] || user="user root;"
    nginx -p "$scratch" -c "$scratch/nginx.conf" -g "$user" 2>"$scratch/nginx-start.log" &
    nginx_pid=$!
    plain="http://127.0.0.1:$port/r/ada"
    for _ in $(seq 50); do
        [ "$(status_of "$plain")" = 302 ] && return 0
        kill -0 "$nginx_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$scratch"/nginx-*.log
    exit 1
}

id_of_user() { command id -u; }

status_of() { curl -s -o /dev/null -w '%{http_code}' -A "$agent" "$1" || true; }

# measure ADDRESS CONNECTIONS: prints requests a second, p50, p99, and the number of answers.
measure() {
    wrk -t1 -c"$2" -d"${seconds}s" --latency -H "User-Agent: $agent" "$1" >"$scratch/wrk"
    if grep -q 'Non-2xx' "$scratch/wrk"; then
        cat "$scratch/wrk" >&2
        exit 1
    fi
    awk '/^Requests\/sec/ { rate = $2 } /^ *50%/ { half = $2 } /^ *99%/ { most = $2 } / requests in / { sum = $1 }
         END { print rate, half, most, sum }' "$scratch/wrk"
}

# keep_book_busy ROUND: batches of new sales, and statements closed over them, until the file `enough` is there.
keep_book_busy() {
    local batch=0 sales
    until [ -e "$scratch/enough" ]; do
        batch=$((batch + 1))
        awk -v batch="$1-$batch" 'BEGIN { for (line = 1; line <= 10000; line++)
            printf "{\"type\":\"sale\",\"external_id\":\"%s-%d\",\"customer\":{\"external_id\":\"c%d\"},\"code\":\"ADA\"," \
                   "\"amount\":{\"amount\":5000,\"currency\":\"EUR\"}}\n", batch, line, line }' >"$scratch/batch"
        curl -sS -o "$scratch/batch-answer" -H "Authorization: Bearer $key" \
            -H 'Content-Type: application/x-ndjson' --data-binary @"$scratch/batch" "$base/v1/track/batch"
        api -X POST -o /dev/null "$base/v1/programs/$program/commissions/approve-due"
        api -o "$scratch/close-answer" "$base/v1/programs/$program/statements/close" -d '{}'
        sales=$(grep -c '"status":201' "$scratch/batch-answer" || true)
        say "$sales" >>"$scratch/sales"
    done
}

micros() { awk -v t="$1" 'BEGIN { f = t ~ /us$/ ? 1 : t ~ /ms$/ ? 1000 : 1000000; print t * f }'; }

middle() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

start_nginx
start_server "$scratch/data"
set_up "$scratch/data"
tracked="$base/r/ada"
[ "$(status_of "$tracked")" = 302 ] || { say "the link does not lead on"; exit 1; }
answered=1
# Both are warm before they are measured.
measure "$plain" 16 >/dev/null
read -r _ _ _ sum < <(measure "$tracked" 16)
answered=$((answered + sum))

printf '%-12s %-6s %12s %9s %9s   %12s %9s %9s   %6s\n' connections round 'nginx 302/s' p50 p99 'tracked/s' p50 p99 ratio
for count in $connections; do
    : >"$scratch/ratios"
    for round in $(seq "$rounds"); do
        read -r plain_rate plain_half plain_most _ < <(measure "$plain" "$count")
        read -r rate half most sum < <(measure "$tracked" "$count")
        answered=$((answered + sum))
        ratio "$rate" "$plain_rate" >>"$scratch/ratios"
        echo >>"$scratch/ratios"
        printf '%-12s %-6s %12s %9s %9s   %12s %9s %9s   %6s\n' "$count" "$round" "$plain_rate" "$plain_half" \
            "$plain_most" "$rate" "$half" "$most" "$(tail -n 1 "$scratch/ratios")"
    done
    say "$count connections: ratio $(middle <"$scratch/ratios") (middle of $rounds rounds)"
done

say
say "p99 at 16 connections while the book is busy:"
: >"$scratch/ratios"
for round in $(seq "$rounds"); do
    read -r _ _ idle sum < <(measure "$tracked" 16)
    answered=$((answered + sum))
    rm -f "$scratch/enough"
    : >"$scratch/sales"
    keep_book_busy "$round" &
    busy_pid=$!
    sleep 0.5
    read -r rate _ busy sum < <(measure "$tracked" 16)
    answered=$((answered + sum))
    touch "$scratch/enough"
    wait "$busy_pid"
    ratio "$(micros "$busy")" "$(micros "$idle")" >>"$scratch/ratios"
    echo >>"$scratch/ratios"
    say "round $round: idle $idle, busy $busy at $rate/s, ratio $(tail -n 1 "$scratch/ratios")," \
        "sales recorded in batches of 10,000: $(paste -sd' ' "$scratch/sales")"
done
say "busy p99 / idle p99: $(middle <"$scratch/ratios") (middle of $rounds rounds)"
say

degraded=$(curl -s "$base/metrics" | awk '/^honeyguide_redirect_degraded_total/ { print $2 }')
stop_server
stored=0
bytes=0
for file in "$scratch"/data/clicks/clicks-*.db; do
    stored=$((stored + $(sqlite3 "$file" 'SELECT count(*) FROM clicks')))
    bytes=$((bytes + $(stat -c %s "$file")))
done
say "bytes on disk per click: $((bytes / stored))"
# wrk stops without waiting for what it still asked for: such a click is stored and not counted by wrk, at most one for
# each connection of each round.
in_flight=$((16 + 2 * 16 * rounds))
for count in $connections; do in_flight=$((in_flight + count * rounds)); done
say "answered $answered, stored $stored (at most $in_flight more, which wrk did not wait for)," \
    "sent on before the disk: ${degraded:-0}"
if [ "$stored" -lt "$answered" ] || [ "$stored" -gt $((answered + in_flight)) ]; then
    say "clicks are missing or too many"
    exit 1
fi
