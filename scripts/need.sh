#!/usr/bin/env bash
# Finds out whether this machine has what building and testing need, and installs what it can.
#
# As root on a machine with apt-get, missing system packages are installed. Anyone else is told what is missing. The
# Rust toolchain is never installed here, only its components, and only through rustup.
set -euo pipefail

# The command that must be there, and the Debian packages that bring it.
declare -A packages=(
    [cc]="gcc libc6-dev"   # builds SQLite
    [make]="make"
    [strace]="strace"      # the durability test reads which writes were synced before an answer
    [curl]="curl"          # the tour in the README
    [pkill]="procps"       # stops the servers that tests start
    [xmllint]="libxml2-utils" # holds payment files against their schema
    [pdftotext]="poppler-utils" # reads statements that were set as PDF
    [chromium]="chromium"  # looks at the web app as people do
)

if ! command -v cargo >/dev/null; then
    echo "need: cargo is missing; install Rust 1.90 or later with rustup, then come back" >&2
    exit 1
fi

# Vite's own demand.
if ! command -v npm >/dev/null || ! node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'; then
    echo "need: Node.js 20.19, 22.12 or later with npm is missing; install it, then come back" >&2
    exit 1
fi

for component in fmt clippy; do
    if cargo "$component" --version >/dev/null 2>&1; then
        continue
    fi
    if ! command -v rustup >/dev/null; then
        echo "need: cargo $component is missing; install it with your Rust toolchain" >&2
        exit 1
    fi
    rustup component add "${component/#fmt/rustfmt}"
done

missing=()
for command in "${!packages[@]}"; do
    command -v "$command" >/dev/null || missing+=("$command")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

wanted=()
for command in "${missing[@]}"; do
    read -ra named <<<"${packages[$command]}"
    wanted+=("${named[@]}")
done
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "need: missing: ${missing[*]}; on Debian or Ubuntu: apt-get install ${wanted[*]}" >&2
    exit 1
fi
echo "need: installing ${wanted[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
