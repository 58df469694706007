// What is due is collected into a batch by one member, approved by another, and its file downloaded; the partner reads
// that it was paid.
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { approveAll, faults, House, logIn, openBrowser, openPage, takeSeat, twoPartners } from "./house";

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

test("a batch is made by one, approved by another, downloaded, and settled", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const fiona = await takeSeat(house, owner, "finance", 3);
  const partners = await owner.call<{ items: { id: string; display_name: string }[] }>("GET", "/v1/partners");
  for (const partner of partners.items) {
    const code = partner.display_name.startsWith("Ada") ? "ADA20" : "BOB20";
    await owner.call("POST", "/v1/codes", { program_id: program, partner_id: partner.id, code });
    await owner.call("POST", "/v1/track/sale", {
      external_id: `ORD-${code}`,
      customer: { external_id: `customer of ${code}` },
      code,
      amount: { amount: 12_345, currency: "EUR" },
    });
  }
  const commissions = await owner.call<{ items: { id: string }[] }>("GET", "/v1/commissions");
  const ids = commissions.items.map((one) => one.id);
  await owner.call("POST", "/v1/commissions/transitions", { verdict: "approve", commission_ids: ids });
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  const iban = "DE89370400440532013000";
  await ada.call("PUT", "/v1/partner/payout-method", {
    currency: "EUR",
    details: { kind: "bank", holder: "Ada Lovelace", iban },
  });
  const account = { holder: "Acme GmbH", iban: "DE02120300000000202051" };
  await owner.call("PUT", `/v1/programs/${program}/paying-account`, account);

  // Olive makes it; she may not approve it.
  const olive = await openPage(browser);
  await logIn(olive, house, owner.email, owner.password);
  await olive.getByRole("link", { name: "Payouts" }).click();
  await olive.getByText("No payouts yet").waitFor();
  await olive.getByRole("button", { name: "Make a batch" }).first().click();
  const making = olive.getByRole("dialog", { name: "Make a batch" });
  const inTwoMonths = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  await making.getByLabel("Statements due until").fill(inTwoMonths);
  await making.getByRole("button", { name: "Make a batch" }).click();
  await olive.getByRole("cell", { name: "DE•• … 3000" }).waitFor();
  await olive.getByRole("cell", { name: "No payout method" }).waitFor();
  await olive.getByRole("button", { name: "Submit for approval" }).click();
  await olive.getByText("You made or submitted this batch").waitFor();
  expect(await olive.getByRole("button", { name: "Approve", exact: true }).isDisabled()).toBe(true);

  // What waits for somebody is on the overview.
  const batch = olive.url();
  await olive.getByRole("link", { name: "Overview" }).click();
  const waits = olive.getByRole("region", { name: "Waits for you" });
  await waits.getByRole("link", { name: "1 payout batch waits for approval" }).click();
  await olive.getByRole("row", { name: /submitted/ }).waitFor();
  await olive.goto(batch);

  const history = olive.getByRole("region", { name: "History" });
  await history.getByRole("row", { name: /Submitted .* Olive Owner/ }).waitFor();

  // Fiona approves, hands over and takes the file.
  const finance = await openPage(browser);
  await logIn(finance, house, fiona.email, fiona.password);
  await finance.goto(olive.url());
  for (const step of ["Approve", "Hand over"]) {
    await finance.getByRole("button", { name: step, exact: true }).click();
    const asked = finance.getByRole("dialog", { name: step });
    await asked.getByText("1 transfer, €24.69 in all").waitFor();
    if (step === "Hand over") await asked.getByText("This cannot be undone").waitFor();
    await asked.getByRole("button", { name: step }).click();
    await asked.waitFor({ state: "detached" });
  }
  const downloading = finance.waitForEvent("download");
  await finance.getByRole("button", { name: "Download the file" }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  expect(file).toContain("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09");
  expect(file).toContain(iban);
  expect(file).toContain('<InstdAmt Ccy="EUR">24.69</InstdAmt>');

  // Until the bank answers, the reconciliation lists it as under way.
  await finance.getByRole("row", { name: /Approved .* Fiona/ }).waitFor();
  await finance.getByRole("link", { name: "Payouts" }).click();
  await finance.getByRole("link", { name: "Reconciliation" }).click();
  await finance.getByText("The clearing account holds what is under way, and nothing else.").waitFor();
  const underWay = finance.getByRole("region", { name: "Still under way" });
  await underWay.getByRole("row", { name: /Ada Lovelace .* 0 days €24\.69/ }).waitFor();
  await underWay.getByRole("link", { name: "Bank (SEPA)" }).click();

  // The bank's report of another file is refused; that of this one says that it works on it.
  const sent = (name: string) => file.match(new RegExp(`<${name}>([^<]+)</${name}>`))?.[1] ?? "";
  const report = (message: string, status: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>REPORT-1</MsgId><CreDtTm>${new Date().toISOString()}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${sent("PmtInfId")}</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>${sent("EndToEndId")}</OrgnlEndToEndId><TxSts>${status}</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
  const hand = async (name: string, text: string) => {
    const choosing = finance.waitForEvent("filechooser");
    await finance.getByRole("button", { name: "Take outcomes from a file" }).click();
    await (await choosing).setFiles({ name, mimeType: "text/xml", buffer: Buffer.from(text) });
  };
  await hand("other.xml", report("bat-other", "ACSP"));
  await finance.getByText(/the id of this batch, not bat-other/).waitFor();
  await hand("report.xml", report(sent("MsgId"), "ACSP"));
  await finance.getByText("0 new results, 1 in progress.").waitFor();

  // Nobody knows what became of it, which the overview says.
  const { items } = await owner.call<{ items: { id: string }[] }>("GET", "/v1/transfers");
  await owner.call("POST", `/v1/transfers/${items[0]?.id}/outcomes`, { outcome: "unknown" });
  await finance.getByRole("link", { name: "Overview" }).click();
  await finance.getByRole("link", { name: "Of 1 transfer it is not known what became of it" }).click();

  // The bank says that it arrived.
  await finance.getByRole("button", { name: "Tell the outcome" }).click();
  const telling = finance.getByRole("dialog", { name: "Tell the outcome" });
  expect(await telling.getByRole("button", { name: "Tell the outcome" }).isDisabled()).toBe(true);
  await telling.getByRole("combobox", { name: "Outcome" }).click();
  await finance.getByRole("option", { name: "settled" }).click();
  expect(await telling.getByLabel(/What the account was charged/).count()).toBe(0);
  await telling.getByRole("button", { name: "Tell the outcome" }).click();
  await finance.getByText("Of every transfer it is known what became of it.").waitFor();
  await hand("table.csv", `payment,outcome,on,reason,debited,currency\n${sent("EndToEndId")},settled,,,,\n`);
  await finance.getByText("0 new results, 1 already known.").waitFor();

  const adas = await openPage(browser);
  await logIn(adas, house, ada.email, ada.password);
  await adas.getByRole("link", { name: "Earnings" }).click();
  await adas.getByRole("row", { name: /paid/ }).first().waitFor();
  await adas.getByRole("link", { name: "Payments" }).click();
  const paid = adas.getByRole("row", { name: /settled/ });
  await paid.getByText("It was paid.").waitFor();
  await paid.getByText("DE•• … 3000").waitFor();
  await paid.getByText("€24.69").waitFor();
  await paid.getByRole("link").click();
  await adas.getByText("paid", { exact: true }).first().waitFor();
  // The statement leads to its payment, on both sides.
  await adas.getByRole("link", { name: "Payment", exact: true }).click();
  await adas.getByRole("row", { name: /settled/ }).waitFor();
  const { items: statements } = await owner.call<{ items: { id: string }[] }>(
    "GET",
    `/v1/statements?partner_id=${partners.items.find((one) => one.display_name.startsWith("Ada"))?.id}`,
  );
  await finance.goto(`${house.base}/statements/${statements[0]?.id}`);
  await finance.getByRole("link", { name: "Payment", exact: true }).click();
  await finance.waitForURL(batch);

  await finance.getByRole("link", { name: "Payouts" }).click();
  await finance.getByRole("link", { name: "Reconciliation" }).click();
  const days = finance.getByRole("region", { name: "Days with movements" });
  await days.getByRole("row", { name: /€24\.69 1 transfer €24\.69 1 transfer – – €0\.00/ }).waitFor();
  await finance.getByRole("link", { name: "Books" }).click();
  const balances = finance.getByRole("region", { name: "Balances of partners" });
  await balances.getByRole("row", { name: "Bob’s Agency €0.00 €24.69" }).waitFor();
  expect(await balances.getByText("Ada Lovelace").count()).toBe(0);
  expect(faults).toEqual([]);
});

test("what a transfer in another currency cost is told with its outcome", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const { id: partner } = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  await owner.call("POST", "/v1/codes", { program_id: program, partner_id: partner, code: "ADA20" });
  await owner.call("POST", "/v1/track/sale", {
    external_id: "ORD-1",
    customer: { external_id: "customer" },
    code: "ADA20",
    amount: { amount: 10_000, currency: "EUR" },
  });
  await approveAll(owner);
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  await ada.call("PUT", "/v1/partner/payout-method", {
    currency: "USD",
    details: { kind: "paypal", email: "ada@pay.example" },
  });
  const day = new Date().toISOString().slice(0, 10);
  await owner.call("POST", "/v1/rates", { base: "EUR", quote: "USD", rate: "1.1", day });
  await owner.call("PUT", `/v1/programs/${program}/payout-rules`, { single_person_approves: true });
  const due_until = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const body = { program_id: program, rail: "paypal", due_until };
  const batch = await owner.call<{ id: string }>("POST", "/v1/payout-batches", body);
  for (const step of ["submit", "approve", "hand_over"]) {
    await owner.call("POST", `/v1/payout-batches/${batch.id}/transitions`, { action: step });
  }

  const page = await openPage(browser);
  await logIn(page, house, owner.email, owner.password);
  await page.goto(`${house.base}/payouts/${batch.id}`);
  await page.getByRole("button", { name: "Tell the outcome" }).click();
  const telling = page.getByRole("dialog", { name: "Tell the outcome" });
  await telling.getByText("$22.00").waitFor();
  await telling.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "settled" }).click();
  const charged = telling.getByLabel("What the account was charged in EUR (optional)");
  await charged.fill("a lot");
  await telling.getByRole("button", { name: "Tell the outcome" }).click();
  await telling.getByText("Enter an amount like").waitFor();
  await charged.fill("20.35");
  await telling.getByRole("button", { name: "Tell the outcome" }).click();
  await page.getByText("Of every transfer it is known what became of it.").waitFor();
  await page.getByRole("link", { name: "Books" }).click();
  await page.getByRole("row", { name: /Exchange loss.*€0\.35/ }).waitFor();
  expect(faults).toEqual([]);
});

