// What a partner is to reach for a reward, as fields.
import { Select, SimpleGrid, Stack } from "@mantine/core";
import { AmountField, CountField, WindowField } from "../../ui/fields";
import { useWords } from "../../words/words";
import { COUNTED, type Draft } from "./reward-draft";

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
      <SimpleGrid type="container" cols={{ base: 1, "560px": 3 }}>
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
        <AmountField
          label={
            milestone.measure === "revenue"
              ? t("terms.milestone.at_revenue", { currency })
              : t("terms.milestone.at")
          }
          required
          value={milestone.at}
          change={(at) => set({ at })}
          error={wrong("rewards.milestone.at") ?? wrong("rewards.milestone")}
        />
        <WindowField value={milestone.window} change={(window) => set({ window })} />
      </SimpleGrid>
      <SimpleGrid type="container" cols={{ base: 1, "560px": 2 }}>
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
          <CountField
            label={t("terms.milestone.times")}
            value={of.count}
            onChange={(count) => change({ ...of, count })}
            error={wrong("rewards.recurrence")}
          />
        )}
      </SimpleGrid>
    </Stack>
  );
}
