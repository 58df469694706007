// What-if: the list of what was tried, and the form that tries other rules on history.
import { Button, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { PercentField } from "../../ui/fields";
import { ListView } from "../../ui/list";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Status, When } from "../../ui/said";
import { millionthsOf } from "../../words/format";
import { useWords } from "../../words/words";
import { FIELDS, PolicyFields, type Rules, rulesOf } from "./policy";
import { Signed, useTried } from "./simulation";

export function Simulations() {
  const { t } = useWords();
  const say = useTried();
  const button = (
    <Button component={Link} to="/what-if/new">
      {t("what_if.try")}
    </Button>
  );
  return (
    <Page title={t("what_if")} purpose={t("what_if.purpose")} actions={button}>
      <ListView
        path="/v1/simulations"
        sort="-created_at"
        csv={false}
        columns={[
          {
            title: t("what_if.tried"),
            render: (it) => (
              <Link to="/what-if/$id" params={{ id: it.id }}>
                {say(it)}
              </Link>
            ),
          },
          { title: t("program"), render: (it) => it.program.name },
          { title: t("status"), render: (it) => <Status of={it.applied_at ? "applied_rules" : it.status} /> },
          { title: t("what_if.since"), render: (it) => <When at={it.since} plain /> },
          {
            title: t("what_if.difference"),
            number: true,
            render: (it) => <Signed of={it.total.difference} />,
          },
          { title: t("created"), sort: "created_at", render: (it) => <When at={it.created_at} /> },
        ]}
        empty={<Empty title={t("what_if.empty")} why={t("what_if.empty_why")} next={button} />}
      />
    </Page>
  );
}

/** `2026-11-22` of so many days ago. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

export function NewSimulation() {
  const { t } = useWords();
  const navigate = useNavigate();
  const programs = usePrograms().data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const program = chosen ?? programs[0]?.id ?? "";
  const shown = useQuery({
    queryKey: ["program", program],
    enabled: program !== "",
    queryFn: () => good(api.GET("/v1/programs/{id}", { params: { path: { id: program } } })),
  });
  return (
    <Page title={t("what_if.try")} purpose={t("what_if.try_purpose")}>
      {programs.length > 1 && (
        <Select
          label={t("program")}
          maw={360}
          allowDeselect={false}
          data={programs.map((one) => ({ value: one.id, label: one.name }))}
          value={program}
          onChange={setChosen}
        />
      )}
      <Answered of={shown}>
        {(data) => (
          <Try
            key={program}
            shown={data}
            done={(id) => navigate({ to: "/what-if/$id", params: { id } } as never)}
          />
        )}
      </Answered>
    </Page>
  );
}

function Try({ shown, done }: { shown: Schemas["ProgramShown"]; done: (id: string) => void }) {
  const { t } = useWords();
  const latest = [...shown.policies].sort((a, b) => b.version - a.version)[0];
  const [given, setGiven] = useState<Rules>(rulesOf(latest));
  const [since, setSince] = useState(daysAgo(90));
  const [withTerms, setWithTerms] = useState(false);
  const [group, setGroup] = useState(shown.groups[0]?.id ?? "");
  const [rate, setRate] = useState<number | string>(20);
  const ask = useAction(async () => {
    const terms = withTerms
      ? [
          {
            group_id: group,
            rewards: [
              {
                event: "sale" as const,
                kind: "percent" as const,
                rate_millionths: millionthsOf(rate),
                recurrence: { kind: "recurring" as const },
              },
            ],
            hold_days: 30,
          },
        ]
      : [];
    const asked = await good(
      api.POST("/v1/programs/{id}/simulations", {
        params: { path: { id: shown.program.id } },
        body: { policy: given, terms, since: `${since}T00:00:00Z` },
      }),
    );
    done(asked.id);
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.go();
      }}
    >
      <Stack>
        <Card title={t("what_if.period")}>
          <TextInput
            type="date"
            label={t("what_if.since")}
            description={t("what_if.since_hint")}
            maw={360}
            required
            max={daysAgo(0)}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
            error={ask.wrong("since")}
          />
        </Card>
        <Card title={t("policy")}>
          <div style={{ maxWidth: 760 }}>
            <PolicyFields given={given} change={setGiven} wrong={ask.wrong} />
          </div>
        </Card>
        <Card title={t("terms")}>
          <Stack gap="sm" maw={760}>
            <Switch
              label={t("what_if.with_terms")}
              description={t("what_if.with_terms_hint")}
              checked={withTerms}
              onChange={(event) => setWithTerms(event.currentTarget.checked)}
            />
            {withTerms && (
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <Select
                  label={t("group")}
                  allowDeselect={false}
                  data={shown.groups.map((one) => ({ value: one.id, label: one.name }))}
                  value={group}
                  onChange={(value) => setGroup(value ?? "")}
                />
                <PercentField
                  label={t("terms.percent")}
                  value={rate}
                  onChange={setRate}
                  error={ask.wrong("rewards.rate")}
                />
              </SimpleGrid>
            )}
          </Stack>
        </Card>
        <Refusal of={ask} fields={[...FIELDS, "since", "rewards.rate"]} />
        <Button type="submit" loading={ask.busy} style={{ alignSelf: "flex-start" }}>
          {t("what_if.try")}
        </Button>
      </Stack>
    </form>
  );
}
