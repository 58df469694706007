// API keys: made, rotated, revoked; each shown once.
import {
  Alert,
  Button,
  Code,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Confirm } from "../../ui/dialog";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { CopyValue, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";

const RESOURCES = [
  "*",
  "events",
  "programs",
  "partners",
  "links",
  "clicks",
  "customers",
  "conversions",
  "commissions",
  "statements",
  "facts",
];
const SCOPES = RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`]).filter(
  (scope) => !["clicks:write", "conversions:write", "facts:write", "events:read"].includes(scope),
);
const OVERLAP_HOURS = 24;

export function Keys() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Schemas["ListedKey"] | null>(null);
  const keys = useQuery({ queryKey: ["keys"], queryFn: () => good(api.GET("/v1/keys")) });
  const rotate = useAction(async (id: string) => {
    setShown(
      (
        await good(
          api.POST("/v1/keys/{id}/rotate", {
            params: { path: { id } },
            body: { overlap_hours: OVERLAP_HOURS },
          }),
        )
      ).text,
    );
  });
  const revoke = useAction(
    (id: string) => api.DELETE("/v1/keys/{id}", { params: { path: { id } } }),
    t("saved"),
  );
  const state = (key: Schemas["Key"]) =>
    key.revoked_at
      ? "revoked"
      : key.expires_at && new Date(key.expires_at) < new Date()
        ? "expired"
        : key.mode;
  return (
    <Page
      title={t("keys")}
      purpose={t("keys.purpose")}
      actions={<Button onClick={() => setMaking(true)}>{t("key.make")}</Button>}
    >
      <Refusal of={rotate} />
      <Confirm
        title={revoking && t("key.revoke", { name: revoking.name })}
        close={() => setRevoking(null)}
        go={async () => revoking !== null && revoke.go(revoking.id)}
        busy={revoke.busy}
      >
        <span className="hg-id">{revoking?.hint}…</span>
        <Text size="sm">{t("key.revoke_text")}</Text>
        <Refusal of={revoke} />
      </Confirm>
      <Card padded={false}>
        <Answered of={keys} rows={3}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty title={t("keys.empty")} why={t("keys.empty_why")} />
            ) : (
              <Table
                name={t("keys")}
                items={data.items}
                idOf={(key) => key.id}
                columns={[
                  { title: t("name"), render: (key) => key.name },
                  { title: t("key"), render: (key) => <span className="hg-id">{key.hint}…</span> },
                  { title: t("kind"), render: (key) => t(`key.${key.kind}`) },
                  { title: t("scopes"), render: (key) => key.scopes.join(", ") || "–" },
                  {
                    title: t("created_by"),
                    render: (key) => (
                      <>
                        {key.created_by_name ?? "–"}
                        {key.is_creator_removed && !key.revoked_at && (
                          <Text size="xs" c="var(--mantine-color-error)">
                            {t("key.creator_removed")}
                          </Text>
                        )}
                      </>
                    ),
                  },
                  { title: t("last_used"), render: (key) => <When at={key.used_at} /> },
                  { title: t("status"), render: (key) => <Status of={state(key)} /> },
                  {
                    title: t("action"),
                    render: (key) =>
                      key.revoked_at ? (
                        "–"
                      ) : (
                        <Group gap={4} wrap="nowrap">
                          <Button size="compact-xs" variant="default" onClick={() => rotate.go(key.id)}>
                            {t("rotate")}
                          </Button>
                          <Button size="compact-xs" variant="default" onClick={() => setRevoking(key)}>
                            {t("revoke")}
                          </Button>
                        </Group>
                      ),
                  },
                ]}
              />
            )
          }
        </Answered>
      </Card>
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("key.make")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <MakeKey
          done={(text) => {
            setMaking(false);
            setShown(text);
          }}
        />
      </Modal>
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={t("key.once")}
        size="lg"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Alert color="yellow" variant="outline" mb="sm">
          {t("key.once_text")}
        </Alert>
        <Group wrap="nowrap">
          <Code block style={{ flex: 1, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
            {shown}
          </Code>
          <CopyValue value={shown ?? ""} />
        </Group>
      </Modal>
    </Page>
  );
}

function MakeKey({ done }: { done: (text: string) => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState({
    name: "",
    kind: "secret" as Schemas["KeyKind"],
    scopes: ["events:write"],
  });
  const make = useAction(async () => {
    const scopes = given.kind === "secret" ? { scopes: given.scopes } : {};
    done(
      (await good(api.POST("/v1/keys", { body: { name: given.name, kind: given.kind, ...scopes } }))).text,
    );
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.go();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("name")}
          required
          value={given.name}
          onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
          error={make.wrong("name")}
          data-autofocus
        />
        <Select
          label={t("kind")}
          allowDeselect={false}
          data={(["secret", "publishable"] as const).map((value) => ({ value, label: t(`key.${value}`) }))}
          value={given.kind}
          onChange={(kind) => setGiven({ ...given, kind: (kind ?? "secret") as "secret" })}
        />
        <Text size="sm" c="dimmed">
          {t(given.kind === "secret" ? "key.secret_text" : "key.publishable_text")}
        </Text>
        {given.kind === "secret" && (
          <MultiSelect
            label={t("scopes")}
            searchable
            data={SCOPES}
            value={given.scopes}
            onChange={(scopes) => setGiven({ ...given, scopes })}
            error={make.wrong("scopes")}
          />
        )}
        <Refusal of={make} fields={["name", "scopes"]} />
        <Button type="submit" loading={make.busy}>
          {t("key.make")}
        </Button>
      </Stack>
    </form>
  );
}
