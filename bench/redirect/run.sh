#!/usr/bin/env bash
# Redirects a second: nginx's plain 302 with access log, against honeyguide's 302, whose click is judged and on disk
# before the answer. Both take turns in short rounds, so that a noisy machine troubles both alike; the ratio is what
# counts. Afterwards every 302 must have its click. SECONDS_EACH, ROUNDS and CONNECTIONS change the size.
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

middle() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

start_nginx
start_server "$scratch/data"
set_up "$scratch/data"
tracked="$base/r/ada"
[ "$(status_of "$tracked")" = 302 ] || { say "the link does not lead on"; exit 1; }
answered=1
# Both are warm before they are measured.
for address in "$plain" "$tracked"; do
    read -r _ _ _ sum < <(seconds=1 measure "$address" 16)
    [ "$address" = "$plain" ] || answered=$((answered + sum))
done

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

degraded=$(curl -s "$base/metrics" | awk '/^honeyguide_redirect_degraded_total/ { print $2 }')
stop_server
stored=0
for file in "$scratch"/data/clicks/clicks-*.db; do
    stored=$((stored + $(sqlite3 "$file" 'SELECT count(*) FROM clicks')))
done
# wrk stops without waiting for what it still asked for: such a click is stored and not counted by wrk, at most one for
# each connection of each round.
in_flight=16
for count in $connections; do in_flight=$((in_flight + count * rounds)); done
say "answered $answered, stored $stored (at most $in_flight more, which wrk did not wait for)," \
    "sent on before the disk: ${degraded:-0}"
if [ "$stored" -lt "$answered" ] || [ "$stored" -gt $((answered + in_flight)) ]; then
    say "clicks are missing or too many"
    exit 1
fi
