import { expect, test } from "vitest";
import { ownPage } from "./own-page";

const ORIGIN = "https://go.shop.example";

test("a page of this app is kept with its filters", () => {
  for (const page of [
    "/",
    "/programs",
    "/customers?sort=-created_at&q=a%20b",
    "/set-up#token=x",
    "/a//b",
    "/%09/x",
  ]) {
    expect(ownPage(page, ORIGIN)).toBe(page);
  }
  expect(ownPage(`${ORIGIN}/programs`, ORIGIN)).toBe("/programs");
  expect(ownPage("programs", ORIGIN)).toBe("/programs");
});

test("nothing leads to another site, however it is written", () => {
  const tricks = [
    undefined,
    "",
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\/evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    "\t//evil.test",
    " //evil.test",
    "\u0000//evil.test",
    "/\t\\evil.test",
    "https:evil.test",
    "https://evil.test",
    "http://go.shop.example/",
    "https://go.shop.example:444/",
    "https://go.shop.example@evil.test/",
    "https://a:b@go.shop.example/",
    "https:/\\evil.test",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "blob:https://go.shop.example/x",
    "/.//evil.test",
    "/..//evil.test",
    "/a/..//evil.test",
    "/%2e//evil.test",
    "./\\evil.test",
    "https://go.shop.example//evil.test",
    "https://[",
    "//",
    "/\\",
  ];
  for (const trick of tricks) {
    const page = ownPage(trick, ORIGIN);
    expect(page.startsWith("/"), JSON.stringify(trick)).toBe(true);
    // What the browser makes of the answer, taken apart once more.
    expect(new URL(page, ORIGIN).origin, JSON.stringify(trick)).toBe(ORIGIN);
  }
  for (const evil of tricks.filter(
    (trick) => trick?.includes("evil.test") && !trick.startsWith("https:evil"),
  )) {
    expect(ownPage(evil, ORIGIN), JSON.stringify(evil)).toBe("/");
  }
});
