// Programs: what they pay, how they decide, what they say of themselves, and how a shop is connected.
import { Button, Code, Modal, Select, Stack, Tabs, TagsInput, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { CopyValue, Id, Status, When } from "../../ui/said";
import { CURRENCIES } from "../../words/currencies";
import { useWords } from "../../words/words";
import { snippetOf } from "../account/set-up";
import { BudgetCard } from "./budget";
import { DefaultProgram, SecondProgramNote, useIsMarkedDefault } from "./default-program";
import { PayingAccount } from "./paying-account";
import { PolicyTab } from "./policy";
import { Settings } from "./program-settings";
import { TermsTab } from "./terms";

export function Programs() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
  const isMarkedDefault = useIsMarkedDefault();
  const [given, setGiven] = useState({ name: "", currency: "EUR", domains: [] as string[] });
  const make = useAction(async () => {
    await api.POST("/v1/programs", {
      body: { name: given.name, currency: given.currency, allowed_domains: given.domains },
    });
    setMaking(false);
  }, t("saved"));
  const button = <Button onClick={() => setMaking(true)}>{t("program.make")}</Button>;
  return (
    <Page title={t("programs")} purpose={t("programs.purpose")} actions={button}>
      <ListView
        path="/v1/programs"
        sort="-created_at"
        columns={[
          {
            title: t("name"),
            sort: "name",
            render: (it) => (
              <>
                <Link to="/programs/$id" params={{ id: it.id }}>
                  {it.name}
                </Link>{" "}
                {isMarkedDefault(it) && <Status of="default" />}
              </>
            ),
          },
          { title: t("currency"), render: (it) => it.currency },
          { title: t("program.domains"), render: (it) => it.allowed_domains.join(", ") },
          { title: t("applications"), render: (it) => t(`applications.${it.applications}`) },
          { title: t("created"), sort: "created_at", render: (it) => <When at={it.created_at} plain /> },
        ]}
        empty={<Empty title={t("programs.empty")} why={t("programs.empty_why")} next={button} />}
      />
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("program.make")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.go();
          }}
        >
          <Stack gap="sm">
            <SecondProgramNote />
            <TextInput
              label={t("program.name")}
              required
              value={given.name}
              onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
              error={make.wrong("name")}
              data-autofocus
            />
            <Select
              label={t("program.currency")}
              searchable
              allowDeselect={false}
              data={CURRENCIES}
              value={given.currency}
              onChange={(currency) => setGiven({ ...given, currency: currency ?? "EUR" })}
            />
            <TagsInput
              label={t("program.domains")}
              description={t("program.domain_hint")}
              value={given.domains}
              onChange={(domains) => setGiven({ ...given, domains })}
              error={make.wrong("allowed_domains")}
            />
            <Refusal of={make} fields={["name", "allowed_domains"]} />
            <Button type="submit" loading={make.busy}>
              {t("program.make")}
            </Button>
          </Stack>
        </form>
      </Modal>
    </Page>
  );
}

export function Program() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["program", id],
    queryFn: () => good(api.GET("/v1/programs/{id}", { params: { path: { id } } })),
  });
  return (
    <Page title={shown.data?.program.name ?? t("program")} actions={<Id of={id} />}>
      <Answered of={shown}>
        {(data) => (
          <Tabs defaultValue="terms" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="terms">{t("terms")}</Tabs.Tab>
              <Tabs.Tab value="policy">{t("policy")}</Tabs.Tab>
              <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab>
              <Tabs.Tab value="connect">{t("connect")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="terms">
              <TermsTab shown={data} />
            </Tabs.Panel>
            <Tabs.Panel value="policy">
              <PolicyTab shown={data} />
            </Tabs.Panel>
            <Tabs.Panel value="settings">
              <Stack gap="md">
                <Settings key={data.program.id} program={data.program} />
                <DefaultProgram program={data.program} />
                <BudgetCard key={`budget of ${data.program.id}`} shown={data} />
                <PayingAccount key={`account of ${data.program.id}`} program={data.program.id} />
              </Stack>
            </Tabs.Panel>
            <Tabs.Panel value="connect">
              <Connect program={data.program} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Answered>
    </Page>
  );
}

function Connect({ program }: { program: Schemas["Program"] }) {
  const { t } = useWords();
  const [key, setKey] = useState<string | null>(null);
  const make = useAction(async () => {
    setKey(
      (
        await good(
          api.POST("/v1/keys", {
            body: { name: `${program.name}: ${t("set_up.key_name")}`, kind: "publishable" },
          }),
        )
      ).text,
    );
  });
  const snippet = snippetOf(key ?? "hg_live_pk_…");
  const sale = `curl ${window.location.origin}/v1/track/sale \\
  -H "Authorization: Bearer hg_live_sk_…" -H "Content-Type: application/json" \\
  -d '{ "program_id": "${program.id}", "external_id": "order-1", "customer": { "external_id": "user-1" },
        "amount": { "amount": 4900, "currency": "${program.currency}" } }'`;
  return (
    <Stack>
      <Card title={t("connect.script")} actions={<CopyValue value={snippet} />}>
        <Text size="sm" c="dimmed" mb="xs">
          {t("connect.script_text")}
        </Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {snippet}
        </Code>
        {!key && (
          <Button mt="sm" size="xs" variant="default" loading={make.busy} onClick={() => make.go()}>
            {t("connect.make_key")}
          </Button>
        )}
        <Refusal of={make} />
      </Card>
      <Card title={t("connect.sale")} actions={<CopyValue value={sale} />}>
        <Text size="sm" c="dimmed" mb="xs">
          {t("connect.sale_text")} <a href="/docs">/docs</a>
        </Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {sale}
        </Code>
      </Card>
    </Stack>
  );
}
