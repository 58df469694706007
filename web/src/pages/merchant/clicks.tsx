// Clicks, as they were and as they come.
import { Group, Switch, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { useList, useNamed } from "../../api/queries";
import { ListView, useFilters } from "../../ui/list";
import { useLiveClicks } from "../../ui/live";
import { useProgramFilter } from "../../ui/named";
import { Card, Empty, Page } from "../../ui/page";
import { Status, When } from "../../ui/said";
import { useWords } from "../../words/words";

const VERDICTS = [
  "person",
  "repeat",
  "bot_crawler",
  "bot_program",
  "bot_no_user_agent",
  "bot_head_request",
  "bot_not_navigation",
  "bot_preview",
  "bot_prefetch",
] as const;

export function Clicks() {
  const { t } = useWords();
  const { search } = useFilters();
  const [live, setLive] = useState(false);
  const programFilter = useProgramFilter();
  const asked = useList("/v1/clicks", { verdict: search.verdict, program_id: search.program_id, limit: 50 });
  const links = useNamed("/v1/links", asked.data?.items.map((one) => one.link_id) ?? []);
  const source = (it: Schemas["Click"]) =>
    it.utm_source || (it.referrer ? hostOf(it.referrer) : t("top.direct"));
  return (
    <Page
      title={t("clicks")}
      purpose={t("clicks.purpose")}
      actions={
        <Switch
          label={t("clicks.live")}
          checked={live}
          onChange={(event) => setLive(event.currentTarget.checked)}
        />
      }
    >
      {live && <Live />}
      <ListView
        path="/v1/clicks"
        filters={[
          {
            name: "verdict",
            label: t("verdict"),
            options: VERDICTS.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          ...programFilter,
        ]}
        columns={[
          { title: t("time"), render: (it) => <When at={it.at} /> },
          {
            title: t("link"),
            render: (it) => (
              <Link to="/links/$id" params={{ id: it.link_id }}>
                {links.data?.get(it.link_id)?.slug ?? it.path}
              </Link>
            ),
          },
          { title: t("verdict"), render: (it) => <Status of={it.verdict} /> },
          { title: t("source"), render: source },
          { title: t("device"), render: (it) => `${it.device} · ${it.browser}` },
        ]}
        empty={<Empty title={t("clicks.empty")} why={t("clicks.empty_why")} />}
      />
    </Page>
  );
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}

function Live() {
  const { t } = useWords();
  const { clicks, watching } = useLiveClicks();
  return (
    <Card title={t("clicks.live")}>
      <div role="log" aria-live="polite">
        {clicks.length === 0 && (
          <Text c="dimmed">{t(watching ? "clicks.waiting" : "set_up.connecting")}</Text>
        )}
        {clicks.map((click) => (
          <Group key={click.id} gap="sm">
            <When at={click.at} />
            <Status of={click.verdict} />
            <Text size="sm">
              {click.path} · {click.device} · {click.browser}
            </Text>
          </Group>
        ))}
      </div>
    </Card>
  );
}
