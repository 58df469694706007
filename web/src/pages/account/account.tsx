// One's own account: name, password, second factor, open sessions, language.
import { Button, Code, Group, Modal, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { renderSVG } from "uqr";
import { api, good } from "../../api/client";
import { queries, useSession } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { Answered, Card, Page } from "../../ui/page";
import { CopyValue, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { LANGUAGES, type Language, useWords } from "../../words/words";

export function Account() {
  const { t, language, change } = useWords();
  return (
    <Page title={t("account")}>
      <Name />
      <Password />
      <SecondFactor />
      <Sessions />
      <Card title={t("language")}>
        <Select
          aria-label={t("language")}
          maw={260}
          allowDeselect={false}
          data={LANGUAGES}
          value={language}
          onChange={(next) => change((next ?? "en") as Language)}
        />
      </Card>
    </Page>
  );
}

function Name() {
  const { t } = useWords();
  const session = useSession();
  const [name, setName] = useState<string | null>(null);
  const save = useAction(async () => {
    await api.PATCH("/v1/account", { body: { name: name ?? "" } });
    await queries.invalidateQueries({ queryKey: ["session"] });
  }, t("saved"));
  return (
    <Card title={t("your_name")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Group align="flex-end">
          <TextInput
            aria-label={t("your_name")}
            description={session.data?.user.email}
            w={320}
            value={name ?? session.data?.user.name ?? ""}
            onChange={(event) => setName(event.currentTarget.value)}
            error={save.wrong("name")}
          />
          <Button type="submit" variant="default" loading={save.busy} disabled={name === null}>
            {t("save")}
          </Button>
        </Group>
        <Refusal of={save} fields={["name"]} />
      </form>
    </Card>
  );
}

function Password() {
  const { t } = useWords();
  const has = useSession().data?.user.has_password;
  const [given, setGiven] = useState({ current: "", next: "" });
  const save = useAction(async () => {
    const current = has ? { current_password: given.current } : {};
    await api.PUT("/v1/account/password", { body: { password: given.next, ...current } });
    setGiven({ current: "", next: "" });
  }, t("password.changed"));
  return (
    <Card title={t("password")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Stack gap="sm" maw={420}>
          <Text size="sm" c="dimmed">
            {t("password.ends_others")}
          </Text>
          {has && (
            <PasswordInput
              label={t("password.current")}
              autoComplete="current-password"
              required
              value={given.current}
              onChange={(event) => setGiven({ ...given, current: event.currentTarget.value })}
            />
          )}
          <PasswordInput
            label={t("new_password")}
            description={t("password_hint")}
            autoComplete="new-password"
            required
            value={given.next}
            onChange={(event) => setGiven({ ...given, next: event.currentTarget.value })}
            error={save.wrong("password")}
          />
          <Refusal of={save} fields={["password"]} />
          <Button type="submit" variant="default" loading={save.busy} style={{ alignSelf: "flex-start" }}>
            {t("password.change")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function SecondFactor() {
  const { t } = useWords();
  const user = useSession().data?.user;
  const [secret, setSecret] = useState<{ secret: string; url: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [given, setGiven] = useState({ password: "", code: "" });
  const current = user?.has_password ? { current_password: given.password } : {};
  const refresh = () => queries.invalidateQueries({ queryKey: ["session"] });
  const begin = useAction(async () =>
    setSecret(await good(api.POST("/v1/account/second-factor", { body: current }))),
  );
  const confirm = useAction(async () => {
    setCodes(
      (await good(api.POST("/v1/account/second-factor/confirm", { body: { code: given.code } })))
        .recovery_codes,
    );
    setSecret(null);
    await refresh();
  });
  const remove = useAction(async () => {
    await api.POST("/v1/account/second-factor/remove", { body: { code: given.code, ...current } });
    await refresh();
  }, t("second_factor.removed"));
  return (
    <Card title={t("second_factor")}>
      <Stack gap="sm" maw={420}>
        <Text size="sm" c="dimmed">
          {t(user?.has_second_factor ? "second_factor.on" : "second_factor.off")}
        </Text>
        {user?.has_password && !secret && (
          <PasswordInput
            label={t("password.current")}
            autoComplete="current-password"
            value={given.password}
            onChange={(event) => setGiven({ ...given, password: event.currentTarget.value })}
          />
        )}
        {user?.has_second_factor ? (
          <>
            <TextInput
              label={t("second_factor.code")}
              inputMode="numeric"
              value={given.code}
              onChange={(event) => setGiven({ ...given, code: event.currentTarget.value })}
            />
            <Refusal of={remove} />
            <Button
              variant="default"
              loading={remove.busy}
              onClick={() => remove.go()}
              style={{ alignSelf: "flex-start" }}
            >
              {t("second_factor.remove")}
            </Button>
          </>
        ) : secret ? (
          <>
            <Text size="sm">{t("second_factor.scan")}</Text>
            <div style={{ background: "#fff", padding: 8, borderRadius: 8, width: 196 }}>
              <img
                alt={t("second_factor.qr")}
                width={180}
                height={180}
                src={`data:image/svg+xml,${encodeURIComponent(renderSVG(secret.url))}`}
              />
            </div>
            <Group gap={4}>
              <Code>{secret.secret}</Code>
              <CopyValue value={secret.secret} />
            </Group>
            <TextInput
              label={t("second_factor.code")}
              inputMode="numeric"
              value={given.code}
              onChange={(event) => setGiven({ ...given, code: event.currentTarget.value })}
            />
            <Refusal of={confirm} />
            <Button loading={confirm.busy} onClick={() => confirm.go()} style={{ alignSelf: "flex-start" }}>
              {t("second_factor.confirm")}
            </Button>
          </>
        ) : (
          <>
            <Refusal of={begin} />
            <Button
              variant="default"
              loading={begin.busy}
              onClick={() => begin.go()}
              style={{ alignSelf: "flex-start" }}
            >
              {t("second_factor.begin")}
            </Button>
          </>
        )}
      </Stack>
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        title={t("second_factor.recovery")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Text size="sm" mb="sm">
          {t("second_factor.recovery_text")}
        </Text>
        <Code block>{codes?.join("\n")}</Code>
        <Group mt="sm">
          <CopyValue value={codes?.join("\n") ?? ""} />
        </Group>
      </Modal>
    </Card>
  );
}

function Sessions() {
  const { t } = useWords();
  const sessions = useQuery({ queryKey: ["sessions"], queryFn: () => good(api.GET("/v1/account/sessions")) });
  const end = useAction(
    (id: string) => api.DELETE("/v1/account/sessions/{id}", { params: { path: { id } } }),
    t("sessions.ended"),
  );
  return (
    <Card title={t("sessions")} padded={false}>
      <Answered of={sessions} rows={2}>
        {(data) => (
          <Table
            name={t("sessions")}
            items={data.items}
            idOf={(one) => one.id}
            columns={[
              { title: t("sessions.browser"), render: (one) => one.agent ?? "–" },
              { title: t("address"), render: (one) => one.address ?? "–" },
              { title: t("sessions.begun"), render: (one) => <When at={one.created_at} /> },
              {
                title: t("action"),
                render: (one) =>
                  one.is_own ? (
                    <Text size="sm" c="dimmed">
                      {t("sessions.this")}
                    </Text>
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => end.go(one.id)}>
                      {t("sessions.end")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Answered>
    </Card>
  );
}
