// Rewards as a form: what each event earns, under which conditions, and how it grows.
import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { AmountField, CountField, PercentField } from "../../ui/fields";
import { type Key, useWords } from "../../words/words";
import { MilestoneFields } from "./milestone";
import { asEvent, type Condition, type Draft, EVENTS, isOfCustomer, kindsOf, TRIGGERS } from "./reward-draft";
import { TierFields } from "./tiers";

/** What is known where there is no customer. */
const FIELDS_WITHOUT_CUSTOMER = ["weekday", "partner_id", "enrolled_days"];
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
  const kinds = kindsOf(of.event);
  const partner = of.event === "partner";
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
        <SimpleGrid type="container" cols={{ base: 1, "560px": 3 }}>
          <Select
            label={t("terms.event")}
            allowDeselect={false}
            data={EVENTS.map((value) => ({ value, label: t(`terms.event.${value}`) }))}
            value={of.event}
            onChange={(value) => {
              const event = (value ?? "sale") as Draft["event"];
              change(asEvent(of, event));
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
            <PercentField
              label={t(partner ? "terms.percent_partner" : "terms.percent")}
              required
              value={of.percent}
              onChange={(percent) => change({ ...of, percent })}
              error={wrong("rewards.rate_millionths")}
            />
          ) : (
            <AmountField
              label={t("terms.flat", { currency })}
              required
              value={of.amount}
              change={(amount) => change({ ...of, amount })}
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
          <CountField
            label={t("terms.months")}
            description={t("terms.months_partner")}
            maw={320}
            value={of.months}
            onChange={(months) => change({ ...of, months })}
            error={wrong("rewards.recurrence")}
          />
        )}
        {of.event === "milestone" && (
          <MilestoneFields of={of} currency={currency} change={change} wrong={wrong} />
        )}
        {isOfCustomer(of.event) && <HowOften of={of} change={change} wrong={wrong} />}
        {of.event !== "milestone" && <Conditions of={of} change={change} wrong={wrong} />}
        {isOfCustomer(of.event) && <TierFields of={of} currency={currency} change={change} wrong={wrong} />}
      </Stack>
    </Fieldset>
  );
}

function HowOften({
  of,
  change,
  wrong,
}: {
  of: Draft;
  change: (draft: Draft) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  return (
    <SimpleGrid type="container" cols={{ base: 1, "560px": 3 }}>
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
          <CountField
            label={t("terms.months")}
            disabled={of.count !== ""}
            value={of.months}
            onChange={(months) => change({ ...of, months })}
            error={wrong("rewards.recurrence")}
          />
          <CountField
            label={t("terms.count")}
            disabled={of.months !== ""}
            value={of.count}
            onChange={(count) => change({ ...of, count })}
          />
        </>
      )}
    </SimpleGrid>
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
                  data={(!isOfCustomer(of.event) ? FIELDS_WITHOUT_CUSTOMER : [...FIELDS, "metadata"]).map(
                    (value) => ({
                      value,
                      label: t(`terms.field.${value}` as Key),
                    }),
                  )}
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
        {isOfCustomer(of.event) && !of.tiers && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              change({
                ...of,
                tiers: {
                  measure: "events",
                  window: "month",
                  retroactive: false,
                  steps: [{ from: "", to: "" }],
                },
              })
            }
          >
            {t("terms.add_tiers")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
