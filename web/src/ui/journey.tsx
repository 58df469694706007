// The journey: a customer's way from the first touch to the last payment, with the explanation in words.
import { Group, Stack, Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCashBanknote,
  IconClick,
  IconCoin,
  IconFileInvoice,
  IconScale,
  IconShoppingBag,
  IconTag,
  IconUserPlus,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { percent, span } from "../words/format";
import { type Key, useWords } from "../words/words";
import { TakenBack } from "./owed";
import { Amount, Status, When } from "./said";

type Journey = Schemas["Journey"];
type Conversion = Journey["conversions"][number];
type Touch = Journey["touches"][number];

function Stop({ kind, icon, children }: { kind: string; icon: ReactNode; children: ReactNode }) {
  return (
    <li>
      <span className="hg-stop" data-kind={kind} aria-hidden="true">
        {icon}
      </span>
      {children}
    </li>
  );
}

export function JourneyPicture({
  journey,
  act,
}: {
  journey: Journey;
  /** What the reader may do about a conversion that earned something. */
  act?: (conversion: Conversion) => ReactNode;
}) {
  const { t } = useWords();
  const events = [
    ...journey.touches.map((touch) => ({
      at: touch.occurred_at,
      touch,
      conversion: null as Conversion | null,
    })),
    ...journey.conversions.map((conversion) => ({
      at: conversion.occurred_at,
      touch: null as Touch | null,
      conversion,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  // What became of a touch in the last decision, unless an earlier one had credited it.
  const fate = new Map<string, Conversion["considered"][number]>();
  for (const one of journey.conversions.flatMap((conversion) => conversion.considered))
    if (fate.get(one.touch_id)?.outcome !== "credited") fate.set(one.touch_id, one);
  return (
    <Stack gap="md">
      {journey.touches_left_out > 0 && (
        <Text c="dimmed">{t("journey.touches_left_out", { count: journey.touches_left_out })}</Text>
      )}
      {journey.left_out > 0 && <Text c="dimmed">{t("journey.left_out", { count: journey.left_out })}</Text>}
      <ol className="hg-journey" aria-label={t("journey")}>
        {events.map((event) =>
          event.touch ? (
            <TouchStop key={event.touch.id} touch={event.touch} fate={fate.get(event.touch.id)} />
          ) : event.conversion ? (
            <ConversionStops
              key={event.conversion.id}
              conversion={event.conversion}
              touches={journey.touches}
              act={act}
            />
          ) : null,
        )}
      </ol>
    </Stack>
  );
}

function TouchStop({ touch, fate }: { touch: Touch; fate: Conversion["considered"][number] | undefined }) {
  const { t } = useWords();
  const kind = !fate
    ? "open"
    : fate.outcome === "credited"
      ? "credited"
      : fate.outcome === "refused"
        ? "refused"
        : "eligible";
  const evidence = t(`evidence.${touch.evidence}` as Key);
  return (
    <Stop kind={kind} icon={touch.evidence === "code" ? <IconTag size={15} /> : <IconClick size={15} />}>
      <Group gap={8} wrap="wrap">
        <Text fw={600} component="span">
          {t("journey.touch", { evidence, partner: touch.partner.name ?? t("another_partner") })}
        </Text>
        {touch.through && <span className="hg-id">{touch.through}</span>}
        {fate && <Status of={fate.outcome} />}
      </Group>
      <Text size="sm" c="dimmed">
        <When at={touch.occurred_at} plain={touch.partner.name === null} />
        {fate?.refusal ? ` · ${t(`refusal.${fate.refusal}` as Key)}` : ""}
      </Text>
    </Stop>
  );
}

function ConversionStops({
  conversion,
  touches,
  act,
}: {
  conversion: Conversion;
  touches: Touch[];
  act: ((conversion: Conversion) => ReactNode) | undefined;
}) {
  const { t, locale } = useWords();
  const lead = conversion.kind === "lead";
  return (
    <>
      <Stop
        kind={lead ? "open" : "sale"}
        icon={lead ? <IconUserPlus size={15} /> : <IconShoppingBag size={15} />}
      >
        <Group gap={8} wrap="wrap">
          <Text fw={600} component="span">
            {t(lead ? "journey.lead" : "journey.sale")}
          </Text>
          {conversion.external_id && <span className="hg-id">{conversion.external_id}</span>}
          {conversion.amount && (
            <Text fw={600} component="span">
              <Amount of={conversion.amount} />
            </Text>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          <When at={conversion.occurred_at} />
        </Text>
      </Stop>
      <Stop kind="decision" icon={<IconScale size={15} />}>
        <Text fw={600}>
          {conversion.shares.length === 0
            ? t("journey.nobody")
            : conversion.shares
                .map((share) =>
                  t("journey.share", {
                    partner: share.partner.name ?? t("another_partner"),
                    share: percent(share.millionths, locale),
                  }),
                )
                .join(" · ")}
        </Text>
        <details style={{ marginTop: 4 }} open={touches.length <= 3 && conversion.shares.length === 0}>
          <summary style={{ cursor: "pointer", fontSize: 13 }}>{t("journey.why")}</summary>
          <ul className="hg-prose" style={{ margin: "6px 0 0", paddingInlineStart: 18, fontSize: 13 }}>
            {conversion.sentences.map((sentence) => (
              <li key={sentence.text}>
                <bdi>{sentence.text}</bdi>
              </li>
            ))}
          </ul>
        </details>
      </Stop>
      {conversion.commissions.map((commission, place) => (
        <CommissionStop
          key={commission.id}
          commission={commission}
          act={place === 0 ? act?.(conversion) : undefined}
        />
      ))}
      {conversion.refunds.map((refund) => (
        <Stop key={refund.id} kind="refund" icon={<IconArrowBackUp size={15} />}>
          <Text fw={600}>
            {refund.kind === "refund" ? t("journey.refund") : t(`status.${refund.kind}`)}{" "}
            <Amount of={refund.amount} />
          </Text>
          <Text size="sm" c="dimmed">
            <When at={refund.occurred_at} />
          </Text>
        </Stop>
      ))}
    </>
  );
}

function CommissionStop({
  commission,
  act,
}: {
  commission: Conversion["commissions"][number];
  act: ReactNode;
}) {
  const { t, locale } = useWords();
  const begun = new Date(commission.occurred_at).getTime();
  const until = new Date(commission.hold_until ?? commission.occurred_at).getTime();
  const gone = until > begun ? Math.min(1, Math.max(0, (Date.now() - begun) / (until - begun))) : 1;
  const held = commission.state === "pending";
  return (
    <>
      <Stop kind="open" icon={<IconCoin size={15} />}>
        <Group gap={8} wrap="wrap">
          <Text fw={600} component="span">
            {t("journey.commission", { partner: commission.partner.name })}
          </Text>
          <Text fw={600} component="span">
            <Amount of={commission.amount} />
          </Text>
          <Status of={commission.state} />
          {act}
        </Group>
        <TakenBack of={commission} />
        <Text size="sm" c="dimmed">
          <bdi>{commission.explanation.join(" ")}</bdi>
        </Text>
        {held && (
          <>
            <div className="hg-hold" aria-hidden="true">
              <div style={{ width: `${gone * 100}%` }} />
            </div>
            <Text size="xs" c="dimmed" mt={2}>
              {t("journey.held_until")} <When at={commission.hold_until} plain />
            </Text>
          </>
        )}
      </Stop>
      {commission.statement && (
        <Stop
          kind="sale"
          icon={
            commission.statement.status === "closed" ? (
              <IconFileInvoice size={15} />
            ) : (
              <IconCashBanknote size={15} />
            )
          }
        >
          <Text fw={600}>{t("journey.statement", { period: span(commission.statement, locale) })}</Text>
          <Text size="sm" c="dimmed">
            <Status of={commission.statement.status} />
          </Text>
        </Stop>
      )}
    </>
  );
}
