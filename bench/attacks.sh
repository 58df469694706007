#!/usr/bin/env bash
# Redirects while somebody attacks: p99 under documents, overviews, tables, deals, long lines, idle connections, slow readers and
# log-in floods, each as a ratio to an idle server in the same run, and memory before and after. The attacks are those of
# tests/it/attacks, at full size against the release build; what must hold is asserted there, too.
. "$(dirname "$0")/common.sh"
build
cd "$root"
HONEYGUIDE_SOAK=1 cargo test --quiet --release --locked -p honeyguide-tests --test it attacks -- --nocapture --test-threads=1 \
    2>&1 | grep -E ' redirects, | busy of |anonymous memory|went on|panicked|test result'
