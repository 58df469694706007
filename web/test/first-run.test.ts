// An empty server: from the address that the terminal shows to the first click, live; then a session that ends.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, followLink, House, logIn, openBrowser, openPage } from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("from the printed address to the first live click", async () => {
  const page = await openPage(browser);
  // Without the one-time address nobody sets anything up.
  await page.goto(`${house.base}/`);
  await page.waitForURL("**/set-up");
  expect(await page.getByRole("button", { name: "Continue" }).isDisabled()).toBe(true);
  const [address] = await house.printed(/http:\S+\/set-up#token=\S+/);
  await page.goto("about:blank");
  await page.goto(address);
  await page.getByLabel("Workspace").fill("Acme");
  await page.getByLabel("Your name").fill("Olive Owner");
  await page.getByLabel("E-mail address").fill("olive@acme.example");
  await page.getByLabel("Password").first().fill("short");
  await page.getByRole("button", { name: "Continue" }).click();
  await page
    .getByText(/10 to 200/)
    .or(page.getByText(/at least 10/))
    .first()
    .waitFor();
  await page.getByLabel("Password").first().fill("a long password indeed");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Friends of Acme");
  await page.getByLabel("Your shop’s domain").fill("shop.example");
  await page.getByRole("button", { name: "Make a program" }).click();
  await page.getByRole("button", { name: "Publish terms" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Make partner and link" }).click();
  expect(await page.locator("pre").textContent()).toMatch(
    /<script src="http.*\/hg\.js" data-key="hg_live_pk_\w+" defer><\/script>/,
  );
  await page.getByText("Waiting for the first click").waitFor();
  const link = await page.getByRole("link", { name: /\/r\// }).getAttribute("href");
  expect(await followLink(link ?? "")).toMatch(/^https:\/\/shop\.example\/\?hg=clk_/);
  await page.getByText(/The first click is here: .*firefox/i).waitFor();
  await page.getByRole("link", { name: "To the overview" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.getByRole("button", { name: /^Clicks ?1/ }).waitFor();
  // The address works once.
  const other = await openPage(browser);
  await other.goto(address);
  await other.getByLabel("Workspace").fill("Thief");
  await other.getByLabel("Your name").fill("Thief");
  await other.getByLabel("E-mail address").fill("thief@example.com");
  await other.getByLabel("Password").first().fill("a long password indeed");
  await other.getByRole("button", { name: "Continue" }).click();
  await other.getByText("This link was used before or has expired.").waitFor();
  expect(faults).toEqual([]);
});

test("a session that was ended elsewhere leads to the log-in, and back to the same page", async () => {
  const page = await openPage(browser);
  await logIn(page, house, "olive@acme.example", "a long password indeed");
  await page.goto(`${house.base}/partners?status=approved`);
  await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Links", exact: true }).click();
  await page.getByText("Your session has ended.").waitFor();
  expect(new URL(page.url()).pathname).toBe("/log-in");
  await page.getByLabel("E-mail address").fill("olive@acme.example");
  await page.getByLabel("Password").first().fill("a long password indeed");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("heading", { name: "Links" }).waitFor();
  expect(faults).toEqual([]);
});
