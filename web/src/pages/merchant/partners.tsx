// Partners: applications and everybody who takes part; one by one or many.
import { Button, Group, Menu, Modal, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList, usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { useProgramFilter } from "../../ui/named";
import { Empty, Page } from "../../ui/page";
import { CopyValue, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { AskForStep, STATUSES, type Step, Steps, step, useRefused } from "./partner-steps";

export function Partners() {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const programFilter = useProgramFilter();
  const groups = useList("/v1/groups", { limit: 200 }).data?.items ?? [];
  return (
    <Page
      title={t("partners")}
      purpose={t("partners.purpose")}
      actions={<Button onClick={() => setAdding(true)}>{t("partner.add")}</Button>}
    >
      <ListView
        path="/v1/enrollments"
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
                params={{ id: it.partner.id }}
                search={((before: object) => before) as never}
              >
                {it.partner.name}
              </Link>
            ),
          },
          { title: t("program"), render: (it) => it.program.name },
          ...(groups.length > 1
            ? [
                {
                  title: t("noun.group"),
                  render: (it: Schemas["Enrollment"]) =>
                    groups.find((group) => group.id === it.group_id)?.name ?? "–",
                },
              ]
            : []),
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("since"), sort: "since", render: (it) => <When at={it.since} /> },
          { title: t("joined"), sort: "created_at", render: (it) => <When at={it.created_at} plain /> },
          { title: t("action"), render: (it) => <Steps enrollment={it} /> },
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

function BulkSteps({ ids, done }: { ids: string[]; done: () => void }) {
  const { t } = useWords();
  const [asking, setAsking] = useState<Step | null>(null);
  const refused = useRefused();
  const groups = useList("/v1/groups", { limit: 200 }).data?.items ?? [];
  const take = useAction(async (kind: Step, reason?: string) => {
    refused(await step(kind, ids, reason));
    done();
  });
  const move = useAction(async (group: string) => {
    const body = { enrollment_ids: ids, group_id: group };
    refused((await good(api.POST("/v1/enrollments/moves", { body }))).items);
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
                {group.name} · {group.program.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <AskForStep kind={asking} close={() => setAsking(null)} go={take.go} busy={take.busy} />
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
