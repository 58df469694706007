// Draws every page into web/shots, for people to look at (`make shots`): wide, narrow, dark, from right to left with
// the made-up language, and as it is before anything was done.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPartner, faults, House, logIn, openBrowser, openPage, SHOTS, settled, setUpHouse } from "./house";
import { type Route, routes } from "./routes";

const WIDE = { width: 1440, height: 900 };
const LOOKS: Record<string, BrowserContextOptions & { language?: string }> = {
  wide: { viewport: WIDE },
  narrow: { viewport: { width: 360, height: 800 } },
  dark: { viewport: WIDE, colorScheme: "dark" },
  rtl: { viewport: WIDE, language: "pseudo" },
  german: { viewport: { width: 360, height: 800 }, language: "de" },
};
const PEOPLE = ["nobody", "owner", "partner"] as const;

let full: House;
let empty: House;
let browser: Browser;
let all: Route[];
beforeAll(async () => {
  for (const look of [...Object.keys(LOOKS), "empty"])
    rmSync(join(SHOTS, look), { recursive: true, force: true });
  [full, empty, browser] = await Promise.all([House.open({ demo: true }), House.open(), openBrowser()]);
  all = await routes(full);
});
afterAll(async () => {
  await browser?.close();
  await full?.close();
  await empty?.close();
});

async function draw(
  look: string,
  house: House,
  places: Route[],
  as: { email: string; password?: string } | null,
) {
  const { language, ...options } = LOOKS[look] ?? LOOKS.wide ?? {};
  const page = await openPage(browser, options);
  if (as) await logIn(page, house, as.email, as.password);
  else await page.goto(`${house.base}/log-in`);
  if (language)
    await page.evaluate((language) => localStorage.setItem("honeyguide.language", language), language);
  mkdirSync(join(SHOTS, look), { recursive: true });
  for (const place of places) {
    await page.goto("about:blank");
    await page.goto(house.base + place.path);
    await settled(page);
    const name = `${place.who}-${place.name.replace(/\W+/g, "-").replace(/^-|-$/g, "")}.png`;
    // A panel hangs in the window, whatever is behind it.
    const fullPage = (await page.getByRole("dialog").count()) === 0;
    await page.screenshot({ path: join(SHOTS, look, name), fullPage });
  }
  await page.context().close();
}

for (const look of Object.keys(LOOKS)) {
  test(`${look}: every page`, async () => {
    for (const who of PEOPLE) {
      const places = all.filter((route) => route.who === who);
      await draw(look, full, places, who === "nobody" ? null : { email: `${who}@demo.example` });
    }
    expect(faults).toEqual([]);
  }, 600_000);
}

test("empty: every page without a thing of its own", async () => {
  const of = (who: Route["who"]) => all.filter((route) => route.who === who && route.path === route.name);
  const owner = await setUpHouse(empty);
  await draw("empty", empty, of("owner"), owner);
  await draw("empty", empty, of("partner"), await addPartner(empty, owner));
  expect(faults).toEqual([]);
}, 600_000);
