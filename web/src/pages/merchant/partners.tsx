// Partners: who takes part and who asks to; one partner's profile, notes and places in programs.
import {
  Button,
  Group,
  Menu,
  Modal,
  Select,
  Stack,
  Switch,
  Tabs,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, Problem, type Schemas } from "../../api/client";
import { useList, usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ListView, useFilters } from "../../ui/list";
import { usePartnerNames, useProgramFilter, useProgramNames } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Amount, CopyValue, Id, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";
import { Recruiter } from "./recruiter";

type Step = Schemas["MerchantStep"];
const STATUSES = ["applied", "invited", "approved", "rejected", "suspended", "banned", "left"] as const;
/** Which steps each state allows; the server decides, this only offers. */
const STEPS: Record<string, Step[]> = {
  applied: ["approve", "reject"],
  invited: ["invite", "reject"],
  approved: ["suspend", "ban"],
  rejected: ["approve", "invite"],
  suspended: ["reinstate", "ban"],
  banned: ["reinstate"],
  left: ["invite"],
};
const WITH_REASON: Step[] = ["reject", "suspend", "ban"];

export function Partners() {
  const { t } = useWords();
  const { search } = useFilters();
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const programFilter = useProgramFilter();
  const programName = useProgramNames();
  const asked = useList("/v1/enrolments", {
    sort: search.sort ?? "-created_at",
    status: search.status,
    program_id: search.program_id,
    limit: 50,
  });
  const name = usePartnerNames(asked.data?.items.map((one) => one.partner_id) ?? []);
  const groups = useList("/v1/groups", { limit: 200 }).data?.items ?? [];
  return (
    <Page
      title={t("partners")}
      purpose={t("partners.purpose")}
      actions={<Button onClick={() => setAdding(true)}>{t("partner.add")}</Button>}
    >
      <ListView
        path="/v1/enrolments"
        sort="-created_at"
        filters={[
          {
            name: "status",
            label: t("status"),
            options: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          ...programFilter,
        ]}
        columns={[
          {
            title: t("partner"),
            render: (it) => (
              <Link
                to="/partners/$id"
                params={{ id: it.partner_id }}
                search={((before: object) => before) as never}
              >
                {name(it.partner_id)}
              </Link>
            ),
          },
          { title: t("program"), render: (it) => programName(it.program_id) },
          ...(groups.length > 1
            ? [
                {
                  title: t("noun.group"),
                  render: (it: Schemas["Enrolment"]) =>
                    groups.find((group) => group.id === it.group_id)?.name ?? "–",
                },
              ]
            : []),
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("since"), sort: "since", render: (it) => <When at={it.since} /> },
          { title: t("joined"), sort: "created_at", render: (it) => <When at={it.created_at} plain /> },
          { title: t("action"), render: (it) => <Steps enrolment={it} /> },
        ]}
        chosen={chosen}
        onChoose={setChosen}
        bulk={<BulkSteps ids={chosen} done={() => setChosen([])} />}
        empty={
          <Empty
            title={t("partners.empty")}
            why={t("partners.empty_why")}
            next={<Button onClick={() => setAdding(true)}>{t("partner.add")}</Button>}
          />
        }
      />
      <AddPartner opened={adding} close={() => setAdding(false)} />
      <Outlet />
    </Page>
  );
}

async function step(kind: Step, ids: string[], reason?: string) {
  const { items } = await good(
    api.POST("/v1/enrolments/steps", {
      body: { step: kind, enrolment_ids: ids, ...(reason ? { reason } : {}) },
    }),
  );
  return items;
}

/** What was refused of several, and why; a single one's refusal is thrown as its own. */
function useRefused() {
  const { t } = useWords();
  return (items: Schemas["Outcomes_Enrolment"]["items"]) => {
    const problems = items.flatMap((one) => (one.problem ? [one.problem] : []));
    const [first] = problems;
    if (!first) return;
    if (items.length === 1) throw new Problem(first.status, first);
    notifications.show({
      color: "red",
      autoClose: false,
      message: t("refused", { count: problems.length, why: first.expected ?? first.detail ?? first.title }),
    });
  };
}

