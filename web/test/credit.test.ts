// A partner reads why they were not credited; the merchant tries other rules, applies them, and decides by hand.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, followLink, House, logIn, openBrowser, openPage, twoPartners } from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("a click two seconds before the sale does not displace the content partner, and its partner reads why", async () => {
  const { owner, ada, bob, program } = await twoPartners(house, "Bob’s Coupons");
  const adas = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  const bobs = await bob.call<{ id: string }>("GET", "/v1/partner/profile");
  const link = (partner: string, slug: string) =>
    owner.call<{ id: string; url: string }>("POST", "/v1/links", {
      program_id: program,
      partner_id: partner,
      slug,
      destination: "https://acme.example/",
    });
  const [content, coupons] = [await link(adas.id, "content"), await link(bobs.id, "coupons")];

  // The rule, published on the program's page.
  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.goto(`${house.base}/programs/${program}`);
  await merchant.getByRole("tab", { name: "Attribution" }).click();
  await merchant.getByLabel("Stand-down of late clicks, in minutes").fill("30");
  await merchant.getByRole("button", { name: "Publish a new version" }).click();
  await merchant.getByText("late clicks stand down for 30 min").waitFor();

  // Three days ago somebody came from Ada's page without a cookie; today from Bob's, two seconds before the sale.
  const ago = new Date(Date.now() - 3 * 86_400_000).toISOString();
  await owner.call("POST", "/v1/track/lead", {
    customer: { external_id: "grace" },
    click_id: content.id,
    occurred_at: ago,
  });
  const click = new URL(await followLink(coupons.url)).searchParams.get("hg");
  await new Promise((later) => setTimeout(later, 2_000));
  await owner.call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "grace" },
    click_id: click,
    amount: { amount: 10_000, currency: "EUR" },
  });

  // Bob reads why; of Ada he hears the class and the day only.
  const portal = await openPage(browser);
  await logIn(portal, house, bob.email, bob.password);
  await portal.goto(`${house.base}/portal/referrals`);
  const row = portal.getByRole("row", { name: /sale/ });
  await row.getByText("too late to displace another").waitFor();
  await row.getByRole("link").click();
  await portal.getByText("Why", { exact: true }).last().click();
  const why = portal.getByText(
    /The click of Bob’s Coupons on .* was not eligible: it came [23] seconds before the conversion\. A click within 30 minutes does not displace the earlier touch of another partner\./,
  );
  await why.last().waitFor();
  const other = portal.getByText(/The click of another partner on \d+ \w+ \d{4} was credited\./);
  await other.last().waitFor();
  expect(await portal.content()).not.toContain("Ada Lovelace");
  // The same in German: the server's sentences follow the page's language.
  await portal.evaluate(() => localStorage.setItem("honeyguide.language", "de"));
  await portal.reload();
  await portal.getByText("Warum", { exact: true }).last().click();
  await portal
    .getByText(/kam nicht in Frage: nur [23] Sekunden vor der Konversion/)
    .last()
    .waitFor();

  // What if there were no such rule?
  await merchant.getByRole("link", { name: "What-if" }).click();
  await merchant.getByRole("link", { name: "Try other rules" }).first().click();
  await merchant.getByLabel("Stand-down of late clicks, in minutes").fill("0");
  await merchant.getByRole("button", { name: "Try other rules" }).click();
  await merchant.getByText("done").first().waitFor();
  const moved = merchant.getByRole("row", { name: /Bob’s Coupons/ });
  expect(await moved.textContent()).toContain("+€20.00");
  await merchant.getByRole("button", { name: "Apply" }).click();
  const dialog = merchant.getByRole("dialog");
  await dialog.getByLabel("To the whole period, too").click();
  await dialog.getByLabel(/this changes commissions by €0\.00/).check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await merchant.getByText("Applied to history too").waitFor();
  const credited = async () => {
    const found = await owner.call<{ items: { shares: { partner: { id: string } }[] }[] }>(
      "GET",
      "/v1/decisions?sort=-decided_at",
    );
    return found.items.map((one) => one.shares[0]?.partner.id);
  };
  await expect.poll(credited, { timeout: 10_000 }).toContain(bobs.id);

  // And by hand, with a reason that both read.
  await merchant.goto(`${house.base}/conversions`);
  await merchant.getByRole("link", { name: "ORD-1" }).click();
  await merchant.getByRole("button", { name: "Decide by hand" }).click();
  const form = merchant.getByRole("dialog", { name: "Decide by hand" });
  await form.getByRole("combobox", { name: "Partner" }).or(form.getByLabel("Partner")).first().click();
  await merchant.getByRole("option", { name: "Ada Lovelace" }).click();
  await form.getByLabel("Reason").fill("Grace told us that Ada convinced her");
  await form.getByRole("button", { name: "Decide by hand" }).click();
  await merchant.getByText("Ada Lovelace is credited with 100 %.").waitFor();
  await portal.evaluate(() => localStorage.setItem("honeyguide.language", "en"));
  await portal.reload();
  await portal.getByText("Why", { exact: true }).last().click();
  await portal
    .getByText(/by hand on .*, because: Grace told us that Ada convinced her/)
    .last()
    .waitFor();
  expect(faults).toEqual([]);
});
