#!/usr/bin/env bash
# A month of 1,000,000 commissions of 20,000 partners is closed over HTTP: how long, with how much memory, how far at any
# time, and what redirects feel of it: their p99 meanwhile over their p99 when nothing else is done. Then the same month
# once more, with a server that is killed on the way and closes again: the statements must be the same ones.
# PARTNERS=2000 COMMISSIONS=100000 for a short one.
. "$(dirname "$0")/../common.sh"
need wrk curl sqlite3
build
partners=${PARTNERS:-20000}
commissions=${COMMISSIONS:-1000000}
seconds=${SECONDS_EACH:-4}
fill="$(dirname "$HONEYGUIDE_BIN")/close"
agent='Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
until='{"until":"2026-04-01T00:00:00Z"}'

micros() { awk -v t="$1" 'BEGIN { f = t ~ /us$/ ? 1 : t ~ /ms$/ ? 1000 : 1000000; print t * f }'; }
middle() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# p99 of redirects at 16 connections, in microseconds.
p99() {
    wrk -t1 -c16 -d"${seconds}s" --latency -H "User-Agent: $agent" "$base/r/ada" >"$scratch/wrk"
    micros "$(awk '/^ *99%/ { print $2 }' "$scratch/wrk")"
}

closed() { sqlite3 -readonly "$1/book.db" "SELECT count(*) FROM statements WHERE number IS NOT NULL"; }

# What every statement says.
told() {
    sqlite3 -readonly "$1/book.db" \
        "select enrollment, number, period_from, period_until, due_on, carried, total, payable,
             (select count(*) || sum(amount) || min(commission) || max(commission) from statement_lines where statement = id)
             from statements order by enrollment" | sha256sum
}

close_month() { api -X POST -o "$scratch/close-answer" "$base/v1/programs/$program/statements/close" -d "$until"; }

start_server "$scratch/data"
set_up "$scratch/data"
# What is written below has no decisions: a job of the set-up that came to it would find that nobody earned it.
while sqlite3 -readonly "$scratch/data/book.db" "select body from jobs" | grep -q settle_program; do sleep 0.2; done
stop_server
say "writing $commissions commissions of $partners partners"
"$fill" "$scratch/data" "$partners" "$commissions"
cp -r "$scratch/data" "$scratch/again"
cp "$scratch/data.key" "$scratch/again.key"

start_server "$scratch/data"
for _ in 1 2 3; do p99; done >"$scratch/idle"
idle=$(middle <"$scratch/idle")
before=$(awk '/^RssAnon/ { print $2 }' "/proc/$server_pid/status")
began=$(date +%s)
close_month &
closing=$!
: >"$scratch/busy"
most=$before
while kill -0 "$closing" 2>/dev/null; do
    p99 >>"$scratch/busy"
    now=$(awk '/^RssAnon/ { print $2 }' "/proc/$server_pid/status")
    most=$((now > most ? now : most))
    say "$(closed "$scratch/data") of $partners statements after $(($(date +%s) - began)) s, redirect p99 $(tail -n 1 "$scratch/busy") us"
done
wait "$closing"
whole=$(($(date +%s) - began))
stop_server
say "closed: $(cat "$scratch/close-answer") in ${whole} s, $(ratio "$commissions" "$whole") lines a second"
say "memory of its own: $((before / 1024)) MiB before, at most $((most / 1024)) MiB while closing"
say "redirect p99 while closing over idle: $(ratio "$(middle <"$scratch/busy")" "$idle")"

start_server "$scratch/again"
close_month || true &
closing=$!
while [ "$(closed "$scratch/again")" -lt $((partners / 2)) ]; do sleep 0.2; done
kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null || true
wait "$closing" || true
say "killed after $(closed "$scratch/again") statements; closing again"
start_server "$scratch/again"
close_month
stop_server
say "the rest: $(cat "$scratch/close-answer")"
if [ "$(told "$scratch/data")" != "$(told "$scratch/again")" ]; then
    say "the statements differ"
    exit 1
fi
say "interrupted and resumed: the same $(closed "$scratch/again") statements"
