// How a reward grows with what its partner brings, as fields.
import { ActionIcon, Button, Checkbox, Group, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { AmountField, WindowField } from "../../ui/fields";
import { useWords } from "../../words/words";
import type { Draft } from "./reward-draft";

/** The steps of a reward's tiers. */
export function TierFields({
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
        <WindowField value={tiers.window} change={(window) => set({ window })} />
      </SimpleGrid>
      {tiers.steps.map((step, row) => {
        const put = (next: Partial<typeof step>) =>
          set({ steps: tiers.steps.map((it, at) => (at === row ? { ...it, ...next } : it)) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name, and are only added at the end or taken out
          <Group key={row} gap="xs" align="flex-end">
            <AmountField
              label={
                tiers.measure === "revenue" ? t("terms.from_revenue", { currency }) : t("terms.from_event")
              }
              required
              value={step.from}
              change={(from) => put({ from })}
            />
            <AmountField
              label={t("terms.gives", { unit })}
              required
              value={step.to}
              change={(to) => put({ to })}
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
      <Checkbox
        label={t("terms.retroactive")}
        description={t("terms.retroactive_hint")}
        checked={tiers.retroactive}
        onChange={(event) => set({ retroactive: event.currentTarget.checked })}
        error={wrong("rewards.tiers.retroactive")}
      />
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
