// Programs: what they pay, how they decide, what they say of themselves, and how a shop is connected.
import {
  Alert,
  Button,
  Code,
  Group,
  Modal,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Tabs,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Findings, useLint } from "../../ui/lint";
import { ListView } from "../../ui/list";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { CopyValue, Id, When } from "../../ui/said";
import { CURRENCIES } from "../../words/currencies";
import { minorUnits, money, percent } from "../../words/format";
import { useWords } from "../../words/words";
import { snippetOf } from "../account/set-up";
import { PolicyTab } from "./policy";
import { Settings } from "./program-settings";

type Shown = Schemas["ProgramShown"];
type Terms = Schemas["Terms"];

export function Programs() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
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
              <Link to="/programs/$id" params={{ id: it.id }}>
                {it.name}
              </Link>
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
              <Settings key={data.program.id} program={data.program} />
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

function TermsTab({ shown }: { shown: Shown }) {
  const { t, locale } = useWords();
  const [publishing, setPublishing] = useState<string | null>(null);
  const [group, setGroup] = useState("");
  const make = useAction(async () => {
    await api.POST("/v1/programs/{id}/groups", {
      params: { path: { id: shown.program.id } },
      body: { name: group },
    });
    setGroup("");
  }, t("saved"));
  const currency = shown.program.currency;
  const told = (terms: Terms) => [
    ...terms.rewards.map((reward) =>
      reward.kind === "percent"
        ? t("terms.told_percent", {
            event: t(`status.${reward.event}`),
            rate: percent(reward.rate_millionths, locale),
          })
        : t("terms.told_flat", {
            event: t(`status.${reward.event}`),
            amount: money({ amount: reward.amount, currency }, locale),
          }),
    ),
    t("terms.told_hold", { days: terms.hold_days }),
    ...(terms.monthly_cap == null
      ? []
      : [t("terms.told_cap", { amount: money({ amount: terms.monthly_cap, currency }, locale) })]),
    ...(terms.acceptance === "by_partner" ? [t("terms.by_partner")] : []),
  ];
  return (
    <Stack>
      {shown.groups.map((one) => {
        const versions = shown.terms
          .filter((terms) => terms.group_id === one.id)
          .sort((a, b) => b.version - a.version);
        const [latest, ...earlier] = versions;
        return (
          <Card
            key={one.id}
            title={one.name}
            actions={
              <Button size="xs" variant={latest ? "default" : "filled"} onClick={() => setPublishing(one.id)}>
                {t(latest ? "terms.publish_new" : "terms.publish_first")}
              </Button>
            }
          >
            {latest ? (
              <>
                <Text size="sm" c="dimmed">
                  {t("terms.version", { version: latest.version })} · <When at={latest.published_at} />
                </Text>
                <ul style={{ margin: "8px 0 0", paddingInlineStart: 18 }}>
                  {told(latest).map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
                {earlier.length > 0 && (
                  <details style={{ marginTop: 10 }}>
                    <summary>{t("terms.earlier", { count: earlier.length })}</summary>
                    {earlier.map((terms) => (
                      <Text key={terms.id} size="sm" mt={6}>
                        {t("terms.version", { version: terms.version })} ·{" "}
                        <When at={terms.published_at} plain /> · {told(terms).join(" · ")}
                      </Text>
                    ))}
                  </details>
                )}
              </>
            ) : (
              <Alert color="yellow" variant="outline">
                {t("terms.none")}
              </Alert>
            )}
          </Card>
        );
      })}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.go();
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={t("group.make")}
            description={t("group.hint")}
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value)}
            error={make.wrong("name")}
          />
          <Button type="submit" variant="default" disabled={!group} loading={make.busy}>
            {t("group.make")}
          </Button>
        </Group>
      </form>
      <PublishTerms
        program={shown.program}
        group={publishing}
        latest={
          shown.terms
            .filter((terms) => terms.group_id === publishing)
            .sort((a, b) => b.version - a.version)[0]
        }
        close={() => setPublishing(null)}
      />
    </Stack>
  );
}

