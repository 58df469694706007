// After vite: compresses what browsers read, and says what a first visit costs. More than the budget is a fault.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
const FIRST_LOAD_BYTES_MAX = 250_000;
const SCRIPT_BYTES_MAX = 2_000;
const TEXTS = /\.(js|css|html|svg|json|webmanifest|txt)$/;

async function files(folder) {
  const found = await readdir(folder, { withFileTypes: true });
  const within = found.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
  return (await Promise.all(within)).flat();
}

const sizes = new Map();
for (const path of await files(DIST)) {
  const content = await readFile(path);
  const name = relative(DIST, path);
  if (!TEXTS.test(name)) {
    sizes.set(name, content.length);
    continue;
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const brotli = brotliCompressSync(content, { params });
  const gzip = gzipSync(content, { level: 9 });
  sizes.set(name, gzip.length);
  await writeFile(`${path}.br`, brotli);
  await writeFile(`${path}.gz`, gzip);
}

// What the page names itself, and the font that its style names: everything else comes when it is needed.
const page = await readFile(join(DIST, "index.html"), "utf8");
const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]);
const fonts = [...sizes.keys()].filter((name) => /inter-latin-wght-normal.*\.woff2$/.test(name));
const first = ["index.html", ...new Set([...named, ...fonts])].filter((name) => sizes.has(name));
const total = first.reduce((sum, name) => sum + sizes.get(name), 0);
console.log(`first load: ${total} bytes of at most ${FIRST_LOAD_BYTES_MAX}, gzip`);
for (const name of first) console.log(`  ${String(sizes.get(name)).padStart(7)}  ${name}`);
const script = sizes.get("hg.js") ?? 0;
console.log(`hg.js: ${script} bytes of at most ${SCRIPT_BYTES_MAX}, gzip`);
if (total > FIRST_LOAD_BYTES_MAX || script > SCRIPT_BYTES_MAX) {
  console.error("too large");
  process.exit(1);
}
