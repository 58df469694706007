// Amounts as people type them: with the separators of English and German, and the currency's sign or code around them.
import { UnreadableAmount } from "../api/client";
import { asDecimal, digitsOf } from "./format";

/** Units that are read at most; the server takes fewer. */
const UNITS_MAX = 10 ** 13 - 1;
/** What may stand between thousands, beside the separators: blanks, and the apostrophes of Switzerland. */
const BLANKS = /[\s\u00a0\u2009\u202f'’]/;
/** How an amount may be written that is asked for again. */
const EXAMPLE_UNITS = 1250;

/** What the currency is called around an amount. */
function names(currency: string): string[] {
  const symbol = (locale: string, currencyDisplay: "symbol" | "narrowSymbol") =>
    new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay })
      .formatToParts(0)
      .filter((part) => part.type === "currency")
      .map((part) => part.value);
  const found = ["en", "en-GB", "de"].flatMap((locale) => [
    ...symbol(locale, "symbol"),
    ...symbol(locale, "narrowSymbol"),
  ]);
  return [...new Set([currency, ...found])].sort((one, other) => other.length - one.length);
}

function withoutCurrency(text: string, currency: string): string {
  const rest = text.trim();
  for (const name of names(currency)) {
    const [own, sought] = [rest.toLowerCase(), name.toLowerCase()];
    if (own.startsWith(sought)) return rest.slice(name.length).trim();
    if (own.endsWith(sought)) return rest.slice(0, -name.length).trim();
  }
  return rest;
}

/** Digits in groups of three after the first, or in none. */
function joined(text: string, separator: string | RegExp): string | null {
  const groups = text.split(separator);
  const [first = "", ...others] = groups;
  if (!/^\d+$/.test(first) || others.some((group) => !/^\d{3}$/.test(group))) return null;
  return others.length > 0 && first.length > 3 ? null : groups.join("");
}

/** Whether the last separator of `rest` begins a fraction; null if that cannot be told. */
function isFraction(
  rest: string,
  last: string,
  digits: number,
  language: string | undefined,
): boolean | null {
  const other = last === "." ? "," : ".";
  if (rest.includes(other)) return true;
  if (rest.split(last).length > 2 || digits === 0) return false;
  if (rest.length - rest.lastIndexOf(last) - 1 !== 3) return true;
  // Three digits after the only separator. Our own fields write currencies of three digits with a point.
  if (digits === 3 && (last === "." || language === "de")) return true;
  const ofThousands = language === "de" ? "." : language === "en" ? "," : null;
  return last === ofThousands ? false : null;
}

/**
 * What somebody typed as an amount, in minor units; null if it is none, or might be another. `language` decides what
 * `1,250` is.
 */
export function minorUnits(text: string, currency: string, language?: string): number | null {
  const digits = digitsOf(currency);
  const rest = withoutCurrency(text, currency);
  const last = /[.,](?=[^.,]*$)/.exec(rest)?.[0];
  const split = last === undefined ? false : isFraction(rest, last, digits, language);
  if (split === null) return null;

  const place = split ? rest.lastIndexOf(last as string) : rest.length;
  const [whole, fraction] = [rest.slice(0, place), rest.slice(place + 1)];
  if (split && (!/^\d+$/.test(fraction) || fraction.length > digits)) return null;
  const separators = /[.,]/.exec(whole)?.[0];
  // One way of grouping, and that of the fraction is none.
  if (separators && (separators === last) === split) return null;
  const units = joined(whole, separators ?? BLANKS);
  if (units === null || Number(units) > UNITS_MAX) return null;
  const minor = Number(units) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The amount that was typed into a field, in minor units; a refusal that names the field, where it is none. */
export function readAmount(field: string, text: string, currency: string): number {
  const amount = minorUnits(text, currency, document.documentElement.lang);
  if (amount !== null) return amount;
  const digits = digitsOf(currency);
  throw new UnreadableAmount(field, asDecimal(EXAMPLE_UNITS * 10 ** digits, digits));
}

/** The same of a field that may be left empty. */
export function readOptionalAmount(field: string, text: string, currency: string): number | undefined {
  return text.trim() === "" ? undefined : readAmount(field, text, currency);
}
