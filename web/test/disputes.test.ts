// A partner disputes a commission; the merchant reads the case beside what was decided and upholds it, and the commission
// follows.
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

test("a declined commission is disputed, argued about and upheld; a sale that is missing is rejected", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const partners = await owner.call<{ items: { id: string; display_name: string }[] }>("GET", "/v1/partners");
  const partner = partners.items.find((one) => one.display_name === "Ada Lovelace");
  await owner.call("POST", "/v1/codes", { program_id: program, partner_id: partner?.id, code: "ADA20" });
  await owner.call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "hopper" },
    code: "ADA20",
    amount: { amount: 10_000, currency: "EUR" },
  });
  const commissions = await owner.call<{ items: { id: string }[] }>("GET", "/v1/commissions");
  await owner.call("POST", "/v1/commissions/transitions", {
    verdict: "decline",
    commission_ids: [commissions.items[0]?.id],
    reason: "The order was returned",
  });
  const [merchant, adas] = [await openPage(browser), await openPage(browser)];
  await logIn(adas, house, ada.email, ada.password);
  await adas.getByRole("link", { name: "Earnings" }).click();
  await adas
    .getByRole("row", { name: /declined/ })
    .getByRole("link", { name: "Open a dispute" })
    .click();
  const form = adas.getByRole("dialog", { name: "Open a dispute" });
  await form.getByText("Declined commission").waitFor();
  await form.getByLabel("What is wrong?").fill("She kept it; see her invoice");
  await form.getByLabel("Proof").fill("https://hopper.example/invoice");
  await form.getByLabel("Proof").press("Enter");
  await form.getByRole("button", { name: "Open a dispute" }).click();
  await adas.getByRole("dialog", { name: "Dispute" }).getByText("She kept it; see her invoice").waitFor();

  await logIn(merchant, house, owner.email, owner.password);
  await merchant.getByRole("link", { name: "Disputes" }).click();
  await merchant.getByRole("link", { name: "Declined commission" }).click();
  const panel = merchant.getByRole("dialog").first();
  await panel.getByText("She kept it; see her invoice").waitFor();
  // What had been decided stands beside it.
  await panel.getByText(/20 % of 100.00 EUR|20% of 100.00 EUR/).waitFor();
  await panel.getByRole("button", { name: "Ask for more" }).click();
  const ask = merchant.getByRole("dialog", { name: "Ask for more" });
  await ask.getByLabel("Note").fill("Which invoice number?");
  await ask.getByRole("button", { name: "Ask for more" }).click();
  await panel.getByText("more is needed").waitFor();

  await adas.reload();
  const dispute = adas.getByRole("dialog", { name: "Dispute" });
  await dispute.getByText("Which invoice number?").waitFor();
  await dispute.getByRole("button", { name: "Answer" }).click();
  const answer = adas.getByRole("dialog", { name: "Answer" });
  await answer.getByLabel("What is wrong?").fill("4711");
  await answer.getByRole("button", { name: "Answer" }).click();
  await dispute.getByText("4711").waitFor();

  await merchant.reload();
  await panel.getByRole("button", { name: "Uphold" }).click();
  const uphold = merchant.getByRole("dialog", { name: "Uphold" });
  await uphold.getByRole("button", { name: "Uphold" }).click();
  await panel.getByText("upheld", { exact: true }).waitFor();
  await adas.goto(`${house.base}/portal/earnings`);
  await adas
    .getByRole("row", { name: /pending/ })
    .getByText("€20.00")
    .waitFor();

  // A sale that nobody knows.
  await adas.goto(`${house.base}/portal/disputes`);
  await adas.getByRole("button", { name: "Something is missing" }).first().click();
  const missing = adas.getByRole("dialog", { name: "Something is missing" });
  await missing.getByLabel("Order number").fill("ORD-9");
  await missing.getByLabel("Day of the sale").fill(new Date().toISOString().slice(0, 10));
  await missing.getByLabel("What was paid, in EUR").fill("50");
  await missing.getByLabel("What is wrong?").fill("They told me so");
  await missing.getByRole("button", { name: "Open a dispute" }).click();
  await adas.getByRole("link", { name: "Sale without a commission" }).waitFor();
  await merchant.goto(`${house.base}/disputes`);
  await merchant.getByRole("link", { name: "Sale without a commission" }).click();
  await panel.getByRole("button", { name: "Reject the dispute" }).click();
  const reject = merchant.getByRole("dialog", { name: "Reject the dispute" });
  await reject.getByRole("combobox", { name: "Reason" }).click();
  await merchant.getByRole("option", { name: "The order cannot be traced" }).click();
  await reject.getByRole("button", { name: "Reject the dispute" }).click();
  await panel.getByText("The order cannot be traced").waitFor();
  await adas.reload();
  await adas.getByRole("row", { name: /rejected/ }).waitFor();
  expect(faults).toEqual([]);
});