function PublishTerms({
  program,
  group,
  latest,
  close,
}: {
  program: Schemas["Program"];
  group: string | null;
  latest: Terms | undefined;
  close: () => void;
}) {
  const { t } = useWords();
  return (
    <Modal
      opened={group !== null}
      onClose={close}
      title={t("terms.publish")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {group && <TermsForm key={group} program={program} group={group} latest={latest} close={close} />}
    </Modal>
  );
}

function TermsForm({
  program,
  group,
  latest,
  close,
}: {
  program: Schemas["Program"];
  group: string;
  latest: Terms | undefined;
  close: () => void;
}) {
  const { t } = useWords();
  const sale = latest?.rewards.find((reward) => reward.event === "sale");
  const [given, setGiven] = useState({
    kind: sale?.kind ?? "percent",
    percent: sale?.kind === "percent" ? sale.rate_millionths / 10_000 : (20 as number | string),
    flat: "",
    recurring: sale ? sale.recurrence.kind === "recurring" : true,
    months: "" as number | string,
    lead: "",
    hold: (latest?.hold_days ?? 30) as number | string,
    cap: "",
    byPartner: false,
    existing: false,
  });
  const lint = useLint(program.id);
  const publish = useAction(async () => {
    const recurrence = given.recurring
      ? { kind: "recurring" as const, ...(given.months ? { months: Number(given.months) } : {}) }
      : { kind: "one_time" as const };
    const flat = minorUnits(given.flat || "0", program.currency) ?? 0;
    const lead = minorUnits(given.lead || "0", program.currency) ?? 0;
    const cap = given.cap ? minorUnits(given.cap, program.currency) : null;
    const rewards: Schemas["Reward"][] = [
      given.kind === "percent"
        ? {
            event: "sale",
            kind: "percent",
            rate_millionths: Math.round(Number(given.percent) * 10_000),
            recurrence,
          }
        : { event: "sale", kind: "flat", amount: flat, recurrence },
      ...(lead > 0
        ? [
            {
              event: "lead" as const,
              kind: "flat" as const,
              amount: lead,
              recurrence: { kind: "one_time" as const },
            },
          ]
        : []),
    ];
    const draft = { group_id: group, rewards, hold_days: Number(given.hold), monthly_cap: cap };
    if (!(await lint.passes({ terms: [draft] }))) return;
    await api.POST("/v1/programs/{id}/terms", {
      params: { path: { id: program.id } },
      body: {
        group_id: group,
        rewards,
        hold_days: Number(given.hold),
        acceptance: given.byPartner ? "by_partner" : "by_publication",
        applies_to_existing: given.existing,
        ...(cap === null ? {} : { monthly_cap: cap }),
      },
    });
    notifications.show({ message: t("terms.published"), color: "green" });
    close();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        publish.go();
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t("terms.kind")}
            allowDeselect={false}
            data={[
              { value: "percent", label: t("terms.kind_percent") },
              { value: "flat", label: t("terms.kind_flat") },
            ]}
            value={given.kind}
            onChange={(kind) => setGiven({ ...given, kind: (kind ?? "percent") as "percent" })}
          />
          {given.kind === "percent" ? (
            <NumberInput
              label={t("terms.percent")}
              suffix=" %"
              min={0.0001}
              max={100}
              decimalScale={4}
              required
              value={given.percent}
              onChange={(value) => setGiven({ ...given, percent: value })}
            />
          ) : (
            <TextInput
              label={t("terms.flat", { currency: program.currency })}
              required
              inputMode="decimal"
              value={given.flat}
              onChange={(event) => setGiven({ ...given, flat: event.currentTarget.value })}
              error={publish.wrong("rewards.amount")}
            />
          )}
        </SimpleGrid>
        <Switch
          label={t("terms.recurring")}
          description={t("terms.recurring_hint")}
          checked={given.recurring}
          onChange={(event) => setGiven({ ...given, recurring: event.currentTarget.checked })}
        />
        {given.recurring && (
          <NumberInput
            label={t("terms.months")}
            description={t("terms.months_hint")}
            min={1}
            max={120}
            value={given.months}
            onChange={(months) => setGiven({ ...given, months })}
            error={publish.wrong("rewards.recurrence.months")}
          />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t("terms.lead", { currency: program.currency })}
            description={t("terms.lead_hint")}
            inputMode="decimal"
            value={given.lead}
            onChange={(event) => setGiven({ ...given, lead: event.currentTarget.value })}
          />
          <NumberInput
            label={t("terms.hold")}
            description={t("terms.hold_hint")}
            min={0}
            max={365}
            required
            value={given.hold}
            onChange={(hold) => setGiven({ ...given, hold })}
            error={publish.wrong("hold_days")}
          />
        </SimpleGrid>
        <TextInput
          label={t("terms.cap", { currency: program.currency })}
          description={t("terms.cap_hint")}
          inputMode="decimal"
          value={given.cap}
          onChange={(event) => setGiven({ ...given, cap: event.currentTarget.value })}
          error={publish.wrong("monthly_cap")}
        />
        <Switch
          label={t("terms.ask")}
          description={t("terms.ask_hint")}
          checked={given.byPartner}
          onChange={(event) => setGiven({ ...given, byPartner: event.currentTarget.checked })}
        />
        <Switch
          label={t("terms.existing")}
          description={t("terms.existing_hint")}
          checked={given.existing}
          onChange={(event) => setGiven({ ...given, existing: event.currentTarget.checked })}
        />
        <Alert color="gray" variant="outline">
          {t("terms.never_change")}
        </Alert>
        <Findings of={lint.found} />
        <Refusal of={publish} fields={["hold_days", "monthly_cap", "rewards.amount"]} />
        <Button type="submit" loading={publish.busy}>
          {lint.found.length > 0 ? t("lint.anyway") : t("terms.publish")}
        </Button>
      </Stack>
    </form>
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
  -d '{ "program_id": "${program.id}", "external_id": "order-1", "customer_external_id": "user-1",
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
