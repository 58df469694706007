// One simulation: how far it is, what would change for whom and why, and the way to apply it.
import { Button, Checkbox, Group, Modal, Progress, Radio, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { PartnerName } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Amount, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { money, percent } from "../../words/format";
import { useWords } from "../../words/words";
import { useRulesInWords } from "./policy";

type Simulation = Schemas["Simulation"];
type Change = Schemas["Change"];

/** How often a simulation under way is asked about. */
const ASK_EVERY_MS = 700;

const isOver = (it: Simulation) => !["waiting", "running"].includes(it.status);

/** What a simulation tries, in one line. */
export function useTried() {
  const { t } = useWords();
  const say = useRulesInWords();
  return (it: Simulation) =>
    [it.policy && say(it.policy), it.terms.length > 0 && t("what_if.other_terms")]
      .filter(Boolean)
      .join(" · ");
}

/** With its sign: more is a plus. */
export function Signed({ of }: { of: Schemas["Money"] }) {
  const { locale } = useWords();
  const text = money(of, locale);
  return (
    <span className={of.amount < 0 ? "hg-negative" : undefined}>{of.amount > 0 ? `+${text}` : text}</span>
  );
}

export function SimulationPage() {
  const { t } = useWords();
  const say = useTried();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["simulation", id],
    queryFn: () => good(api.GET("/v1/simulations/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : ASK_EVERY_MS),
  });
  return (
    <Page title={t("what_if")} purpose={shown.data ? say(shown.data) : undefined}>
      <Answered of={shown}>{(it) => <Found it={it} />}</Answered>
    </Page>
  );
}

function Found({ it }: { it: Simulation }) {
  const { t } = useWords();
  return (
    <Stack>
      <Card>
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Status of={it.applied_at ? "applied_rules" : it.status} />
            <Text size="sm" c="dimmed">
              {t("what_if.since")} <When at={it.since} plain /> ·{" "}
              {t("what_if.counted", {
                decided: it.conversions,
                changed: it.changed,
              })}
            </Text>
          </Group>
          {!isOver(it) && <Cancel it={it} />}
          {it.status === "done" && !it.applied_at && <Apply it={it} />}
        </Group>
        {!isOver(it) && (
          <Progress
            mt="sm"
            value={it.customers ? (100 * it.customers_done) / it.customers : 0}
            aria-label={t("what_if.progress", { done: it.customers_done, all: it.customers })}
            animated
          />
        )}
        {it.applied_at && (
          <Text size="sm" mt="xs">
            {t(it.applied_since ? "what_if.applied_since" : "what_if.applied_forward")}{" "}
            <When at={it.applied_at} />
          </Text>
        )}
      </Card>
      <Totals it={it} />
      <Movers it={it} />
      {isOver(it) && <Changes it={it} />}
    </Stack>
  );
}

function Totals({ it }: { it: Simulation }) {
  const { t } = useWords();
  const figures: [string, React.ReactNode][] = [
    [t("what_if.now"), <Amount key="now" of={it.total.commission_before} />],
    [t("what_if.then"), <Amount key="then" of={it.total.commission_after} />],
    [t("what_if.difference"), <Signed key="difference" of={it.total.difference} />],
    [t("what_if.changed"), it.changed],
  ];
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {figures.map(([label, value]) => (
        <div key={label} className="hg-card" style={{ padding: 16 }}>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text fz={22} fw={650} className="hg-number">
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

function Movers({ it }: { it: Simulation }) {
  const { t } = useWords();
  const greatest = Math.max(1, ...it.movers.map((one) => Math.abs(one.difference.amount)));
  if (it.movers.length === 0) {
    return isOver(it) ? (
      <Card>
        <Empty title={t("what_if.nobody")} why={t("what_if.nobody_why")} />
      </Card>
    ) : null;
  }
  return (
    <Card title={t("what_if.movers")} padded={false}>
      <Table
        name={t("what_if.movers")}
        items={it.movers}
        idOf={(one) => one.partner.id}
        columns={[
          {
            title: t("partner"),
            render: (one) => <PartnerName of={one.partner} />,
          },
          { title: t("what_if.gained"), number: true, render: (one) => one.gained },
          { title: t("what_if.lost"), number: true, render: (one) => one.lost },
          { title: t("what_if.now"), number: true, render: (one) => <Amount of={one.commission_before} /> },
          { title: t("what_if.then"), number: true, render: (one) => <Amount of={one.commission_after} /> },
          {
            title: t("what_if.difference"),
            number: true,
            render: (one) => (
              <Group gap={8} justify="flex-end" wrap="nowrap">
                <span className="hg-mover" aria-hidden="true">
                  <span
                    data-less={one.difference.amount < 0 || undefined}
                    style={{ width: `${(50 * Math.abs(one.difference.amount)) / greatest}%` }}
                  />
                </span>
                <Signed of={one.difference} />
              </Group>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Changes({ it }: { it: Simulation }) {
  const { t } = useWords();
  const [trail, setTrail] = useState<string[]>([]);
  const cursor = trail[trail.length - 1];
  const shown = useQuery({
    queryKey: ["simulation-changes", it.id, cursor],
    queryFn: () =>
      good(
        api.GET("/v1/simulations/{id}/changes", {
          params: { path: { id: it.id }, query: { limit: "20", ...(cursor ? { cursor } : {}) } },
        }),
      ) as Promise<{ items: Change[]; next_cursor: string | null }>,
  });
  if (it.kept === 0) return null;
  return (
    <Card title={t("what_if.changes")} padded={false}>
      <Answered of={shown}>
        {({ items, next_cursor }) => (
          <>
            <ul className="hg-changes">
              {items.map((change) => (
                <OneChange key={change.place} change={change} />
              ))}
            </ul>
            <Group justify="flex-end" p="sm" gap="xs">
              <Button
                size="xs"
                variant="default"
                disabled={trail.length === 0}
                onClick={() => setTrail(trail.slice(0, -1))}
              >
                {t("page_before")}
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={!next_cursor}
                onClick={() => setTrail([...trail, next_cursor ?? ""])}
              >
                {t("page_next")}
              </Button>
            </Group>
          </>
        )}
      </Answered>
    </Card>
  );
}

function OneChange({ change }: { change: Change }) {
  const { t } = useWords();
  return (
    <li>
      <Group gap={8} wrap="wrap">
        <Status of={change.kind} />
        <Link to="/conversions/$id" params={{ id: change.conversion_id }}>
          {change.conversion_external_id}
        </Link>
        {change.amount && <Amount of={change.amount} />}
        <Text size="sm" c="dimmed" component="span">
          <When at={change.occurred_at} plain />
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt={6}>
        <Parts title={t("what_if.now")} parts={change.before} />
        <Parts title={t("what_if.then")} parts={change.after} />
      </SimpleGrid>
      {change.sentences.length > 0 && (
        <details style={{ marginTop: 6 }}>
          <summary style={{ cursor: "pointer", fontSize: 13 }}>{t("journey.why")}</summary>
          <ul className="hg-prose" style={{ margin: "6px 0 0", paddingInlineStart: 18, fontSize: 13 }}>
            {change.sentences.map((sentence) => (
              <li key={sentence.text}>
                <bdi>{sentence.text}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Parts({ title, parts }: { title: string; parts: Change["before"] }) {
  const { t, locale } = useWords();
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {parts.length === 0 && <Text size="sm">{t("journey.nobody")}</Text>}
      {parts.map((part) => (
        <Text size="sm" key={part.partner.id}>
          <PartnerName of={part.partner} /> · {percent(part.millionths, locale)} ·{" "}
          <Amount of={part.commission} />
        </Text>
      ))}
    </div>
  );
}

function Cancel({ it }: { it: Simulation }) {
  const { t } = useWords();
  const cancel = useAction(() =>
    api.POST("/v1/simulations/{id}/cancel", { params: { path: { id: it.id } } }),
  );
  return (
    <Button variant="default" size="xs" loading={cancel.busy} onClick={() => cancel.go()}>
      {t("what_if.cancel")}
    </Button>
  );
}

/** Nothing is applied before its price was read and agreed to. */
function Apply({ it }: { it: Simulation }) {
  const { t, locale } = useWords();
  const [open, setOpen] = useState(false);
  const [how, setHow] = useState<"forward" | "from_date">("forward");
  const [agreed, setAgreed] = useState(false);
  const apply = useAction(async () => {
    await api.POST("/v1/simulations/{id}/apply", {
      params: { path: { id: it.id } },
      body: { application: how, difference: it.total.difference },
    });
    setOpen(false);
  }, t("what_if.applied"));
  const difference = money(it.total.difference, locale);
  return (
    <>
      <Button size="xs" onClick={() => setOpen(true)}>
        {t("what_if.apply")}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("what_if.apply")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            apply.go();
          }}
        >
          <Stack gap="sm">
            <Radio.Group
              label={t("what_if.how")}
              value={how}
              onChange={(value) => {
                setHow(value as "forward");
                setAgreed(false);
              }}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="forward" label={t("what_if.forward")} description={t("what_if.forward_hint")} />
                <Radio
                  value="from_date"
                  label={t("what_if.from_date")}
                  description={t("what_if.from_date_hint")}
                />
              </Stack>
            </Radio.Group>
            <Checkbox
              required
              label={t(how === "forward" ? "what_if.agree_forward" : "what_if.agree_from_date", {
                difference,
              })}
              checked={agreed}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
            <Refusal of={apply} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpen(false)}>
                {t("cancel")}
              </Button>
              <Button type="submit" disabled={!agreed} loading={apply.busy}>
                {t("what_if.apply")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
