// What a page shows when things are many, long, slow, forbidden or broken.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPartner, House, logIn, openBrowser, openPage, type Person, settled, setUpHouse } from "./house";

const CUSTOMERS = 10_000;
/** As long as a name may be, without a place to break it. */
const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
  .repeat(2)
  .slice(0, 120);

let house: House;
let browser: Browser;
let owner: Person;
let partner: Person;
beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
  owner = await setUpHouse(house);
  partner = await addPartner(house, owner);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("ten thousand customers are paged by the server", async () => {
  const key = await owner.call<{ text: string }>("POST", "/v1/keys", {
    name: "Shop",
    kind: "secret",
    scopes: ["events:write"],
  });
  const lines = Array.from({ length: CUSTOMERS }, (_, at) =>
    JSON.stringify({ type: "lead", customer: { external_id: `user-${String(at).padStart(5, "0")}` } }),
  );
  const answer = await fetch(`${house.base}/v1/track/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${key.text}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  expect((await answer.text()).match(/"status":201/g)?.length).toBe(CUSTOMERS);

  const page = await openPage(browser);
  await logIn(page, house, owner.email, owner.password);
  await page.goto(`${house.base}/customers?sort=external_id`);
  const rows = page.locator("tbody tr");
  await page.getByRole("link", { name: "user-00000" }).waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("link", { name: "user-00050" }).waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByRole("button", { name: "Before" }).click();
  await page.getByRole("link", { name: "user-00000" }).waitFor();
  // From the other end, and one of them by its name.
  await page.getByRole("button", { name: "Your id" }).click();
  await page.getByRole("link", { name: "user-09999" }).waitFor();
  await page.getByLabel("Your id").fill("user-07777");
  await page.getByRole("link", { name: "user-07777" }).waitFor();
  await expect.poll(() => rows.count()).toBe(1);
  expect(new URL(page.url()).searchParams.get("external_id")).toBe("user-07777");
});

test("a name of 120 letters without a space widens no page", async () => {
  const { items } = await owner.call<{ items: { id: string }[] }>("GET", "/v1/partners");
  await owner.call("PATCH", `/v1/partners/${items[0]?.id}`, { display_name: LONG, company: LONG });
  for (const width of [360, 1440]) {
    const page = await openPage(browser, { viewport: { width, height: 900 } });
    await logIn(page, house, owner.email, owner.password);
    for (const path of ["/partners", `/partners/${items[0]?.id}`, "/links", "/team", "/overview"]) {
      await page.goto(house.base + path);
      await settled(page);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(`${path} at ${width}: ${wider}`).toBe(`${path} at ${width}: 0`);
    }
    await page.context().close();
  }
});

test("a slow answer is waited for in view; one that fails can be asked again; what was typed stays", async () => {
  const page = await openPage(browser);
  await logIn(page, house, owner.email, owner.password);
  await page.goto(`${house.base}/overview`);
  await settled(page);
  await page.route("**/v1/codes*", async (route) => {
    await new Promise((later) => setTimeout(later, 1_500));
    await route.continue();
  });
  await page.getByRole("link", { name: "Codes", exact: true }).click();
  await page.getByRole("status", { name: "Loading" }).waitFor();
  await page.getByText("No codes yet").waitFor();

  let broken = true;
  await page.route("**/v1/programs*", (route) =>
    broken ? route.fulfill({ status: 503, body: "" }) : route.continue(),
  );
  // The list's own answer fails, however often the app asks by itself.
  await page.goto(`${house.base}/programs`);
  const again = page.getByRole("button", { name: "Try again" });
  await again.waitFor({ timeout: 30_000 });
  broken = false;
  await again.click();
  await page.getByRole("link", { name: "Friends of Acme" }).waitFor();

  // A form whose sending fails says so and keeps what it holds.
  await page.getByRole("button", { name: "Make a program" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Second");
  await dialog.getByLabel("Allowed domains").fill("acme.example");
  await dialog.getByLabel("Allowed domains").press("Enter");
  await page.context().setOffline(true);
  await dialog.getByRole("button", { name: "Make a program" }).click();
  await dialog.getByText("The server cannot be reached.").waitFor();
  expect(await dialog.getByRole("textbox", { name: "Name", exact: true }).inputValue()).toBe("Second");
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Make a program" }).click();
  await page.getByRole("link", { name: "Second" }).waitFor();
});

test("what a role does not include says so", async () => {
  await owner.call("POST", "/v1/invitations", { email: "ana@acme.example", role: "analyst" });
  const letters = () =>
    [...house.terminal.matchAll(/\/accept-invitation#token=(\w+)/g)].map((match) => match[1]);
  await expect.poll(() => letters().length, { timeout: 10_000 }).toBe(2);
  const page = await openPage(browser);
  await page.goto(`${house.base}/accept-invitation#token=${letters()[1]}`);
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("Password").first().fill(partner.password);
  await page.getByRole("button", { name: "Accept" }).click();
  await page.waitForURL("**/overview");
  await page.goto(`${house.base}/team`);
  await page.getByText("You don’t have access to this").first().waitFor();
  await page.goto(`${house.base}/audit-log`);
  await page.getByText("You don’t have access to this").first().waitFor();
});

test("several at once: moved to a group, and refused with the reason", async () => {
  const [program] = (await owner.call<{ items: { id: string }[] }>("GET", "/v1/programs?sort=created_at"))
    .items;
  await owner.call("POST", `/v1/programs/${program?.id}/groups`, { name: "Gold" });
  const page = await openPage(browser);
  await logIn(page, house, owner.email, owner.password);
  await page.goto(`${house.base}/partners`);
  await page.getByRole("checkbox", { name: "Choose all on this page" }).click();
  await page.getByRole("button", { name: "Move to a group" }).click();
  await page.getByRole("menuitem", { name: /Gold/ }).click();
  await page.getByRole("cell", { name: "Gold" }).waitFor();
  // Who takes part already cannot be rejected.
  const { items } = await owner.call<{ items: { id: string }[] }>("GET", "/v1/enrollments");
  for (const step of [{ action: "reject", reason: "No." }, { action: "approve" }])
    await owner.call("POST", "/v1/enrollments/transitions", { ...step, enrollment_ids: [items[0]?.id] });
  await page.reload();
  await page.getByRole("checkbox", { name: "Choose", exact: true }).click();
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("No.");
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await page
    .getByText(/enrollment that is|expected/)
    .first()
    .waitFor();
  await page.getByRole("row", { name: /approved/ }).waitFor();
});
