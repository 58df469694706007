// One partner: where they take part, who they are, what they share and earn.
import { Alert, Button, Group, Stack, Tabs, Text, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { DebtsOf } from "../../ui/owed";
import { Answered, Card } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { ProfileFields } from "../../ui/profile";
import { Amount, CopyValue, Id, Occurred, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";
import { Steps } from "./partner-steps";
import { Recruiter } from "./recruiter";

export function PartnerPanel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["partner", id],
    queryFn: () => good(api.GET("/v1/partners/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel title={shown.data?.partner.display_name ?? t("partner")} to="/partners">
      <Answered of={shown}>{(data) => <PartnerShown key={data.partner.id} data={data} />}</Answered>
    </SidePanel>
  );
}

/** That payments to the partner come back because of the account. */
function MethodBounced({ id, name }: { id: string; name: string }) {
  const { t } = useWords();
  const methods = useList("/v1/payout-methods", { partner_id: id, standing: "current", limit: 1 });
  const method = methods.data?.items[0];
  if (!method?.account_fault) return null;
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle size={18} />}>
      {t("partner.bounced", {
        hint: method.hint,
        fault: t(`payout_method.fault.${method.account_fault}`),
        partner: name,
      })}
    </Alert>
  );
}

function PartnerShown({ data }: { data: Schemas["PartnerShown"] }) {
  const { t } = useWords();
  const id = data.partner.id;
  const links = useList("/v1/links", { partner_id: id, limit: 50 });
  const codes = useList("/v1/codes", { partner_id: id, limit: 50 });
  const commissions = useList("/v1/commissions", { partner_id: id, sort: "-created_at", limit: 20 });
  return (
    <Stack>
      <Id of={id} />
      <DebtsOf id={id} name={data.partner.display_name} />
      <MethodBounced id={id} name={data.partner.display_name} />
      <Tabs defaultValue="places" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="places">{t("programs")}</Tabs.Tab>
          <Tabs.Tab value="profile">{t("profile")}</Tabs.Tab>
          <Tabs.Tab value="links">{t("links_and_codes")}</Tabs.Tab>
          <Tabs.Tab value="commissions">{t("commissions")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="places" pt="md">
          <Stack gap="sm">
            {data.enrollments.map((one) => (
              <Card key={one.id}>
                <Group justify="space-between">
                  <Text fw={600}>{one.program.name}</Text>
                  <Status of={one.status} />
                </Group>
                <Text size="sm" c="dimmed">
                  {t("since")} <When at={one.since} />
                  {one.reason ? ` · ${one.reason}` : ""}
                </Text>
                <Recruiter of={one} />
                <Group mt="xs">
                  <Steps enrollment={one} />
                </Group>
              </Card>
            ))}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="profile" pt="md">
          <Profile partner={data.partner} />
        </Tabs.Panel>
        <Tabs.Panel value="links" pt="md">
          <Stack gap={6}>
            {links.data?.items.map((one) => (
              <Group key={one.id} gap={4}>
                <Link to="/links/$id" params={{ id: one.id }}>
                  {one.url}
                </Link>
                <CopyValue value={one.url} label={t("copy_link")} />
              </Group>
            ))}
            {codes.data?.items.map((one) => (
              <Group key={one.id} gap={4}>
                <span className="hg-id">{one.code}</span>
                <CopyValue value={one.code} />
              </Group>
            ))}
            {links.data?.items.length === 0 && codes.data?.items.length === 0 && (
              <Text c="dimmed">{t("links.none")}</Text>
            )}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="commissions" pt="md">
          <Table
            small
            name={t("commissions")}
            items={commissions.data?.items ?? []}
            idOf={(one) => one.id}
            columns={[
              { title: t("occurred"), render: (one) => <Occurred of={one} /> },
              { title: t("status"), render: (one) => <Status of={one.state} /> },
              { title: t("amount"), number: true, render: (one) => <Amount of={one.amount} /> },
            ]}
          />
          {commissions.data?.items.length === 0 && <Text c="dimmed">{t("commissions.none")}</Text>}
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Profile({ partner }: { partner: Schemas["Partner"] }) {
  const { t } = useWords();
  const [given, setGiven] = useState({
    display_name: partner.display_name,
    email: partner.email ?? "",
    company: partner.company ?? "",
    website: partner.website ?? "",
    notes: partner.notes ?? "",
  });
  const save = useAction(async () => {
    const { display_name, ...optional } = given;
    const body = {
      display_name,
      ...Object.fromEntries(Object.entries(optional).map(([name, value]) => [name, value.trim() || null])),
    };
    await api.PATCH("/v1/partners/{id}", { params: { path: { id: partner.id } }, body });
  }, t("saved"));
  const change = (changed: Partial<typeof given>) => setGiven({ ...given, ...changed });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.go();
      }}
    >
      <Stack gap="sm">
        <ProfileFields
          of={given}
          name={t("partner.name")}
          email={
            <TextInput
              label={t("email")}
              type="email"
              value={given.email}
              onChange={(event) => change({ email: event.currentTarget.value })}
              error={save.wrong("email")}
            />
          }
          change={change}
          wrong={save.wrong}
        />
        <Textarea
          label={t("notes")}
          description={t("notes.hint")}
          autosize
          minRows={3}
          value={given.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
          error={save.wrong("notes")}
        />
        <Refusal of={save} fields={Object.keys(given)} />
        <Button type="submit" variant="default" loading={save.busy} style={{ alignSelf: "flex-start" }}>
          {t("save")}
        </Button>
      </Stack>
    </form>
  );
}
