// Amounts are read as they are meant, or not at all.
import { expect, test } from "vitest";
import { minorUnits } from "./amount";

const READ: [string, string, string | undefined, number][] = [
  ["12.50", "EUR", undefined, 1250],
  ["12,5", "EUR", undefined, 1250],
  ["0.05", "EUR", undefined, 5],
  ["7", "EUR", undefined, 700],
  ["1250", "EUR", undefined, 125000],
  ["1,250.00", "EUR", undefined, 125000],
  ["1.234,56", "EUR", undefined, 123456],
  ["1.234,5", "EUR", undefined, 123450],
  ["1 250", "EUR", undefined, 125000],
  ["1\u00a0250,50", "EUR", undefined, 125050],
  ["1\u202f250.5", "EUR", undefined, 125050],
  ["1'250.00", "CHF", undefined, 125000],
  ["12’345", "CHF", undefined, 1234500],
  ["1,234,567", "EUR", undefined, 123456700],
  ["1.234.567", "EUR", undefined, 123456700],
  ["1.234.567,89", "EUR", undefined, 123456789],
  ["1,250", "EUR", "en", 125000],
  ["1.250", "EUR", "de", 125000],
  ["€12.50", "EUR", undefined, 1250],
  ["12,50 €", "EUR", undefined, 1250],
  ["EUR 12.50", "EUR", undefined, 1250],
  ["12.50eur", "EUR", undefined, 1250],
  ["$1,250.00", "USD", undefined, 125000],
  ["US$5", "USD", undefined, 500],
  ["£ 3", "GBP", undefined, 300],
  ["1250", "JPY", undefined, 1250],
  ["¥1,250", "JPY", undefined, 1250],
  ["1.250", "JPY", undefined, 1250],
  ["1.250", "KWD", "de", 1250],
  ["1,250", "KWD", "de", 1250],
  ["1,250", "KWD", "en", 1250000],
  ["1,250.500", "KWD", undefined, 1250500],
  ["0", "EUR", undefined, 0],
];

test.each(READ)("%s in %s (%s) is %i minor units", (text, currency, language, minor) => {
  expect(minorUnits(text, currency, language)).toBe(minor);
});

const REFUSED: [string, string, string | undefined][] = [
  // Impossible.
  ["", "EUR", undefined],
  ["abc", "EUR", undefined],
  ["-5", "EUR", undefined],
  ["+5", "EUR", undefined],
  ["1e3", "EUR", undefined],
  ["12.", "EUR", undefined],
  [".5", "EUR", undefined],
  ["1.2345", "EUR", undefined],
  ["1,23.45", "EUR", undefined],
  ["12,34,567", "EUR", undefined],
  ["1234,567.00", "EUR", undefined],
  ["1.250.00", "EUR", undefined],
  ["12 50", "EUR", undefined],
  ["1 250.500", "EUR", "en"],
  ["1.5", "JPY", undefined],
  ["1,250.00", "JPY", undefined],
  ["99999999999999999", "EUR", undefined],
  ["$5", "EUR", undefined],
  ["USD 5", "EUR", undefined],
  ["5 % ", "EUR", undefined],
  // Ambiguous: thousands, or a digit too many.
  ["12.345", "EUR", undefined],
  ["1,250", "EUR", undefined],
  ["1.250", "EUR", "en"],
  ["1,250", "EUR", "de"],
];

test.each(REFUSED)("%s in %s (%s) is no amount", (text, currency, language) => {
  expect(minorUnits(text, currency, language)).toBe(null);
});
