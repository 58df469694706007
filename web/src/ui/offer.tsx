// What customers get who come by a partner: read, and written in forms.
import { Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import type { Schemas } from "../api/client";
import { readAmount } from "../words/amount";
import { asDecimal, asPercent, digitsOf, millionthsOf, money, percent } from "../words/format";
import { useWords } from "../words/words";
import { AmountField, CountField, PercentField } from "./fields";

type Offer = Schemas["CustomerOffer"];

/** An offer as somebody writes it. */
export type OfferDraft = {
  kind: Offer["kind"] | "as_terms" | "nothing";
  percent: number | string;
  amount: string;
  duration: Offer["duration"]["kind"];
  months: number | string;
  description: string;
};

export function newOffer(kind: OfferDraft["kind"]): OfferDraft {
  return { kind, percent: 10, amount: "", duration: "one_time", months: 12, description: "" };
}

/** The form of an offer that stands. */
export function draftOfOffer(offer: Offer, currency: string): OfferDraft {
  const { duration } = offer;
  return {
    ...newOffer(offer.kind),
    ...(offer.kind === "percent"
      ? { percent: asPercent(offer.rate_millionths) }
      : { amount: asDecimal(offer.amount, digitsOf(currency)) }),
    duration: duration.kind,
    ...(duration.kind === "months" ? { months: duration.months } : {}),
    description: offer.description ?? "",
  };
}

/** What is sent of it; nothing where there is no offer. */
export function offerOf(draft: OfferDraft, currency: string): Offer | undefined {
  if (draft.kind === "as_terms" || draft.kind === "nothing") return undefined;
  const rest = {
    duration:
      draft.duration === "months"
        ? { kind: draft.duration, months: Number(draft.months) }
        : { kind: draft.duration },
    ...(draft.description.trim() ? { description: draft.description.trim() } : {}),
  };
  return draft.kind === "percent"
    ? { ...rest, kind: "percent", rate_millionths: millionthsOf(draft.percent) }
    : { ...rest, kind: "flat", amount: readAmount("customer_offer.amount", draft.amount, currency) };
}

/** What is sent of the offer of a code. */
export function codeOfferOf(draft: OfferDraft, currency: string): Schemas["CodeOffer"] {
  const offer = offerOf(draft, currency);
  if (offer) return { kind: "own", offer };
  return draft.kind === "nothing" ? { kind: "nothing" } : { kind: "as_terms" };
}

/** The offer in words: the merchant's own, or ours. */
export function OfferText({ of, currency }: { of: Offer; currency: string }) {
  const { t, locale } = useWords();
  if (of.description) return <>{of.description}</>;
  const off =
    of.kind === "percent"
      ? percent(of.rate_millionths, locale)
      : money({ amount: of.amount, currency }, locale);
  const { duration } = of;
  return (
    <>
      {duration.kind === "months"
        ? t("offer.says.months", { off, months: duration.months })
        : t(`offer.says.${duration.kind}`, { off })}
    </>
  );
}

/** The fields of an offer. `none` is what there may be in its place. */
export function OfferFields({
  of,
  none,
  currency,
  titled = false,
  change,
  wrong,
}: {
  of: OfferDraft;
  none: ("as_terms" | "nothing")[];
  currency: string;
  /** Whether a heading says already what it is. */
  titled?: boolean;
  change: (draft: OfferDraft) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const kinds = [...none, "percent", "flat"] as const;
  return (
    <Stack gap="sm">
      <SimpleGrid type="container" cols={{ base: 1, "560px": 3 }} style={{ alignItems: "end" }}>
        <Select
          {...(titled ? { "aria-label": t("offer") } : { label: t("offer") })}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`offer.${value}`) }))}
          value={of.kind}
          onChange={(kind) => change({ ...of, kind: (kind ?? "nothing") as OfferDraft["kind"] })}
        />
        {of.kind === "percent" && (
          <PercentField
            label={t("offer.rate")}
            required
            value={of.percent}
            onChange={(percent) => change({ ...of, percent })}
            error={wrong("customer_offer.rate_millionths")}
          />
        )}
        {of.kind === "flat" && (
          <AmountField
            label={t("terms.flat", { currency })}
            required
            value={of.amount}
            change={(amount) => change({ ...of, amount })}
            error={wrong("customer_offer.amount")}
          />
        )}
        {(of.kind === "percent" || of.kind === "flat") && (
          <Select
            label={t("offer.duration")}
            allowDeselect={false}
            data={(["one_time", "months", "forever"] as const).map((value) => ({
              value,
              label: t(`offer.duration.${value}`),
            }))}
            value={of.duration}
            onChange={(value) => change({ ...of, duration: (value ?? "one_time") as OfferDraft["duration"] })}
          />
        )}
      </SimpleGrid>
      {(of.kind === "percent" || of.kind === "flat") && (
        <SimpleGrid
          type="container"
          cols={{ base: 1, "560px": of.duration === "months" ? 2 : 1 }}
          style={{ alignItems: "end" }}
        >
          {of.duration === "months" && (
            <CountField
              label={t("terms.months")}
              required
              value={of.months}
              onChange={(months) => change({ ...of, months })}
              error={wrong("customer_offer.duration")}
            />
          )}
          <TextInput
            label={t("offer.description")}
            description={t("offer.description_hint")}
            maxLength={200}
            value={of.description}
            onChange={(event) => change({ ...of, description: event.currentTarget.value })}
            error={wrong("customer_offer.description")}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}

export const OFFER_FIELDS = [
  "customer_offer.rate_millionths",
  "customer_offer.amount",
  "customer_offer.duration",
  "customer_offer.description",
];
