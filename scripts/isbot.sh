#!/usr/bin/env bash
# Refreshes flow/1-click/src/isbot.txt, the second list that tells machines from people, from npm's isbot.
#
# The list is checked in, so that building and testing need neither npm nor a network. This script is the only thing
# that writes it. ISBOT_VERSION and CRAWLERS_VERSION pick versions other than the latest. The agents that
# crawler-user-agents quotes serve to compare each converted expression with its original.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly list=flow/1-click/src/isbot.txt
readonly package="isbot@${ISBOT_VERSION:-latest}"
readonly agents="crawler-user-agents@${CRAWLERS_VERSION:-latest}"

for tool in npm node tar; do
    if ! command -v "$tool" >/dev/null; then
        echo "isbot: $tool is missing; the checked-in list stays as it is" >&2
        exit 1
    fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unpack() {
    mkdir "$folder/$1"
    (cd "$folder/$1" && npm pack --silent "$2" >/dev/null && tar -xzf ./*.tgz)
}
unpack isbot "$package"
unpack agents "$agents"

node scripts/isbot.mjs "$folder/isbot/package" "$folder/agents/package" >"$folder/isbot.txt"
mv "$folder/isbot.txt" "$list"
echo "isbot: $(grep -vc '^#' "$list") expressions in $list"
