// The tracking script on a shop of another site: each row of the guide's table, and what it promises beside it.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, House, openBrowser, openPage } from "./house";

const GUIDE = resolve(import.meta.dirname, "../../docs/guide/script.md");
const PERSON =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

const rows = readFileSync(GUIDE, "utf8")
  .split("\n")
  .filter((line) => /^\| `(none|session|granted|auto)` \|/.test(line) && line.split("|").length === 10)
  .map((line) => {
    const [consent = "", mode = "", browser = "", said = "", kept, ...credited] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", ""));
    const words = (cell: string) => cell.split(", then ").filter(Boolean);
    return { consent, mode: words(mode), browser, said: words(said), kept, credited };
  });

type Call = [string, unknown, ((done: boolean) => void)?];
type Shop = Window & { honeyguide: (...call: Call) => void; gtag: (...entry: unknown[]) => void };

let house: House;
let browser: Browser;
let shop: Server;
let shopBase: string;
let trackBase: string;
let link: string;
let key: string;
let secret: string;
let program: string;

/** A call of the merchant's server. */
async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const answer = await fetch(house.base + path, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** `/ROW/…` is a page of that row's shop. */
function page(row: (typeof rows)[number]): string {
  return `<!doctype html><html lang="en"><head><title>A shop</title>
<script src="/mode-${row.mode[0] ?? "unsaid"}.js"></script>
<script src="${trackBase}/hg.js" data-key="${key}" data-consent="${row.consent}" defer></script></head>
<body><form><input type="hidden" name="hg_click_id" /><input type="hidden" data-honeyguide /></form></body></html>`;
}

/** Google's own snippet, with the first word on consent. */
const mode = (state: string) =>
  `window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }` +
  (state === "unsaid" ? "" : `gtag("consent", "default", { ad_storage: "${state}" });`);

beforeAll(async () => {
  [house, browser] = await Promise.all([
    House.open({ demo: true }),
    openBrowser([
      // Two sites, so that what is kept by one is a third party's on the other.
      "--host-resolver-rules=MAP shop.test 127.0.0.1, MAP track.test 127.0.0.1",
      "--test-third-party-cookie-phaseout",
    ]),
  ]);
  secret = house.terminal.match(/hg_live_sk_\w+/)?.[0] ?? "";
  key = house.terminal.match(/hg_live_pk_\w+/)?.[0] ?? "";
  trackBase = house.base.replace("127.0.0.1", "track.test");
  shop = createServer((request, answer) => {
    const path = request.url ?? "/";
    const row = rows[Number(path.match(/^\/(\d+)\//)?.[1] ?? -1)];
    if (path.startsWith("/mode-")) {
      answer.setHeader("content-type", "text/javascript");
      answer.end(mode(path.slice("/mode-".length, -".js".length)));
    } else if (row) {
      const sandbox = row.browser === "no storage" ? "; sandbox allow-scripts" : "";
      answer.setHeader("content-type", "text/html; charset=utf-8");
      answer.setHeader(
        "content-security-policy",
        `default-src 'none'; script-src 'self' ${trackBase}; connect-src ${trackBase}${sandbox}`,
      );
      answer.end(page(row));
    } else answer.writeHead(404).end();
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  shopBase = `http://shop.test:${(shop.address() as AddressInfo).port}`;
  const made = await call<{ program: { id: string } }>("POST", "/v1/programs", {
    name: "Shop",
    currency: "EUR",
    allowed_domains: ["shop.test"],
  });
  program = made.program.id;
  await call("POST", `/v1/programs/${program}/terms`, {
    rewards: [{ event: "lead", kind: "flat", amount: 100, recurrence: { kind: "one_time" } }],
    hold_days: 0,
  });
  await call("POST", `/v1/programs/${program}/policies`, {
    model: "last_touch",
    look_back_days: 90,
    code_wins: true,
    trusts_browsers: true,
  });
  const { partner } = await call<{ partner: { id: string } }>("POST", "/v1/partners", {
    program_id: program,
    display_name: "Ada",
    email: "ada@example.com",
  });
  const { slug } = await call<{ slug: string }>("POST", "/v1/links", {
    program_id: program,
    partner_id: partner.id,
    destination: `${shopBase}/`,
  });
  link = `${trackBase}/r/${slug}`;
});

afterAll(async () => {
  shop?.close();
  await browser?.close();
  await house?.close();
});

async function visit(context: BrowserContext | undefined, row: number): Promise<Page> {
  const page = context ? await context.newPage() : await openPage(browser, { userAgent: PERSON });
  await page.goto(`${link}?hg_to=${encodeURIComponent(`${shopBase}/${row}/landing`)}`);
  expect(page.url()).toMatch(/landing\?hg=(clk|lnk)_/);
  return page;
}

let customers = 0;
/** Reports a lead of somebody new on this page, and says who. */
async function lead(page: Page): Promise<string> {
  customers += 1;
  const user = `customer-${customers}`;
  const reported = await page.evaluate(
    ([user, program]) =>
      new Promise<boolean>((done) =>
        (window as unknown as Shop).honeyguide(
          "lead",
          { customer: { external_id: user }, program_id: program },
          done,
        ),
      ),
    [user, program],
  );
  expect(reported).toBe(true);
  return user;
}

async function leadsOf(user: string) {
  const [customer] = (await call<{ items: { id: string }[] }>("GET", `/v1/customers?external_id=${user}`))
    .items;
  if (!customer) return [];
  const journey = `/v1/customers/${customer.id}/journey?program_id=${program}`;
  return (await call<{ conversions: { shares: unknown[] }[] }>("GET", journey)).conversions;
}

async function credit(user: string): Promise<string> {
  const leads = await leadsOf(user);
  expect(leads.length).toBe(1);
  return leads[0]?.shares.length ? "credited" : "not credited";
}

function kept(page: Page): Promise<string> {
  return page.evaluate(() => {
    const has = (what: () => boolean) => {
      try {
        return what();
      } catch {
        return false;
      }
    };
    const cookie = has(() => /(?:^|; )hg=/.test(document.cookie));
    const tab = has(() => sessionStorage.length > 0);
    return [tab && "tab", cookie && "cookie"].filter(Boolean).join(" and ") || "nothing";
  });
}

test("the guide has its rows", () => {
  expect(rows.length).toBeGreaterThanOrEqual(15);
  expect(new Set(rows.flatMap((row) => row.credited))).toEqual(new Set(["credited", "not credited"]));
});

for (const [at, row] of rows.entries()) {
  const words = [row.consent, ...row.mode, row.browser, ...row.said].filter(Boolean).join(" · ");
  test(`row ${at + 1} of the guide: ${words}`, async () => {
    const gpc = row.browser.startsWith("Sec-GPC");
    const options = { userAgent: PERSON, ...(gpc ? { extraHTTPHeaders: { "sec-gpc": "1" } } : {}) };
    const first = await openPage(browser, options);
    const context = first.context();
    await first.close();
    if (gpc)
      await context.addInitScript(() =>
        Object.defineProperty(navigator, "globalPrivacyControl", { value: true }),
      );
    const page = await visit(context, at);
    expect(page.url()).toContain(gpc ? "hg=lnk_" : "hg=clk_");
    const users: string[] = [];
    const report = async (page: Page) => {
      for (const state of row.mode.slice(1))
        await page.evaluate(
          (state) => (window as unknown as Shop).gtag("consent", "update", { ad_storage: state }),
          state,
        );
      // A change of mind happens once.
      for (const state of users.length === 0 ? row.said : row.said.slice(-1))
        await page.evaluate((state) => (window as unknown as Shop).honeyguide("consent", state), state);
      users.push(await lead(page));
    };
    await report(page);
    expect(await kept(page)).toBe(row.kept);
    await page.goto(`${shopBase}/${at}/next`);
    await report(page);
    const tab = await context.newPage();
    await tab.goto(`${shopBase}/${at}/other-tab`);
    await report(tab);
    expect(await Promise.all(users.map(credit))).toEqual(row.credited);
    // Nothing is kept for the tracking host, whatever was said.
    expect((await context.cookies()).filter((cookie) => cookie.domain !== "shop.test")).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
}

const SESSION = rows.findIndex((row) => row.consent === "session");
const GRANTED = rows.findIndex((row) => row.consent === "granted");
const NONE = rows.findIndex((row) => row.consent === "none");

test("forms are filled, also later ones; pages that change without loading are followed", async () => {
  const page = await visit(undefined, NONE);
  const id = new URL(page.url()).searchParams.get("hg") ?? "";
  const filled = () =>
    page.locator("input").evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value));
  expect(await filled()).toEqual([id, id]);
  // The address loses it, and nothing is kept: the page itself still knows.
  await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.name = "hg_click_id";
    document.body.append(field);
  });
  await expect.poll(filled).toEqual([id, id, id]);
  expect(await credit(await lead(page))).toBe("credited");
  // Another visit within the same page takes its place.
  const other = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  await page.evaluate((other) => history.replaceState({}, "", `/again?hg=${other}`), other);
  await expect.poll(filled).toEqual([other, other, other]);
  const told = await page.evaluate(
    () =>
      new Promise((tell) => (window as unknown as Shop).honeyguide("click", tell as (done: unknown) => void)),
  );
  expect(told).toBe(other);
  expect(faults).toEqual([]);
});

test("a consent withdrawn on a later page forgets the visit there and then", async () => {
  const page = await visit(undefined, GRANTED);
  await page.goto(`${shopBase}/${GRANTED}/next`);
  expect(await kept(page)).toBe("tab and cookie");
  await page.evaluate(() => (window as unknown as Shop).honeyguide("consent", "denied"));
  expect(await kept(page)).toBe("nothing");
  const filled = page.locator("input").evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value));
  expect(await filled).toEqual(["", ""]);
  expect(await credit(await lead(page))).toBe("not credited");
});

test("a lead is reported once, though the network fails, the answer is lost, and the page is left", async () => {
  const page = await visit(undefined, SESSION);
  const context = page.context();
  const say = (user: string) =>
    page.evaluate(
      ([user, program]) =>
        (window as unknown as Shop).honeyguide("lead", {
          customer: { external_id: user },
          program_id: program,
        }),
      [user, program],
    );
  // No network, then it is back.
  await context.setOffline(true);
  await say("offline");
  await page.waitForTimeout(300);
  expect(await leadsOf("offline")).toEqual([]);
  await context.setOffline(false);
  await expect.poll(() => leadsOf("offline").then((all) => all.length), { timeout: 10_000 }).toBe(1);

  // The server had it; its answer got lost, and the page is left before the next try.
  let reached = 0;
  await context.route("**/v1/track/lead", async (route) => {
    reached += 1;
    // The host's name is the browser's own.
    await route.fetch({ url: route.request().url().replace("track.test", "127.0.0.1") });
    // The page may have gone meanwhile, and its request with it.
    await route.abort().catch(() => undefined);
  });
  await say("answer-lost");
  await expect.poll(() => reached).toBeGreaterThan(0);
  await context.unroute("**/v1/track/lead");
  const again = page.waitForResponse((answer) => answer.url().endsWith("/v1/track/lead") && answer.ok());
  await page.goto(`${shopBase}/${SESSION}/next`);
  await again;
  expect((await leadsOf("answer-lost")).length).toBe(1);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("hg_q"))).toBe(null);

  // What the server refuses is said, and not tried again.
  const refused = await page.evaluate(
    () =>
      new Promise((done) =>
        (window as unknown as Shop).honeyguide("lead", { customer: { external_id: "" } }, done),
      ),
  );
  expect(refused).toBe(false);
});
