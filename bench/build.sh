#!/usr/bin/env bash
# CPU seconds (user + system) of a cold release build, crates downloaded before.
. "$(dirname "$0")/common.sh"
cd "$root"
cargo fetch --quiet --locked
export CARGO_TARGET_DIR="$scratch/target"
TIMEFORMAT='%U %S'
times=$({ time cargo build --quiet --release --locked -p honeyguide; } 2>&1)
say "cold release build: $(awk '{ printf "%.0f CPU seconds", $1 + $2 }' <<<"$times")," \
    "binary $(du -h "$scratch/target/release/honeyguide" | cut -f1)"
