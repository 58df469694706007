// The figures of an overview: value, change against the period before, and what each day was.
import { Text, UnstyledButton } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight } from "@tabler/icons-react";
import type { Schemas } from "../api/client";
import { count, money, percent } from "../words/format";
import { useWords, type Words } from "../words/words";
import type { TrendDay } from "./trend";

type Overview = Schemas["Overview"];
type Figures = Overview["period"]["total"];

export interface Figure {
  name: "clicks" | "leads" | "customers" | "sales" | "revenue" | "commission" | "rate" | "deal";
  title: string;
  value: string;
  /** By how much it changed, as a share; none without something to compare with. */
  change: number | null;
  days: TrendDay[];
  write: (value: number) => string;
}

const OF: Record<Figure["name"], (figures: Figures) => number | null | undefined> = {
  clicks: (it) => it.clicks,
  leads: (it) => it.leads,
  customers: (it) => it.customers,
  sales: (it) => it.sales,
  revenue: (it) => it.revenue,
  commission: (it) => it.commission,
  rate: (it) => it.conversion_rate_millionths,
  deal: (it) => it.average_deal,
};

export function figuresOf(
  data: Overview,
  { t, locale }: Pick<Words, "t" | "locale">,
  names?: Figure["name"][],
): Figure[] {
  const amount = (value: number) =>
    money({ amount: Math.round(value), currency: data.currency ?? "EUR" }, locale);
  const whole = (value: number) => count(value, locale);
  const writes: Record<Figure["name"], (value: number) => string> = {
    clicks: whole,
    leads: whole,
    customers: whole,
    sales: whole,
    revenue: amount,
    commission: amount,
    deal: amount,
    rate: (value) => percent(value, locale),
  };
  return (
    names ?? (["revenue", "commission", "customers", "sales", "leads", "clicks", "rate", "deal"] as const)
  ).map((name) => {
    const of = OF[name];
    const now = of(data.period.total);
    const before = data.compared ? of(data.compared.total) : null;
    const days = data.period.days.map((one, at) => {
      const earlier = data.compared?.days[at];
      return { day: one.day, value: of(one) ?? 0, ...(earlier ? { before: of(earlier) ?? 0 } : {}) };
    });
    return {
      name,
      title: t(`figure.${name}`),
      value: now == null ? "–" : writes[name](now),
      write: writes[name],
      days,
      change: now != null && before ? (now - before) / Math.abs(before) : null,
    };
  });
}

export function FigureCard({
  figure,
  chosen,
  choose,
}: {
  figure: Figure;
  chosen?: boolean;
  choose?: () => void;
}) {
  const { t, locale } = useWords();
  const up = (figure.change ?? 0) >= 0;
  const change =
    figure.change === null
      ? null
      : new Intl.NumberFormat(locale, {
          style: "percent",
          maximumFractionDigits: 0,
          signDisplay: "exceptZero",
        }).format(figure.change);
  const inner = (
    <>
      <Text size="xs" c="dimmed" fw={550}>
        {figure.title}
      </Text>
      <div className="hg-figure-value">{figure.value}</div>
      <div
        style={{ display: "flex", alignItems: "end", justifyContent: "space-between", gap: 8, minHeight: 24 }}
      >
        {change ? (
          <Text
            size="xs"
            component="span"
            c="dimmed"
            style={{ display: "inline-flex", alignItems: "center", gap: 2 }}
            title={t("change.against")}
          >
            {up ? (
              <IconArrowUpRight size={14} aria-hidden="true" />
            ) : (
              <IconArrowDownRight size={14} aria-hidden="true" />
            )}
            {change}
          </Text>
        ) : (
          <span />
        )}
        <Spark days={figure.days} />
      </div>
    </>
  );
  const style = {
    padding: 14,
    borderColor: chosen ? "var(--hg-accent)" : undefined,
    boxShadow: chosen ? "inset 0 -3px 0 var(--hg-accent)" : undefined,
  };
  if (!choose)
    return (
      <div className="hg-card" style={style}>
        {inner}
      </div>
    );
  return (
    <UnstyledButton
      className="hg-card"
      style={style}
      onClick={choose}
      aria-pressed={chosen}
      title={t("figure.show")}
    >
      {inner}
    </UnstyledButton>
  );
}

function Spark({ days }: { days: TrendDay[] }) {
  const values = days.map((one) => one.value);
  const most = Math.max(...values, 1);
  const points = values.map(
    (value, at) => `${(at / Math.max(1, values.length - 1)) * 72},${22 - (Math.max(0, value) / most) * 20}`,
  );
  return (
    <svg width="72" height="24" viewBox="0 0 72 24" aria-hidden="true" focusable="false">
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="var(--mantine-color-dimmed)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
