// A program's budget: how far it is spent, and what it is.
import { Button, Checkbox, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { AmountField, PercentField, WindowField } from "../../ui/fields";
import { Card } from "../../ui/page";
import { readAmount } from "../../words/amount";
import { asDecimal, asPercent, day, digitsOf, millionthsOf, money } from "../../words/format";
import { useWords } from "../../words/words";

const FIELDS = ["budget.amount", "budget.warn_at"];

export function BudgetCard({ shown }: { shown: Schemas["ProgramShown"] }) {
  const { t } = useWords();
  const { program, budget_state: state } = shown;
  const { budget, currency } = program;
  const [given, setGiven] = useState({
    amount: budget ? asDecimal(budget.amount, digitsOf(currency)) : "",
    window: budget?.window ?? "month",
    warn_at: budget ? asPercent(budget.warn_at_millionths) : (80 as number | string),
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
                  amount: readAmount("budget.amount", given.amount, currency),
                  window: given.window,
                  warn_at_millionths: millionthsOf(given.warn_at),
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
            <AmountField
              label={t("budget.amount", { currency })}
              description={t("budget.amount_hint")}
              value={given.amount}
              change={(amount) => setGiven({ ...given, amount })}
              error={save.wrong("budget.amount")}
            />
            <WindowField
              description={t("budget.window_hint")}
              value={given.window}
              change={(window) => setGiven({ ...given, window })}
            />
            <PercentField
              label={t("budget.warn_at")}
              description={t("budget.warn_at_hint")}
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
