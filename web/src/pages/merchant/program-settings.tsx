// A program's settings: its name, where links may lead, who may apply, its lead forms and its look.
import {
  Button,
  ColorInput,
  FileButton,
  Group,
  Input,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { AmountField } from "../../ui/fields";
import { Mark } from "../../ui/mark";
import { Card } from "../../ui/page";
import { CopyValue } from "../../ui/said";
import { readAmount } from "../../words/amount";
import { asDecimal, digitsOf } from "../../words/format";
import { useWords } from "../../words/words";
import { CLAWBACK_FIELDS, ClawbackRules } from "./clawback";

export function Settings({ program }: { program: Schemas["Program"] }) {
  const { t } = useWords();
  const digits = digitsOf(program.currency);
  const asTyped = (minor: number) => (minor === 0 ? "" : asDecimal(minor, digits));
  const [given, setGiven] = useState({
    name: program.name,
    domains: program.allowed_domains,
    fallback: program.fallback_url ?? "",
    applications: program.applications,
    lead_forms: program.lead_forms,
    joins_customers: program.joins_customers,
    disputes: program.disputes,
    clawback: program.clawback,
    cadence: program.statement_schedule.cadence.kind,
    threshold: asTyped(thresholdOf(program)),
    payment_days: String(program.statement_schedule.payment_days),
    minimum: asTyped(program.statement_schedule.minimum),
    uphold_max: asDecimal(program.disputes.uphold_max, digits),
    description: program.description ?? "",
    color: program.color ?? "",
  });
  const save = useAction(
    () =>
      api.PATCH("/v1/programs/{id}", {
        params: { path: { id: program.id } },
        body: {
          name: given.name,
          allowed_domains: given.domains,
          fallback_url: given.fallback || null,
          applications: given.applications,
          lead_forms: given.lead_forms,
          joins_customers: given.joins_customers,
          disputes: {
            ...given.disputes,
            uphold_max: readAmount("disputes.uphold_max", given.uphold_max || "0", program.currency),
          },
          clawback: given.clawback,
          statement_schedule: {
            cadence:
              given.cadence === "threshold"
                ? {
                    kind: "threshold",
                    amount: readAmount(
                      "statement_schedule.cadence.amount",
                      given.threshold || "0",
                      program.currency,
                    ),
                  }
                : { kind: given.cadence },
            payment_days: Number(given.payment_days),
            minimum: readAmount("statement_schedule.minimum", given.minimum || "0", program.currency),
          },
          description: given.description.trim() || null,
          color: given.color.toLowerCase() || null,
        },
      }),
    t("saved"),
  );
  const address = `${window.location.origin}/join/${program.id}`;
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Stack gap="sm" maw={560}>
          <TextInput
            label={t("program.name")}
            required
            value={given.name}
            onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
            error={save.wrong("name")}
          />
          <TagsInput
            label={t("program.domains")}
            description={t("program.domain_hint")}
            value={given.domains}
            onChange={(domains) => setGiven({ ...given, domains })}
            error={save.wrong("allowed_domains")}
          />
          <TextInput
            label={t("program.fallback")}
            description={t("program.fallback_hint")}
            value={given.fallback}
            onChange={(event) => setGiven({ ...given, fallback: event.currentTarget.value })}
            error={save.wrong("fallback_url")}
          />
          <Select
            label={t("applications")}
            allowDeselect={false}
            data={(["closed", "by_approval", "automatic"] as const).map((value) => ({
              value,
              label: t(`applications.${value}`),
            }))}
            value={given.applications}
            onChange={(applications) =>
              setGiven({ ...given, applications: (applications ?? "closed") as "closed" })
            }
          />
          {given.applications !== "closed" && (
            <Text size="sm">
              {t("partner.public_page")}{" "}
              <a href={address} style={{ overflowWrap: "anywhere" }}>
                {address}
              </a>{" "}
              <CopyValue value={address} />
            </Text>
          )}
          <Select
            label={t("lead_forms")}
            description={t("lead_forms.setting_hint")}
            allowDeselect={false}
            data={(["closed", "by_approval", "automatic"] as const).map((value) => ({
              value,
              label: t(`lead_forms.setting.${value}`),
            }))}
            value={given.lead_forms}
            onChange={(forms) => setGiven({ ...given, lead_forms: (forms ?? "closed") as "closed" })}
          />
          <Switch
            label={t("programs.joins_customers")}
            description={t("programs.joins_customers_hint")}
            checked={given.joins_customers}
            onChange={(event) => setGiven({ ...given, joins_customers: event.currentTarget.checked })}
          />
          <DisputeRules
            rules={given.disputes}
            upheld={given.uphold_max}
            changeUpheld={(uphold_max) => setGiven({ ...given, uphold_max })}
            currency={program.currency}
            change={(disputes) => setGiven({ ...given, disputes })}
            wrong={save.wrong}
          />
          <Schedule
            currency={program.currency}
            given={given}
            onChange={(changed) => setGiven({ ...given, ...changed })}
            wrong={save.wrong}
          />
          <ClawbackRules
            program={program}
            rules={given.clawback}
            change={(clawback) => setGiven({ ...given, clawback })}
            wrong={save.wrong}
          />
          <Textarea
            label={t("program.description")}
            description={t("program.description_hint")}
            autosize
            minRows={3}
            value={given.description}
            onChange={(event) => setGiven({ ...given, description: event.currentTarget.value })}
            error={save.wrong("description")}
          />
          <ColorInput
            label={t("program.color")}
            description={t("program.color_hint")}
            format="hex"
            eyeDropperButtonProps={{ "aria-label": t("program.color_pick") }}
            value={given.color}
            onChange={(color) => setGiven({ ...given, color })}
            error={save.wrong("color")}
          />
          <Logo program={program} />
          <Refusal
            of={save}
            fields={[
              "name",
              "allowed_domains",
              "fallback_url",
              "description",
              "color",
              ...SCHEDULE_FIELDS,
              ...CLAWBACK_FIELDS,
            ]}
          />
          <Button type="submit" loading={save.busy} style={{ alignSelf: "flex-start" }}>
            {t("save")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function thresholdOf(program: Schemas["Program"]): number {
  const { cadence } = program.statement_schedule;
  return cadence.kind === "threshold" ? cadence.amount : 0;
}

const CADENCES = ["weekly", "semi_monthly", "monthly", "threshold"] as const;
const SCHEDULE_FIELDS = [
  "statement_schedule.cadence.amount",
  "statement_schedule.payment_days",
  "statement_schedule.minimum",
];

interface ScheduleGiven {
  cadence: (typeof CADENCES)[number];
  threshold: string;
  payment_days: string;
  minimum: string;
}

/** When statements close, and what of them is paid when. */
function Schedule({
  currency,
  given,
  onChange,
  wrong,
}: {
  currency: string;
  given: ScheduleGiven;
  onChange: (changed: Partial<ScheduleGiven>) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  return (
    <>
      <Select
        label={t("schedule")}
        description={t("schedule.hint")}
        allowDeselect={false}
        data={CADENCES.map((value) => ({ value, label: t(`schedule.${value}`) }))}
        value={given.cadence}
        onChange={(cadence) => onChange({ cadence: (cadence ?? "monthly") as "monthly" })}
      />
      {given.cadence === "threshold" && (
        <AmountField
          label={t("schedule.amount", { currency })}
          required
          value={given.threshold}
          change={(threshold) => onChange({ threshold })}
          error={wrong("statement_schedule.cadence.amount")}
        />
      )}
      <TextInput
        label={t("schedule.payment_days")}
        description={t("schedule.payment_days_hint")}
        required
        inputMode="numeric"
        value={given.payment_days}
        onChange={(event) => onChange({ payment_days: event.currentTarget.value.replace(/\D/g, "") })}
        error={wrong("statement_schedule.payment_days")}
      />
      <AmountField
        label={t("schedule.minimum", { currency })}
        description={t("schedule.minimum_hint")}
        value={given.minimum}
        change={(minimum) => onChange({ minimum })}
        error={wrong("statement_schedule.minimum")}
      />
    </>
  );
}

/** Taken as soon as it is chosen. */
function Logo({ program }: { program: Schemas["Program"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: program.id } } };
  const put = useAction(
    (file: File) =>
      api.PUT("/v1/programs/{id}/logo", {
        ...path,
        body: file as never,
        bodySerializer: (body: unknown) => body as never,
        headers: { "content-type": file.type },
      }),
    t("saved"),
  );
  const remove = useAction(() => api.DELETE("/v1/programs/{id}/logo", path), t("saved"));
  return (
    <Input.Wrapper label={t("program.logo")} description={t("program.logo_hint")} labelElement="div">
      <Group gap="sm" mt={6}>
        {program.logo_url && <Mark size={40} logo={program.logo_url} />}
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && put.go(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" loading={put.busy}>
              {t("program.logo_choose")}
            </Button>
          )}
        </FileButton>
        {program.logo_url && (
          <Button variant="default" size="xs" loading={remove.busy} onClick={() => remove.go()}>
            {t("remove")}
          </Button>
        )}
      </Group>
      <Refusal of={put} />
      <Refusal of={remove} />
    </Input.Wrapper>
  );
}

/** By when disputes are decided, and what happens where nobody does. */
function DisputeRules({
  rules,
  upheld,
  currency,
  change,
  changeUpheld,
  wrong,
}: {
  rules: Schemas["DisputeRules"];
  /** What is upheld without a decision at most, as it is typed. */
  upheld: string;
  currency: string;
  change: (rules: Schemas["DisputeRules"]) => void;
  changeUpheld: (typed: string) => void;
  wrong: (name: string) => string | undefined;
}) {
  const { t } = useWords();
  return (
    <>
      <Group grow align="flex-end">
        <NumberInput
          label={t("disputes.rules.days")}
          min={1}
          max={90}
          value={rules.days}
          onChange={(days) => change({ ...rules, days: Number(days) })}
          error={wrong("disputes.days")}
        />
        <NumberInput
          label={t("disputes.rules.window")}
          min={1}
          max={730}
          value={rules.window_days}
          onChange={(days) => change({ ...rules, window_days: Number(days) })}
          error={wrong("disputes.window_days")}
        />
      </Group>
      <Select
        label={t("disputes.rules.default")}
        description={t("disputes.rules.default_hint")}
        allowDeselect={false}
        data={(["uphold", "reject"] as const).map((value) => ({
          value,
          label: t(`disputes.rules.default.${value}`),
        }))}
        value={rules.default}
        onChange={(value) => change({ ...rules, default: (value ?? "uphold") as "uphold" })}
      />
      {rules.default === "uphold" && (
        <AmountField
          label={t("disputes.rules.uphold_max", { currency })}
          value={upheld}
          change={changeUpheld}
          error={wrong("disputes.uphold_max")}
        />
      )}
    </>
  );
}
