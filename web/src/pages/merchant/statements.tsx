// Statements: what each partner is owed for a month, line by line.
import { Group, SimpleGrid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, usePartnerNames, useProgramFilter, useProgramNames } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Amount, Id, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { month } from "../../words/format";
import { useWords } from "../../words/words";

export function Statements() {
  const { t, locale } = useWords();
  const { search } = useFilters();
  const programFilter = useProgramFilter();
  const asked = useList("/v1/statements", {
    sort: search.sort ?? "-month",
    month: search.month,
    status: search.status,
    program_id: search.program_id,
    limit: 50,
  });
  const name = usePartnerNames(asked.data?.items.map((one) => one.partner_id) ?? []);
  return (
    <Page title={t("statements")} purpose={t("statements.purpose")}>
      <ListView
        path="/v1/statements"
        sort="-month"
        filters={[{ name: "month", label: t("month_filter") }, ...programFilter]}
        columns={[
          {
            title: t("month"),
            sort: "month",
            render: (it) => (
              <Link to="/statements/$id" params={{ id: it.id }}>
                {month(it.month, locale)}
              </Link>
            ),
          },
          {
            title: t("partner"),
            render: (it) => <PartnerName id={it.partner_id} name={name(it.partner_id)} />,
          },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("lines"), number: true, render: (it) => it.line_count },
          { title: t("carried"), number: true, render: (it) => <Amount of={it.carried} /> },
          { title: t("due"), number: true, render: (it) => <Amount of={it.due} /> },
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
  const name = usePartnerNames([shown.data?.statement.partner_id]);
  const programName = useProgramNames();
  const statement = shown.data?.statement;
  return (
    <Page
      title={statement ? t("statement.of", { month: month(statement.month, locale) }) : t("statement")}
      actions={<Id of={id} />}
    >
      <Answered of={shown}>
        {(data) => (
          <>
            <Group gap="lg">
              <PartnerName id={data.statement.partner_id} name={name(data.statement.partner_id)} />
              <Text c="dimmed">{programName(data.statement.program_id)}</Text>
              <Status of={data.statement.status} />
            </Group>
            <StatementShown data={data} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** The same for merchant and partner. */
export function StatementShown({ data }: { data: Schemas["StatementShown"] }) {
  const { t } = useWords();
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {(["carried", "total", "due"] as const).map((part) => (
          <div key={part} className="hg-card" style={{ padding: 14 }}>
            <Text size="xs" c="dimmed">
              {t(part)}
            </Text>
            <div className="hg-figure-value">
              <Amount of={data.statement[part]} />
            </div>
          </div>
        ))}
      </SimpleGrid>
      <Card title={t("lines")} padded={false}>
        <Table
          name={t("lines")}
          items={data.lines}
          idOf={(line) => String(line.place)}
          columns={[
            { title: t("occurred"), render: (line) => <When at={line.occurred_at} plain /> },
            {
              title: t("conversion"),
              render: (line) => (
                <>
                  <Status of={line.event} /> <span className="hg-id">{line.conversion_external_id}</span>
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
