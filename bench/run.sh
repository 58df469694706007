#!/usr/bin/env bash
# Every benchmark, one after the other. What counts are the ratios: the machine may be busy with other things.
set -euo pipefail
cd "$(dirname "$0")"
for part in redirect/run.sh attacks.sh track/run.sh growth/run.sh simulate/run.sh overview/run.sh close/run.sh memory.sh ../scripts/build-cost.sh; do
    echo
    echo "== $part"
    "./$part"
done
