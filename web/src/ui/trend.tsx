// A measure day by day, against the period before; the same values as a table and as CSV.
import { Button, Group, SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { day } from "../words/format";
import { useWords } from "../words/words";
import { Card } from "./page";
import { Table } from "./table";

use([LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface TrendDay {
  day: string;
  value: number;
  before?: number;
}

export default function Trend({
  title,
  days,
  write,
  today,
  zone,
}: {
  title: string;
  days: TrendDay[];
  /** How a value is written. */
  write: (value: number) => string;
  /** The day that is not over, if it is among them. */
  today: string;
  zone: string;
}) {
  const { t, locale } = useWords();
  const scheme = useComputedColorScheme("light");
  const [view, setView] = useState("chart");
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const compared = days.some((one) => one.before !== undefined);

  useEffect(() => {
    if (view !== "chart" || !place.current) return;
    const made = init(place.current, null, { renderer: "svg" });
    chart.current = made;
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, [view]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view and the scheme change what is drawn on and in
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const dim = color("--mantine-color-dimmed");
    const open = days.findIndex((one) => one.day >= today);
    const whole = open < 0 ? days.length : open;
    const line = (name: string, values: (number | null)[], own: boolean, dashed: boolean) => ({
      name,
      type: "line" as const,
      data: values,
      symbol: own ? "circle" : "none",
      symbolSize: 5,
      showSymbol: days.length < 2,
      lineStyle: {
        width: own ? 2.5 : 1.5,
        type: dashed ? ("dashed" as const) : ("solid" as const),
        color: own ? color("--hg-accent") : dim,
        opacity: own ? 1 : 0.55,
      },
      itemStyle: { color: own ? color("--hg-accent") : dim },
      z: own ? 3 : 2,
    });
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: "'Inter Variable', system-ui, sans-serif" },
        aria: { enabled: true, label: { description: t("trend.description", { title, days: days.length }) } },
        grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
        tooltip: {
          trigger: "axis",
          backgroundColor: color("--hg-card"),
          borderColor: color("--hg-border"),
          textStyle: { color: color("--mantine-color-text"), fontFamily: "inherit", fontSize: 13 },
          formatter: (points: { dataIndex: number }[]) => {
            const at = days[points[0]?.dataIndex ?? 0];
            if (!at) return "";
            const before = at.before === undefined ? "" : `<br>${t("compared")}: ${write(at.before)}`;
            return `${day(at.day, locale)}<br><b>${write(at.value)}</b>${before}`;
          },
        },
        xAxis: {
          type: "category",
          data: days.map((one) => one.day),
          boundaryGap: false,
          axisLabel: {
            color: dim,
            hideOverlap: true,
            formatter: (text: string) => day(text, locale).replace(/ \d{4}$/, ""),
          },
          axisLine: { lineStyle: { color: color("--hg-border") } },
          axisTick: { show: false },
        },
        yAxis: {
          type: "value",
          min: 0,
          splitNumber: 4,
          axisLabel: { color: dim, formatter: (value: number) => write(value) },
          splitLine: { lineStyle: { color: color("--hg-border") } },
        },
        series: [
          ...(compared
            ? [
                line(
                  t("compared"),
                  days.map((one) => one.before ?? null),
                  false,
                  false,
                ),
              ]
            : []),
          line(
            title,
            days.map((one, at) => (at < whole ? one.value : null)),
            true,
            false,
          ),
          line(
            title,
            days.map((one, at) => (at >= whole - 1 && whole > 0 ? one.value : null)),
            true,
            true,
          ),
        ],
      },
      true,
    );
  }, [days, title, write, today, t, locale, compared, view, scheme]);

  const csv = () => {
    const rows = days.map((one) => [one.day, one.value, one.before ?? ""].join(","));
    const file = URL.createObjectURL(
      new Blob([["day,value,compared", ...rows].join("\n")], { type: "text/csv" }),
    );
    const link = document.createElement("a");
    link.href = file;
    link.download = "trend.csv";
    link.click();
    URL.revokeObjectURL(file);
  };

  return (
    <Card
      title={title}
      actions={
        <Group gap="xs">
          {compared && view === "chart" && (
            <Group gap={10} aria-hidden="true" className="hg-legend">
              <span data-own>{t("period")}</span>
              <span>{t("compared")}</span>
            </Group>
          )}
          <span className="hg-dim" style={{ fontSize: 12 }}>
            {t("time_zone_shown", { zone })}
          </span>
          <SegmentedControl
            size="xs"
            value={view}
            onChange={setView}
            aria-label={t("trend.view")}
            data={[
              { value: "chart", label: t("trend.chart") },
              { value: "table", label: t("trend.table") },
            ]}
          />
          <Button size="xs" variant="default" onClick={csv}>
            CSV
          </Button>
        </Group>
      }
    >
      {view === "chart" ? (
        <div
          ref={place}
          style={{ height: 260 }}
          role="img"
          aria-label={t("trend.description", { title, days: days.length })}
        />
      ) : (
        <Table
          small
          height={260}
          name={title}
          items={days}
          idOf={(one) => one.day}
          columns={[
            { title: t("day"), render: (one) => day(one.day, locale) },
            { title, number: true, render: (one) => write(one.value) },
            ...(compared
              ? [
                  {
                    title: t("compared"),
                    number: true,
                    render: (one: TrendDay) => (one.before === undefined ? "–" : write(one.before)),
                  },
                ]
              : []),
          ]}
        />
      )}
    </Card>
  );
}
