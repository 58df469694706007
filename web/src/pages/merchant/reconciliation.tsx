// The daily reconciliation: what was handed over and what became of it, day by day, and what is still under way.
import { Alert, Group, Select, SimpleGrid, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, good, type Schemas } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Download } from "../../ui/download";
import { AnchorLink } from "../../ui/links";
import { useFilters } from "../../ui/list";
import { PartnerName } from "../../ui/named";
import { Answered, Card, Empty, Figure, Page } from "../../ui/page";
import { lastDays, PeriodPicker } from "../../ui/period";
import { Amount, TransferStatus, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { day, money } from "../../words/format";
import { type Key, useWords } from "../../words/words";

type Reconciliation = Schemas["Reconciliation"];
type Day = Schemas["PayoutDay"];

const DAYS_AT_FIRST = 30;
const MOVES = ["handed_over", "settled", "failed", "returned"] as const;

export function ReconciliationPage() {
  const { t } = useWords();
  const { search, change } = useFilters();
  const programs = usePrograms().data?.items ?? [];
  const program = search.program_id ?? programs[0]?.id;
  const usual = lastDays(DAYS_AT_FIRST);
  const { from = usual.from, until = usual.until } = search;
  const shown = useQuery({
    queryKey: ["reconciliation", program, from, until],
    enabled: Boolean(program),
    queryFn: () =>
      good(
        api.GET("/v1/programs/{id}/reconciliation", {
          params: { path: { id: program ?? "" }, query: { from, to: until } },
        }),
      ),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("reconciliation")}
      purpose={t("reconciliation.purpose")}
      actions={
        <>
          <AnchorLink to="/payouts" size="sm">
            {t("payouts")}
          </AnchorLink>
          {programs.length > 1 && (
            <Select
              size="sm"
              aria-label={t("program")}
              allowDeselect={false}
              data={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program ?? null}
              onChange={(value) => change({ program_id: value ?? undefined })}
            />
          )}
          <PeriodPicker from={from} until={until} chosen={search.period} change={change} />
        </>
      }
    >
      <Answered of={shown}>
        {(data) => (
          <>
            <Explained data={data} />
            <Totals days={data.days} />
            <Days
              days={data.days}
              csv={`/v1/programs/${program}/reconciliation?from=${from}&to=${until}&format=csv`}
            />
            <UnderWay transfers={data.under_way} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** Whether the clearing account holds what is under way and nothing else. */
function Explained({ data }: { data: Reconciliation }) {
  const { t, locale } = useWords();
  if (data.unexplained.length > 0) {
    const amounts = data.unexplained.map((one) => money(one, locale)).join(", ");
    return (
      <Alert
        color="red"
        variant="outline"
        icon={<IconAlertTriangle size={18} />}
        title={t("reconciliation.unexplained", { amounts })}
      >
        {t("reconciliation.unexplained_next")}
      </Alert>
    );
  }
  return (
    <Alert color="green" variant="outline" icon={<IconCircleCheck size={18} />}>
      {t("reconciliation.explained")}
    </Alert>
  );
}

/** What moved in all of the days, for each currency. */
function Totals({ days }: { days: Day[] }) {
  const { t } = useWords();
  const currencies = [...new Set(days.map((one) => one.currency))];
  return currencies.map((currency) => {
    const own = days.filter((one) => one.currency === currency);
    const sum = (of: (one: Day) => number) => own.reduce((all, one) => all + of(one), 0);
    return (
      <SimpleGrid key={currency} cols={{ base: 2, md: 4 }} spacing="sm">
        {MOVES.map((move) => (
          <Figure
            key={move}
            name={t(`reconciliation.${move}`)}
            note={t("reconciliation.transfers", { count: sum((one) => one[`${move}_transfers`]) })}
          >
            <Amount of={{ amount: sum((one) => one[move]), currency }} />
          </Figure>
        ))}
      </SimpleGrid>
    );
  });
}

function Days({ days, csv }: { days: Day[]; csv: string }) {
  const { t, locale } = useWords();
  const move = (name: (typeof MOVES)[number]) => ({
    title: t(`reconciliation.${name}`),
    number: true,
    render: (it: Day) =>
      it[`${name}_transfers`] === 0 ? (
        <span className="hg-dim">–</span>
      ) : (
        <>
          <Amount of={{ amount: it[name], currency: it.currency }} />
          <Text size="xs" c="dimmed">
            {t("reconciliation.transfers", { count: it[`${name}_transfers`] })}
          </Text>
        </>
      ),
  });
  return (
    <Card
      title={t("reconciliation.days")}
      padded={false}
      actions={days.length > 0 && <Download href={csv} label={t("books.as_csv")} />}
    >
      {days.length === 0 ? (
        <Empty title={t("reconciliation.empty")} why={t("reconciliation.empty_why")} />
      ) : (
        <Table
          name={t("reconciliation.days")}
          items={days}
          idOf={(it) => `${it.day} ${it.currency}`}
          columns={[
            { title: t("day"), render: (it) => day(it.day, locale) },
            ...MOVES.map(move),
            {
              title: t("reconciliation.clearing"),
              number: true,
              render: (it) => <Amount of={{ amount: it.clearing, currency: it.currency }} />,
            },
          ]}
        />
      )}
    </Card>
  );
}

function UnderWay({ transfers }: { transfers: Reconciliation["under_way"] }) {
  const { t } = useWords();
  return (
    <Card title={t("reconciliation.under_way")} padded={false}>
      {transfers.length === 0 ? (
        <Text c="dimmed" px={12} pb="md">
          {t("reconciliation.nothing_under_way")}
        </Text>
      ) : (
        <Table
          name={t("reconciliation.under_way")}
          items={transfers}
          idOf={(it) => it.transfer.id}
          columns={[
            {
              title: t("partner"),
              render: ({ transfer }) => <PartnerName of={transfer.partner} />,
            },
            {
              title: t("payouts.batch"),
              render: ({ transfer }) => (
                <Link to="/payouts/$id" params={{ id: transfer.batch_id }}>
                  {t(`rail.${transfer.rail}` as Key)}
                </Link>
              ),
            },
            { title: t("payouts.to"), render: ({ transfer }) => <bdi>{transfer.hint}</bdi> },
            { title: t("status"), render: ({ transfer }) => <TransferStatus of={transfer.status} /> },
            {
              title: t("payouts.handed_over"),
              render: ({ transfer, days }) => (
                <Group gap={6}>
                  <When at={transfer.handed_over_at} plain />
                  <Text size="xs" c="dimmed">
                    {t("reconciliation.age", { days })}
                  </Text>
                </Group>
              ),
            },
            { title: t("amount"), number: true, render: ({ transfer }) => <Amount of={transfer.amount} /> },
          ]}
        />
      )}
    </Card>
  );
}
