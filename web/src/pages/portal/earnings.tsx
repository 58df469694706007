// What the partner earned, until when it is held, and the statements.
import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api, good } from "../../api/client";
import { StatementDocuments } from "../../ui/download";
import { ListView } from "../../ui/list";
import { Kept } from "../../ui/owed";
import { Answered, Empty, Page } from "../../ui/page";
import { Amount, Id, Occurred, Some, Status, When } from "../../ui/said";
import { span } from "../../words/format";
import { useWords } from "../../words/words";
import { DueOn, StatementShown } from "../merchant/statements";
import { OwnDebts } from "./debts";
import { useOwnPrograms } from "./places";

const STATES = [
  "pending",
  "approved",
  "in_statement",
  "paid",
  "declined",
  "reversed",
  "withdrawn",
  "disputed",
  "none",
] as const;

export function Earnings() {
  const { t } = useWords();
  const programs = useOwnPrograms();
  return (
    <Page title={t("earnings")} purpose={t("portal.earnings_purpose")}>
      <OwnDebts />
      <ListView
        path="/v1/partner/commissions"
        sort="-created_at"
        filters={[
          {
            name: "state",
            label: t("status"),
            options: STATES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          ...programs.filters,
        ]}
        columns={[
          ...programs.columns,
          { title: t("occurred"), sort: "occurred_at", render: (it) => <Occurred of={it} /> },
          {
            title: t("for"),
            render: (it) =>
              it.customer == null ? (
                t(`status.${it.event}`)
              ) : (
                <Link
                  to="/portal/customers/$id"
                  params={{ id: it.customer.id }}
                  search={{ program_id: it.program.id } as never}
                >
                  {t(`status.${it.event}`)}
                </Link>
              ),
          },
          { title: t("status"), render: (it) => <Status of={it.state} /> },
          { title: t("held_until"), sort: "hold_until", render: (it) => <When at={it.hold_until} plain /> },
          {
            title: t("journey.why"),
            render: (it) => <span className="hg-dim">{it.explanation.join(" ")}</span>,
          },
          { title: t("amount"), number: true, render: (it) => <Kept of={it} /> },
          {
            title: t("dispute"),
            render: (it) =>
              it.state !== "disputed" &&
              it.state !== "withdrawn" && (
                <Link to="/portal/disputes" search={{ commission: it.id } as never}>
                  {t("disputes.open")}
                </Link>
              ),
          },
        ]}
        empty={<Empty title={t("portal.earnings_empty")} why={t("portal.earnings_empty_why")} />}
      />
    </Page>
  );
}

export function OwnStatements() {
  const { t, locale } = useWords();
  const programs = useOwnPrograms();
  return (
    <Page title={t("statements")} purpose={t("portal.statements_purpose")}>
      <OwnDebts />
      <ListView
        path="/v1/partner/statements"
        sort="-until"
        filters={programs.filters}
        columns={[
          ...programs.columns,
          {
            title: t("statement.period"),
            sort: "until",
            render: (it) => (
              <Link to="/portal/statements/$id" params={{ id: it.id }}>
                {span(it, locale)}
              </Link>
            ),
          },
          { title: t("statement.number"), number: true, render: (it) => it.number ?? "–" },
          { title: t("status"), render: (it) => <Status of={it.paid_at ? "paid" : it.status} /> },
          { title: t("lines"), number: true, render: (it) => it.line_count },
          { title: t("carried"), number: true, render: (it) => <Some of={it.carried} /> },
          { title: t("carry_over"), number: true, render: (it) => <Some of={it.carry_over} /> },
          { title: t("due_on"), sort: "due_on", render: (it) => <DueOn of={it} /> },
          { title: t("payable"), sort: "payable", number: true, render: (it) => <Amount of={it.payable} /> },
          {
            title: t("statement.document"),
            render: (it) => (
              <StatementDocuments at={`/v1/partner/statements/${it.id}`} of={span(it, locale)} />
            ),
          },
        ]}
        empty={<Empty title={t("statements.empty")} why={t("portal.statements_empty_why")} />}
      />
    </Page>
  );
}

export function OwnStatement() {
  const { t, locale } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["own statement", id],
    queryFn: () => good(api.GET("/v1/partner/statements/{id}", { params: { path: { id } } })),
  });
  const statement = shown.data?.statement;
  return (
    <Page
      title={statement ? t("statement.of", { period: span(statement, locale) }) : t("statement")}
      actions={
        <Group>
          {statement && (
            <StatementDocuments at={`/v1/partner/statements/${id}`} of={span(statement, locale)} />
          )}
          <Id of={id} />
        </Group>
      }
    >
      <Answered of={shown}>{(data) => <StatementShown data={data} />}</Answered>
    </Page>
  );
}