test("an account that bounced is shown on both sides until another is set", async () => {
  const { owner, ada, program } = await twoPartners(house, "Bob’s Agency");
  const { id: partner } = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  const enrollments = await owner.call<{ items: { id: string }[] }>(
    "GET",
    `/v1/enrollments?partner_id=${partner}`,
  );
  const grant = { enrollment_id: enrollments.items[0]?.id, event: "bonus", amount: 2_469, reason: "Spring" };
  await owner.call("POST", "/v1/commissions", grant);
  await owner.call("POST", `/v1/programs/${program}/statements/close`, {});
  const details = { kind: "by_hand", holder: "Ada Lovelace", instructions: "in cash" };
  await ada.call("PUT", "/v1/partner/payout-method", { currency: "EUR", details });
  await owner.call("PUT", `/v1/programs/${program}/payout-rules`, { single_person_approves: true });
  const due_until = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const body = { program_id: program, rail: "by_hand", due_until };
  const made = async () => (await owner.call<{ id: string }>("POST", "/v1/payout-batches", body)).id;
  const batch = await made();

  // A draft is nothing that the partner sees; what is approved is.
  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.getByRole("link", { name: "Payments" }).click();
  await portal.getByText("No payments yet").waitFor();
  for (const step of ["submit", "approve"])
    await owner.call("POST", `/v1/payout-batches/${batch}/transitions`, { action: step });
  await portal.reload();
  await portal.getByText("It is approved and will be sent soon.").waitFor();
  await owner.call("POST", `/v1/payout-batches/${batch}/transitions`, { action: "hand_over" });

  // The table that Excel saves in German says that the account is closed.
  const { items } = await owner.call<{ items: { id: string; end_to_end_id: string }[] }>(
    "GET",
    "/v1/transfers",
  );
  const page = await openPage(browser);
  await logIn(page, house, owner.email, owner.password);
  await page.goto(`${house.base}/payouts/${batch}`);
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Take outcomes from a file" }).click();
  const table = `Payment;Outcome;Reason\r\n${items[0]?.end_to_end_id};Failed;Konto gel\xf6scht, AC04\r\ntfr-1;maybe;\r\n`;
  const buffer = Buffer.from(table, "latin1");
  await (await choosing).setFiles({ name: "outcomes.csv", mimeType: "text/csv", buffer });
  await page.getByText("1 new result.").waitFor();
  await page.getByText("Row 2:").waitFor();
  await page.getByText("The account is closed").waitFor();
  await page.getByText("Konto gelöscht, AC04").waitFor();

  // What changes nothing is said to change nothing.
  await page.getByRole("button", { name: "Tell the outcome" }).click();
  const telling = page.getByRole("dialog", { name: "Tell the outcome" });
  await telling.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "unknown" }).click();
  await telling.getByRole("button", { name: "Tell the outcome" }).click();
  await telling.getByText("Ignored: the transfer is already failed. Nothing changed.").waitFor();

  await page.goto(`${house.base}/payouts/${await made()}`);
  await page.getByRole("cell", { name: /the partner has to update the payout method/ }).waitFor();
  await page.goto(`${house.base}/partners/${partner}`);
  await page.getByText(/is left out of payouts until they set another payout method/).waitFor();

  await portal.goto(`${house.base}/portal`);
  await portal.getByText("Your payout method needs an update").waitFor();
  await portal.getByRole("link", { name: "Payments" }).click();
  await portal.getByText(/Your account could not be paid: the account is closed/).waitFor();
  await portal.getByRole("link", { name: "Update payout method" }).click();
  await portal.getByLabel("How to pay you").fill("by cheque");
  await portal.getByRole("button", { name: "Save" }).click();
  await portal.getByText(/This change is used for payments from/).waitFor();
  expect(await portal.getByText("Your payout method needs an update").count()).toBe(0);
  expect(faults).toEqual([]);
});
