// Two partners register the same company under two spellings; the merchant sees both side by side and approves one.
import type { Browser, Page } from "playwright-core";
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

test("one company under two spellings: side by side, one approved, won, and shown to its partner", async () => {
  const { owner, ada, bob } = await twoPartners(house, "Bob’s Agency");

  const register = async (
    page: Page,
    who: { email: string; password: string },
    company: string,
    domain: string,
  ) => {
    await logIn(page, house, who.email, who.password);
    await page.getByRole("link", { name: "Deals" }).click();
    await page.getByRole("button", { name: "Register a deal" }).first().click();
    const form = page.getByRole("dialog", { name: "Register a deal" });
    await form.getByLabel("Company").fill(company);
    await form.getByLabel("Domain").fill(domain);
    await form.getByLabel("Contact’s name").fill("Grace Hopper");
    await form.getByLabel("Expected amount in EUR").fill("5000");
    await form.getByRole("button", { name: "Register a deal" }).click();
    await page.getByRole("cell", { name: company }).waitFor();
  };
  const [adas, bobs, merchant] = [await openPage(browser), await openPage(browser), await openPage(browser)];
  await register(adas, ada, "Nordlicht Maschinenbau GmbH", "https://www.nordlicht.de/kontakt");
  await register(bobs, bob, "NORDLICHT Maschinenbau", "");

  await logIn(merchant, house, owner.email, owner.password);
  await merchant.getByRole("link", { name: "Deals" }).click();
  await merchant.getByRole("link", { name: "NORDLICHT Maschinenbau", exact: true }).click();
  const panel = merchant.getByRole("dialog").first();
  await panel.getByText(/Likely the same company/).waitFor();
  await panel.getByText("Nordlicht Maschinenbau GmbH").waitFor();
  await panel.getByText("Ada Lovelace").waitFor();
  await panel.getByText("nordlicht.de", { exact: true }).waitFor();

  // The first to register is approved, the other then cannot be.
  await panel.getByRole("link", { name: "Nordlicht Maschinenbau GmbH" }).click();
  await merchant.getByRole("heading", { name: "Nordlicht Maschinenbau GmbH" }).waitFor();
  const approve = async () => {
    await merchant.getByRole("button", { name: "Approve the deal" }).click();
    const form = merchant.getByRole("dialog", { name: "Approve the deal" });
    await form.getByLabel("Your id of the customer").fill("nordlicht");
    await form.getByRole("button", { name: "Approve the deal" }).click();
    return form;
  };
  await approve();
  await merchant.getByText("approved").first().waitFor();
  await merchant.goto(`${house.base}/deals`);
  await merchant.getByRole("link", { name: "NORDLICHT Maschinenbau", exact: true }).click();
  const refused = await approve();
  await refused.getByText("Somebody else’s registration is protected").waitFor();
  await refused.getByRole("button", { name: "Cancel" }).click();
  await merchant.getByRole("button", { name: "Reject" }).click();
  const reject = merchant.getByRole("dialog", { name: "Reject" });
  await reject.getByLabel("Reason").fill("Another partner works on it");
  await reject.getByRole("button", { name: "Reject" }).click();
  await bobs.reload();
  await bobs.getByText("Another partner works on it").waitFor();

  // Won: its sale is Ada's.
  await merchant.goto(`${house.base}/deals`);
  await merchant.getByRole("link", { name: "Nordlicht Maschinenbau GmbH" }).click();
  await merchant.getByRole("button", { name: "Mark as won" }).click();
  const win = merchant.getByRole("dialog", { name: "Mark as won" });
  await win.getByLabel("Amount in EUR").fill("4200");
  await win.getByRole("button", { name: "Mark as won" }).click();
  await merchant.getByText("won").first().waitFor();
  await adas.goto(`${house.base}/portal/referrals`);
  const sale = adas.getByRole("row", { name: /€4,200\.00/ });
  await sale.getByRole("link").click();
  await adas.getByText("€840.00").first().waitFor();
  expect(faults).toEqual([]);
});
