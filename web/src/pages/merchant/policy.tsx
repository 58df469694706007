// The attribution policy: the versions there are, and a form for a new one, which what-if asks with too.
import {
  Button,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Findings, useLint } from "../../ui/lint";
import { Card } from "../../ui/page";
import { When } from "../../ui/said";
import { type Key, useWords } from "../../words/words";

type Policy = Schemas["Policy"];
/** What a policy says, as it is sent. */
export type Rules = Schemas["PublishPolicy"];

export const MODELS = ["last_touch", "first_touch", "linear", "position_based", "time_decay"] as const;
const SWITCHES = [
  "code_wins",
  "code_owner_only",
  "consent_required",
  "new_customers_only",
  "keeps_bond",
  "refuses_own_company",
  "trusts_browsers",
] as const;

export function rulesOf(policy: Policy | undefined): Rules {
  return {
    model: policy?.model ?? "last_touch",
    half_life_days: policy?.half_life_days ?? 7,
    look_back_days: policy?.look_back_days ?? 90,
    click_to_conversion_seconds: policy?.click_to_conversion_seconds ?? 0,
    stand_down_seconds: policy?.stand_down_seconds ?? 0,
    code_wins: policy?.code_wins ?? true,
    code_owner_only: policy?.code_owner_only ?? false,
    consent_required: policy?.consent_required ?? false,
    new_customers_only: policy?.new_customers_only ?? false,
    keeps_bond: policy?.keeps_bond ?? false,
    refuses_own_company: policy?.refuses_own_company ?? true,
    ignored_domains: policy?.ignored_domains ?? [],
    trusts_browsers: policy?.trusts_browsers ?? false,
  };
}

/** What a policy says, in one line. */
export function useRulesInWords() {
  const { t } = useWords();
  return (policy: Rules) =>
    [
      t(`model.${policy.model}`),
      policy.model === "time_decay" && t("policy.rule.half_life", { days: policy.half_life_days ?? 7 }),
      t("policy.look_back", { days: policy.look_back_days }),
      policy.click_to_conversion_seconds &&
        t("policy.rule.click_to_conversion", { seconds: policy.click_to_conversion_seconds }),
      policy.stand_down_seconds &&
        t("policy.rule.stand_down", { minutes: Math.round(policy.stand_down_seconds / 60) }),
      policy.code_wins && t("policy.code_wins"),
      ...(
        [
          "code_owner_only",
          "consent_required",
          "new_customers_only",
          "keeps_bond",
          "trusts_browsers",
        ] as const
      ).map((name) => policy[name] && t(`policy.rule.${name}`)),
      policy.refuses_own_company === false && t("policy.rule.own_company"),
    ]
      .filter(Boolean)
      .join(" · ");
}

/** The fields of a policy. `wrong` says what the server refused of one. */
export function PolicyFields({
  given,
  change,
  wrong,
}: {
  given: Rules;
  change: (given: Rules) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  const number = (name: keyof Rules, key: string, most: number, least = 0, scale = 1) => (
    <NumberInput
      label={t(`policy.${key}` as Key)}
      description={t(`policy.${key}_hint` as Key)}
      min={least}
      max={most}
      allowDecimal={false}
      value={Number(given[name] ?? 0) / scale}
      onChange={(value) => change({ ...given, [name]: Math.round(Number(value) * scale) })}
      error={wrong(name)}
    />
  );
  const toggle = (name: (typeof SWITCHES)[number]) => (
    <Switch
      key={name}
      label={t(`policy.${name}`)}
      description={t(`policy.${name}_hint`)}
      checked={given[name] ?? false}
      onChange={(event) => change({ ...given, [name]: event.currentTarget.checked })}
    />
  );
  return (
    <Stack gap="md">
      <Title order={3} fz={13} c="dimmed">
        {t("policy.models")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t("policy.model")}
          allowDeselect={false}
          data={MODELS.map((value) => ({ value, label: t(`model.${value}`) }))}
          value={given.model}
          onChange={(model) => change({ ...given, model: (model ?? "last_touch") as Rules["model"] })}
        />
        {given.model === "time_decay" && number("half_life_days", "half_life", 365, 1)}
      </SimpleGrid>
      <Title order={3} fz={13} c="dimmed">
        {t("policy.limits")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {number("look_back_days", "days", 730, 1)}
        {number("click_to_conversion_seconds", "click_to_conversion", 86_400)}
        {number("stand_down_seconds", "stand_down", 10_080, 0, 60)}
      </SimpleGrid>
      {toggle("consent_required")}
      {toggle("new_customers_only")}
      <Title order={3} fz={13} c="dimmed">
        {t("policy.codes")}
      </Title>
      {toggle("code_wins")}
      {toggle("code_owner_only")}
      <Title order={3} fz={13} c="dimmed">
        {t("policy.later")}
      </Title>
      {toggle("keeps_bond")}
      <Title order={3} fz={13} c="dimmed">
        {t("policy.self")}
      </Title>
      {toggle("refuses_own_company")}
      {given.refuses_own_company && (
        <TagsInput
          label={t("policy.ignored_domains")}
          description={t("policy.ignored_domains_hint")}
          value={given.ignored_domains}
          onChange={(ignored_domains) => change({ ...given, ignored_domains })}
          error={wrong("ignored_domains")}
        />
      )}
      <Title order={3} fz={13} c="dimmed">
        {t("policy.browsers")}
      </Title>
      {toggle("trusts_browsers")}
    </Stack>
  );
}

export function PolicyTab({ shown }: { shown: Schemas["ProgramShown"] }) {
  const { t } = useWords();
  const say = useRulesInWords();
  const versions = [...shown.policies].sort((a, b) => b.version - a.version);
  const [given, setGiven] = useState(rulesOf(versions[0]));
  const lint = useLint(shown.program.id);
  const publish = useAction(async () => {
    if (!(await lint.passes({ policy: given }))) return;
    await api.POST("/v1/programs/{id}/policies", {
      params: { path: { id: shown.program.id } },
      body: given,
    });
    notifications.show({ message: t("policy.published"), color: "green" });
  });
  return (
    <Stack>
      <Card title={t("policy.in_force")}>
        {versions.map((policy, at) => (
          <Text key={policy.id} size="sm" fw={at === 0 ? 600 : 400} c={at === 0 ? undefined : "dimmed"}>
            {t("terms.version", { version: policy.version })} · {say(policy)} · {t("since")}{" "}
            <When at={policy.effective_from} plain />
          </Text>
        ))}
      </Card>
      <Card title={t("policy.publish")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            publish.go();
          }}
        >
          <Stack gap="md" maw={760}>
            <PolicyFields given={given} change={setGiven} wrong={publish.wrong} />
            <Findings of={lint.found} />
            <Refusal of={publish} fields={FIELDS} />
            <Button
              type="submit"
              variant="default"
              loading={publish.busy}
              style={{ alignSelf: "flex-start" }}
            >
              {lint.found.length > 0 ? t("lint.anyway") : t("policy.publish")}
            </Button>
          </Stack>
        </form>
      </Card>
    </Stack>
  );
}

/** Those that a refusal names beside the field itself. */
export const FIELDS = [
  "look_back_days",
  "half_life_days",
  "click_to_conversion_seconds",
  "stand_down_seconds",
  "ignored_domains",
];
