// Terms that reward more than sales are written in the editor and read on both sides; what they bring is earned, and said
// why. What a statement showed and a refund took back is carried, recovered or written off, as the settings say.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  approveAll,
  faults,
  House,
  logIn,
  openBrowser,
  openPage,
  type Person,
  speak,
  twoPartners,
} from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(async () => {
  house = await House.open();
});
afterEach(async () => {
  await house?.close();
});
afterAll(async () => {
  await browser?.close();
});

const eur = (amount: number) => ({ amount, currency: "EUR" });

/** A sale to a customer of its own, by a partner's code. */
async function sell({ call }: Person, order: string, code: string, amount: number) {
  await call("POST", "/v1/track/sale", {
    external_id: order,
    customer: { external_id: `customer of ${order}` },
    code,
    amount: eur(amount),
  });
}

async function choose(page: Page, within: Locator, list: string, option: string) {
  await within.getByRole("combobox", { name: list, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** What the editor is told, and what it then says. */
const TERMS = [
  "20 % of every sale of a customer",
  "50.00 EUR for 3 sales",
  "0.05 EUR for every counted click",
  "10 % of what every partner whom you bring earns",
  "What you earn is approved at once.",
  "At most 500.00 EUR a month per partner are earned.",
  "Customers whom you lead get 10 % off their first purchase.",
];

async function publishTerms(merchant: Page) {
  await merchant.getByRole("button", { name: "Publish a new version" }).click();
  const editor = merchant.getByRole("dialog", { name: "Publish terms" });
  const reward = (place: number) => editor.getByRole("group", { name: new RegExp(`^Reward ${place}`) });
  await choose(merchant, reward(1), "How often", "Each time");
  const add = async (place: number, event: string) => {
    await editor.getByRole("button", { name: "Add a reward" }).click();
    await choose(merchant, reward(place), "For", event);
    return reward(place);
  };
  const milestone = await add(2, "Milestone");
  await milestone.getByLabel("Amount in EUR").fill("50");
  await choose(merchant, milestone, "Reached by", "Sales");
  await milestone.getByLabel("How many").fill("3");
  await choose(merchant, milestone, "Within", "ever");
  const clicks = await add(3, "Clicks");
  await clicks.getByLabel("Amount in EUR").fill("0.05");
  const partners = await add(4, "Partners brought");
  await choose(merchant, partners, "What it gives", "A share of what they earn");
  await partners.getByRole("textbox", { name: "Share", exact: true }).fill("10");
  await editor.getByRole("button", { name: "Add a cap" }).click();
  await editor.getByLabel("At most in EUR").fill("500");
  await editor.getByLabel("Hold in days").fill("0");
  await choose(merchant, editor, "What customers get", "A share off the price");
  await editor.getByLabel("Share off").fill("10");
  await editor.getByRole("button", { name: "Try on recorded sales" }).click();
  await editor.getByText("There are no sales to try it on yet.").waitFor();
  await editor.getByText("The check of these rules found nothing").waitFor();
  await editor.getByRole("button", { name: "Publish terms" }).click();
  await merchant.getByText("The terms are published").waitFor();
}

async function says(page: Page, sentences: string[]) {
  for (const sentence of sentences) await page.getByText(sentence, { exact: true }).first().waitFor();
}

test("a milestone, a partner brought and an offer: written, read on both sides, and earned", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const adas = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.goto(`${house.base}/programs/${program}`);
  await publishTerms(merchant);
  await says(merchant, TERMS);

  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.goto(`${house.base}/portal/programs`);
  await says(portal, TERMS);
  const code = { program_id: program, partner_id: adas.id, code: "ADA20" };
  await owner.call("POST", "/v1/codes", code);
  await portal.getByRole("link", { name: "Links and codes" }).click();
  await portal.getByText("What customers get: 10% off the first purchase").waitFor();

  // Two sales are not enough; the third reaches it.
  const granted = async () => {
    const path = "/v1/partner/commissions?event=milestone";
    return (await ada.call<{ items: { id: string }[] }>("GET", path)).items.length;
  };
  for (const order of ["A", "B"]) await sell(owner, order, "ADA20", 10_000);
  await portal.goto(`${house.base}/portal/earnings`);
  await expect.poll(() => portal.getByRole("row", { name: /sale/ }).count(), { timeout: 10_000 }).toBe(2);
  expect(await granted()).toBe(0);
  await sell(owner, "C", "ADA20", 10_000);
  await expect.poll(granted, { timeout: 20_000 }).toBe(1);
  await portal.reload();
  const reached = portal.getByRole("row", { name: /milestone/ });
  await reached.getByText("3 sales reached = 50.00 EUR.").waitFor();
  await reached.getByText("€50.00", { exact: true }).waitFor();
  await speak(portal, "de");
  const erreicht = portal.getByRole("row", { name: /Meilenstein/ });
  await erreicht.getByText(/3 Verkäufe erreicht = 50,00\sEUR\./).waitFor();
  await speak(portal, "en");
  await merchant.goto(`${house.base}/commissions`);
  await merchant.getByRole("row", { name: /Ada Lovelace.*milestone.*€50\.00/ }).waitFor();

  await bringCarol(merchant, portal, owner, program);
  await portal.goto(`${house.base}/portal/earnings`);
  const forCarol = portal.getByRole("row", { name: /partner/ });
  await forCarol.getByText("For the partner Carol’s kitchen, whom this one brought").waitFor();
  await forCarol.getByText("10 % of 20.00 EUR = 2.00 EUR.").waitFor();
  expect(faults).toEqual([]);
});

/** Carol applies by the address that Ada passes on, is approved, and sells; Ada sees her, and what it earned. */
async function bringCarol(merchant: Page, portal: Page, owner: Person, program: string | undefined) {
  await portal.goto(`${house.base}/portal/programs`);
  const address = (await portal.getByRole("link", { name: /\/join\/prg_.*\?via=enr_/ }).textContent()) ?? "";
  const carol = await openPage(browser);
  await carol.goto(address);
  await carol.getByLabel("Your or your company’s name").fill("Carol’s kitchen");
  await carol.getByLabel("E-mail address").fill("carol@kitchen.example");
  await carol.getByRole("button", { name: "Send the application" }).click();
  await carol.getByText("Your application is in").waitFor();
  await merchant.goto(`${house.base}/partners`);
  const applied = merchant.getByRole("row", { name: /Carol’s kitchen/ });
  await applied.getByRole("button", { name: "Approve" }).click();
  await applied.getByText("approved").waitFor();
  await applied.getByRole("link", { name: "Carol’s kitchen" }).click();
  await merchant.getByRole("dialog").getByText("Brought by Ada Lovelace").waitFor();

  const partners = await owner.call<{ items: { id: string; display_name: string }[] }>("GET", "/v1/partners");
  const known = partners.items.find((one) => one.display_name === "Carol’s kitchen");
  await owner.call("POST", "/v1/codes", { program_id: program, partner_id: known?.id, code: "CAROL20" });
  await sell(owner, "D", "CAROL20", 10_000);
  await expect
    .poll(
      async () => {
        await portal.reload();
        const card = portal.getByRole("region", { name: "Partners you brought" });
        return card.getByRole("row", { name: /Carol’s kitchen/ }).textContent();
      },
      { timeout: 30_000 },
    )
    .toContain("€2.00");
  await speak(portal, "de");
  const card = portal.getByRole("region", { name: "Von Ihnen geworbene Partner" });
  await card.getByRole("row", { name: /Carol’s kitchen.*2,00\s€/ }).waitFor();
  await speak(portal, "en");
}

/** Closes what is approved by now; the address of the page of Ada's latest statement, on either side. */
async function close(owner: Person, ada: Person, program: string | undefined): Promise<string> {
  await approveAll(owner);
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  const path = "/v1/partner/statements?sort=-until&limit=1";
  const latest = await ada.call<{ items: { id: string }[] }>("GET", path);
  return `statements/${latest.items[0]?.id}`;
}

async function refundAll({ call }: Person, order: string, amount: number) {
  const refund = { external_id: `RE-${order}`, sale_external_id: order, amount: eur(amount) };
  await call("POST", "/v1/track/refund", refund);
}

/** What the card of a statement tells, name by name. */
async function told(page: Page, title: string): Promise<string[]> {
  const card = page.getByRole("region", { name: title });
  await card.waitFor();
  const rows = await card.locator("dl > div").allTextContents();
  return rows.map((row) => row.replaceAll(/\s/g, " "));
}

test("taken back after a statement: recovered by half, carried, then written off, as the settings say", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const adas = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  await owner.call("POST", "/v1/codes", { program_id: program, partner_id: adas.id, code: "ADA20" });
  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  const settings = async () => {
    await merchant.goto(`${house.base}/programs/${program}`);
    await merchant.getByRole("tab", { name: "Settings" }).click();
  };
  const save = async () => {
    await merchant.getByRole("button", { name: "Save" }).first().click();
    await merchant.getByText("Saved").first().waitFor();
  };
  await settings();
  await merchant.getByLabel("At most of what a statement brings (optional)").fill("50");
  await save();
  await settings();
  const share = merchant.getByLabel("At most of what a statement brings (optional)");
  await expect.poll(() => share.inputValue(), { timeout: 10_000 }).toBe("50 %");

  // A statement shows 20.00 for A. Then A is refunded; B brings 12.00, and half of it recovers.
  await sell(owner, "A", "ADA20", 10_000);
  await close(owner, ada, program);
  await refundAll(owner, "A", 10_000);
  await sell(owner, "B", "ADA20", 6_000);
  const second = await close(owner, ada, program);
  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.goto(`${house.base}/portal/${second}`);
  await merchant.goto(`${house.base}/${second}`);
  for (const page of [portal, merchant]) {
    const [taken, recovered, owed, ...more] = await told(page, "Taken back after refunds");
    expect([taken, recovered]).toEqual([
      "Taken back in this period€20.00",
      "Recovered by this statement€6.00",
    ]);
    expect(owed).toMatch(/^Still owed back, since .*€14\.00$/);
    expect(more).toEqual([]);
    await page.getByText("What is still owed back is taken from what later statements bring.").waitFor();
  }
  await merchant.getByText(/^Ada Lovelace owes back €14\.00 .* The next commissions settle it\.$/).waitFor();
  await portal.getByText(/ended with €14\.00 owed back\. Your next commissions settle it\.$/).waitFor();
  await speak(portal, "de");
  const [zurück, verrechnet, offen] = await told(portal, "Nach Erstattungen zurückgenommen");
  expect([zurück, verrechnet]).toEqual([
    "In diesem Zeitraum zurückgenommen20,00 €",
    "Von dieser Abrechnung verrechnet6,00 €",
  ]);
  expect(offen).toMatch(/^Noch offen, seit .*14,00 €$/);
  await speak(portal, "en");

  // From now on the merchant bears it: what A left and what is taken back of B.
  await settings();
  await choose(
    merchant,
    merchant.locator("form").first(),
    "Taken back after a statement",
    "Written off: you bear it",
  );
  await merchant.getByText("What partners owe back already is written off, too").waitFor();
  await merchant.getByText("By their last statements they owe back €14.00.").waitFor();
  await save();
  await refundAll(owner, "B", 6_000);
  await sell(owner, "C", "ADA20", 3_000);
  const third = await close(owner, ada, program);
  await portal.goto(`${house.base}/portal/${third}`);
  await merchant.goto(`${house.base}/${third}`);
  for (const page of [portal, merchant]) {
    const expected = ["Taken back in this period€12.00", "Written off in the partner’s favor€26.00"];
    expect(await told(page, "Taken back after refunds")).toEqual(expected);
    await page.getByText("is not asked back in this program").waitFor();
    expect(await page.getByText("owed back").count()).toBe(0);
  }
  await portal.getByRole("link", { name: "Statements" }).click();
  await portal
    .getByRole("row", { name: /€6\.00/ })
    .first()
    .waitFor();
  expect(faults).toEqual([]);
});
