// A sale turns out to have been for less: what would come out is tried, then priced anew, and the partner reads why.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, House, logIn, openBrowser, openPage, twoPartners } from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("a commission is priced anew on the customer’s page, after a try that changes nothing", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const partner = (await ada.call<{ id: string }>("GET", "/v1/partner/profile")).id;
  await owner.call("POST", "/v1/codes", { program_id: program, partner_id: partner, code: "ADA20" });
  await owner.call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "grace" },
    code: "ADA20",
    amount: { amount: 10_000, currency: "EUR" },
  });
  const earned = async () => {
    const found = await owner.call<{ items: { amount: { amount: number } }[] }>("GET", "/v1/commissions");
    return found.items[0]?.amount.amount;
  };

  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.getByRole("link", { name: "Customers" }).click();
  await merchant.getByRole("link", { name: "grace" }).first().click();
  const journey = merchant.getByRole("list", { name: "Journey" });
  await journey.getByRole("button", { name: "Price anew" }).click();
  const form = merchant.getByRole("dialog", { name: "Price anew" });
  const really = form.getByRole("button", { name: "Price anew" });
  await form.getByLabel("What the sale really came to, in EUR").fill("nothing");
  await form.getByLabel("Reason").fill("The invoice was wrong");
  await form.getByRole("button", { name: "Try" }).click();
  await form.getByText("Enter an amount like").waitFor();
  await form.getByLabel("What the sale really came to, in EUR").fill("49");
  expect(await really.isDisabled()).toBe(true);
  await form.getByRole("button", { name: "Try" }).click();
  await form.getByRole("row", { name: "Ada Lovelace €20.00 €9.80" }).waitFor();
  expect(await earned()).toBe(2_000);
  await really.click();
  await journey.getByText("€9.80").waitFor();
  expect(await earned()).toBe(980);

  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.goto(`${house.base}/portal/earnings`);
  await portal.getByRole("row", { name: /sale/ }).getByRole("link", { name: "sale" }).click();
  await portal.getByText("The invoice was wrong").first().waitFor({ state: "attached" });
  expect(faults).toEqual([]);
});
