// A stranger fills in a partner's lead form; the merchant accepts it, and the partner is credited for who bought.
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

test("a form passed on, filled in, accepted, and credited when its address buys", async () => {
  const { owner, ada } = await twoPartners(house, "Bob’s Agency");
  const [merchant, adas, stranger] = [
    await openPage(browser),
    await openPage(browser),
    await openPage(browser),
  ];
  // Without forms the partner reads why; the merchant opens them.
  await logIn(adas, house, ada.email, ada.password);
  await adas.getByRole("link", { name: "Lead form" }).click();
  await adas.getByText("Your program has no lead forms").waitFor();
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.getByRole("link", { name: "Programs" }).click();
  await merchant.getByRole("table").getByRole("link").first().click();
  await merchant.getByRole("tab", { name: "Settings" }).click();
  await merchant.getByRole("combobox", { name: "Lead forms" }).click();
  await merchant.getByRole("option", { name: "Open: what is submitted counts once you accept it" }).click();
  await merchant.getByRole("button", { name: "Save" }).first().click();
  await merchant.getByText("Saved").waitFor();

  await adas.reload();
  const address = (await adas.getByRole("link", { name: /\/forms\/enr_/ }).textContent()) ?? "";
  await stranger.goto(address);
  await stranger.getByText("Recommended by Ada Lovelace").waitFor();
  await stranger.getByLabel("Your name").fill("Grace Hopper");
  await stranger.getByLabel("E-mail address").fill("grace@hopper.example");
  await stranger.getByLabel("Company").fill("Hopper Ltd");
  await stranger.getByLabel("What is it about?").fill("We are 20 people");
  await stranger.getByRole("checkbox").check();
  await stranger.getByRole("button", { name: "Send" }).click();
  await stranger.getByText("Thank you, it is in").waitFor();

  // The partner sees that somebody did, not who.
  await adas.reload();
  const row = adas.getByRole("row", { name: /Hopper Ltd/ });
  await row.getByText("g…@hopper.example").waitFor();
  expect(await adas.getByText("Grace").count()).toBe(0);

  await merchant.getByRole("link", { name: "Lead forms" }).click();
  await merchant.getByRole("link", { name: "Grace Hopper" }).click();
  const panel = merchant.getByRole("dialog").first();
  await panel.getByText("We are 20 people").waitFor();
  await panel.getByRole("button", { name: "Accept" }).click();
  const accept = merchant.getByRole("dialog", { name: "Accept" });
  await accept.getByRole("button", { name: "Accept" }).click();
  await panel.getByText("accepted").waitFor();

  await owner.call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "hopper", email: "Grace@Hopper.example" },
    amount: { amount: 10_000, currency: "EUR" },
  });
  await adas.getByRole("link", { name: "Referrals" }).click();
  await adas
    .getByRole("row", { name: /€100\.00/ })
    .getByRole("link")
    .click();
  await adas.getByText("Lead form", { exact: true }).last().waitFor();
  await adas.getByText("€20.00").first().waitFor();
  await merchant.reload();
  await merchant.getByRole("link", { name: "The customer’s whole journey" }).click();
  await merchant.getByRole("heading", { name: "hopper" }).waitFor();
  expect(faults).toEqual([]);
});
