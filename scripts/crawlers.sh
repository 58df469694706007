#!/usr/bin/env bash
# Refreshes flow/1-click/src/crawlers.txt, the list that tells crawlers from people, from npm's crawler-user-agents.
#
# The list is checked in, so that building and testing need neither npm nor a network. This script is the only thing
# that writes it. CRAWLERS_VERSION picks a version other than the latest.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly list=flow/1-click/src/crawlers.txt
readonly package="crawler-user-agents@${CRAWLERS_VERSION:-latest}"

for tool in npm node tar; do
    if ! command -v "$tool" >/dev/null; then
        echo "crawlers: $tool is missing; the checked-in list stays as it is" >&2
        exit 1
    fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "$package" >/dev/null && tar -xzf ./*.tgz)

node - "$folder/package" >"$folder/crawlers.txt" <<'JS'
const { readFileSync } = require("node:fs");
const folder = process.argv[2];
const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
const entries = JSON.parse(readFileSync(`${folder}/crawler-user-agents.json`, "utf8"));
const header = [
  `${name} ${version}`,
  "",
  "Crawlers, as regular expressions for the User-Agent header: one on each line, matched anywhere in it, case-sensitive.",
  "A blank at either end of an expression is written [ ], so that editors do not take it away.",
  "The first line names package and version and is read by the program. Written by `make oracles`; do not edit.",
  `License: ${license}, as follows.`,
  "",
  ...readFileSync(`${folder}/LICENSE`, "utf8").trim().split(/\r?\n/),
];
const visible = (pattern) => pattern.replace(/^ | $/g, "[ ]");
const patterns = [...new Set(entries.map((entry) => visible(entry.pattern)))].sort();
for (const pattern of patterns) {
  if (pattern === "" || pattern.startsWith("#") || /[\r\n]/.test(pattern)) {
    throw new Error(`this expression does not fit on a line of its own: ${JSON.stringify(pattern)}`);
  }
  new RegExp(pattern);
}
if (patterns.length < 500) throw new Error(`only ${patterns.length} expressions: the package has changed its form`);
const lines = [...header.map((line) => `# ${line}`.trimEnd()), ...patterns];
process.stdout.write(lines.join("\n") + "\n");
JS

mv "$folder/crawlers.txt" "$list"
echo "crawlers: $(grep -vc '^#' "$list") expressions in $list"
