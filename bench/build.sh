#!/usr/bin/env bash
# CPU seconds (user + system) of a cold release build, crates downloaded before.
. "$(dirname "$0")/common.sh"
cd "$root"
cargo fetch --quiet --locked
export CARGO_TARGET_DIR="$scratch/target"
TIMEFORMAT='%U %S'
if ! { time cargo build --quiet --release --locked -p honeyguide 2>"$scratch/log"; } 2>"$scratch/times"; then
    cat "$scratch/log"
    exit 1
fi
say "cold release build: $(awk '{ printf "%.0f CPU seconds", $1 + $2 }' "$scratch/times")," \
    "binary $(du -h "$scratch/target/release/honeyguide" | cut -f1)"
