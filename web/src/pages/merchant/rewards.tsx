// Rewards as a form: what each event earns, under which conditions, and how it grows; what caps them all.
import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import type { Schemas } from "../../api/client";
import { asDecimal, digitsOf, minorUnits } from "../../words/format";
import { type Key, useWords } from "../../words/words";

type Reward = Schemas["Reward"];
type Condition = Schemas["Condition"];

export const EVENTS = ["sale", "renewal", "lead", "stage", "click", "partner"] as const;
const TRIGGERS = ["first_sale", "joined"] as const;
/** What is known where there is no customer. */
const FIELDS_WITHOUT_CUSTOMER = ["weekday", "partner_id", "enrolled_days"];
export const WINDOWS = ["day", "week", "month", "quarter", "year", "all_time"] as const;
export const STRATEGIES = ["first_match", "most_specific", "highest", "stack"] as const;
const FIELDS = [
  "amount",
  "product_id",
  "quantity",
  "item_amount",
  "number",
  "months",
  "code",
  "source",
  "event_name",
  "weekday",
  "partner_id",
  "enrolled_days",
] as const;
const OPERATORS = [
  "in",
  "not_in",
  "starts_with",
  "ends_with",
  "contains",
  "more_than",
  "at_least",
  "less_than",
  "at_most",
] as const;

/** A reward as somebody writes it. */
export type Draft = {
  key: number;
  event: (typeof EVENTS)[number];
  kind: Reward["kind"];
  trigger: (typeof TRIGGERS)[number];
  percent: number | string;
  amount: string;
  recurring: boolean;
  months: number | string;
  count: number | string;
  when: { field: string; note: string; operator: Condition["operator"]; values: string }[][];
  tiers: {
    measure: "revenue" | "events";
    window: (typeof WINDOWS)[number];
    steps: { from: string; to: string }[];
  } | null;
};

let keys = 0;

export function newReward(event: Draft["event"] = "sale"): Draft {
  keys += 1;
  return {
    key: keys,
    event,
    kind: event === "sale" || event === "renewal" || event === "partner" ? "percent" : "flat",
    trigger: "first_sale",
    percent: 20,
    amount: "",
    recurring: event !== "lead" && event !== "stage",
    months: "",
    count: "",
    when: [],
    tiers: null,
  };
}

const METADATA = "metadata.";

/** The form of a reward that was published. */
export function draftOf(reward: Reward, currency: string): Draft {
  const typed = (minor: number | null | undefined) =>
    minor == null ? "" : asDecimal(minor, digitsOf(currency));
  const { recurrence, tiers } = reward;
  const revenue = tiers?.measure === "revenue";
  return {
    ...newReward(reward.event as Draft["event"]),
    kind: reward.kind,
    trigger: (reward.kind === "flat" && reward.trigger) || "first_sale",
    percent: reward.kind === "percent" ? reward.rate_millionths / 10_000 : 20,
    amount: reward.kind === "percent" ? "" : typed(reward.amount),
    recurring: recurrence.kind === "recurring",
    months: recurrence.kind === "recurring" ? (recurrence.months ?? "") : "",
    count: recurrence.kind === "recurring" ? (recurrence.count ?? "") : "",
    when: (reward.when ?? []).map((group) =>
      group.map(({ field, operator, values }) => ({
        field: field.startsWith(METADATA) ? "metadata" : field,
        note: field.startsWith(METADATA) ? field.slice(METADATA.length) : "",
        operator: operator === "equals" ? "in" : operator === "not_equals" ? "not_in" : operator,
        values: values.join(", "),
      })),
    ),
    tiers: tiers
      ? {
          measure: tiers.measure,
          window: tiers.window,
          steps: tiers.steps.map((step) => ({
            from: revenue ? typed(step.from) : String(step.from),
            to: step.rate_millionths == null ? typed(step.amount) : String(step.rate_millionths / 10_000),
          })),
        }
      : null,
  };
}

