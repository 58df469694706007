#!/usr/bin/env bash
# Resident memory of a server that idles on the demo's data.
. "$(dirname "$0")/common.sh"
need curl
build
start_server "$scratch/data" --demo
sleep "${SETTLE_SECONDS:-5}"
say "idle on the demo: $(awk '/^VmRSS/ { printf "%.0f MiB resident", $2 / 1024 }' "/proc/$server_pid/status")," \
    "$(du -sh "$scratch/data" | cut -f1) on disk"
