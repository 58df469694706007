// Three journeys without a mouse: each step is reached by keys, and whatever has the focus shows it.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO_PASSWORD, faults, House, openBrowser, openPage } from "./house";

/** More stops than any page has before what is looked for. */
const STOPS_MAX = 120;

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open({ demo: true }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const hasFocus = (target: Locator) => target.evaluate((it) => it === document.activeElement);

/** Goes on with Tab until the target has the focus; each stop on the way is seen to have it. */
async function tabTo(page: Page, target: Locator) {
  await target.first().waitFor();
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    if (await hasFocus(target.first())) return;
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const active = document.activeElement as HTMLElement;
      if (!active || active === document.body) return null;
      // A field shows it by its border, a styled box by its frame, all others by an outline.
      const shows = (it: Element | null) => {
        if (!it) return false;
        const style = getComputedStyle(it);
        return style.outlineStyle !== "none" || style.boxShadow !== "none";
      };
      const field = active.matches("input:not([type=checkbox], [type=radio]), textarea");
      const place = active.getBoundingClientRect();
      if (place.bottom < 0 || place.top > innerHeight)
        return `not on the screen: ${active.outerHTML.slice(0, 200)}`;
      return field || shows(active) || shows(active.parentElement)
        ? null
        : `has the focus and does not show it: ${active.outerHTML.slice(0, 200)}`;
    });
    expect(unseen).toBeNull();
  }
  throw new Error(`${target} is not reached by Tab`);
}

async function logInByKeys(page: Page, who: string) {
  await page.goto(`${house.base}/log-in`);
  await tabTo(page, page.getByLabel("E-mail address"));
  await page.keyboard.type(`${who}@demo.example`);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/log-in"));
}

test("the owner adds a partner", async () => {
  const page = await openPage(browser);
  await logInByKeys(page, "owner");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await tabTo(page, page.getByRole("link", { name: "Partners", exact: true }));
  await page.keyboard.press("Enter");
  const add = page.getByRole("button", { name: "Add a partner" });
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  // Escape leaves the dialog, and the focus is where it was.
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await expect.poll(() => hasFocus(add)).toBe(true);
  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("textbox", { name: "Name", exact: true }));
  await page.keyboard.type("Grace Hopper");
  await tabTo(page, dialog.getByLabel("E-mail address"));
  await page.keyboard.type("grace@example.com");
  await tabTo(page, dialog.getByRole("button", { name: "Add a partner" }));
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await tabTo(page, page.getByRole("link", { name: "Grace Hopper" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Grace Hopper" }).waitFor();
  expect(faults).toEqual([]);
});

test("the owner goes past the menu, changes the period, and finds a partner by search", async () => {
  const page = await openPage(browser);
  await logInByKeys(page, "owner");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  // The first stop of a page leads past the menu.
  await page.reload();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await hasFocus(page.getByRole("link", { name: "Skip to the content" }))).toBe(true);
  await page.keyboard.press("Enter");
  const period = page
    .getByRole("combobox", { name: "Period" })
    .or(page.getByRole("textbox", { name: "Period" }));
  await tabTo(page, period);
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Last 7 days" }).waitFor();
  const marked = page.locator("[data-combobox-selected]").filter({ hasText: "Last 7 days" });
  for (let tries = 0; tries < 8 && (await marked.count()) === 0; tries += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/period=7/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("slow mornings");
  await page.getByRole("option", { name: /Slow Mornings/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/partners\/prt_/);
  expect(faults).toEqual([]);
});

test("the partner makes a link and copies it", async () => {
  const page = await openPage(browser);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await logInByKeys(page, "partner");
  await tabTo(page, page.getByRole("link", { name: "Links and codes" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Make a link" }).first());
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByLabel("Destination"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("https://alderfinch.example/spring");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("alderfinch.example/spring").first().waitFor();
  await tabTo(page, page.getByRole("button", { name: "Copy the link" }).first());
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/r\/\w/);
  expect(faults).toEqual([]);
});
