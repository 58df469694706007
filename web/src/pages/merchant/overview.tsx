// What partners brought: the answer first, then the picture, then what it is made of, and what waits for somebody.
import { Group, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList, usePrograms } from "../../api/queries";
import { type Figure, FigureCard, figuresOf } from "../../ui/figures";
import { AnchorLink, ButtonLink } from "../../ui/links";
import { useFilters } from "../../ui/list";
import { PartnerName } from "../../ui/named";
import { Answered, Card, Empty, Loading, Page } from "../../ui/page";
import { PeriodPicker } from "../../ui/period";
import { Table } from "../../ui/table";
import { count, money } from "../../words/format";
import { useWords } from "../../words/words";

const Trend = lazy(() => import("../../ui/trend"));
type Overview = Schemas["Overview"];

export function Overview() {
  const { t } = useWords();
  const { search, change } = useFilters();
  const programs = usePrograms();
  const items = programs.data?.items ?? [];
  const mixed = new Set(items.map((program) => program.currency)).size > 1;
  const program = search.program_id ?? (mixed ? items[0]?.id : undefined);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const query = {
    program_id: program,
    time_zone: zone,
    compare: search.compare ?? "previous",
    ...(search.from && search.until ? { from: search.from, until: search.until } : {}),
  };
  const overview = useQuery({
    queryKey: ["overview", query],
    enabled: programs.isSuccess,
    queryFn: () => good(api.GET("/v1/overview", { params: { query } })),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("overview")}
      purpose={t("overview.purpose")}
      actions={
        <>
          {items.length > 1 && (
            <Select
              size="sm"
              w={180}
              aria-label={t("program")}
              allowDeselect={!mixed}
              placeholder={t("program.all")}
              clearable={!mixed}
              data={items.map((one) => ({ value: one.id, label: one.name }))}
              value={program ?? null}
              onChange={(value) => change({ program_id: value ?? undefined })}
            />
          )}
          <PeriodPicker
            from={overview.data?.period.from}
            until={overview.data?.period.until}
            change={change}
            chosen={search.period}
          />
          <Select
            size="sm"
            w={220}
            aria-label={t("compare")}
            allowDeselect={false}
            value={search.compare ?? "previous"}
            data={[
              { value: "previous", label: t("compare.previous") },
              { value: "year_earlier", label: t("compare.year_earlier") },
              { value: "none", label: t("compare.none") },
            ]}
            onChange={(value) => change({ compare: value ?? undefined })}
          />
        </>
      }
    >
      {programs.data?.items.length === 0 ? (
        <Card>
          <Empty
            title={t("overview.empty")}
            why={t("overview.empty_why")}
            next={<ButtonLink to="/programs">{t("program.make")}</ButtonLink>}
          />
        </Card>
      ) : (
        <Answered of={overview}>{(data) => <Figures data={data} />}</Answered>
      )}
    </Page>
  );
}

function Figures({ data }: { data: Overview }) {
  const { t, locale } = useWords();
  const [shown, setShown] = useState<Figure["name"]>("revenue");
  const figures = figuresOf(data, { t, locale });
  const figure = figures.find((one) => one.name === shown) ?? figures[0];
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: data.time_zone }).format(new Date());
  if (!figure) return null;
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
        {figures.map((one) => (
          <FigureCard
            key={one.name}
            figure={one}
            chosen={one.name === shown}
            choose={() => setShown(one.name)}
          />
        ))}
      </SimpleGrid>
      <Suspense
        fallback={
          <Card title={figure.title}>
            <Loading rows={6} />
          </Card>
        }
      >
        <Trend
          title={figure.title}
          days={figure.days}
          write={figure.write}
          today={today}
          zone={data.time_zone}
        />
      </Suspense>
      <Waiting refunds={data.waiting_refunds} />
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
        <Top
          title={t("top.partners")}
          rows={data.top_partners.map((one) => ({
            key: one.partner.id,
            name: <PartnerName of={one.partner} />,
            value: data.currency ? money({ amount: one.revenue, currency: data.currency }, locale) : "",
          }))}
          measure={t("figure.revenue")}
        />
        <Top
          title={t("top.links")}
          rows={data.top_links.map((one) => ({
            key: one.link.id,
            name: (
              <Link to="/links/$id" params={{ id: one.link.id }}>
                {one.link.slug}
              </Link>
            ),
            value: count(one.clicks, locale),
          }))}
          measure={t("clicks")}
        />
        <Top
          title={t("top.sources")}
          rows={data.top_sources.map((one) => ({
            key: one.source,
            name: one.source || t("top.direct"),
            value: count(one.clicks, locale),
          }))}
          measure={t("clicks")}
        />
      </SimpleGrid>
    </>
  );
}

