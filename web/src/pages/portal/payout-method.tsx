// How the partner is paid: what stands now, a form to change it, and what stood before.
import { Alert, Button, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { When } from "../../ui/said";
import { day } from "../../words/format";
import { useWords } from "../../words/words";
import { Bounced, ownMethodQuery } from "./bounced";

type Shown = Schemas["MethodShown"];
type Kind = Schemas["MethodKind"];
type Field = "holder" | "iban" | "bic" | "email" | "account" | "instructions";

const KINDS: Kind[] = ["bank", "paypal", "wise", "by_hand"];
/** What each kind asks for. */
const FIELDS: Record<Kind, Field[]> = {
  bank: ["holder", "iban", "bic"],
  paypal: ["email"],
  wise: ["holder", "email", "account"],
  by_hand: ["holder", "instructions"],
};
/** May be left empty; of Wise's two one is enough. */
const OPTIONAL = ["bic", "wise.email", "wise.account"];

export function PayoutMethod() {
  const { t } = useWords();
  const own = useQuery(ownMethodQuery);
  return (
    <Page title={t("payout_method")} purpose={t("payout_method.purpose")}>
      <Bounced leads={false} />
      <Card>
        <Answered of={own}>
          {({ method }) => <Form key={method?.method.id ?? "none"} shown={method ?? null} />}
        </Answered>
      </Card>
      <ListView
        path="/v1/partner/payout-methods"
        sort="-created_at"
        csv={false}
        columns={[
          { title: t("kind"), render: (it) => t(`payout_method.${it.kind}`) },
          { title: t("payout_method.hint"), render: (it) => <bdi>{it.hint}</bdi> },
          { title: t("currency"), render: (it) => it.currency },
          {
            title: t("payout_method.since"),
            sort: "created_at",
            render: (it) => <When at={it.created_at} />,
          },
          { title: t("payout_method.until"), render: (it) => <When at={it.replaced_at} plain /> },
        ]}
        empty={<Empty title={t("payout_method.empty")} why={t("payout_method.empty_why")} />}
      />
    </Page>
  );
}

function Form({ shown }: { shown: Shown | null }) {
  const { t, locale } = useWords();
  const details = shown?.details;
  const [kind, setKind] = useState<Kind>(shown?.method.kind ?? "bank");
  const [currency, setCurrency] = useState(shown?.method.currency ?? "EUR");
  const [given, setGiven] = useState<Record<Field, string>>({
    holder: details?.holder ?? "",
    iban: details?.iban ?? "",
    bic: details?.bic ?? "",
    email: details?.email ?? "",
    account: details?.account ?? "",
    instructions: details?.instructions ?? "",
  });
  const fields = FIELDS[kind];
  const save = useAction(() => {
    const filled = fields.map((name) => [name, given[name].trim()]).filter(([, text]) => text);
    return api.PUT("/v1/partner/payout-method", {
      body: {
        currency: kind === "bank" ? "EUR" : currency.trim().toUpperCase(),
        details: { kind, ...Object.fromEntries(filled) },
      },
    });
  }, t("saved"));
  const set = (name: Field) => ({
    label: t(`payout_method.${name}`),
    required: !OPTIONAL.includes(name) && !OPTIONAL.includes(`${kind}.${name}`),
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
    error: save.wrong(name),
  });
  const waits = shown && new Date(shown.method.usable_from) > new Date();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.go();
      }}
    >
      <Stack gap="sm" maw={480}>
        {waits && (
          <Alert variant="outline">
            {t("payout_method.waits", { day: day(shown.method.usable_from, locale) })}
          </Alert>
        )}
        <Select
          label={t("kind")}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`payout_method.${value}`) }))}
          value={kind}
          onChange={(value) => setKind((value ?? "bank") as Kind)}
        />
        {fields.map((name) =>
          name === "instructions" ? (
            <Textarea key={name} autosize minRows={3} {...set(name)} />
          ) : (
            <TextInput key={name} {...set(name)} />
          ),
        )}
        {kind === "bank" ? (
          <Text size="sm">{t("payout_method.in_euro")}</Text>
        ) : (
          <TextInput
            label={t("currency")}
            required
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
            error={save.wrong("currency")}
          />
        )}
        <Text size="sm" c="dimmed">
          {t("payout_method.change_hint")}
        </Text>
        <Refusal of={save} fields={[...fields, "currency"]} />
        <Button type="submit" loading={save.busy} style={{ alignSelf: "start" }}>
          {t("save")}
        </Button>
      </Stack>
    </form>
  );
}
