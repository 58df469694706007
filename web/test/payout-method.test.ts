// A partner says how they are paid and changes it; finance sets the account to pay from and enters a rate.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPartner, faults, House, logIn, openBrowser, openPage, setUpHouse } from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("a payout method is set, refused where it is wrong, and waits when it is changed", async () => {
  const owner = await setUpHouse(house);
  const ada = await addPartner(house, owner);
  const page = await openPage(browser);
  await logIn(page, house, ada.email, ada.password);
  await page.getByRole("link", { name: "Payout method" }).click();
  await page.getByLabel("Holder").fill("Ada Lovelace");
  await page.getByLabel("IBAN").fill("DE88 3704 0044 0532 0130 00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/an IBAN like/).waitFor();
  await page.getByLabel("IBAN").fill("DE89 3704 0044 0532 0130 00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("cell", { name: "DE•• … 3000" }).waitFor();
  expect(await page.getByText("This change is used").count()).toBe(0);

  await page.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "PayPal" }).click();
  await page.getByLabel("E-mail address of the account").fill("ada@pay.example");
  await page.getByRole("button", { name: "Save" }).click();
  const inAWeek = new Date(Date.now() + 7 * 86_400_000);
  const from = inAWeek.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "Europe/Berlin",
  });
  await page.getByText(`This change is used for payments from ${from} on.`).waitFor();
  await page.getByRole("cell", { name: "a•• … @pay.example" }).waitFor();

  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  const programs = await owner.call<{ items: { id: string }[] }>("GET", "/v1/programs");
  await merchant.goto(`${house.base}/programs/${programs.items[0]?.id}`);
  await merchant.getByRole("tab", { name: "Settings" }).click();
  const account = merchant.getByRole("region", { name: "Account to pay from" });
  await account.getByLabel("Holder").fill("Acme GmbH");
  await account.getByLabel("IBAN").fill("DE02120300000000202051");
  await account.getByRole("button", { name: "Save" }).click();
  await account.getByRole("button", { name: "Take it away" }).waitFor();

  await merchant.getByRole("link", { name: "Exchange rates" }).click();
  await merchant.getByRole("button", { name: "Enter a rate" }).first().click();
  const form = merchant.getByRole("dialog", { name: "Enter a rate" });
  await form.getByLabel("In the currency").fill("usd");
  await form.getByRole("textbox", { name: "Rate", exact: true }).fill("1,0823");
  await form.getByRole("button", { name: "Save" }).click();
  await merchant.getByRole("cell", { name: "1.0823 USD" }).waitFor();
  expect(faults).toEqual([]);
});
