// Converts isbot's expressions, which are JavaScript's, into ones that the regex crate takes, and prints the list.
//
// The crate knows no look-around. isbot uses it in two places only: at the beginning of an expression, to say what must
// not stand before it, and at the end, to say what must not follow. Both name a few plain words, so that each can be
// written out: `java(?!;)` is `java(?:$|[^;])`, and `(?<!lib)http` is `(?:^|[^b]|(?:^|[^i]|(?:^|[^l])i)b)http`.
// \w and \d are ASCII in JavaScript and any script's in the crate, so they are written out as well.
// What this script cannot convert stops it, and so does a converted expression that judges an agent differently.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PATTERNS_MIN = 150;
const CLASSES = { w: "0-9A-Za-z_", d: "0-9" };
const ESCAPES = new Set(["b", "s", ".", "-", "(", ")", "|", "/", "+", "*", "?", "[", "]", "{", "}", "^", "$", "\\"]);

const [, , isbotFolder, agentsFolder] = process.argv;
const { name, version, license } = JSON.parse(readFileSync(`${isbotFolder}/package.json`, "utf8"));
const { list } = await import(pathToFileURL(`${isbotFolder}/index.mjs`).href);
const agents = JSON.parse(readFileSync(`${agentsFolder}/crawler-user-agents.json`, "utf8")).flatMap((entry) => entry.instances);

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const inClass = (text) => text.replace(/[\]\\^&~[-]/g, "\\$&");

/** The words of a look-around; only plain ones between bars can be written out. */
function words(inside, pattern) {
  const plain = inside.replace(/^\(\?:([^()]*)\)$/, "$1");
  if (/[()\\[\].*+?^$]/.test(plain)) throw new Error(`a look-around that is not of plain words: ${pattern}`);
  const found = plain.toLowerCase().split("|");
  if (found.some((word) => word === "")) throw new Error(`an empty word in a look-around: ${pattern}`);
  return found;
}

/** The words without their first letter `letter`, of those that begin with it. */
const behind = (found, letter) => found.filter((word) => word[0] === letter).map((word) => word.slice(1));

/** What follows begins with none of the words. */
function notFollowed(found) {
  const letters = [...new Set(found.map((word) => word[0]))];
  const longer = letters.filter((letter) => !behind(found, letter).includes(""));
  const ways = longer.map((letter) => literal(letter) + notFollowed(behind(found, letter)));
  return `(?:${["$", `[^${inClass(letters.join(""))}]`, ...ways].join("|")})`;
}

/** What stands before ends with none of the words, which are spelled backwards. */
function notPreceded(found) {
  const letters = [...new Set(found.map((word) => word[0]))];
  const longer = letters.filter((letter) => !behind(found, letter).includes(""));
  const ways = longer.map((letter) => notPreceded(behind(found, letter)) + literal(letter));
  return `(?:${["^", `[^${inClass(letters.join(""))}]`, ...ways].join("|")})`;
}

/** Writes out \w and \d and refuses what the crate may read differently. */
function plain(text, pattern) {
  let out = "";
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    const next = text[at + 1];
    if (letter === "\\") {
      at += 1;
      const set = CLASSES[next];
      if (set === undefined && !ESCAPES.has(next)) throw new Error(`\\${next} is not known: ${pattern}`);
      if (inside && next === "b") throw new Error(`\\b in a class is a backspace: ${pattern}`);
      out += set === undefined ? `\\${next}` : inside ? set : `[${set}]`;
    } else if (inside) {
      if (letter === "[" || (letter === next && "&~".includes(letter))) throw new Error(`a class is not plain: ${pattern}`);
      // Beside a class of its own a hyphen is a letter, and so it is at either end.
      const letters = /[a-z0-9]/i.test(text[at - 1] ?? "") && text[at - 2] !== "\\" && /[a-z0-9]/i.test(next ?? "");
      out += letter === "-" && !letters ? "\\-" : letter;
      inside = letter !== "]";
    } else {
      if (letter === "(" && next === "?" && text[at + 2] !== ":") throw new Error(`a group is not plain: ${pattern}`);
      inside = letter === "[";
      out += letter;
    }
  }
  return out;
}

function converted(pattern) {
  const before = /^\(\?<!([^()]*)\)/.exec(pattern);
  const after = /\(\?!((?:[^()]|\(\?:[^()]*\))*)\)$/.exec(pattern);
  const middle = pattern.slice(before?.[0].length ?? 0, after?.index ?? pattern.length);
  const outside = middle.replace(/\\./g, "").replace(/\[[^\]]*\]/g, "").replace(/\([^()]*\)/g, "");
  if ((before || after) && outside.includes("|")) {
    throw new Error(`a look-around beside several ways: ${pattern}`);
  }
  const backwards = (word) => [...word].reverse().join("");
  return [
    before ? notPreceded(words(before[1], pattern).map(backwards)) : "",
    plain(middle, pattern),
    after ? notFollowed(words(after[1], pattern)) : "",
  ].join("");
}

/** Agents made of an expression's own words and of what may stand around them, whole and cut off. */
function contrived(pattern) {
  const found = pattern.toLowerCase().match(/[a-z/; ]+/g) ?? [];
  const ends = found.flatMap((word) => [...word].flatMap((_, at) => [word.slice(0, at + 1), word.slice(at)]));
  const around = ["", "x", " ", ";", "/", ...ends];
  return found.flatMap((core) => around.flatMap((left) => around.map((right) => left + core + right)));
}

const visible = (pattern) => pattern.replace(/^ | $/g, "[ ]");
const expressions = list.map((pattern) => {
  const expression = visible(converted(pattern));
  if (expression === "" || expression.startsWith("#") || /[\r\n]/.test(expression)) {
    throw new Error(`this expression does not fit on a line of its own: ${JSON.stringify(pattern)}`);
  }
  const [original, written] = [pattern, expression].map((text) => new RegExp(text, "i"));
  const around = /\(\?(?:!|<!)/.test(pattern) ? contrived(pattern) : [];
  for (const agent of [...agents, ...around]) {
    if (original.test(agent) !== written.test(agent)) {
      throw new Error(`${pattern} and ${expression} do not agree about ${JSON.stringify(agent)}`);
    }
  }
  return expression;
});
if (expressions.length < PATTERNS_MIN) throw new Error(`only ${expressions.length} expressions: the package has changed its form`);

const header = [
  `${name} ${version}`,
  "",
  "Machines, as regular expressions for the User-Agent header: one on each line, matched anywhere in it, in either case.",
  "Look-around is written out, since the regex crate has none; scripts/isbot.mjs says how.",
  "A blank at either end of an expression is written [ ], so that editors do not take it away.",
  "The first line names package and version and is read by the program. Written by `make oracles`; do not edit.",
  `License: ${license}, as follows.`,
  "",
  ...readFileSync(`${isbotFolder}/LICENSE`, "utf8").trim().split(/\r?\n/),
];
process.stdout.write([...header.map((line) => `# ${line}`.trimEnd()), ...expressions].join("\n") + "\n");
