#!/usr/bin/env bash
# What a cold release build of the server costs, in CPU seconds (user + system), by crate.
#
#   scripts/build-cost.sh              builds everything in a new folder, prints the table, deletes the folder
#   scripts/build-cost.sh FOLDER       builds in FOLDER and keeps it: a second call counts only what is built again
#
# Cargo calls this file in place of rustc (RUSTC_WRAPPER), and each build script that was compiled is replaced by one
# that times it, so that the C compiler of SQLite counts for libsqlite3-sys. Crates are downloaded before. The web pages
# are not built: without web/dist the binary holds none, which takes nothing from what is measured.
#
# CPU seconds depend on what else the machine does: compare builds that were measured in one sitting.
set -euo pipefail
TIMEFORMAT='%U %S'

# Runs a command and appends a line to the log: package, its folder, what was done, user and system seconds.
timed() {
    local what=$1 status=0 times errors
    shift
    times=$(mktemp)
    exec {errors}>&2
    { time "$@" 2>&"$errors" || status=$?; } 2>"$times"
    exec {errors}>&-
    printf '%s\t%s\t%s\t%s\n' "${CARGO_PKG_NAME:-}" "${CARGO_MANIFEST_DIR:-}" "$what" "$(tail -n 1 "$times")" \
        >>"$HONEYGUIDE_BUILD_COST"
    rm "$times"
    return "$status"
}

# Stands where cargo expects rustc; times it, and puts itself in front of a build script that it made.
as_rustc() {
    local name="" folder="" extra="" previous="" argument
    for argument in "$@"; do
        case $previous in
        --crate-name) name=$argument ;;
        --out-dir) folder=$argument ;;
        esac
        case $argument in extra-filename=*) extra=${argument#extra-filename=} ;; esac
        previous=$argument
    done
    # Cargo asks rustc about itself, too.
    if [ -z "$folder" ]; then
        exec "$@"
    fi
    local what=compile
    case $name in build_script_*) what=script ;; esac
    timed "$what" "$@"
    if [ "$what" = script ]; then
        local program="$folder/$name$extra"
        mv "$program" "$program.timed"
        printf '#!/bin/sh\nexec "%s" --script "%s" "$@"\n' "$HONEYGUIDE_BUILD_COST_SELF" "$program.timed" >"$program"
        chmod +x "$program"
    fi
}

# Lines of the log, added up by package; whose folder is under the root is ours.
table() {
    awk -F '\t' -v root="$root/" -v total="$1" '
        function row(name, whole, compiled, scripts) {
            printf "%8.1f %9.1f %8.1f  %s\n", whole, compiled, scripts, name
        }
        {
            split($4, seconds, " ")
            cost = seconds[1] + seconds[2]
            whose = index($2 "/", root) == 1 ? "ours" : "others"
            key = whose "\t" $1
            whole[key] += cost
            sum[whose] += cost
            if ($3 == "compile") { compiled[key] += cost; sum_compiled[whose] += cost }
            else { scripts[key] += cost; sum_scripts[whose] += cost }
        }
        END {
            sort = "sort -k1,1 -n -r"
            print "   whole   compile   script  crate (CPU seconds)"
            for (i = 1; i <= 2; i++) {
                whose = i == 1 ? "ours" : "others"
                print "\n-- " (i == 1 ? "our own" : "dependencies, those of a second and more")
                fflush()
                for (key in whole) {
                    split(key, part, "\t")
                    if (part[1] == whose && (whose == "ours" || whole[key] >= 1))
                        printf "%8.1f %9.1f %8.1f  %s\n", whole[key], compiled[key], scripts[key], part[2] | sort
                }
                close(sort)
            }
            print ""
            row("our own", sum["ours"], sum_compiled["ours"], sum_scripts["ours"])
            row("dependencies", sum["others"], sum_compiled["others"], sum_scripts["others"])
            row("cargo itself and this script", total - sum["ours"] - sum["others"], 0, 0)
            row("the whole build", total, 0, 0)
        }
    ' "$HONEYGUIDE_BUILD_COST"
}

main() {
    local root scratch target=${1:-} log
    root=$(cd "$(dirname "$0")/.." && pwd)
    scratch=$(mktemp -d)
    trap 'rm -rf "'"$scratch"'"' EXIT
    export HONEYGUIDE_BUILD_COST="$scratch/log" HONEYGUIDE_BUILD_COST_SELF="$root/scripts/build-cost.sh"
    touch "$HONEYGUIDE_BUILD_COST"
    export CARGO_TARGET_DIR="${target:-$scratch/target}" RUSTC_WRAPPER="$HONEYGUIDE_BUILD_COST_SELF"
    export CARGO_INCREMENTAL=0
    cd "$root"
    RUSTC_WRAPPER="" cargo fetch --quiet --locked
    log="$scratch/cargo"
    if ! { time cargo build --quiet --release --locked -p honeyguide 2>"$log"; } 2>"$scratch/times"; then
        cat "$log" >&2
        exit 1
    fi
    table "$(awk '{ print $1 + $2 }' "$scratch/times")"
    echo "binary: $(du -h "$CARGO_TARGET_DIR/release/honeyguide" | cut -f1)"
}

if [ "${1:-}" = --script ]; then
    shift
    timed script "$@"
elif [ -n "${HONEYGUIDE_BUILD_COST:-}" ]; then
    as_rustc "$@"
else
    main "$@"
fi
