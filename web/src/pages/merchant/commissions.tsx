// Commissions: approved, declined and reinstated by the hundred.
import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useNamed } from "../../api/queries";
import { useAction } from "../../ui/action";
import { AskReason } from "../../ui/dialog";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import { Kept } from "../../ui/owed";
import { Empty, Page } from "../../ui/page";
import { Occurred, Status, When } from "../../ui/said";
import { money } from "../../words/format";
import { useWords } from "../../words/words";

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

export function Commissions() {
  const { t } = useWords();
  const { search } = useFilters();
  const [chosen, setChosen] = useState<string[]>([]);
  const programFilter = useProgramFilter();
  return (
    <Page title={t("commissions")} purpose={t("commissions.purpose")}>
      <ListView
        path="/v1/commissions"
        sort="-occurred_at"
        query={{ id: search.id }}
        filters={[
          {
            name: "state",
            label: t("status"),
            options: STATES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          {
            name: "awaits_approval",
            label: t("approval"),
            options: [{ value: "yes", label: t("awaits_approval") }],
          },
          ...programFilter,
        ]}
        columns={[
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          {
            title: t("status"),
            render: (it) => (
              <Stack gap={0} align="flex-start">
                <Status of={it.state} />
                {it.awaits_approval && (
                  <Text size="xs" c="dimmed">
                    {t("awaits_approval")}
                  </Text>
                )}
              </Stack>
            ),
          },
          {
            title: t("conversion"),
            render: (it) =>
              it.conversion_id == null ? (
                t(`status.${it.event}`)
              ) : (
                <Link to="/conversions/$id" params={{ id: it.conversion_id }}>
                  {t(`status.${it.event}`)}
                </Link>
              ),
          },
          { title: t("occurred"), sort: "occurred_at", render: (it) => <Occurred of={it} /> },
          { title: t("held_until"), sort: "hold_until", render: (it) => <When at={it.hold_until} plain /> },
          { title: t("amount"), number: true, render: (it) => <Kept of={it} /> },
        ]}
        chosen={chosen}
        onChoose={setChosen}
        bulk={<Review ids={chosen} done={() => setChosen([])} />}
        empty={<Empty title={t("commissions.empty")} why={t("commissions.empty_why")} />}
      />
    </Page>
  );
}

/** What the chosen come to, for each currency; nothing until all of them are known. */
function useSum(ids: string[]): string {
  const { locale } = useWords();
  const found = useNamed("/v1/commissions", ids).data;
  if (!found || found.size < ids.length) return "";
  const sums = new Map<string, number>();
  for (const { amount } of found.values()) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  }
  return [...sums].map(([currency, amount]) => money({ amount, currency }, locale)).join(", ");
}

function Review({ ids, done }: { ids: string[]; done: () => void }) {
  const { t } = useWords();
  const sum = useSum(ids);
  const [declining, setDeclining] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const review = useAction(async (verdict: Schemas["Verdict"], why?: string) => {
    const { items } = await good(
      api.POST("/v1/commissions/transitions", {
        body: { verdict, commission_ids: ids, ...(why ? { reason: why } : {}) },
      }),
    );
    const failed = items.filter((one) => one.problem);
    setRefused(
      failed.length
        ? t("refused", {
            count: failed.length,
            why: failed[0]?.problem?.expected ?? failed[0]?.problem?.detail ?? "",
          })
        : null,
    );
    if (failed.length === 0) done();
  });
  return (
    <Group gap="xs">
      <Text size="sm">
        {t("chosen", { count: ids.length })}
        {sum && ` · ${sum}`}
      </Text>
      <Button size="xs" loading={review.busy} onClick={() => review.go("approve")}>
        {t("step.approve")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setDeclining(true)}>
        {t("decline")}
      </Button>
      <Button size="xs" variant="default" onClick={() => review.go("reinstate")}>
        {t("step.reinstate")}
      </Button>
      {(refused ?? review.text) && (
        <Text size="xs" c="red" role="alert">
          {refused ?? review.text}
        </Text>
      )}
      <AskReason
        title={declining ? t("decline") : null}
        close={() => setDeclining(false)}
        go={(reason) => review.go("decline", reason)}
        busy={review.busy}
      />
    </Group>
  );
}
