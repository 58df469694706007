// Credit decided by hand: to others, split, or to nobody, with the reason; and taken back.
import { ActionIcon, Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { FormDialog } from "../../ui/dialog";
import { PercentField, ReasonField } from "../../ui/fields";
import { When } from "../../ui/said";
import { millionthsOf } from "../../words/format";
import { useWords } from "../../words/words";

interface Part {
  partner: string | null;
  percent: number | string;
}

export function ByHand({ conversion }: { conversion: Schemas["Conversion"] }) {
  const { t } = useWords();
  const corrections = useList("/v1/corrections", { conversion_id: conversion.id, sort: "-at", limit: 50 });
  const standing = corrections.data?.items.find((one) => !one.taken_back_at);
  const takeBack = useAction(
    () => api.POST("/v1/corrections/{id}/revoke", { params: { path: { id: standing?.id ?? "" } } }),
    t("correction.taken_back"),
  );
  if (conversion.sale_external_id !== null) return null;
  return (
    <Stack gap="xs">
      {standing && (
        <Alert variant="outline" color="gray" title={t("correction.stands")}>
          <Text size="sm">
            <bdi>{standing.reason}</bdi> · <When at={standing.at} />
          </Text>
          <Button mt="xs" size="xs" variant="default" loading={takeBack.busy} onClick={() => takeBack.go()}>
            {t("correction.take_back")}
          </Button>
          <Refusal of={takeBack} />
        </Alert>
      )}
      <FormDialog title={t("correction.make")}>
        {(done) => <Correct conversion={conversion} done={done} />}
      </FormDialog>
    </Stack>
  );
}

function Correct({ conversion, done }: { conversion: Schemas["Conversion"]; done: () => void }) {
  const { t } = useWords();
  const [parts, setParts] = useState<Part[]>([{ partner: null, percent: 100 }]);
  const [reason, setReason] = useState("");
  const enrollments = useList("/v1/enrollments", { program_id: conversion.program.id, limit: 200 });
  const partners = (enrollments.data?.items ?? []).map((one) => one.partner);
  const options = partners.map((one) => ({ value: one.id, label: one.name }));
  const correct = useAction(async () => {
    await api.POST("/v1/conversions/{id}/corrections", {
      params: { path: { id: conversion.id } },
      body: {
        shares: parts.map((part) => ({
          partner_id: part.partner ?? "",
          millionths: millionthsOf(part.percent),
        })),
        reason,
      },
    });
    done();
  }, t("correction.made"));
  const change = (at: number, part: Partial<Part>) =>
    setParts(parts.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        correct.go();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("correction.hint")}
        </Text>
        {parts.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Group key={place} gap="xs" align="flex-end" wrap="nowrap">
            <Select
              label={t("partner")}
              required
              searchable
              style={{ flex: 1 }}
              data={options}
              value={part.partner}
              onChange={(partner) => change(place, { partner })}
            />
            <PercentField
              label={t("correction.part")}
              required
              w={110}
              value={part.percent}
              onChange={(percent) => change(place, { percent })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("remove")}
              onClick={() => setParts(parts.filter((_, other) => other !== place))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        {parts.length === 0 && <Text fw={600}>{t("journey.nobody")}</Text>}
        {correct.wrong("shares") && (
          <Text size="sm" c="red" role="alert">
            {correct.wrong("shares")}
          </Text>
        )}
        <Button
          size="xs"
          variant="subtle"
          style={{ alignSelf: "flex-start" }}
          onClick={() => setParts([...parts, { partner: null, percent: "" }])}
        >
          {t("correction.another")}
        </Button>
        <ReasonField value={reason} change={setReason} error={correct.wrong("reason")} />
        <Refusal of={correct} fields={["shares", "reason"]} />
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={correct.busy}>
            {t("correction.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
