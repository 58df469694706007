// A merchant publishes terms and approves a partner; the partner shares a link; somebody follows it to a shop, signs up
// and buys; the partner sees it, and why.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, House, openBrowser, openPage } from "./house";
import { shopPage } from "./shop";

const PASSWORD = "a long password indeed";
/** The smallest picture there is. */
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
let house: House;
let browser: Browser;
let shop: Server;
let shopBase: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([House.open(), openBrowser()]);
  // The shop's server: its page, and its till, which reports sales with a secret key.
  shop = createServer(async (request, answer) => {
    if (request.method === "POST") {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { user, click, secret } = JSON.parse(Buffer.concat(parts).toString());
      const sale = {
        external_id: `order-of-${user}`,
        customer: { external_id: user },
        click_id: click,
        amount: { amount: 5_000, currency: "EUR" },
      };
      const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
      const told = await fetch(`${house.base}/v1/track/sale`, {
        method: "POST",
        headers,
        body: JSON.stringify(sale),
      });
      answer.writeHead(told.status).end();
      return;
    }
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src 'self' ${house.base}; connect-src 'self' ${house.base}`,
    );
    const key = new URL(request.url ?? "/", shopBase).searchParams.get("key") ?? shopKey;
    if (request.url?.startsWith("/shop.js")) {
      answer.setHeader("content-type", "text/javascript");
      answer.end(shopPage.script);
    } else answer.end(shopPage.html(house.base, key));
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  shopBase = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
let shopKey = "";

afterAll(async () => {
  shop?.close();
  await browser?.close();
  await house?.close();
});

async function setUp(page: Page) {
  const [address] = await house.printed(/http:\S+\/set-up#token=\S+/);
  await page.goto(address);
  await page.getByLabel("Workspace").fill("Acme");
  await page.getByLabel("Your name").fill("Olive Owner");
  await page.getByLabel("E-mail address").fill("olive@acme.example");
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Your shop’s domain").waitFor();
}

test("terms, approval, a link, a sale, and its explanation", async () => {
  const merchant = await openPage(browser);
  await setUp(merchant);
  await merchant.goto(`${house.base}/programs`);
  await merchant.getByRole("button", { name: "Make a program" }).first().click();
  const dialog = merchant.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Friends of Acme");
  await dialog.getByLabel("Allowed domains").fill("127.0.0.1");
  await dialog.getByLabel("Allowed domains").press("Enter");
  await dialog.getByRole("button", { name: "Make a program" }).click();
  await merchant.getByRole("link", { name: "Friends of Acme" }).click();

  // Terms, published.
  await merchant.getByRole("button", { name: "Publish the first terms" }).click();
  await dialog.getByLabel("Share of each sale").fill("25");
  await dialog.getByLabel("Hold in days").fill("14");
  await dialog.getByRole("button", { name: "Publish terms" }).click();
  await merchant.getByText("25 % of every sale").waitFor();
  await merchant.getByText("held for 14 days").waitFor();
  const program = merchant.url().split("/").pop();

  // The program's own logo, for everybody to see.
  await merchant.getByRole("tab", { name: "Settings" }).click();
  const chooser = merchant.waitForEvent("filechooser");
  await merchant.getByRole("button", { name: "Choose a picture" }).click();
  await (await chooser).setFiles({ name: "logo.png", mimeType: "image/png", buffer: LOGO });
  const drawn = async (page: Page) => {
    const logo = page.locator('img[src*="/logo?v="]').first();
    await logo.waitFor();
    return logo.evaluate((it) => (it as HTMLImageElement).naturalWidth);
  };
  expect(await drawn(merchant)).toBe(1);

  // A stranger applies on the public page; the merchant approves.
  const partner = await openPage(browser);
  await partner.goto(`${house.base}/join/${program}`);
  await partner.getByText("25 % of every sale of a customer").waitFor();
  expect(await drawn(partner)).toBe(1);
  await partner.getByLabel("Your or your company’s name").fill("Ada’s blog");
  await partner.getByLabel("E-mail address").fill("ada@example.com");
  await partner.getByRole("button", { name: "Send the application" }).click();
  await partner.getByText("Your application is in").waitFor();
  await merchant.goto(`${house.base}/overview`);
  await merchant.getByRole("link", { name: "1 partner asks to take part" }).click();
  await merchant
    .getByRole("row", { name: /Ada’s blog/ })
    .getByRole("button", { name: "Approve" })
    .click();
  await merchant.getByText("Nothing matches").waitFor();

  // The letter's link leads in.
  const [invitation] = await house.printed(/http:\S+\/accept-invitation#token=\w+/);
  await partner.goto(invitation);
  await partner.getByLabel("Your name").fill("Ada");
  await partner.getByLabel("Password").first().fill(PASSWORD);
  await partner.getByRole("button", { name: "Accept" }).click();
  await partner.waitForURL("**/portal");
  expect(await drawn(partner)).toBe(1);
  await partner.getByRole("link", { name: "Links and codes" }).click();
  await partner.getByRole("button", { name: "Make a link" }).first().click();
  await partner.getByRole("dialog").getByLabel("Destination").fill(`${shopBase}/`);
  await partner.getByRole("dialog").getByRole("button", { name: "Make a link" }).click();
  await partner.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await partner.getByRole("button", { name: "Copy the link" }).first().click();
  const link = await partner.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(new RegExp(`^${house.base}/r/`));

  // Keys for the shop: its page may only report leads, its server sales.
  const keyOf = async (kind: string) => {
    await merchant.goto(`${house.base}/keys`);
    await merchant.getByRole("button", { name: "Make a key" }).first().click();
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(kind);
    await dialog.getByRole("combobox", { name: "Kind" }).or(dialog.getByLabel("Kind")).first().click();
    await merchant.getByRole("option", { name: kind }).click();
    await dialog.getByRole("button", { name: "Make a key" }).click();
    const text = await merchant.getByRole("dialog", { name: "Keep this key" }).locator("pre").textContent();
    return text ?? "";
  };
  shopKey = await keyOf("publishable");
  const secret = await keyOf("secret");

  // Somebody else follows it, signs up and buys.
  const visitor = await openPage(browser, {
    userAgent:
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  });
  await visitor.goto(link);
  expect(visitor.url()).toMatch(/\?hg=clk_/);
  await visitor.getByRole("textbox", { name: "Name", exact: true }).fill("grace");
  await visitor.getByRole("button", { name: "Sign up" }).click();
  await visitor.getByText("welcome, grace").waitFor();
  await visitor.evaluate((secret) => {
    (window as unknown as { secret: string }).secret = secret;
  }, secret);
  await visitor.getByRole("button", { name: "Buy" }).click();
  await visitor.getByText("bought").waitFor();

  // The partner sees it, and why.
  await partner.getByRole("link", { name: "Referrals" }).click();
  const sale = partner.getByRole("row", { name: /sale/ });
  await sale.getByText("credited").waitFor();
  expect(await sale.textContent()).toContain("€50.00");
  await sale.getByRole("link").click();
  await partner.getByText("Ada’s blog: 100% of the credit").first().waitFor();
  await partner.getByText("€12.50").first().waitFor();
  await partner.getByText("Why", { exact: true }).last().click();
  await partner
    .getByText(/The click of Ada’s blog on .* was credited\./)
    .last()
    .waitFor();
  const own = partner.url();

  // Another partner cannot open that page by its address.
  const other = await openPage(browser);
  await merchant.goto(`${house.base}/partners`);
  await merchant.getByRole("button", { name: "Add a partner" }).first().click();
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Bob");
  await dialog.getByLabel("E-mail address").fill("bob@example.com");
  await dialog.getByRole("button", { name: "Add a partner" }).click();
  await merchant.getByText("Bob").first().waitFor();
  const letters = () =>
    [...house.terminal.matchAll(/http:\S+\/accept-invitation#token=\w+/g)].map((match) => match[0]);
  await expect.poll(() => letters().length, { timeout: 10_000 }).toBe(2);
  await other.goto(letters()[1] ?? "");
  await other.getByLabel("Your name").fill("Bob");
  await other.getByLabel("Password").first().fill(PASSWORD);
  await other.getByRole("button", { name: "Accept" }).click();
  await other.waitForURL("**/portal");
  await other.goto(own);
  await other.getByText("Not found").waitFor();
  await other.goto(`${house.base}/partners`);
  await other.waitForURL("**/portal");
  expect(faults).toEqual([]);
});