/** What is sent of it. */
export function rewardOf(draft: Draft, currency: string): Reward {
  const minor = (text: string) => minorUnits(text || "0", currency) ?? 0;
  const rate = (percent: number | string) => Math.round(Number(percent) * 10_000);
  const once = draft.event === "partner" && draft.kind === "flat";
  const again = draft.recurring || draft.event === "click" || draft.event === "partner";
  const recurrence =
    again && !once
      ? {
          kind: "recurring" as const,
          ...(draft.months === "" ? {} : { months: Number(draft.months) }),
          ...(draft.count === "" ? {} : { count: Number(draft.count) }),
        }
      : { kind: "one_time" as const };
  const number = (text: string) =>
    text
      .split(/[,\n]/)
      .map((value) => value.trim())
      .filter(Boolean);
  const when = draft.when
    .filter((group) => group.length > 0)
    .map((group) =>
      group.map(({ field, note, operator, values }) => ({
        field: field === "metadata" ? METADATA + note : field,
        operator,
        values: number(values),
      })),
    );
  const tiers = draft.tiers && {
    measure: draft.tiers.measure,
    window: draft.tiers.window,
    steps: draft.tiers.steps.map((step) => ({
      from: draft.tiers?.measure === "revenue" ? minor(step.from) : Number(step.from),
      ...(draft.kind === "percent" ? { rate_millionths: rate(step.to) } : { amount: minor(step.to) }),
    })),
  };
  const rest = {
    event: draft.event,
    recurrence,
    ...(when.length ? { when } : {}),
    ...(tiers ? { tiers } : {}),
  };
  return draft.kind === "percent"
    ? { ...rest, kind: "percent", rate_millionths: rate(draft.percent) }
    : {
        ...rest,
        kind: draft.kind,
        amount: minor(draft.amount),
        ...(draft.event === "partner" ? { trigger: draft.trigger } : {}),
      };
}

