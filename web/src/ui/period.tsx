// Which days: the usual spans, or any two days.
import { Button, Group, Popover, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { day } from "../words/format";
import { useWords } from "../words/words";

const SPANS = [7, 30, 90, 365] as const;

function shifted(text: string, days: number): string {
  const at = new Date(`${text}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** So many days until today. */
export function lastDays(days: number): { from: string; until: string } {
  const today = new Intl.DateTimeFormat("en-CA").format(new Date());
  return { from: shifted(today, 1 - days), until: today };
}

export function PeriodPicker({
  from,
  until,
  chosen,
  change,
}: {
  from: string | undefined;
  until: string | undefined;
  chosen: string | undefined;
  change: (changes: Record<string, string | undefined>) => void;
}) {
  const { t, locale } = useWords();
  const [own, setOwn] = useState({ from: "", until: "" });
  const [open, setOpen] = useState(false);
  const today = new Intl.DateTimeFormat("en-CA").format(new Date());
  const pick = (value: string | null) => {
    if (value === "own") {
      setOwn({ from: from ?? "", until: until ?? "" });
      setOpen(true);
      return;
    }
    change({ period: value ?? undefined, ...lastDays(Number(value ?? 30)) });
  };
  const shown = from && until ? `${day(from, locale)} – ${day(until, locale)}` : t("period");
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Select
          size="sm"
          w={200}
          aria-label={t("period")}
          allowDeselect={false}
          value={chosen ?? (chosen === undefined ? "30" : null)}
          onChange={pick}
          data={[
            ...SPANS.map((days) => ({ value: String(days), label: t("period.days", { days }) })),
            { value: "own", label: chosen === "own" ? shown : t("period.own") },
          ]}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change({ period: "own", ...own });
            setOpen(false);
          }}
        >
          <Stack gap="xs">
            <TextInput
              type="date"
              label={t("period.from")}
              required
              value={own.from}
              max={own.until || today}
              onChange={(event) => setOwn({ ...own, from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t("period.until")}
              required
              value={own.until}
              min={own.from}
              max={today}
              onChange={(event) => setOwn({ ...own, until: event.currentTarget.value })}
            />
            <Group justify="flex-end">
              <Button type="submit" size="xs">
                {t("period.show")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
