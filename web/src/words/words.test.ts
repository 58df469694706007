// Every language says everything, and amounts are written without loss.
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import german from "./de.json";
import english from "./en.json";
import { asDecimal, money, relatively } from "./format";

const places = (message: string) => [...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).sort();

test("German says what English says, with the same values", () => {
  expect(Object.keys(german)).toEqual(Object.keys(english));
  for (const [key, message] of Object.entries(english)) {
    const other = german[key as keyof typeof german];
    expect(new Set(places(other)), key).toEqual(new Set(places(message)));
    const values = Object.fromEntries(places(message).map((name) => [name, 2]));
    for (const [text, locale] of [
      [message, "en"],
      [other, "de"],
    ] as const) {
      expect(String(new IntlMessageFormat(text, locale).format(values)), key).not.toBe("");
    }
  }
});

test("amounts keep every minor unit", () => {
  expect(money({ amount: 123456, currency: "EUR" }, "en-GB")).toBe("€1,234.56");
  expect(money({ amount: -5, currency: "EUR" }, "en-GB")).toBe("-€0.05");
  expect(money({ amount: 1250, currency: "JPY" }, "en-GB")).toBe("JP¥1,250");
  expect(money({ amount: 1250, currency: "KWD" }, "en-GB").replace(/\s/g, " ")).toBe("KWD 1.250");
  expect(money({ amount: 9_007_199_254_740_991, currency: "EUR" }, "en-GB")).toBe("€90,071,992,547,409.91");
  expect(asDecimal(-1, 2)).toBe("-0.01");
});

test("time is told in the greatest unit that fits", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(relatively("2026-11-22T11:59:00Z", "en-GB", now)).toBe("1 minute ago");
  expect(relatively("2026-11-25T12:00:00Z", "en-GB", now)).toBe("in 3 days");
});
