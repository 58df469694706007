// What becomes of what a partner was stated and a refund then took back: the setting, and what a statement did of it.
import { Alert, NumberInput, Select, Text } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { useLiabilities } from "../../api/queries";
import { PercentField } from "../../ui/fields";
import { Card } from "../../ui/page";
import { Amount } from "../../ui/said";
import { asPercent, day, millionthsOf, money } from "../../words/format";
import { useWords } from "../../words/words";

export const CLAWBACK_FIELDS = ["clawback.share_max_millionths", "clawback.days_max"];

export function ClawbackRules({
  program,
  rules,
  change,
  wrong,
}: {
  program: Schemas["Program"];
  rules: Schemas["Clawback"];
  change: (rules: Schemas["Clawback"]) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const carry = rules.kind === "carry" ? rules : null;
  const share = carry?.share_max_millionths;
  return (
    <>
      <Select
        label={t("clawback")}
        description={t("clawback.hint")}
        allowDeselect={false}
        data={(["carry", "write_off"] as const).map((value) => ({ value, label: t(`clawback.${value}`) }))}
        value={rules.kind}
        onChange={(kind) => change(kind === "write_off" ? { kind } : { kind: "carry" })}
      />
      {rules.kind === "write_off" && program.clawback.kind !== "write_off" && (
        <WritesOff program={program.id} />
      )}
      {carry && (
        <>
          <PercentField
            label={t("clawback.share")}
            description={t("clawback.share_hint")}
            min={0}
            value={share ? asPercent(share) : ""}
            onChange={(given) =>
              change({ ...carry, share_max_millionths: given === "" ? null : millionthsOf(given) })
            }
            error={wrong("clawback.share_max_millionths")}
          />
          <NumberInput
            label={t("clawback.days")}
            description={t("clawback.days_hint")}
            min={1}
            allowDecimal={false}
            value={carry.days_max ?? ""}
            onChange={(given) => change({ ...carry, days_max: given === "" ? null : Number(given) })}
            error={wrong("clawback.days_max")}
          />
        </>
      )}
    </>
  );
}

/** What the choice does to what is owed back already, and how much that is where it may be read. */
function WritesOff({ program }: { program: string }) {
  const { t, locale } = useWords();
  const items = useLiabilities(program).data?.items ?? [];
  const owed = new Map<string, number>();
  for (const { kind, amount } of items) {
    if (kind !== "carried" || amount.amount >= 0) continue;
    owed.set(amount.currency, (owed.get(amount.currency) ?? 0) - amount.amount);
  }
  const sum = [...owed].map(([currency, amount]) => money({ amount, currency }, locale)).join(", ");
  return (
    <Alert color="yellow" variant="outline" role="status">
      <Text size="sm">{t("clawback.write_off_debts")}</Text>
      {sum && <Text size="sm">{t("clawback.write_off_sum", { sum })}</Text>}
    </Alert>
  );
}

/** What a statement recovered, wrote off and leaves to later ones; nothing where nothing was ever taken back. */
export function Recovered({ statement }: { statement: Schemas["Statement"] }) {
  const { t, locale } = useWords();
  const { taken_back, recovered, written_off, debts } = statement;
  if ([taken_back, recovered, written_off].every((it) => it.amount === 0) && debts.length === 0) return null;
  const madeGood = { ...written_off, amount: -written_off.amount };
  const told = [
    { name: "statement.taken_back", amount: taken_back },
    { name: "statement.recovered", amount: recovered },
    { name: "statement.written_off", amount: written_off },
    { name: "statement.made_good", amount: madeGood },
  ] as const;
  return (
    <Card title={t("statement.recovery")}>
      <dl className="hg-sums">
        {told
          .filter((it) => it.amount.amount > 0)
          .map((it) => (
            <div key={it.name}>
              <dt>{t(it.name)}</dt>
              <dd>
                <Amount of={it.amount} />
              </dd>
            </div>
          ))}
        {debts.map((debt) => (
          <div key={debt.since}>
            <dt>{t("statement.debt_since", { day: day(debt.since, locale) })}</dt>
            <dd>
              <Amount of={debt.amount} />
            </dd>
          </div>
        ))}
      </dl>
      {statement.clawback.kind === "write_off" ? (
        <Text size="xs" c="dimmed" mt="xs">
          {t("clawback.write_off_said")}
        </Text>
      ) : (
        debts.length > 0 && (
          <Text size="xs" c="dimmed" mt="xs">
            {t("clawback.carry_said")}
          </Text>
        )
      )}
    </Card>
  );
}
