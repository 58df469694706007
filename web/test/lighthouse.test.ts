// Lighthouse on what somebody sees first, as nobody, owner and partner; its performance is printed, on this machine.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, House, launch, logIn, openPage } from "./house";
import { routes } from "./routes";

/** What Lighthouse may ask for at most 100 points in. */
const SCORE_MIN = 95;
const MODULE = resolve(import.meta.dirname, "../lighthouse/node_modules/lighthouse/core/index.js");

interface Result {
  lhr: {
    categories: Record<string, { score: number | null }>;
    audits: Record<
      string,
      { id: string; score: number | null; scoreDisplayMode: string; displayValue?: string }
    >;
    runtimeError?: { message: string };
  };
}
type Lighthouse = (url: string, flags: object, config?: object) => Promise<Result>;

let house: House;
let browser: Browser;
let port: number;
beforeAll(async () => {
  port = await freePort();
  [house, browser] = await Promise.all([
    House.open({ demo: true }),
    chromium.launch(launch([`--remote-debugging-port=${port}`])),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

for (const [who, names] of Object.entries({
  nobody: ["/log-in", "/join/prg"],
  owner: ["/overview", "/partners", "/customers/cus"],
  partner: ["/portal", "/portal/referrals"],
})) {
  test(`Lighthouse as ${who}: ${names.join(", ")}`, async () => {
    const lighthouse = ((await import(pathToFileURL(MODULE).href)) as { default: Lighthouse }).default;
    const all = await routes(house);
    let cookie = "";
    if (who !== "nobody") {
      const page = await openPage(browser);
      await logIn(page, house, `${who}@demo.example`);
      cookie = (await page.context().cookies()).map((it) => `${it.name}=${it.value}`).join("; ");
      await page.context().close();
    }
    for (const name of names) {
      const route = all.find((it) => it.who === who && it.name === name);
      if (!route) throw new Error(`no route ${name}`);
      const { lhr } = await lighthouse(house.base + route.path, {
        port,
        logLevel: "silent",
        onlyCategories: ["performance", "accessibility", "best-practices"],
        extraHeaders: cookie ? { cookie } : {},
      });
      expect(lhr.runtimeError).toBeUndefined();
      const score = (category: string) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
      const wrong = Object.values(lhr.audits)
        .filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === "binary")
        .map((audit) => audit.id);
      const paints = [
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
      ]
        .map((id) => `${id} ${lhr.audits[id]?.displayValue}`)
        .join(", ");
      console.log(
        `${name}: accessibility ${score("accessibility")}, best practices ${score("best-practices")}, ` +
          `performance ${score("performance")} (a slow phone: ${paints})${wrong.length ? `; not met: ${wrong}` : ""}`,
      );
      expect(score("accessibility")).toBeGreaterThanOrEqual(SCORE_MIN);
      expect(score("best-practices")).toBeGreaterThanOrEqual(SCORE_MIN);
    }
  }, 600_000);
}
