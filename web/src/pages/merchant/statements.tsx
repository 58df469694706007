// Statements: what each partner is owed for a period, line by line.
import { Group, SimpleGrid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { StatementDocuments } from "../../ui/download";
import { ListView } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import { OwedBack } from "../../ui/owed";
import { Answered, Card, Empty, Figure, Page } from "../../ui/page";
import { Amount, Id, Occurred, Some, Status, TransferStatus } from "../../ui/said";
import { Table } from "../../ui/table";
import { day, span } from "../../words/format";
import { useWords } from "../../words/words";
import { Recovered } from "./clawback";

export function Statements() {
  const { t, locale } = useWords();
  const programFilter = useProgramFilter();
  return (
    <Page title={t("statements")} purpose={t("statements.purpose")}>
      <ListView
        path="/v1/statements"
        sort="-until"
        filters={[{ name: "number", label: t("statement.number") }, ...programFilter]}
        columns={[
          {
            title: t("statement.period"),
            sort: "until",
            render: (it) => (
              <Link to="/statements/$id" params={{ id: it.id }}>
                {span(it, locale)}
              </Link>
            ),
          },
          { title: t("statement.number"), number: true, render: (it) => it.number ?? "–" },
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          { title: t("status"), render: (it) => <Status of={it.paid_at ? "paid" : it.status} /> },
          { title: t("lines"), number: true, render: (it) => it.line_count },
          { title: t("carried"), number: true, render: (it) => <Some of={it.carried} /> },
          { title: t("carry_over"), number: true, render: (it) => <Some of={it.carry_over} /> },
          { title: t("due_on"), sort: "due_on", render: (it) => <DueOn of={it} /> },
          { title: t("payable"), sort: "payable", number: true, render: (it) => <Amount of={it.payable} /> },
          {
            title: t("statement.document"),
            render: (it) => <StatementDocuments at={`/v1/statements/${it.id}`} of={span(it, locale)} />,
          },
        ]}
        empty={<Empty title={t("statements.empty")} why={t("statements.empty_why")} />}
      />
    </Page>
  );
}

export function Statement() {
  const { t, locale } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["statement", id],
    queryFn: () => good(api.GET("/v1/statements/{id}", { params: { path: { id } } })),
  });
  const statement = shown.data?.statement;
  return (
    <Page
      title={statement ? t("statement.of", { period: span(statement, locale) }) : t("statement")}
      actions={
        <Group>
          {statement && <StatementDocuments at={`/v1/statements/${id}`} of={span(statement, locale)} />}
          <Id of={id} />
        </Group>
      }
    >
      <Answered of={shown}>
        {(data) => (
          <>
            <Group gap="lg">
              <PartnerName of={data.statement.partner} />
              <Text c="dimmed">{data.statement.program.name}</Text>
            </Group>
            <StatementShown data={data} partner={data.statement.partner.name} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** Until when it is to be paid, if anything is. */
export function DueOn({ of }: { of: Schemas["Statement"] }) {
  const { locale } = useWords();
  if (of.payable.amount === 0) return <span className="hg-dim">–</span>;
  return (
    <time dateTime={of.due_on} style={{ whiteSpace: "nowrap" }}>
      {day(of.due_on, locale)}
    </time>
  );
}

/** What a line is, where it is no new commission. */
const LINE_KINDS: Partial<Record<Schemas["LineKind"], string>> = {
  reversal: "reversed",
  adjustment: "adjustment",
};
const PARTS = ["carried", "payment_difference", "total", "payable", "carry_over"] as const;

/** What is owed back, as long as no later statement has taken it over. */
function StillOwed({ of, partner }: { of: Schemas["Statement"]; partner?: string | undefined }) {
  const path = partner === undefined ? "/v1/partner/statements" : "/v1/statements";
  const later = useList(path, { enrollment_id: of.enrollment_id, sort: "-until", limit: 1 });
  if (later.data?.items[0]?.id !== of.id) return null;
  return <OwedBack of={of} partner={partner} />;
}

/** The payment of a statement: to the merchant its batch, to the partner the list of payments. */
function Payment({ of }: { of: Schemas["StatementPayment"] }) {
  const { t } = useWords();
  const label = t("statement.payment");
  return (
    <Group gap={6}>
      {of.batch_id ? (
        <Link to="/payouts/$id" params={{ id: of.batch_id }}>
          {label}
        </Link>
      ) : (
        <Link to="/portal/payments">{label}</Link>
      )}
      <TransferStatus of={of.status} />
    </Group>
  );
}

/** The same for merchant and partner; to the merchant it names the partner and leads to the conversions. */
export function StatementShown({
  data,
  partner,
}: {
  data: Schemas["StatementShown"];
  partner?: string | undefined;
}) {
  const { t, locale } = useWords();
  const { statement } = data;
  const due = day(statement.due_on, locale);
  const notes = {
    carried: statement.carried.amount === 0 ? null : t("statement.carried_hint"),
    payment_difference: t("statement.payment_difference_hint"),
    total: t("statement.lines", { count: statement.line_count }),
    payable: statement.payable.amount === 0 ? null : t("statement.due_on", { day: due }),
    carry_over: statement.carry_over.amount === 0 ? null : t("statement.carry_over_hint"),
  };
  const parts = PARTS.filter((part) => part !== "payment_difference" || statement[part].amount !== 0);
  return (
    <>
      <Group gap="lg">
        <Status of={statement.paid_at ? "paid" : statement.status} />
        {statement.number !== null && (
          <Text>
            {t("statement.number")} {statement.number}
          </Text>
        )}
        {data.payment && <Payment of={data.payment} />}
      </Group>
      <StillOwed of={statement} partner={partner} />
      <SimpleGrid cols={{ base: 1, xs: 2, md: parts.length }}>
        {parts.map((part) => (
          <Figure key={part} name={t(part)} note={notes[part]}>
            <Amount of={statement[part]} />
          </Figure>
        ))}
      </SimpleGrid>
      <Recovered statement={statement} />
      <Card title={t("lines")} padded={false}>
        <Table
          name={t("lines")}
          items={data.lines}
          idOf={(line) => String(line.place)}
          columns={[
            { title: t("occurred"), render: (line) => <Occurred of={line} plain /> },
            {
              title: t("conversion"),
              render: (line) => (
                <>
                  <Status of={LINE_KINDS[line.kind] ?? line.event} />{" "}
                  {partner !== undefined && line.conversion_id ? (
                    <Link to="/conversions/$id" params={{ id: line.conversion_id }} className="hg-id">
                      {line.conversion_external_id}
                    </Link>
                  ) : (
                    <span className="hg-id">{line.conversion_external_id}</span>
                  )}
                </>
              ),
            },
            {
              title: t("journey.why"),
              render: (line) => (
                <Text size="sm" c="dimmed">
                  <bdi>{line.explanation.join(" ")}</bdi>
                </Text>
              ),
            },
            { title: t("amount"), number: true, render: (line) => <Amount of={line.amount} /> },
          ]}
        />
      </Card>
    </>
  );
}
