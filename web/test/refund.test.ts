// A part of a sale is refunded: merchant and partner both read what was taken back, what is left and why; what a
// statement had shown is reversed on the next one, and settled by what is earned after.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  approveAll,
  faults,
  followLink,
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
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const eur = (amount: number) => ({ amount, currency: "EUR" });

/** A partner's click, and a sale of three things to who clicked. */
async function saleOfThree({ call }: Person, program: string | undefined, partner: string) {
  const link = await call<{ url: string }>("POST", "/v1/links", {
    program_id: program,
    partner_id: partner,
    slug: "grinders",
    destination: "https://acme.example/",
  });
  // The redirect hears of a new link a moment after it was made.
  let click: string | null = null;
  await expect
    .poll(async () => {
      const onward = await followLink(link.url);
      click = onward ? new URL(onward).searchParams.get("hg") : null;
      return click;
    })
    .toBeTruthy();
  // On a slow disk a visitor is sent on before their click is written; a sale before that knows nothing of it.
  const written = async () => {
    const clicks = await call<{ items: { id: string }[] }>("GET", `/v1/clicks?program_id=${program}`);
    return clicks.items.map((one) => one.id);
  };
  await expect.poll(written, { timeout: 20_000 }).toContain(click);
  await call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "grace" },
    click_id: click,
    amount: eur(12_000),
    items: [
      { product_id: "grinder", quantity: 1, amount: 6_000 },
      { product_id: "beans", quantity: 2, amount: 3_000 },
      { product_id: "kettle", quantity: 1, amount: 3_000 },
    ],
  });
}

async function refund({ call }: Person, id: string, amount: number) {
  await call("POST", "/v1/track/refund", {
    external_id: id,
    sale_external_id: "ORD-1",
    amount: eur(amount),
  });
}

/** Amounts as German writes them stand before a space that does not break. */
const german = (amount: string) => `${amount}\u00a0€`;

test("a partial refund: both sides read what was taken back, and the next statement reverses it", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const adas = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  await saleOfThree(owner, program, adas.id);
  await approveAll(owner);
  await refund(owner, "RE-1", 3_000);

  // The merchant, on the customer's journey: 24.00 earned, 6.00 taken back, 18.00 left.
  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.goto(`${house.base}/commissions`);
  const listed = merchant.getByRole("row", { name: /Ada Lovelace/ });
  await listed.getByText("€18.00").waitFor();
  await listed.getByText("€6.00 taken back").waitFor();
  await merchant.getByRole("link", { name: "Conversions" }).click();
  await merchant.getByRole("link", { name: "grace" }).first().click();
  const journey = merchant.getByRole("list", { name: "Journey" });
  await journey.getByText("Refund of €30.00").waitFor();
  await journey.getByText("€24.00 earned, €6.00 taken back").waitFor();
  const reason = /6\.00 EUR was reversed for what was refunded or charged back, which leaves 18\.00 EUR\./;
  await journey.getByText(reason).waitFor();
  const journeyOf = merchant.url();

  // Ada reads the same, in both languages.
  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.goto(`${house.base}/portal/earnings`);
  const earned = portal.getByRole("row", { name: /sale/ });
  await earned.getByText("€18.00", { exact: true }).waitFor();
  await earned.getByText("€6.00 taken back").waitFor();
  await earned.getByText(reason).waitFor();
  await earned.getByRole("link", { name: "sale" }).click();
  await portal.getByRole("list", { name: "Journey" }).getByText(reason).waitFor();
  const grund = /6,00\sEUR wurden für Erstattungen und Rückbuchungen zurückgenommen; es bleiben 18,00\sEUR\./;
  for (const page of [portal, merchant]) {
    await speak(page, "de");
    await page.getByText(`${german("24,00")} verdient, ${german("6,00")} zurückgenommen`).waitFor();
    await page.getByText(grund).waitFor();
    await speak(page, "en");
  }

  // A statement shows the 18.00; then half of the sale comes back, too.
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  await refund(owner, "RE-2", 6_000);
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  const statements = await ada.call<{ items: { id: string; number: number }[] }>(
    "GET",
    "/v1/partner/statements?sort=until",
  );
  expect(statements.items.map((one) => one.number)).toEqual([1, 2]);
  const [first, second] = statements.items.map((one) => one.id);
  await portal.goto(`${house.base}/portal/statements/${first}`);
  await portal.getByText(reason).waitFor();
  await portal.goto(`${house.base}/portal/statements/${second}`);
  const line = portal.getByRole("row", { name: /reversed/ });
  await line.getByText("-€12.00").waitFor();
  await line
    .getByText("12.00 EUR of what an earlier statement shows was reversed for what was refunded")
    .waitFor();
  await portal
    .getByText("with €12.00 owed back. Nothing is paid for it; your next commissions settle it.")
    .waitFor();
  await speak(portal, "de");
  await portal
    .getByRole("row", { name: /zurückgebucht/ })
    .getByText(/12,00\sEUR aus einer früheren Abrechnung wurden für Erstattungen/)
    .waitFor();
  await portal.getByText(`endete mit ${german("12,00")}, die Sie schulden.`).waitFor();
  await speak(portal, "en");
  await merchant.goto(`${house.base}/statements/${second}`);
  await merchant.getByText("Ada Lovelace owes back €12.00 from the statement of").waitFor();
  await merchant.getByRole("link", { name: "Books" }).click();
  await merchant.getByRole("row", { name: "Ada Lovelace €0.00 €6.00" }).waitFor();
  await merchant.goto(journeyOf);
  await merchant.getByText("€24.00 earned, €18.00 taken back").waitFor();

  // What is earned next settles it.
  await portal.goto(`${house.base}/portal/earnings`);
  await portal.getByText("ended with €12.00 owed back").waitFor();
  const places = await ada.call<{ items: { id: string }[] }>("GET", "/v1/partner/enrollments");
  await owner.call("POST", "/v1/commissions", {
    enrollment_id: places.items[0]?.id,
    event: "bonus",
    amount: 2_000,
    reason: "For the talk in Linz",
  });
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  await portal.reload();
  await portal.getByRole("row", { name: /bonus/ }).waitFor();
  await expect.poll(() => portal.getByText("owed back").count()).toBe(0);
  await portal.getByRole("link", { name: "Statements" }).click();
  const latest = portal.getByRole("row", { name: /€8\.00/ });
  await latest.getByText("-€12.00").waitFor();
  expect(faults).toEqual([]);
});
