// A dispute as both sides see it: what is claimed, what had been decided, and who did what when.
import { List, SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { type Key, useWords } from "../words/words";
import { Card } from "./page";
import { Amount, Status, When } from "./said";

type Dispute = Schemas["OwnDispute"];
type Turn = Dispute["history"][number];

export const DISPUTE_STATUSES = ["open", "incomplete", "upheld", "rejected", "withdrawn"] as const;
export const DISPUTE_REASONS = [
  "already_tracked",
  "another_partner_credited",
  "terms_not_met",
  "order_canceled",
  "cannot_be_traced",
  "incomplete",
  "other",
] as const;

/** What was written or linked to, without ever being obeyed as an address that is no web page. */
function Reference({ of }: { of: string }) {
  const isPage = /^https?:\/\//i.test(of);
  return isPage ? (
    <a href={of} target="_blank" rel="noopener noreferrer nofollow" style={{ overflowWrap: "anywhere" }}>
      {of}
    </a>
  ) : (
    <bdi>{of}</bdi>
  );
}

/** The history, the first turn first. */
export function DisputeHistory({ turns }: { turns: Turn[] }) {
  const { t } = useWords();
  return (
    <ol className="hg-plain" style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {turns.map((turn) => (
        <li key={`${turn.at} ${turn.did}`} style={{ paddingBlock: 8 }}>
          <Text size="sm" fw={600}>
            {t(`disputes.by.${turn.by}` as Key)}: {t(`disputes.did.${turn.did}` as Key)}{" "}
            <Text span size="sm" c="dimmed" fw={400}>
              <When at={turn.at} />
            </Text>
          </Text>
          {turn.reason && <Text size="sm">{t(`disputes.reason.${turn.reason}` as Key)}</Text>}
          {turn.note && (
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              <bdi>{turn.note}</bdi>
            </Text>
          )}
          {turn.references.length > 0 && (
            <List size="sm">
              {turn.references.map((text) => (
                <List.Item key={text}>
                  <Reference of={text} />
                </List.Item>
              ))}
            </List>
          )}
        </li>
      ))}
    </ol>
  );
}

function Record({ title, of }: { title: string; of: Schemas["DisputeRecord"] }) {
  const { t } = useWords();
  return (
    <div>
      <Text size="sm" fw={600}>
        {title} <When at={of.at} plain />
      </Text>
      <Text size="sm">
        {of.state ? <Status of={of.state} /> : t("disputes.no_commission")} <Amount of={of.amount} />
      </Text>
      <List size="sm" spacing={2}>
        {of.sentences.map((sentence) => (
          <List.Item key={sentence}>
            <bdi>{sentence}</bdi>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** What is claimed beside what had been decided, and the history. */
export function DisputeShown({ of, about }: { of: Dispute; about?: ReactNode }) {
  const { t } = useWords();
  const facts: [string, ReactNode][] = [
    [t("disputes.kind"), t(`disputes.kind.${of.kind}` as Key)],
    ...(of.sale
      ? ([
          [t("disputes.order"), <bdi key="order">{of.sale.order}</bdi>],
          [t("disputes.sold"), <When key="sold" at={of.sale.occurred_at} plain />],
          [t("disputes.sale_amount"), <Amount key="paid" of={of.sale.amount} />],
          [t("disputes.customer"), <bdi key="customer">{of.sale.customer ?? "–"}</bdi>],
        ] as [string, ReactNode][])
      : []),
    [t("disputes.expected"), <Amount key="expected" of={of.expected} />],
    ...(of.granted
      ? ([[t("disputes.granted"), <Amount key="granted" of={of.granted} />]] as [string, ReactNode][])
      : []),
    ...(of.status === "open" || of.status === "incomplete"
      ? ([[t("disputes.due"), <When key="due" at={of.due_at} />]] as [string, ReactNode][])
      : []),
  ];
  return (
    <Stack>
      {about}
      <Card title={t("disputes.claimed")}>
        <dl className="hg-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t("disputes.decided_before")}>
        <SimpleGrid cols={{ base: 1, xs: of.settled_with ? 2 : 1 }}>
          <Record title={t("disputes.when_opened")} of={of.opened_with} />
          {of.settled_with && <Record title={t("disputes.when_settled")} of={of.settled_with} />}
        </SimpleGrid>
      </Card>
      <Card title={t("disputes.history")}>
        <DisputeHistory turns={of.history} />
      </Card>
    </Stack>
  );
}
