// A server of the test's own on a folder of its own, and browsers that visit it.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { onTestFailed } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const BINARY =
  process.env.HONEYGUIDE_BINARY ??
  join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/honeyguide");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const READY_MS = 120_000;
const WAIT_MS = 10_000;
/** Where a page is drawn when its test fails. */
export const SHOTS = resolve(import.meta.dirname, "../shots");
export const DEMO_PASSWORD = "demo-password";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** Where a link leads a person with Firefox; fetch would say that nobody navigates. */
export async function followLink(url: string): Promise<string> {
  return new Promise((led, failed) => {
    const request = get(url, { headers: { "user-agent": FIREFOX, accept: "text/html" } }, (answer) => {
      answer.resume();
      led(answer.headers.location ?? "");
    });
    request.on("error", failed);
  });
}

export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export class House {
  readonly base: string;
  readonly data: string;
  private server: ChildProcess;
  private said = "";

  private constructor(base: string, data: string, server: ChildProcess) {
    this.base = base;
    this.data = data;
    this.server = server;
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on("data", (text) => {
        this.said += text;
      });
    }
  }

  /** A server on an empty folder or, with `demo`, on the demo's. */
  static async open({ demo = false } = {}): Promise<House> {
    const folder = mkdtempSync(join(tmpdir(), "honeyguide-web-"));
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const data = join(folder, "data");
    const server = spawn(
      BINARY,
      [
        "serve",
        ...(demo ? ["--demo"] : []),
        "--data",
        data,
        "--listen",
        `127.0.0.1:${port}`,
        "--public-url",
        base,
        "--unsafe-no-fsync",
        "true",
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const house = new House(base, data, server);
    await house.ready();
    return house;
  }

  private async ready() {
    const end = Date.now() + READY_MS;
    while (Date.now() < end) {
      if (this.server.exitCode !== null) break;
      const answer = await fetch(`${this.base}/healthz`).catch(() => null);
      if (answer?.ok && this.said.includes("Help:")) return;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`the server did not come up:\n${this.said}`);
  }

  /** What it printed, letters included: in development they go to the terminal. */
  get terminal(): string {
    return this.said;
  }

  /** The first match in what it printed, once it is there. */
  async printed(pattern: RegExp): Promise<RegExpMatchArray> {
    for (let tries = 0; tries < 100; tries += 1) {
      const match = this.said.match(pattern);
      if (match) return match;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`${pattern} was not printed:\n${this.said}`);
  }

  async close() {
    const gone = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGTERM");
    await gone;
    rmSync(resolve(this.data, ".."), { recursive: true, force: true });
  }
}

/** How Chromium is started. */
export function launch(more: string[] = []): LaunchOptions {
  if (!CHROMIUM) throw new Error("no Chromium on this machine; on Debian: apt-get install chromium");
  return { executablePath: CHROMIUM, args: [...ARGUMENTS, ...more] };
}

export function openBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch(launch(more));
}

/** A page that fails the test when the app's own code does. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  onTestFailed(async () => {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `failed-${Date.now()}.png`) }).catch(() => undefined);
  });
  page.on("pageerror", (error) => {
    faults.push(String(error));
  });
  page.on("console", (message) => {
    const text = message.text();
    // Refusals are answers, too, and the browser logs each.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) faults.push(text);
  });
  return page;
}

/** What broke in any page; a test looks at it at its end. */
export const faults: string[] = [];

