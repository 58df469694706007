// The account that a program's payouts are paid from: seen and set by whoever pays.
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Card } from "../../ui/page";
import { useWords } from "../../words/words";

type Field = "holder" | "iban" | "bic";
const FIELDS: Field[] = ["holder", "iban", "bic"];

/** Nothing for those who may not see it. */
export function PayingAccount({ program }: { program: string }) {
  const kept = useQuery({
    queryKey: ["paying account", program],
    queryFn: () => good(api.GET("/v1/programs/{id}/paying-account", { params: { path: { id: program } } })),
    retry: false,
  });
  if (!kept.data) return null;
  return <Form key={kept.data.changed_at ?? "none"} program={program} account={kept.data.account ?? null} />;
}

function Form({ program, account }: { program: string; account: Schemas["BankAccount"] | null }) {
  const { t } = useWords();
  const [given, setGiven] = useState<Record<Field, string>>({
    holder: account?.holder ?? "",
    iban: account?.iban ?? "",
    bic: account?.bic ?? "",
  });
  const params = { path: { id: program } };
  const save = useAction(
    () =>
      api.PUT("/v1/programs/{id}/paying-account", {
        params,
        body: { holder: given.holder.trim(), iban: given.iban, bic: given.bic.trim() || null },
      }),
    t("saved"),
  );
  const remove = useAction(() => api.DELETE("/v1/programs/{id}/paying-account", { params }), t("saved"));
  return (
    <Card title={t("paying_account")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Stack gap="sm" maw={560}>
          <Text size="sm">{t("paying_account.purpose")}</Text>
          {FIELDS.map((name) => (
            <TextInput
              key={name}
              label={t(`payout_method.${name}`)}
              required={name !== "bic"}
              value={given[name]}
              onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
              error={save.wrong(name)}
            />
          ))}
          <Refusal of={save} fields={FIELDS} />
          <Refusal of={remove} />
          <Group gap="xs">
            <Button type="submit" loading={save.busy}>
              {t("save")}
            </Button>
            {account && (
              <Button variant="default" loading={remove.busy} onClick={() => remove.go()}>
                {t("paying_account.remove")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
