// The tracking script: keeps which link brought a visitor, as far as they consent, and reports leads.
import type { Call, Consent, Lead } from "./types";

const NAME = "hg";
const QUEUE = "hg_q";
const COOKIE_DAYS = 90;
const TRIES_MAX = 6;
const LEVELS: Record<string, number> = { none: 0, denied: 0, session: 1, granted: 2 };

interface Waiting {
  key: string;
  body: string;
  tries: number;
}

const me = document.currentScript as HTMLScriptElement;
const { key = "", consent = "auto" } = me.dataset;
const endpoint = `${new URL(me.src).origin}/v1/track/lead`;
const global = window as unknown as {
  honeyguide?: { q?: Call[] };
  dataLayer?: ArrayLike<unknown>[];
};

let id: string | null = null;
/** It stands in the address of this page, so that nothing need be kept to know it. */
let arrived = false;
let level = 0;
/** What the page said itself; it goes before everything but the browser's own signal. */
let said = LEVELS[consent];
/** Whether somebody chose. What only holds until they do reads and keeps less, but deletes nothing. */
let chosen = false;
let waiting: Waiting[] = [];
let restored = false;
const flying = new Set<Waiting>();
const tell: Record<string, ((done: boolean) => void) | undefined> = {};

/** Storage may be forbidden; then the page remembers by itself. */
function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}

/** Google's consent mode: the last word that was said of storage. Without any, what lasts as long as the tab. */
function consentMode(): [level: number, chosen: boolean] {
  let found: [number, boolean] = [1, false];
  for (const entry of Array.from(global.dataLayer ?? [])) {
    const [what, how, states] = Array.from(entry ?? []) as [string, string, Record<string, string>?];
    const state = what === "consent" && states && (states.ad_storage ?? states.analytics_storage);
    if (state) found = [state === "granted" ? 2 : 0, how === "update"];
  }
  return found;
}

function cookie(value: string, days: number) {
  const secure = location.protocol === "https:" ? ";Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: every browser has it
  document.cookie = `${NAME}=${value};path=/;max-age=${days * 86400};SameSite=Lax${secure}`;
}

const kept = () => attempt(() => /(?:^|; )hg=((?:clk|lnk)_\w+)/.exec(document.cookie)?.[1]) ?? null;

/** Keeps what may be kept, and deletes what was chosen not to be. */
function keep() {
  let firm: boolean;
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) [level, firm] = [0, true];
  else [level, firm] = said === undefined ? consentMode() : [said, chosen];
  if (level > 0) id ??= attempt(() => sessionStorage.getItem(NAME));
  else if (firm) {
    if (!arrived) id = null;
    attempt(() => sessionStorage.removeItem(NAME));
  }
  if (level > 1) id ??= kept();
  else if (firm && kept()) cookie("", 0);
  if (id && level > 0) attempt(() => sessionStorage.setItem(NAME, id as string));
  if (id && level > 1) attempt(() => cookie(id as string, COOKIE_DAYS));
  if (level > 0 && !restored) {
    restored = true;
    waiting.push(...(attempt(() => JSON.parse(sessionStorage.getItem(QUEUE) ?? "[]")) ?? []));
    waiting.forEach(send);
  }
  keepQueue(firm);
  fill(document);
}

function keepQueue(firm = true) {
  attempt(() => {
    if (level > 0 && waiting[0]) sessionStorage.setItem(QUEUE, JSON.stringify(waiting));
    else if (firm) sessionStorage.removeItem(QUEUE);
  });
}

/** The visit's own name, from the address. A later one takes the place of an earlier one. */
function look() {
  const found = new URLSearchParams(location.search).get(NAME);
  if (found && /^(clk|lnk)_[0-9a-z]{26}$/.test(found)) {
    id = found;
    arrived = true;
  }
  keep();
}

function fill(within: ParentNode) {
  for (const field of within.querySelectorAll<HTMLInputElement>(
    "input[name=hg_click_id],input[data-honeyguide]",
  )) {
    // What was filled in before is taken out with the consent.
    if (id || /^(clk|lnk)_/.test(field.value)) field.value = id ?? "";
  }
}

function send(lead: Waiting) {
  if (flying.has(lead)) return;
  flying.add(lead);
  lead.tries += 1;
  const over = (done: boolean) => {
    waiting = waiting.filter((one) => one !== lead);
    keepQueue();
    tell[lead.key]?.(done);
  };
  const again = () => {
    flying.delete(lead);
    if (lead.tries < TRIES_MAX) setTimeout(() => waiting.includes(lead) && send(lead), 500 * 2 ** lead.tries);
    else over(false);
  };
  fetch(endpoint, {
    method: "POST",
    // It arrives even if the page is left meanwhile. A beacon could not carry the key.
    keepalive: true,
    credentials: "omit",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": lead.key,
    },
    body: lead.body,
  }).then(
    (answer) =>
      answer.ok ? over(true) : answer.status > 499 || answer.status === 429 ? again() : over(false),
    again,
  );
}

function lead(given: Lead, done?: (done: boolean) => void) {
  const evidence = id ? { click_id: id } : {};
  const unique = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
  const made = { key: unique, body: JSON.stringify({ ...evidence, ...given }), tries: 0 };
  tell[unique] = done;
  waiting.push(made);
  keepQueue();
  send(made);
}

function call(...[what, given, done]: Call) {
  if (what === "lead") lead(given as Lead, done);
  else if (what === "consent") {
    said = LEVELS[given as Consent] ?? 0;
    chosen = true;
    keep();
  } else if (what === "click") (given as (id: string | null) => void)(id);
}

const early = global.honeyguide?.q ?? [];
global.honeyguide = call as never;

const layer = global.dataLayer ?? [];
global.dataLayer = layer;
const push = layer.push;
layer.push = (...entries) => {
  const length = push.apply(layer, entries);
  if (said === undefined) keep();
  return length;
};
for (const name of ["pushState", "replaceState"] as const) {
  const own = history[name];
  history[name] = (...given) => {
    own.apply(history, given);
    look();
  };
}
addEventListener("popstate", look);
addEventListener("online", () => waiting.forEach(send));
addEventListener("submit", (event) => fill(event.target as HTMLFormElement), true);
new MutationObserver(() => fill(document)).observe(document, { childList: true, subtree: true });

look();
for (const one of early) call(...(Array.from(one as ArrayLike<unknown>) as unknown as Call));