/** The fields of one reward. `wrong` says what the server refused of one. */
export function RewardFields({
  of,
  place,
  currency,
  change,
  remove,
  wrong,
}: {
  of: Draft;
  place: number;
  currency: string;
  change: (draft: Draft) => void;
  remove: (() => void) | null;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const priced = of.event === "sale" || of.event === "renewal";
  const partner = of.event === "partner";
  const without = of.event === "click" || partner;
  const kinds = priced
    ? (["percent", "flat", "per_item"] as const)
    : partner
      ? (["percent", "flat"] as const)
      : (["flat"] as const);
  return (
    <Fieldset
      legend={
        <Group gap="xs">
          <span>{t("terms.reward", { place })}</span>
          {remove && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
              {t("remove")}
            </Button>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Select
            label={t("terms.event")}
            allowDeselect={false}
            data={EVENTS.map((value) => ({ value, label: t(`terms.event.${value}`) }))}
            value={of.event}
            onChange={(value) => {
              const event = (value ?? "sale") as Draft["event"];
              const flat = event === "lead" || event === "stage" || event === "click";
              const bare = event === "click" || event === "partner";
              change({
                ...of,
                event,
                kind: flat ? "flat" : event === "partner" && of.kind === "per_item" ? "percent" : of.kind,
                recurring: event === "click" || (event !== "stage" && of.recurring),
                ...(bare ? { months: "", count: "", when: [], tiers: null } : {}),
              });
            }}
          />
          <Select
            label={t("terms.kind")}
            allowDeselect={false}
            data={kinds.map((value) => ({
              value,
              label: t(partner && value === "percent" ? "terms.kind_percent_partner" : `terms.kind_${value}`),
            }))}
            value={of.kind}
            onChange={(kind) => change({ ...of, kind: (kind ?? "percent") as Draft["kind"] })}
          />
          {of.kind === "percent" ? (
            <NumberInput
              label={t("terms.percent")}
              suffix=" %"
              min={0.0001}
              max={100}
              decimalScale={4}
              required
              value={of.percent}
              onChange={(percent) => change({ ...of, percent })}
              error={wrong("rewards.rate_millionths")}
            />
          ) : (
            <TextInput
              label={t("terms.flat", { currency })}
              required
              inputMode="decimal"
              value={of.amount}
              onChange={(event) => change({ ...of, amount: event.currentTarget.value })}
              error={wrong("rewards.amount")}
            />
          )}
        </SimpleGrid>
        {partner && of.kind === "flat" && (
          <Select
            label={t("terms.trigger")}
            allowDeselect={false}
            maw={320}
            data={TRIGGERS.map((value) => ({ value, label: t(`terms.trigger.${value}`) }))}
            value={of.trigger}
            onChange={(trigger) => change({ ...of, trigger: (trigger ?? "first_sale") as Draft["trigger"] })}
            error={wrong("rewards.trigger")}
          />
        )}
        {partner && of.kind === "percent" && (
          <NumberInput
            label={t("terms.months")}
            description={t("terms.months_partner")}
            min={1}
            max={1200}
            maw={320}
            allowDecimal={false}
            value={of.months}
            onChange={(months) => change({ ...of, months })}
            error={wrong("rewards.recurrence")}
          />
        )}
        {!without && (
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Select
              label={t("terms.how_often")}
              allowDeselect={false}
              data={(["one_time", "recurring"] as const).map((value) => ({
                value,
                label: t(`terms.${value}`),
              }))}
              value={of.recurring ? "recurring" : "one_time"}
              onChange={(value) => change({ ...of, recurring: value === "recurring" })}
            />
            {of.recurring && (
              <>
                <NumberInput
                  label={t("terms.months")}
                  min={1}
                  max={1200}
                  allowDecimal={false}
                  disabled={of.count !== ""}
                  value={of.months}
                  onChange={(months) => change({ ...of, months })}
                  error={wrong("rewards.recurrence")}
                />
                <NumberInput
                  label={t("terms.count")}
                  min={1}
                  max={1200}
                  allowDecimal={false}
                  disabled={of.months !== ""}
                  value={of.count}
                  onChange={(count) => change({ ...of, count })}
                />
              </>
            )}
          </SimpleGrid>
        )}
        <Conditions of={of} change={change} wrong={wrong} />
        {!without && <TierFields of={of} currency={currency} change={change} wrong={wrong} />}
      </Stack>
    </Fieldset>
  );
}

function Conditions({
  of,
  change,
  wrong,
}: {
  of: Draft;
  change: (draft: Draft) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const fresh = {
    field: of.event === "click" || of.event === "partner" ? "weekday" : "product_id",
    note: "",
    operator: "in" as const,
    values: "",
  };
  const set = (when: Draft["when"]) => change({ ...of, when: when.filter((group) => group.length > 0) });
  const refused =
    wrong("rewards.when.values") ?? wrong("rewards.when.operator") ?? wrong("rewards.when.field");
  return (
    <Stack gap="xs">
      {of.when.map((group, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name, and are only added at the end or taken out
        <Stack gap="xs" key={number}>
          <Text size="sm" fw={600}>
            {t(number === 0 ? "terms.when" : "terms.or_when")}
          </Text>
          {group.map((condition, row) => {
            const put = (next: Partial<typeof condition>) =>
              set(
                of.when.map((it, at) =>
                  at === number ? it.map((c, i) => (i === row ? { ...c, ...next } : c)) : it,
                ),
              );
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Group key={row} gap="xs" align="flex-end" wrap="wrap">
                <Select
                  aria-label={t("terms.field")}
                  allowDeselect={false}
                  w={190}
                  data={(of.event === "click" || of.event === "partner"
                    ? FIELDS_WITHOUT_CUSTOMER
                    : [...FIELDS, "metadata"]
                  ).map((value) => ({
                    value,
                    label: t(`terms.field.${value}` as Key),
                  }))}
                  value={condition.field}
                  onChange={(field) => put({ field: field ?? "amount" })}
                />
                {condition.field === "metadata" && (
                  <TextInput
                    aria-label={t("terms.note")}
                    placeholder="plan"
                    w={120}
                    required
                    value={condition.note}
                    onChange={(event) => put({ note: event.currentTarget.value })}
                  />
                )}
                <Select
                  aria-label={t("terms.operator")}
                  allowDeselect={false}
                  w={150}
                  data={OPERATORS.map((value) => ({ value, label: t(`terms.operator.${value}`) }))}
                  value={condition.operator}
                  onChange={(operator) => put({ operator: (operator ?? "in") as Condition["operator"] })}
                />
                <TextInput
                  aria-label={t("terms.values")}
                  placeholder={t("terms.values_hint")}
                  style={{ flex: 1, minWidth: 140 }}
                  required
                  value={condition.values}
                  onChange={(event) => put({ values: event.currentTarget.value })}
                />
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={t("remove")}
                  onClick={() =>
                    set(of.when.map((it, at) => (at === number ? it.filter((_, i) => i !== row) : it)))
                  }
                >
                  ×
                </ActionIcon>
              </Group>
            );
          })}
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => set(of.when.map((it, at) => (at === number ? [...it, { ...fresh }] : it)))}
            >
              {t("terms.and")}
            </Button>
          </Group>
        </Stack>
      ))}
      {refused && (
        <Text size="sm" c="red" role="alert">
          {refused}
        </Text>
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={() => set([...of.when, [{ ...fresh }]])}>
          {t(of.when.length === 0 ? "terms.add_condition" : "terms.or")}
        </Button>
        {!of.tiers && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              change({ ...of, tiers: { measure: "events", window: "month", steps: [{ from: "", to: "" }] } })
            }
          >
            {t("terms.add_tiers")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function TierFields({
  of,
  currency,
  change,
  wrong,
}: {
  of: Draft;
  currency: string;
  change: (draft: Draft) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const { tiers } = of;
  if (!tiers) return null;
  const set = (next: Partial<typeof tiers>) => change({ ...of, tiers: { ...tiers, ...next } });
  const refused =
    wrong("rewards.tiers.from") ?? wrong("rewards.tiers.amount") ?? wrong("rewards.tiers.rate_millionths");
  const unit = of.kind === "percent" ? "%" : currency;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t("terms.tiers")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t("terms.measure")}
          allowDeselect={false}
          data={(["revenue", "events"] as const).map((value) => ({
            value,
            label: t(`terms.measure.${value}`),
          }))}
          value={tiers.measure}
          onChange={(value) => set({ measure: (value ?? "events") as "events" })}
        />
        <Select
          label={t("terms.window")}
          allowDeselect={false}
          data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
          value={tiers.window}
          onChange={(value) => set({ window: (value ?? "month") as "month" })}
        />
      </SimpleGrid>
      {tiers.steps.map((step, row) => {
        const put = (next: Partial<typeof step>) =>
          set({ steps: tiers.steps.map((it, at) => (at === row ? { ...it, ...next } : it)) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name, and are only added at the end or taken out
          <Group key={row} gap="xs" align="flex-end">
            <TextInput
              label={
                tiers.measure === "revenue" ? t("terms.from_revenue", { currency }) : t("terms.from_event")
              }
              inputMode="decimal"
              required
              value={step.from}
              onChange={(event) => put({ from: event.currentTarget.value })}
            />
            <TextInput
              label={t("terms.gives", { unit })}
              inputMode="decimal"
              required
              value={step.to}
              onChange={(event) => put({ to: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              mb={4}
              aria-label={t("remove")}
              onClick={() => {
                const steps = tiers.steps.filter((_, at) => at !== row);
                change({ ...of, tiers: steps.length > 0 ? { ...tiers, steps } : null });
              }}
            >
              ×
            </ActionIcon>
          </Group>
        );
      })}
      {refused && (
        <Text size="sm" c="red" role="alert">
          {refused}
        </Text>
      )}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => set({ steps: [...tiers.steps, { from: "", to: "" }] })}
        >
          {t("terms.add_step")}
        </Button>
      </Group>
    </Stack>
  );
}

/** A cap as somebody writes it. */
export type CapDraft = {
  key: number;
  per: "partner" | "customer";
  window: (typeof WINDOWS)[number];
  amount: string;
};

export function newCap(): CapDraft {
  keys += 1;
  return { key: keys, per: "partner", window: "month", amount: "" };
}

export function CapFields({
  of,
  currency,
  change,
  wrong,
}: {
  of: CapDraft[];
  currency: string;
  change: (caps: CapDraft[]) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const put = (key: number, next: Partial<CapDraft>) =>
    change(of.map((cap) => (cap.key === key ? { ...cap, ...next } : cap)));
  return (
    <Stack gap="xs">
      {of.map((cap) => (
        <Group key={cap.key} gap="xs" align="flex-end">
          <TextInput
            label={t("terms.cap", { currency })}
            inputMode="decimal"
            required
            w={170}
            value={cap.amount}
            onChange={(event) => put(cap.key, { amount: event.currentTarget.value })}
            error={wrong("caps.amount")}
          />
          <Select
            aria-label={t("terms.window")}
            allowDeselect={false}
            w={150}
            data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
            value={cap.window}
            onChange={(window) => put(cap.key, { window: (window ?? "month") as "month" })}
          />
          <Select
            aria-label={t("terms.per")}
            allowDeselect={false}
            w={170}
            data={(["partner", "customer"] as const).map((value) => ({
              value,
              label: t(`terms.per.${value}`),
            }))}
            value={cap.per}
            onChange={(per) => put(cap.key, { per: (per ?? "partner") as "partner" })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            mb={4}
            aria-label={t("remove")}
            onClick={() => change(of.filter((it) => it.key !== cap.key))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => change([...of, newCap()])}>
          {t("terms.add_cap")}
        </Button>
      </Group>
    </Stack>
  );
}
