// A partner reads before they accept, and passes nothing on until then; in two programs, each earning and each debt names
// its own.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPartner, faults, House, logIn, openBrowser, openPage, type Person, setUpHouse } from "./house";

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

interface Things {
  items: { id: string; program: { id: string }; status: string }[];
}

/** Another program, which gives a tenth at once, and in which every commission of more than 1.00 EUR is approved by hand. */
async function secondProgram(owner: Person, ada: Person) {
  const { program } = await owner.call<{ program: { id: string } }>("POST", "/v1/programs", {
    name: "Acme Wholesale",
    currency: "EUR",
    allowed_domains: ["acme.example"],
  });
  await owner.call("POST", `/v1/programs/${program.id}/terms`, {
    rewards: [
      { event: "sale", kind: "percent", rate_millionths: 100_000, recurrence: { kind: "recurring" } },
    ],
    hold_days: 0,
    auto_approve_max: 100,
  });
  const { id: partner } = await ada.call<{ id: string }>("GET", "/v1/partner/profile");
  await owner.call("POST", "/v1/partners", { program_id: program.id, partner_id: partner, invite: true });
  const { items } = await ada.call<Things>("GET", "/v1/partner/enrollments");
  const invited = items.find((one) => one.status === "invited");
  await ada.call("POST", `/v1/partner/enrollments/${invited?.id}/accept`, {});
  return { wholesale: program.id, partner, friends: items.find((one) => one !== invited)?.program.id };
}

test("an invitation is accepted where its terms are read; two programs are told apart", async () => {
  const owner = await setUpHouse(house);
  const ada = await addPartner(house, owner);
  const portal = await openPage(browser);
  await logIn(portal, house, ada.email, ada.password);
  await portal.getByRole("link", { name: "Links and codes" }).click();
  await portal.getByText("You get links once you take part in a program.").waitFor();
  expect(await portal.getByRole("button", { name: "Make a link" }).count()).toBe(0);
  await portal.getByRole("main").getByRole("link", { name: "Programs and terms" }).click();
  await portal.getByText("20 % of").first().waitFor();
  await portal.getByRole("button", { name: "Accept", exact: true }).click();
  await portal.getByRole("link", { name: "Links and codes" }).click();
  await portal.getByRole("button", { name: "Make a link" }).first().waitFor();

  const { wholesale, partner, friends } = await secondProgram(owner, ada);
  for (const [program, code] of [
    [friends, "FRIEND"],
    [wholesale, "WHOLE"],
  ]) {
    await owner.call("POST", "/v1/codes", { program_id: program, partner_id: partner, code });
    await owner.call("POST", "/v1/track/sale", {
      program_id: program,
      external_id: `ORD-${code}`,
      customer: { external_id: `customer of ${code}` },
      code,
      amount: { amount: 10_000, currency: "EUR" },
    });
  }

  // What waits for a person is on the overview; what is chosen says what it comes to.
  const merchant = await openPage(browser);
  await logIn(merchant, house, owner.email, owner.password);
  await merchant.getByRole("link", { name: "1 commission awaits approval" }).click();
  await merchant.getByRole("row", { name: /Ada Lovelace/ }).waitFor();
  await merchant.getByRole("link", { name: "Commissions" }).click();
  await expect.poll(() => merchant.getByRole("row", { name: /Ada Lovelace/ }).count()).toBe(2);
  await merchant.getByLabel("Choose all").check();
  await merchant.getByText("2 chosen · €30.00").waitFor();
  await merchant.getByRole("button", { name: "Approve" }).click();
  await expect.poll(() => merchant.getByRole("row", { name: /approved/ }).count()).toBe(2);

  // What was stated in one of them is taken back.
  await owner.call("POST", `/v1/programs/${wholesale}/statements/close`, {});
  await owner.call("POST", "/v1/track/refund", {
    program_id: wholesale,
    external_id: "RE-1",
    sale_external_id: "ORD-WHOLE",
    amount: { amount: 10_000, currency: "EUR" },
  });
  await owner.call("POST", `/v1/programs/${wholesale}/statements/close`, {});
  await portal.goto(`${house.base}/portal/earnings`);
  await portal.getByText(/^In Acme Wholesale, the statement of .* ended with €10\.00 owed back\./).waitFor();
  await portal.getByRole("row", { name: /Friends of Acme.*€20\.00/ }).waitFor();
  await portal.getByRole("combobox", { name: "Program" }).click();
  await portal.getByRole("option", { name: "Acme Wholesale" }).click();
  await portal
    .getByRole("row", { name: /Acme Wholesale/ })
    .first()
    .waitFor();
  await expect.poll(() => portal.getByRole("row", { name: /Friends of Acme/ }).count()).toBe(0);
  expect(faults).toEqual([]);
});