function Top({
  title,
  rows,
  measure,
}: {
  title: string;
  measure: string;
  rows: { key: string; name: ReactNode; value: string }[];
}) {
  const { t } = useWords();
  return (
    <Card title={title} padded={false}>
      {rows.length === 0 ? (
        <Text c="dimmed" p="md">
          {t("top.nothing")}
        </Text>
      ) : (
        <Table
          small
          name={title}
          items={rows}
          idOf={(row) => row.key}
          columns={[
            { title: t("name"), render: (row) => row.name },
            { title: measure, number: true, render: (row) => row.value },
          ]}
        />
      )}
    </Card>
  );
}

/** How many of a kind are counted; beyond that there are just more. */
const COUNTED = 200;

/** What needs attention; nothing where nothing does, or where it may not be read. */
function Waiting({ refunds }: { refunds: number }) {
  const { t } = useWords();
  const applied = useList("/v1/enrollments", { status: "applied", limit: COUNTED }).data;
  const awaiting = useList("/v1/commissions", { awaits_approval: "yes", limit: COUNTED }).data;
  const disputes = useList("/v1/disputes", { status: "open", limit: COUNTED }).data;
  const batches = useList("/v1/payout-batches", { status: "submitted", limit: COUNTED }).data;
  const unknown = useList("/v1/transfers", { status: "unknown", limit: COUNTED }).data;
  const overpaid = useList("/v1/transfers", { "uncarried.until": 0, limit: COUNTED }).data;
  const approved = useList("/v1/commissions", { state: "approved", limit: 1 }).data;
  const kinds = [
    { kind: "applications", page: applied, to: "/partners", search: { status: "applied" } },
    { kind: "approvals", page: awaiting, to: "/commissions", search: { awaits_approval: "yes" } },
    { kind: "disputes", page: disputes, to: "/disputes", search: { status: "open" } },
    { kind: "batches", page: batches, to: "/payouts", search: { status: "submitted" } },
    // Transfers stand with their batch.
    { kind: "unknown", page: unknown, to: `/payouts/${unknown?.items[0]?.batch_id}`, search: {} },
    { kind: "overpaid", page: overpaid, to: `/payouts/${overpaid?.items[0]?.batch_id}`, search: {} },
  ] as const;
  const waiting = kinds.filter(({ page }) => page && page.items.length > 0);
  if (waiting.length === 0 && refunds === 0 && !approved?.items.length) return null;
  return (
    <Card title={t("attention")}>
      <Stack gap={6}>
        {waiting.map(({ kind, page, to, search }) => {
          const count = page?.items.length ?? 0;
          const shown = page?.next_cursor ? `${count}+` : String(count);
          return (
            <Group key={kind} gap="xs">
              <span className="hg-status" data-tone="wait">
                {shown}
              </span>
              <AnchorLink to={to} search={search as never}>
                {t(`attention.${kind}`, { count, shown })}
              </AnchorLink>
            </Group>
          );
        })}
        {refunds > 0 && (
          <Group gap="xs">
            <span className="hg-status" data-tone="wait">
              {refunds}
            </span>
            <AnchorLink to="/conversions" search={{ waiting: "yes" } as never}>
              {t("attention.waiting", { count: refunds, shown: refunds })}
            </AnchorLink>
          </Group>
        )}
        {Boolean(approved?.items.length) && (
          <Group gap="xs">
            <span className="hg-status" data-tone="tell">
              <IconCoins size={13} aria-hidden="true" />
            </span>
            <AnchorLink to="/commissions" search={{ state: "approved" } as never}>
              {t("attention.approved")}
            </AnchorLink>
          </Group>
        )}
      </Stack>
    </Card>
  );
}
