#!/usr/bin/env bash
# What grows with one customer's history: an ordinary sale, an event that comes late, how long the sales of others wait
# meanwhile, and the bytes that the book takes. Each time stands beside that of a new customer's sale, measured in the same
# run. SIZES="250 500" for a short one; HONEYGUIDE_BIN to measure another version.
. "$(dirname "$0")/../common.sh"
need curl sqlite3
build
sizes=${SIZES:-250 1000 2000}
people=${PEOPLE:-300}
now=$(date +%s)

start_server "$scratch/data"
set_up "$scratch/data"
rival=$(api "$base/v1/partners" -d "{\"program_id\":\"$program\",\"display_name\":\"Bo\"}" | id prt)
api "$base/v1/codes" -o /dev/null -d "{\"program_id\":\"$program\",\"partner_id\":\"$rival\",\"code\":\"BO\"}"

at() { date -u -d "@$((now - $1))" +%Y-%m-%dT%H:%M:%SZ; }

event() { # kind, body: seconds
    curl -sS -o "$scratch/answer" -w '%{time_total} %{http_code}\n' -H "Authorization: Bearer $key" \
        -H 'Content-Type: application/json' "$base/v1/track/$1" -d "$2" >"$scratch/time"
    read -r seconds status <"$scratch/time"
    [ "$status" -lt 300 ] || { cat "$scratch/answer"; exit 1; }
    echo "$seconds"
}

middle() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

sale() { # customer, id, code: a body
    printf '{"external_id":"%s","customer":{"external_id":"%s"},"amount":{"amount":1000,"currency":"EUR"}%s}' "$2" "$1" \
        "${3:+,\"code\":\"$3\"}"
}

batch() {
    curl -sS -H "Authorization: Bearer $key" -H 'Content-Type: application/x-ndjson' "$base/v1/track/batch" \
        --data-binary "@$1" >"$scratch/answer"
    ! grep -q '"status":[45]' "$scratch/answer" || { grep -m 1 '"status":[45]' "$scratch/answer"; exit 1; }
}

book_bytes() { # without what waits in the write-ahead file
    sqlite3 "$scratch/data/book.db" 'pragma busy_timeout=5000; pragma wal_checkpoint(truncate)' >/dev/null || true
    sqlite3 -readonly "$scratch/data/book.db" 'select (page_count - freelist_count) * page_size from pragma_page_count, pragma_freelist_count, pragma_page_size'
}

settled() { # until no job is left that settles a customer
    while sqlite3 -readonly "$scratch/data/book.db" "pragma busy_timeout=5000; select body from jobs" | grep -q '"settle_\(customer\|rest\)"'; do sleep 0.1; done
}

# Sales of new customers until told to stop: the longest wait.
others() {
    local count=0
    while [ ! -e "$scratch/stop" ]; do
        count=$((count + 1))
        event sale "$(sale "other-$1-$count" "other-$1-$count")"
    done
}

new=$(for number in $(seq 20); do event sale "$(sale "new-$number" "new-$number" ADA)"; done | middle)
say "sale of a new customer, with a code: $new s; ratios are to it"
printf '%-8s %12s %8s %12s %8s %14s %12s\n' sales 'sale s' ratio 'late s' ratio 'others wait s' 'bytes/sale'
for size in $sizes; do
    before=$(book_bytes)
    for number in $(seq "$size"); do
        printf '{"type":"sale","external_id":"%s-%s","customer":{"external_id":"%s"},"code":"ADA","occurred_at":"%s","amount":{"amount":1000,"currency":"EUR"}}\n' \
            "$size" "$number" "big-$size" "$(at $((100000 - number)))"
    done >"$scratch/lines"
    batch "$scratch/lines"
    settled
    bytes=$((($(book_bytes) - before) / size))
    own=$(for number in 1 2 3 4 5; do event sale "$(sale "big-$size" "last-$size-$number" ADA)"; done | middle)
    rm -f "$scratch/stop"
    others "$size" >"$scratch/waits" &
    waiting=$!
    sleep 0.5
    began=$(date +%s.%N)
    event lead "{\"event_name\":\"late\",\"customer\":{\"external_id\":\"big-$size\"},\"code\":\"BO\",\"occurred_at\":\"$(at 200000)\"}" >"$scratch/late"
    settled
    whole=$(awk -v a="$(date +%s.%N)" -v b="$began" 'BEGIN { print a - b }')
    touch "$scratch/stop"
    wait "$waiting"
    late=$(cat "$scratch/late")
    printf '%-8s %12s %8s %12s %8s %14s %12s\n' "$size" "$own" "$(ratio "$own" "$new")" "$late" "$(ratio "$late" "$new")" \
        "$(sort -g "$scratch/waits" | tail -n 1)" "$bytes"
    say "         all of it was settled after $whole s"
done

say "an organization with 100 sales, and $people people by leads dated before them"
for number in $(seq 100); do
    printf '{"type":"sale","external_id":"org-%s","customer":{"external_id":"org"},"code":"ADA","occurred_at":"%s","amount":{"amount":1000,"currency":"EUR"}}\n' \
        "$number" "$(at $((1000 - number)))"
done >"$scratch/lines"
batch "$scratch/lines"
for number in $(seq "$people"); do
    event lead "{\"event_name\":\"joined\",\"customer\":{\"external_id\":\"person-$number\"},\"organization\":{\"external_id\":\"org\"},\"code\":\"BO\",\"occurred_at\":\"$(at 90000)\"}"
done >"$scratch/leads"
first=$(head -n 10 "$scratch/leads" | middle)
last=$(tail -n 10 "$scratch/leads" | middle)
say "lead of one of the first 10 people $first s ($(ratio "$first" "$new")), of the last 10 $last s ($(ratio "$last" "$new"))"

count=2000
for kind in lead sale; do
    before=$(book_bytes)
    for number in $(seq $count); do
        [ $kind = lead ] && printf '{"type":"lead","event_name":"sign_up","customer":{"external_id":"lead-%s"}}\n' "$number" ||
            printf '{"type":"sale","external_id":"plain-%s","customer":{"external_id":"buyer-%s"},"amount":{"amount":1000,"currency":"EUR"},"code":"ADA"}\n' "$number" "$number"
    done >"$scratch/lines"
    batch "$scratch/lines"
    settled
    say "bytes of book for a new customer's $kind: $((($(book_bytes) - before) / count))"
done
stop_server
say "doctor: $("$HONEYGUIDE_BIN" doctor --data "$scratch/data" 2>/dev/null)"
