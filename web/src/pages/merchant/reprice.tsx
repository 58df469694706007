// A conversion priced anew: by the same terms or another version, or with what the sale really came to; tried first.
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, good, Problem, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { FormDialog } from "../../ui/dialog";
import { AmountField, ReasonField } from "../../ui/fields";
import { Amount } from "../../ui/said";
import { Table } from "../../ui/table";
import { readOptionalAmount } from "../../words/amount";
import { day } from "../../words/format";
import { useWords } from "../../words/words";

type Repricing = Schemas["Repricing"];

/** What the form needs to know of a conversion. */
export interface Priced {
  id: string;
  program: { id: string };
  amount?: Schemas["Money"] | null | undefined;
}

export function Reprice({ conversion, quiet = false }: { conversion: Priced; quiet?: boolean }) {
  const { t } = useWords();
  const look = quiet ? ({ size: "compact-xs", variant: "subtle", color: "gray" } as const) : {};
  return (
    <FormDialog title={t("reprice")} {...look}>
      {(done) => <Form conversion={conversion} done={done} />}
    </FormDialog>
  );
}

function Form({ conversion, done }: { conversion: Priced; done: () => void }) {
  const { t, locale } = useWords();
  const [given, setGiven] = useState({ amount: "", terms: "", reason: "" });
  const [tried, setTried] = useState<Repricing | null>(null);
  const currency = conversion.amount?.currency ?? "";
  const terms = useList("/v1/terms", { program_id: conversion.program.id, sort: "-published_at", limit: 50 });
  const ask = async (dry_run: boolean) => {
    const amount = readOptionalAmount("amount", given.amount, currency);
    const answer = await good(
      api.POST("/v1/commissions/reprice", {
        body: {
          conversion_ids: [conversion.id],
          reason: given.reason,
          dry_run,
          ...(amount === undefined ? {} : { amount: { amount, currency } }),
          ...(given.terms ? { terms_id: given.terms } : {}),
        },
      }),
    );
    const [only] = answer.items;
    if (only?.problem) throw new Problem(only.problem.status, only.problem);
    return only?.item ?? null;
  };
  const attempt = useAction(async () => setTried(await ask(true)));
  const reprice = useAction(async () => {
    await ask(false);
    done();
  }, t("reprice.done"));
  const change = (changes: Partial<typeof given>) => {
    setGiven({ ...given, ...changes });
    setTried(null);
  };
  const wrong = (field: string) => attempt.wrong(field) ?? reprice.wrong(field);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.go();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("reprice.hint")}
        </Text>
        {conversion.amount && (
          <AmountField
            label={t("reprice.amount", { currency })}
            description={t("reprice.amount_hint")}
            value={given.amount}
            change={(amount) => change({ amount })}
            error={wrong("amount") ?? wrong("amount.amount")}
          />
        )}
        <Select
          label={t("reprice.terms")}
          clearable
          placeholder={t("reprice.terms_same")}
          data={(terms.data?.items ?? []).map((one) => ({
            value: one.id,
            label: `${t("terms.version", { version: one.version })} · ${day(one.published_at, locale)}`,
          }))}
          value={given.terms || null}
          onChange={(value) => change({ terms: value ?? "" })}
          error={wrong("terms_id")}
        />
        <ReasonField value={given.reason} change={(reason) => change({ reason })} error={wrong("reason")} />
        {tried && <Outcome of={tried} />}
        <Refusal
          of={attempt.error ? attempt : reprice}
          fields={["amount", "amount.amount", "terms_id", "reason"]}
        />
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={attempt.busy}>
            {t("reprice.try")}
          </Button>
          <Button disabled={!tried} loading={reprice.busy} onClick={() => reprice.go()}>
            {t("reprice.do")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What each partner keeps before and after. */
function Outcome({ of }: { of: Repricing }) {
  const { t } = useWords();
  return (
    <div role="status">
      <Table
        name={t("reprice.outcome")}
        small
        items={of.after}
        idOf={(it) => it.id}
        columns={[
          { title: t("partner"), render: (it) => it.partner.name },
          {
            title: t("reprice.before"),
            number: true,
            render: (it) => <Amount of={of.before.find((one) => one.id === it.id)?.amount} />,
          },
          { title: t("reprice.after"), number: true, render: (it) => <Amount of={it.amount} /> },
        ]}
      />
    </div>
  );
}
