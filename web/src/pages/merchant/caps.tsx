// What caps all rewards of the terms.
import { ActionIcon, Button, Group, Select, Stack } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { AmountField, WindowField } from "../../ui/fields";
import { useWords } from "../../words/words";
import { nextKey } from "./reward-draft";

/** A cap as somebody writes it. */
export type CapDraft = {
  key: number;
  per: "partner" | "customer";
  window: Schemas["Window"];
  amount: string;
};

export function newCap(): CapDraft {
  return { key: nextKey(), per: "partner", window: "month", amount: "" };
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
          <AmountField
            label={t("terms.cap", { currency })}
            required
            w={150}
            value={cap.amount}
            change={(amount) => put(cap.key, { amount })}
            error={wrong("caps.amount")}
          />
          <WindowField
            label={undefined}
            aria-label={t("terms.window")}
            w={140}
            value={cap.window}
            change={(window) => put(cap.key, { window })}
          />
          <Select
            aria-label={t("terms.per")}
            allowDeselect={false}
            w={150}
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
