// A program's budget: how far it is spent, and what it is.
import {
  Button,
  Checkbox,
  NumberInput,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Card } from "../../ui/page";
import { asDecimal, day, digitsOf, minorUnits, money } from "../../words/format";
import { useWords } from "../../words/words";
import { WINDOWS } from "./reward-draft";

const FIELDS = ["budget.amount", "budget.warn_at"];

export function BudgetCard({ shown }: { shown: Schemas["ProgramShown"] }) {
  const { t } = useWords();
  const { program, budget_state: state } = shown;
  const { budget, currency } = program;
  const [given, setGiven] = useState({
    amount: budget ? asDecimal(budget.amount, digitsOf(currency)) : "",
    window: budget?.window ?? "month",
    warn_at: budget ? budget.warn_at_millionths / 10_000 : (80 as number | string),
    stops: budget?.stops ?? false,
  });
  const save = useAction(
    () =>
      api.PATCH("/v1/programs/{id}", {
        params: { path: { id: program.id } },
        body: {
          budget:
            given.amount.trim() === ""
              ? null
              : {
                  amount: minorUnits(given.amount, currency) ?? -1,
                  window: given.window,
                  warn_at_millionths: Math.round(Number(given.warn_at) * 10_000),
                  stops: given.stops,
                },
        },
      }),
    t("saved"),
  );
  return (
    <Card title={t("budget")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Stack gap="sm" maw={560}>
          {state && <State of={state} />}
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput
              label={t("budget.amount", { currency })}
              description={t("budget.amount_hint")}
              inputMode="decimal"
              value={given.amount}
              onChange={(event) => setGiven({ ...given, amount: event.currentTarget.value })}
              error={save.wrong("budget.amount")}
            />
            <Select
              label={t("terms.window")}
              description={t("budget.window_hint")}
              allowDeselect={false}
              data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
              value={given.window}
              onChange={(window) => setGiven({ ...given, window: (window ?? "month") as "month" })}
            />
            <NumberInput
              label={t("budget.warn_at")}
              description={t("budget.warn_at_hint")}
              suffix=" %"
              min={0.0001}
              max={100}
              decimalScale={4}
              value={given.warn_at}
              onChange={(warn_at) => setGiven({ ...given, warn_at })}
              error={save.wrong("budget.warn_at")}
            />
          </SimpleGrid>
          <Checkbox
            label={t("budget.stops")}
            checked={given.stops}
            onChange={(event) => setGiven({ ...given, stops: event.currentTarget.checked })}
          />
          <Refusal of={save} fields={FIELDS} />
          <Button type="submit" loading={save.busy} style={{ alignSelf: "flex-start" }}>
            {t("save")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function State({ of }: { of: Schemas["BudgetState"] }) {
  const { t, locale } = useWords();
  const { spent, amount, from, until } = of;
  const values = { spent: money(spent, locale), amount: money(amount, locale) };
  const part = Math.min(100, Math.max(0, (100 * spent.amount) / amount.amount));
  return (
    <div>
      <Text size="sm">
        {from && until
          ? t("budget.state", { ...values, from: day(from, locale), until: day(until, locale) })
          : t("budget.state_ever", values)}
        {of.warned && ` ${t("budget.warned")}`}
      </Text>
      <Progress mt={6} value={part} color={of.warned ? "red" : undefined} aria-label={t("budget")} />
    </div>
  );
}
