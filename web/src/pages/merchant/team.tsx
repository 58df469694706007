// The team: who may do what, and who is invited.
import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Confirm } from "../../ui/dialog";
import { Answered, Card, Page } from "../../ui/page";
import { Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";

const ROLES = ["owner", "manager", "finance", "analyst"] as const;
type Role = Schemas["Role"];

export function Team() {
  const { t } = useWords();
  const [inviting, setInviting] = useState(false);
  const team = useQuery({ queryKey: ["team"], queryFn: () => good(api.GET("/v1/team")) });
  const invitations = useQuery({
    queryKey: ["invitations"],
    queryFn: () => good(api.GET("/v1/invitations")),
  });
  const change = useAction(
    (id: string, role: Role) => api.PATCH("/v1/team/{id}", { params: { path: { id } }, body: { role } }),
    t("saved"),
  );
  const [left, setLeft] = useState<Schemas["ListedKey"][]>([]);
  const [removing, setRemoving] = useState<Schemas["Member"] | null>(null);
  const remove = useAction(async (id: string) => {
    setLeft((await good(api.DELETE("/v1/team/{id}", { params: { path: { id } } }))).keys);
  }, t("saved"));
  const revoke = useAction(
    (id: string) => api.DELETE("/v1/invitations/{id}", { params: { path: { id } } }),
    t("saved"),
  );
  const roles = ROLES.map((value) => ({ value, label: t(`role.${value}`) }));
  return (
    <Page
      title={t("team")}
      purpose={t("team.purpose")}
      actions={<Button onClick={() => setInviting(true)}>{t("team.invite")}</Button>}
    >
      <Refusal of={change} />
      <Refusal of={revoke} />
      {left.length > 0 && (
        <Alert color="yellow" role="status" title={t("team.keys_left", { count: left.length })}>
          <Stack gap={4}>
            <Text size="sm">{t("team.keys_left_text")}</Text>
            {left.map((key) => (
              <Text key={key.id} size="sm">
                {key.name} <span className="hg-id">{key.hint}…</span>
              </Text>
            ))}
            <Link to="/keys">{t("team.keys_left_go")}</Link>
          </Stack>
        </Alert>
      )}
      <Confirm
        title={removing && t("team.remove", { name: removing.user.name ?? removing.user.email ?? "" })}
        close={() => setRemoving(null)}
        go={async () => removing !== null && remove.go(removing.seat.id)}
        busy={remove.busy}
      >
        <Text size="sm">{t("team.remove_text")}</Text>
        <Refusal of={remove} />
      </Confirm>
      <Card padded={false}>
        <Answered of={team} rows={3}>
          {(data) => (
            <Table
              name={t("team")}
              items={data.items.filter((one) => !one.seat.ended_at)}
              idOf={({ seat }) => seat.id}
              columns={[
                { title: t("name"), render: ({ user }) => user.name ?? "–" },
                { title: t("email"), render: ({ user }) => user.email ?? "–" },
                {
                  title: t("role"),
                  render: ({ seat, user }) =>
                    seat.partner ? (
                      t("role.partner")
                    ) : (
                      <Select
                        size="xs"
                        w={140}
                        aria-label={t("role.of", { name: user.name ?? "" })}
                        allowDeselect={false}
                        data={roles}
                        value={seat.role}
                        onChange={(role) => role && change.go(seat.id, role as Role)}
                      />
                    ),
                },
                { title: t("since"), render: ({ seat }) => <When at={seat.created_at} plain /> },
                {
                  title: t("action"),
                  render: (member) => (
                    <Button size="compact-xs" variant="default" onClick={() => setRemoving(member)}>
                      {t("remove")}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Answered>
      </Card>
      {Boolean(invitations.data?.items.length) && (
        <Card title={t("invitations")} padded={false}>
          <Table
            name={t("invitations")}
            items={invitations.data?.items ?? []}
            idOf={(one) => one.id}
            columns={[
              { title: t("email"), render: (one) => one.email ?? "–" },
              { title: t("role"), render: (one) => t(`role.${one.role}`) },
              { title: t("status"), render: (one) => <Status of={one.status} /> },
              { title: t("expires"), render: (one) => <When at={one.expires_at} /> },
              {
                title: t("action"),
                render: (one) =>
                  one.status === "pending" ? (
                    <Button size="compact-xs" variant="default" onClick={() => revoke.go(one.id)}>
                      {t("revoke")}
                    </Button>
                  ) : (
                    "–"
                  ),
              },
            ]}
          />
        </Card>
      )}
      <Card title={t("roles")}>
        <Stack gap={4}>
          {ROLES.map((role) => (
            <Text key={role} size="sm">
              <b>{t(`role.${role}`)}</b> – {t(`role.${role}.may`)}
            </Text>
          ))}
        </Stack>
      </Card>
      <Modal
        opened={inviting}
        onClose={() => setInviting(false)}
        title={t("team.invite")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Invite done={() => setInviting(false)} roles={roles} />
      </Modal>
    </Page>
  );
}

function Invite({ done, roles }: { done: () => void; roles: { value: string; label: string }[] }) {
  const { t } = useWords();
  const [given, setGiven] = useState({ email: "", role: "manager" });
  const invite = useAction(async () => {
    await api.POST("/v1/invitations", { body: { email: given.email, role: given.role as Role } });
    done();
  }, t("team.invited"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.go();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("email")}
          type="email"
          required
          value={given.email}
          onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
          error={invite.wrong("email")}
          data-autofocus
        />
        <Select
          label={t("role")}
          allowDeselect={false}
          data={roles}
          value={given.role}
          onChange={(role) => setGiven({ ...given, role: role ?? "manager" })}
        />
        <Refusal of={invite} fields={["email"]} />
        <Group justify="flex-end">
          <Button type="submit" loading={invite.busy}>
            {t("team.invite")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
