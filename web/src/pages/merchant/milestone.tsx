// What a partner is to reach for a reward, as fields.
import { NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useWords } from "../../words/words";
import { COUNTED, type Draft, WINDOWS } from "./reward-draft";

export function MilestoneFields({
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
  const { milestone } = of;
  const set = (next: Partial<typeof milestone>) => change({ ...of, milestone: { ...milestone, ...next } });
  const counts = milestone.measure === "revenue" ? "revenue" : milestone.of;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label={t("terms.measure")}
          allowDeselect={false}
          data={[
            { value: "revenue", label: t("terms.measure.revenue") },
            ...COUNTED.map((value) => ({ value, label: t(`terms.event.${value}`) })),
          ]}
          value={counts}
          onChange={(value) =>
            set(
              value === "revenue"
                ? { measure: "revenue", of: "sale" }
                : { measure: "events", of: (value ?? "sale") as "sale" },
            )
          }
        />
        <TextInput
          label={
            milestone.measure === "revenue"
              ? t("terms.milestone.at_revenue", { currency })
              : t("terms.milestone.at")
          }
          inputMode="decimal"
          required
          value={milestone.at}
          onChange={(event) => set({ at: event.currentTarget.value })}
          error={wrong("rewards.milestone.at") ?? wrong("rewards.milestone")}
        />
        <Select
          label={t("terms.window")}
          allowDeselect={false}
          data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
          value={milestone.window}
          onChange={(value) => set({ window: (value ?? "month") as "month" })}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label={t("terms.how_often")}
          allowDeselect={false}
          data={(["once", "again"] as const).map((value) => ({
            value,
            label: t(`terms.milestone.${value}`),
          }))}
          value={of.recurring ? "again" : "once"}
          onChange={(value) => change({ ...of, recurring: value === "again" })}
        />
        {of.recurring && (
          <NumberInput
            label={t("terms.milestone.times")}
            min={1}
            max={1200}
            allowDecimal={false}
            value={of.count}
            onChange={(count) => change({ ...of, count })}
            error={wrong("rewards.recurrence")}
          />
        )}
      </SimpleGrid>
    </Stack>
  );
}
