// Writes src/api/schema.ts, the types of the API, from docs/openapi.json. With --check it only says whether they are
// as they should be.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const TARGET = new URL("../src/api/schema.ts", import.meta.url);
const description = JSON.parse(await readFile(new URL("../../docs/openapi.json", import.meta.url), "utf8"));

// What is said in words stays with the description; problems have one form, which the client knows.
function bare(node, inProperties = false) {
  if (Array.isArray(node)) return node.map((item) => bare(item));
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(
    ([name]) => inProperties || !["description", "summary", "example", "examples"].includes(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, bare(value, name === "properties")]));
}

for (const item of Object.values(description.paths)) {
  for (const operation of Object.values(item)) {
    const good = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith("2"));
    operation.responses = Object.fromEntries(good);
    for (const response of Object.values(operation.responses)) {
      delete response.headers;
      delete response.content?.["text/csv"];
      response.description = "";
    }
  }
}
const made = bare(description);
for (const item of Object.values(made.paths)) {
  for (const operation of Object.values(item)) {
    for (const response of Object.values(operation.responses)) response.description = "";
  }
}
const text = `// Made by build/api.mjs from docs/openapi.json: \`make docs\`.\n${astToString(await openapiTS(made))}`;
if (process.argv.includes("--check")) {
  const known = await readFile(TARGET, "utf8").catch(() => "");
  if (known !== text) {
    console.error("web/src/api/schema.ts is not what docs/openapi.json says; run `make docs`");
    process.exit(1);
  }
} else {
  await writeFile(TARGET, text);
}
