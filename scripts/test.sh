#!/usr/bin/env bash
# Everything that must hold before a change is good: form, house rules, lints, tests. `make test` runs this.
#
# HONEYGUIDE_SOAK=1    full counts instead of a slice: seeds, crashes, matrices (`make soak`)
# HONEYGUIDE_SKIPPED   the file to which a test that cannot run here adds a line: SKIPPED <test>: <reason>
# CARGO_TARGET_DIR     where cargo builds; with CI=true and nothing said, a folder that outlives the checkout
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${CI:-}" = true ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
    export CARGO_TARGET_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/honeyguide/target"
fi

scratch=$(mktemp -d)
export HONEYGUIDE_SKIPPED="${HONEYGUIDE_SKIPPED:-$scratch/skipped}"
touch "$HONEYGUIDE_SKIPPED"
# What problems the API's tests were answered, to be compared with those that the description documents.
export HONEYGUIDE_PROBLEMS_SEEN="$scratch/problems"
readonly runner_log="$scratch/runner.log"
readonly web_log="$scratch/web.log" browser_log="$scratch/browser.log"
step="starting"
step_number=0

step() {
    step_number=$((step_number + 1))
    step=$1
    echo
    echo "== $step_number/8 $step"
}

# What the runner said last. nextest sums up by itself; of cargo test, the lines of all binaries are added up.
runner_closing_lines() {
    local plain="$scratch/runner.txt"
    sed 's/\x1b\[[0-9;]*m//g' "$runner_log" >"$plain"
    if grep -q '^ *Summary \[' "$plain"; then
        sed -n '/^ *Summary \[/,$p' "$plain" | grep -E '^ *(Summary|[A-Z][A-Z0-9 -]*) \[|^error'
        return 0
    fi
    awk '
        /^test result: / { binaries++; passed += $4; failed += $6; ignored += $8 }
        /^test .* \.\.\. FAILED$/ { print "    " $0 }
        /^error/ { print }
        END { printf "%d passed, %d failed, %d ignored in %d binaries\n", passed, failed, ignored, binaries }
    ' "$plain"
}

closing_lines() {
    local status=$?
    set +e
    echo
    echo "== closing lines"
    if [ -s "$runner_log" ]; then
        runner_closing_lines
    fi
    # What vitest says last, of the rules and of the pages in a browser.
    for log in "$web_log" "$browser_log"; do
        [ -s "$log" ] && sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *(Test Files|Tests|FAIL|[×✗]) '
    done
    if grep -q '^SKIPPED ' "$HONEYGUIDE_SKIPPED"; then
        sort -u "$HONEYGUIDE_SKIPPED" | grep '^SKIPPED '
    elif [ -s "$runner_log" ]; then
        echo "no test was skipped"
    fi
    if [ "$status" -eq 0 ]; then
        echo "all good after ${SECONDS} s"
    else
        echo "stopped after ${SECONDS} s at: $step"
    fi
    rm -rf "$scratch"
}
trap closing_lines EXIT

step "what this machine must have"
scripts/need.sh

step "format"
cargo fmt --all --check

step "tidy: arrows, sizes, banned calls, the map"
cargo --locked xtask tidy

step "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

# One command builds the binary that the tests drive and the tests themselves, so that both share every dependency.
step "web: packages, types, form, rules, build"
make --no-print-directory web
npm --prefix web run --silent check
npm --prefix web run --silent test 2>&1 | tee "$web_log"

step "build the binary and the tests"
cargo build --workspace --bin honeyguide --tests --locked

step "tests"
if cargo nextest --version >/dev/null 2>&1; then
    profile=default
    if [ "${HONEYGUIDE_SOAK:-}" = 1 ]; then
        profile=soak
    fi
    cargo nextest run --workspace --locked --profile "$profile" 2>&1 | tee "$runner_log"
    if [ "${HONEYGUIDE_SOAK:-}" = 1 ]; then
        scripts/schemathesis.sh
    fi
    cargo --locked xtask problems "$HONEYGUIDE_PROBLEMS_SEEN"
    # nextest leaves the examples in the documentation out; cargo test does not.
    cargo test --workspace --locked --doc --quiet >"$scratch/doc.log" 2>&1 || { cat "$scratch/doc.log"; exit 1; }
else
    cargo test --workspace --locked --no-fail-fast 2>&1 | tee "$runner_log"
    cargo --locked xtask problems "$HONEYGUIDE_PROBLEMS_SEEN"
fi

step "the web app in a browser"
if [ "${HONEYGUIDE_SOAK:-}" = 1 ]; then
    npm --prefix web/lighthouse ci --no-audit --no-fund --ignore-scripts
fi
npm --prefix web run --silent test:browser 2>&1 | tee "$browser_log"