function Steps({ enrolment }: { enrolment: Schemas["Enrolment"] }) {
  const { t } = useWords();
  const [asking, setAsking] = useState<Step | null>(null);
  const refused = useRefused();
  const take = useAction(
    async (kind: Step, reason?: string) => refused(await step(kind, [enrolment.id], reason)),
    t("saved"),
  );
  const offers = STEPS[enrolment.status] ?? [];
  const choose = (kind: Step) => (WITH_REASON.includes(kind) ? setAsking(kind) : take.go(kind));
  // What takes something away is never one click away.
  const first = offers.find((kind) => !WITH_REASON.includes(kind));
  const rest = offers.filter((kind) => kind !== first);
  return (
    <Group gap={4} wrap="nowrap">
      {first && (
        <Button
          size="compact-xs"
          variant={first === "approve" ? "filled" : "default"}
          loading={take.busy}
          onClick={() => choose(first)}
        >
          {t(`step.${first}`)}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="compact-xs" variant="default" aria-label={t("more")}>
              <IconDots size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((kind) => (
              <Menu.Item key={kind} onClick={() => choose(kind)}>
                {t(`step.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <AskReason
        kind={asking}
        close={() => setAsking(null)}
        go={(kind, reason) => take.go(kind, reason)}
        busy={take.busy}
      />
      {take.text && (
        <Text size="xs" c="red">
          {take.text}
        </Text>
      )}
    </Group>
  );
}

function AskReason({
  kind,
  close,
  go,
  busy,
}: {
  kind: Step | null;
  close: () => void;
  go: (kind: Step, reason: string) => Promise<boolean>;
  busy: boolean;
}) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  return (
    <Modal
      opened={kind !== null}
      onClose={close}
      title={kind ? t(`step.${kind}`) : ""}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (kind && (await go(kind, reason))) close();
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={t("reason")}
            description={t("reason.hint")}
            required
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {kind ? t(`step.${kind}`) : ""}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function BulkSteps({ ids, done }: { ids: string[]; done: () => void }) {
  const { t } = useWords();
  const [asking, setAsking] = useState<Step | null>(null);
  const refused = useRefused();
  const groups = useList("/v1/groups", { limit: 200 }).data?.items ?? [];
  const programName = useProgramNames();
  const take = useAction(async (kind: Step, reason?: string) => {
    refused(await step(kind, ids, reason));
    done();
  });
  const move = useAction(async (group: string) => {
    const body = { enrolment_ids: ids, group_id: group };
    refused((await good(api.POST("/v1/enrolments/moves", { body }))).items);
    done();
  });
  return (
    <Group gap="xs">
      <Text size="sm">{t("chosen", { count: ids.length })}</Text>
      <Button size="xs" loading={take.busy} onClick={() => take.go("approve")}>
        {t("step.approve")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsking("reject")}>
        {t("step.reject")}
      </Button>
      {groups.length > 1 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="default" loading={move.busy}>
              {t("group.move")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {groups.map((group) => (
              <Menu.Item key={group.id} onClick={() => move.go(group.id)}>
                {group.name} · {programName(group.program_id)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <AskReason
        kind={asking}
        close={() => setAsking(null)}
        go={(kind, reason) => take.go(kind, reason)}
        busy={take.busy}
      />
      {[take, move].map(
        (one, place) =>
          one.text && (
            // biome-ignore lint/suspicious/noArrayIndexKey: there are always these two
            <Text key={place} size="xs" c="red">
              {one.text}
            </Text>
          ),
      )}
    </Group>
  );
}

function AddPartner({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useWords();
  const programs = usePrograms().data?.items ?? [];
  const [given, setGiven] = useState({ program: "", name: "", email: "", invite: true });
  const program = given.program || programs[0]?.id || "";
  const add = useAction(async () => {
    const email = given.email ? { email: given.email } : {};
    await api.POST("/v1/partners", {
      body: {
        program_id: program,
        display_name: given.name,
        invite: given.invite && Boolean(given.email),
        ...email,
      },
    });
    setGiven({ program: "", name: "", email: "", invite: true });
    close();
  }, t("saved"));
  const address = `${window.location.origin}/join/${program}`;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("partner.add")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.go();
        }}
      >
        <Stack gap="sm">
          {programs.length > 1 && (
            <Select
              label={t("program")}
              data={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program}
              allowDeselect={false}
              onChange={(value) => setGiven({ ...given, program: value ?? "" })}
            />
          )}
          <TextInput
            label={t("partner.name")}
            required
            value={given.name}
            onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
            error={add.wrong("display_name")}
            data-autofocus
          />
          <TextInput
            label={t("email")}
            type="email"
            required={given.invite}
            value={given.email}
            onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
            error={add.wrong("email")}
          />
          <Switch
            label={t("partner.invite")}
            description={t("partner.invite_hint")}
            checked={given.invite}
            onChange={(event) => setGiven({ ...given, invite: event.currentTarget.checked })}
          />
          <Refusal of={add} fields={["display_name", "email"]} />
          <Button type="submit" loading={add.busy}>
            {t("partner.add")}
          </Button>
          {program && (
            <Text size="sm" c="dimmed" component="div">
              {t("partner.public_page")} <a href={address}>{address}</a> <CopyValue value={address} />
            </Text>
          )}
        </Stack>
      </form>
    </Modal>
  );
}

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

function PartnerShown({ data }: { data: Schemas["PartnerShown"] }) {
  const { t } = useWords();
  const programName = useProgramNames();
  const id = data.partner.id;
  const links = useList("/v1/links", { partner_id: id, limit: 50 });
  const codes = useList("/v1/codes", { partner_id: id, limit: 50 });
  const commissions = useList("/v1/commissions", { partner_id: id, sort: "-created_at", limit: 20 });
  return (
    <Stack>
      <Id of={id} />
      <Tabs defaultValue="places" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="places">{t("programs")}</Tabs.Tab>
          <Tabs.Tab value="profile">{t("profile")}</Tabs.Tab>
          <Tabs.Tab value="links">{t("links_and_codes")}</Tabs.Tab>
          <Tabs.Tab value="commissions">{t("commissions")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="places" pt="md">
          <Stack gap="sm">
            {data.enrolments.map((one) => (
              <Card key={one.id}>
                <Group justify="space-between">
                  <Text fw={600}>{programName(one.program_id)}</Text>
                  <Status of={one.status} />
                </Group>
                <Text size="sm" c="dimmed">
                  {t("since")} <When at={one.since} />
                  {one.reason ? ` · ${one.reason}` : ""}
                </Text>
                <Recruiter of={one} />
                <Group mt="xs">
                  <Steps enrolment={one} />
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
              { title: t("occurred"), render: (one) => <When at={one.occurred_at} /> },
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
  const set = (name: keyof typeof given) => (event: { currentTarget: { value: string } }) =>
    setGiven({ ...given, [name]: event.currentTarget.value });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.go();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("partner.name")}
          required
          value={given.display_name}
          onChange={set("display_name")}
          error={save.wrong("display_name")}
        />
        <TextInput
          label={t("email")}
          type="email"
          value={given.email}
          onChange={set("email")}
          error={save.wrong("email")}
        />
        <TextInput
          label={t("company")}
          value={given.company}
          onChange={set("company")}
          error={save.wrong("company")}
        />
        <TextInput
          label={t("website")}
          value={given.website}
          onChange={set("website")}
          error={save.wrong("website")}
        />
        <Textarea
          label={t("notes")}
          description={t("notes.hint")}
          autosize
          minRows={3}
          value={given.notes}
          onChange={set("notes")}
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