export async function logIn(page: Page, house: House, email: string, password = DEMO_PASSWORD) {
  await page.goto(`${house.base}/log-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").first().fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/log-in"));
}

/** Until nothing is loaded any more and nothing moves. */
export async function settled(page: Page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector(".hg-loading"));
  await page.waitForTimeout(150);
}

/** Somebody who logged in, and what they then ask of the server. */
export interface Person {
  email: string;
  password: string;
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

/** Logs somebody in by what gives them their place: the one-time address, or an invitation. */
async function enter(
  house: House,
  path: string,
  body: { token: string; password: string; [name: string]: string },
) {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "sec-fetch-site": "same-origin",
  };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(house.base + path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers.get("set-cookie")?.split(";")[0];
    if (cookie) headers.cookie = cookie;
    return (await answer.json()) as T;
  };
  await call("POST", path, body);
  return call;
}

/** The owner of a new workspace in which nothing is yet. */
export async function setUpHouse(house: House): Promise<Person> {
  const [, token = ""] = await house.printed(/\/set-up#token=(\S+)/);
  const who = { email: "olive@acme.example", password: DEMO_PASSWORD };
  const call = await enter(house, "/v1/setup", { token, workspace: "Acme", name: "Olive Owner", ...who });
  return { ...who, call };
}

/** Accepts the invitation that was the so-manyeth to be printed, 1 for the first. */
async function acceptInvitation(
  house: House,
  place: number,
  who: { name: string; email: string; password: string },
): Promise<Person> {
  const letters = () => [...house.terminal.matchAll(/\/accept-invitation#token=(\w+)/g)];
  for (let tries = 0; tries < 100 && letters().length < place; tries += 1) {
    await new Promise((later) => setTimeout(later, 100));
  }
  const token = letters()[place - 1]?.[1] ?? "";
  const call = await enter(house, "/v1/invitations/accept", {
    token,
    name: who.name,
    password: who.password,
  });
  return { email: who.email, password: who.password, call };
}

/** Takes part in every program that invites. */
async function takePart({ call }: Person) {
  const own = await call<{ items: { id: string; status: string }[] }>("GET", "/v1/partner/enrollments");
  for (const { id } of own.items.filter((enrollment) => enrollment.status === "invited")) {
    await call("POST", `/v1/partner/enrollments/${id}/accept`, {});
  }
}

/** A member of the team, whose invitation is the so-manyeth to be printed. */
export async function takeSeat(house: House, owner: Person, role: string, place: number): Promise<Person> {
  const who = { name: "Fiona", email: `${role}@acme.example`, password: DEMO_PASSWORD };
  await owner.call("POST", "/v1/invitations", { email: who.email, role });
  return acceptInvitation(house, place, who);
}

/** A merchant with one program and two partners who take part in it. */
export async function twoPartners(house: House, second: string) {
  const owner = await setUpHouse(house);
  const ada = await addPartner(house, owner);
  const own = await ada.call<{ items: { id: string }[] }>("GET", "/v1/partner/enrollments");
  await ada.call("POST", `/v1/partner/enrollments/${own.items[0]?.id}/accept`, {});
  const program = (await owner.call<{ items: { id: string }[] }>("GET", "/v1/programs")).items[0]?.id;
  const who = { name: "Bob", email: "bob@example.com", password: DEMO_PASSWORD };
  const invited = { program_id: program, display_name: second, email: who.email, invite: true };
  await owner.call("POST", "/v1/partners", invited);
  const bob = await acceptInvitation(house, 2, who);
  await takePart(bob);
  return { owner, ada, bob, program };
}

/** The first partner of the first program; nothing happened yet. */
export async function addPartner(house: House, owner: Person): Promise<Person> {
  const { program } = await owner.call<{ program: { id: string } }>("POST", "/v1/programs", {
    name: "Friends of Acme",
    currency: "EUR",
    allowed_domains: ["acme.example"],
  });
  await owner.call("POST", `/v1/programs/${program.id}/terms`, {
    rewards: [{ event: "sale", kind: "percent", rate_millionths: 200_000, recurrence: { kind: "one_time" } }],
    hold_days: 30,
  });
  const who = { email: "ada@example.com", password: DEMO_PASSWORD };
  const enroll = { program_id: program.id, display_name: "Ada Lovelace", email: who.email, invite: true };
  await owner.call("POST", "/v1/partners", enroll);
  const [, token = ""] = await house.printed(/\/accept-invitation#token=(\w+)/);
  const accept = { token, name: "Ada", password: who.password };
  return { ...who, call: await enter(house, "/v1/invitations/accept", accept) };
}

/** Approves everything that is held. */
export async function approveAll({ call }: Person) {
  const { items } = await call<{ items: { id: string }[] }>("GET", "/v1/commissions?state=pending");
  const ids = items.map((one) => one.id);
  if (ids.length > 0) {
    await call("POST", "/v1/commissions/transitions", { verdict: "approve", commission_ids: ids });
  }
}

/** The same page in another language. */
export async function speak(page: Page, language: "en" | "de") {
  await page.evaluate((language) => localStorage.setItem("honeyguide.language", language), language);
  await page.reload();
}
