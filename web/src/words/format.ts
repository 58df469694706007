// Amounts, rates and times as people read them.
import type { Schemas } from "../api/client";

export type Money = Schemas["Money"];
const MILLIONTHS_PER_PERCENT = 10_000;

/** Minor units as an amount: never rounded, with the digits that the currency has. */
export function money(amount: Money, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: amount.currency });
  return format.format(asDecimal(amount.amount, digitsOf(amount.currency)) as unknown as number);
}

/** `-1234` with two digits is `-12.34`: a text, so that nothing is lost on the way through a float. */
export function asDecimal(minor: number, digits: number): string {
  const sign = minor < 0 ? "-" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** How many digits the currency has after the point. */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** Millionths as a percentage. */
export function percent(millionths: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(
    millionths / 1_000_000,
  );
}

/** What somebody typed as a percentage, in millionths. */
export function millionthsOf(percent: number | string): number {
  return Math.round(Number(percent) * MILLIONTHS_PER_PERCENT);
}

/** Millionths as a percentage to type over. */
export function asPercent(millionths: number): number {
  return millionths / MILLIONTHS_PER_PERCENT;
}

/** `22 Nov 2026`. */
export function day(instant: string, locale: string): string {
  const at = instant.length === 10 ? new Date(`${instant}T12:00:00Z`) : new Date(instant);
  const zone = instant.length === 10 ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", ...zone }).format(
    at,
  );
}

/** `22 Nov 2026, 14:03:05 CET`. */
export function exactly(instant: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(new Date(instant));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `3 days ago`. */
export function relatively(instant: string, locale: string, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(Math.trunc(seconds), "second");
}

/** A period of whole UTC days: `November 2026`, or `1 – 15 Nov 2026`. */
export function span(period: { from: string; until: string }, locale: string): string {
  const from = new Date(period.from);
  const last = new Date(Date.parse(period.until) - 1);
  const next = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1);
  const isMonth = from.getUTCDate() === 1 && Date.parse(period.until) === next;
  const zone = { timeZone: "UTC", year: "numeric" } as const;
  if (isMonth) return new Intl.DateTimeFormat(locale, { ...zone, month: "long" }).format(from);
  return new Intl.DateTimeFormat(locale, { ...zone, day: "numeric", month: "short" }).formatRange(from, last);
}
