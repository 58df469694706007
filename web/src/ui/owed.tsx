// What refunds took back, and what is owed back because of it: said on both sides the same.
import { Alert, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { Schemas } from "../api/client";
import { useList } from "../api/queries";
import { money, span } from "../words/format";
import { useWords } from "../words/words";
import { Amount } from "./said";

/** How what is kept came about, where something was taken back. */
export function TakenBack({ of }: { of: Pick<Schemas["Commission"], "earned" | "reversed"> }) {
  const { t, locale } = useWords();
  if (of.reversed.amount === 0) return null;
  return (
    <Text size="xs" c="dimmed" component="span" style={{ display: "block", whiteSpace: "nowrap" }}>
      {t("commission.taken_back", { earned: money(of.earned, locale), reversed: money(of.reversed, locale) })}
    </Text>
  );
}

/** What a commission comes to, and what was taken back of it. */
export function Kept({ of }: { of: Schemas["Commission"] }) {
  return (
    <>
      <Amount of={of.amount} />
      <TakenBack of={of} />
    </>
  );
}

/** A statement that left something to be recovered. To the merchant it names the partner, to a partner the program. */
export function OwedBack({
  of,
  partner,
  program,
}: {
  of: Schemas["Statement"];
  partner?: string | undefined;
  /** Where the partner takes part in more than one. */
  program?: string;
}) {
  const { t, locale } = useWords();
  const { amount, currency } = of.carry_over;
  if (amount >= 0) return null;
  const told = {
    amount: money({ amount: -amount, currency }, locale),
    period: span(of, locale),
    paid: of.payable.amount > 0 ? "yes" : "no",
  };
  return (
    <Alert color="yellow" variant="outline" icon={<IconArrowBackUp size={18} />}>
      {partner !== undefined
        ? t("statement.owed_by", { partner, ...told })
        : program !== undefined
          ? t("statement.owed_in", { program, ...told })
          : t("statement.owed", told)}
    </Alert>
  );
}

/** The newest statement of each program, as far as it ended below nothing. */
export function ended(statements: Schemas["Statement"][]): Schemas["Statement"][] {
  const newest = new Map<string, Schemas["Statement"]>();
  for (const one of statements) if (!newest.has(one.enrollment_id)) newest.set(one.enrollment_id, one);
  return [...newest.values()].filter((one) => one.carry_over.amount < 0);
}

/** What a partner owes back, to the merchant. */
export function DebtsOf({ id, name }: { id: string; name: string }) {
  const asked = useList("/v1/statements", { partner_id: id, sort: "-until", limit: 50 });
  return ended(asked.data?.items ?? []).map((one) => <OwedBack key={one.id} of={one} partner={name} />);
}
