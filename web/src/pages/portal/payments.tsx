// What was paid to the partner: each payment, where it went, and what became of it.
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useList, useNamed } from "../../api/queries";
import { ButtonLink } from "../../ui/links";
import { ListView, useFilters } from "../../ui/list";
import { useStatusFilter } from "../../ui/named";
import { Empty, Page } from "../../ui/page";
import { Amount, TransferStatus, When } from "../../ui/said";
import { money, span } from "../../words/format";
import { useWords } from "../../words/words";
import { Bounced } from "./bounced";
import { OwnDebts } from "./debts";

const STATUSES = ["intended", "handed_over", "unknown", "settled", "failed", "returned", "canceled"] as const;
/** Those of which somebody said what became of them. */
const ENDED = ["settled", "failed", "returned"];

export function Payments() {
  const { t, locale } = useWords();
  const { search } = useFilters();
  const statusFilter = useStatusFilter(STATUSES);
  const sort = search.sort ?? "-created_at";
  const asked = useList("/v1/partner/transfers", {
    sort,
    status: search.status,
    limit: 50,
  });
  const ids = asked.data?.items.map((one) => one.statement_id) ?? [];
  const statements = useNamed("/v1/partner/statements", ids);
  return (
    <Page title={t("payments")} purpose={t("payments.purpose")}>
      <Bounced />
      <OwnDebts />
      <ListView
        path="/v1/partner/transfers"
        sort="-created_at"
        filters={[statusFilter]}
        columns={[
          {
            title: t("statement"),
            render: (it) => {
              const statement = statements.data?.get(it.statement_id);
              return (
                <Link to="/portal/statements/$id" params={{ id: it.statement_id }}>
                  {statement ? span(statement, locale) : "…"}
                </Link>
              );
            },
          },
          {
            title: t("status"),
            render: (it) => (
              <>
                <TransferStatus of={it.status} />
                <Text size="xs" c="dimmed">
                  {it.account_fault
                    ? t("payments.account_fault", { fault: t(`payout_method.fault.${it.account_fault}`) })
                    : t(`payments.${it.status}`)}
                </Text>
              </>
            ),
          },
          { title: t("payments.to"), render: (it) => <bdi>{it.hint}</bdi> },
          {
            title: t("payments.on"),
            render: (it) => <When at={ENDED.includes(it.status) ? it.ended_at : it.handed_over_at} plain />,
          },
          {
            title: t("payments.amount"),
            number: true,
            render: (it) => (
              <>
                <Amount of={it.amount} />
                {it.rest.amount > 0 && (
                  <Text size="xs" c="dimmed">
                    {t("payouts.rest", { rest: money(it.rest, locale) })}
                  </Text>
                )}
                {it.rate && (
                  <Text size="xs" c="dimmed">
                    <Amount of={{ amount: it.sends, currency: it.sends_currency }} />{" "}
                    {t("payments.at_rate", { rate: it.rate })}
                  </Text>
                )}
              </>
            ),
          },
        ]}
        empty={
          <Empty
            title={t("payments.empty")}
            why={t("payments.empty_why")}
            next={
              <ButtonLink to="/portal/payout-method" variant="default">
                {t("payout_method")}
              </ButtonLink>
            }
          />
        }
      />
    </Page>
  );
}
