// Draws the OpenAPI description. Texts go in as text, never as HTML.
"use strict";

const METHODS = ["post", "get"];
const PLACES = { path: "In the path", query: "In the query", header: "In the header" };

/** An element with attributes and children; a string among the children is text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Paragraphs of a text in which `code` and **strong** are marked. */
function prose(text) {
  return (text ?? "").split(/\n\s*\n/).filter(Boolean).map((part) => make("p", {}, marked(part)));
}

function marked(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`") && part.length > 1) return make("code", {}, part.slice(1, -1));
    if (part.startsWith("**") && part.length > 2) return make("strong", {}, part.slice(2, -2));
    return part;
  });
}

function nameOf(reference) {
  return reference.split("/").pop();
}

/** The type of a schema in words, with a link where it has a section of its own. */
function typeOf(schema) {
  if (!schema) return ["anything"];
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return [make("a", { href: `#schema-${name}` }, name)];
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.flatMap((choice, place) => (place ? [" or ", ...typeOf(choice)] : typeOf(choice)));
  if (schema.enum) return [schema.enum.map((word) => JSON.stringify(word)).join(", ")];
  const types = [schema.type ?? "anything"].flat();
  if (types.includes("array")) return ["list of ", ...typeOf(schema.items), types.includes("null") ? " or null" : ""];
  const words = types.join(" or ");
  return [schema.format ? `${words} (${schema.format})` : words];
}

/** Bounds of a value, as far as the description names any. */
function bounds(schema) {
  const kinds = [["minimum", "maximum", ""], ["minLength", "maxLength", " characters"], ["minItems", "maxItems", " items"]];
  return kinds.flatMap(([low, high, unit]) => {
    const [least, most] = [schema?.[low], schema?.[high]];
    if (least !== undefined && most !== undefined) return [`${least} to ${most}${unit}`];
    if (least !== undefined) return [`at least ${least}${unit}`];
    return most === undefined ? [] : [`at most ${most}${unit}`];
  }).join("; ");
}

/** What a schema says about itself, or the one it stands for. */
function about(schema) {
  const choices = schema?.oneOf ?? schema?.anyOf ?? [];
  return schema?.description ?? choices.map((choice) => choice.description).find(Boolean);
}

function table(heads, rows) {
  if (!rows.length) return null;
  return make("table", {},
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, rows));
}

function row(name, required, schema, description) {
  const meaning = prose(description ?? about(schema));
  const limits = bounds(schema);
  if (limits) meaning.push(make("p", { class: "faint" }, limits));
  return make("tr", {},
    make("td", {}, make("code", {}, name)),
    make("td", {}, typeOf(schema), required ? "" : make("span", { class: "faint" }, ", optional")),
    make("td", {}, meaning));
}

function properties(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, inner]) => row(name, required.has(name), inner));
}

function code(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return make("pre", { tabindex: "0" }, make("code", {}, text));
}

function exampleOf(media, schemas) {
  if (media.example !== undefined) return [code(media.example)];
  if (media.examples) {
    return Object.entries(media.examples).flatMap(([name, example]) => [make("p", { class: "faint" }, name), code(example.value)]);
  }
  const schema = media.schema?.$ref ? schemas[nameOf(media.schema.$ref)] : media.schema;
  const example = schema?.example ?? schema?.examples?.[0];
  return example === undefined ? [] : [code(example)];
}

function body(request, schemas) {
  if (!request) return [];
  return Object.entries(request.content ?? {}).flatMap(([type, media]) => {
    const schema = media.schema?.$ref ? schemas[nameOf(media.schema.$ref)] : media.schema;
    return [
      make("h4", {}, "Body ", make("code", {}, type)),
      ...prose(request.description),
      table(["Field", "Type", "Meaning"], properties(schema ?? {})),
      ...exampleOf(media, schemas),
    ];
  });
}

function answers(responses) {
  const rows = Object.entries(responses).map(([status, response]) => {
    const types = Object.values(response.content ?? {}).flatMap((media) => typeOf(media.schema));
    return make("tr", {},
      make("td", { class: "status" }, status),
      make("td", {}, types),
      make("td", {}, marked(response.description ?? "")));
  });
  return [make("h4", {}, "Answers"), table(["Status", "Body", "When"], rows)];
}

function operation(path, method, it, schemas) {
  const parameters = Object.entries(PLACES).flatMap(([place, title]) => {
    const own = (it.parameters ?? []).filter((one) => one.in === place);
    const rows = own.map((one) => row(one.name, one.required, one.schema, one.description));
    return rows.length ? [make("h4", {}, title), table(["Name", "Type", "Meaning"], rows)] : [];
  });
  return make("section", { id: it.operationId, "aria-labelledby": `${it.operationId}-head` },
    make("h3", { id: `${it.operationId}-head` }, it.summary ?? it.operationId),
    make("p", { class: "call" }, make("span", { class: "method" }, method.toUpperCase()), " ", make("code", {}, path)),
    prose(it.description),
    parameters,
    body(it.requestBody, schemas),
    answers(it.responses ?? {}));
}

function shape(name, schema) {
  const choices = (schema.oneOf ?? schema.anyOf ?? []).flatMap((choice) => [
    ...prose(choice.description),
    choice.properties ? table(["Field", "Type", "Meaning"], properties(choice)) : make("p", {}, typeOf(choice)),
  ]);
  return make("section", { id: `schema-${name}` },
    make("h3", {}, name),
    prose(schema.description),
    schema.enum ? make("p", {}, "One of ", schema.enum.flatMap((word, place) => [place ? ", " : "", make("code", {}, word)]), ".") : null,
    choices,
    table(["Field", "Type", "Meaning"], properties(schema)));
}

function draw(api) {
  const schemas = api.components?.schemas ?? {};
  const nav = document.getElementById("contents");
  const main = document.getElementById("content");
  main.replaceChildren(
    make("h1", {}, `${api.info.title} API`),
    make("p", { class: "lead" }, `Version ${api.info.version}. `,
      make("a", { href: "/openapi.json" }, "OpenAPI file"), " · ", make("a", { href: "/docs/problems" }, "Problems")),
    ...prose(api.info.description));
  const all = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, it: item[method] })));
  for (const tag of api.tags ?? []) {
    const own = all.filter(({ it }) => it.tags?.includes(tag.name));
    main.append(make("h2", {}, tag.name), ...prose(tag.description),
      ...own.map(({ path, method, it }) => operation(path, method, it, schemas)));
    nav.append(make("h2", {}, tag.name), make("ul", {}, own.map(({ it }) =>
      make("li", {}, make("a", { href: `#${it.operationId}` }, it.summary ?? it.operationId)))));
  }
  main.append(make("h2", { id: "shapes" }, "Shapes"),
    ...Object.entries(schemas).map(([name, schema]) => shape(name, schema)));
  nav.append(make("h2", {}, "Reference"), make("ul", {},
    make("li", {}, make("a", { href: "#shapes" }, "Shapes")),
    make("li", {}, make("a", { href: "/docs/problems" }, "Problems"))));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

fetch("/openapi.json")
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
  .then(draw)
  .catch((fault) => {
    document.getElementById("state").textContent = `The description could not be read (${fault.message}).`;
  });
