// Every page as somebody needs it who cannot see it, sees it on a phone, or in the dark. All of it with
// HONEYGUIDE_SOAK=1, else each page wide and light or narrow and dark, in turns. What a first visit costs is printed.
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, House, logIn, openBrowser, openPage, settled } from "./house";
import { type Route, routes } from "./routes";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LOOKS = [
  { width: 1440, scheme: "light" },
  { width: 360, scheme: "dark" },
  { width: 360, scheme: "light" },
  { width: 1440, scheme: "dark" },
] as const;
/** Half of all pages in turn, each under axe. */
const PAGES_MS = 300_000;
const FIRST_LOAD_BYTES_MAX = 250_000;

let house: House;
let browser: Browser;
let all: Route[];
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open({ demo: true }), openBrowser()]);
  all = await routes(house);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** What the page as it stands does wrong: by the rules, or by being wider than the screen. */
async function wrongs(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (rules) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: rules }),
    RULES,
  );
  const found = violations.map((violation) => {
    const where = violation.nodes
      .slice(0, 3)
      .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? node.html.slice(0, 120)}`);
    return `${violation.id} (${violation.nodes.length}): ${where.join(" | ")}`;
  });
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const reaches = [...document.querySelectorAll("body *")].filter(
      (one) => one.getBoundingClientRect().right >= scrollWidth - 1,
    );
    return `${scrollWidth - clientWidth} px wider than the screen: ${reaches.pop()?.outerHTML.slice(0, 300)}`;
  });
  return wide ? [...found, wide] : found;
}

for (const who of ["nobody", "owner", "partner"] as const) {
  for (const [place, { width, scheme }] of LOOKS.entries()) {
    const slice = process.env.HONEYGUIDE_SOAK === "1" ? 1 : 2;
    if (slice === 2 && place > 1) continue;
    test(
      `pages of ${who}, ${width} px, ${scheme}: no violation of WCAG 2.2 AA`,
      async () => {
        const page = await openPage(browser, { colorScheme: scheme, viewport: { width, height: 900 } });
        if (who !== "nobody") await logIn(page, house, `${who}@demo.example`);
        const found: string[] = [];
        const own = all
          .filter((route) => route.who === who)
          .filter((_, at) => slice === 1 || at % 2 === place);
        expect(own.length).toBeGreaterThan(1);
        for (const route of own) {
          await page.goto("about:blank");
          await page.goto(house.base + route.path);
          await settled(page);
          for (const wrong of await wrongs(page)) found.push(`${route.name}: ${wrong}`);
        }
        expect(found).toEqual([]);
        expect(faults).toEqual([]);
      },
      PAGES_MS,
    );
  }
}

for (const { width, scheme } of LOOKS.slice(0, 2)) {
  test(`what opens on a page, ${width} px, ${scheme}: no violation either`, async () => {
    const page = await openPage(browser, { colorScheme: scheme, viewport: { width, height: 900 } });
    await logIn(page, house, "owner@demo.example");
    const program = all.find((route) => /^\/programs\/prg_/.test(route.path));
    const found: string[] = [];
    const look = async (what: string) => {
      await settled(page);
      for (const wrong of await wrongs(page)) found.push(`${what}: ${wrong}`);
    };
    await page.goto(house.base + program?.path);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Save" }).first().waitFor();
    await look("settings");
    await page.getByRole("tab", { name: "Terms" }).click();
    await page.getByRole("button", { name: "Publish a new version" }).last().click();
    await page.getByRole("dialog").getByRole("button", { name: "Add a reward" }).waitFor();
    await look("rule editor");
    await page.goto(`${house.base}/codes`);
    await page.getByRole("button", { name: "10 % off your first box, and a bag of beans to try" }).click();
    await page.getByRole("dialog").getByLabel("As customers read it").waitFor();
    await look("offer of a code");
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });
}

test("a first visit loads no more than it may, and nothing from anywhere else", async () => {
  const page = await openPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const asked: string[] = [];
  let bytes = 0;
  session.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${house.base}/log-in`);
  await settled(page);
  console.log(
    `a first visit of the log-in: ${bytes} bytes in ${asked.length} requests, of at most ${FIRST_LOAD_BYTES_MAX}`,
  );
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX);
  expect(asked.filter((url) => !url.startsWith(house.base))).toEqual([]);
  const policy =
    (await (
      await fetch(`${house.base}/log-in`, { headers: { accept: "text/html" } })
    ).headers.get("content-security-policy")) ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("default-src 'none'");
});
