// What became of a batch's transfers, from a file: the bank's status report, or a table.
import { Alert, Button, FileButton, Group, List, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { useWords } from "../../words/words";

export function OutcomesFromFile({ batch }: { batch: string }) {
  const { t } = useWords();
  const [told, setTold] = useState<Schemas["Told"] | null>(null);
  const tell = useAction(async (file: File) => {
    setTold(null);
    const bytes = await file.arrayBuffer();
    const begins = new TextDecoder().decode(bytes.slice(0, 200)).trimStart();
    const type = begins.startsWith("<") ? "application/xml" : "text/csv";
    setTold(
      await good(
        api.POST("/v1/payout-batches/{id}/outcomes", {
          params: { path: { id: batch } },
          // As it is: what Excel saves is not always UTF-8.
          body: bytes as unknown as string,
          bodySerializer: (body) => body,
          headers: { "content-type": type },
        }),
      ),
    );
  });
  return (
    <Stack gap="xs">
      <Group>
        <FileButton
          accept=".xml,.csv,application/xml,text/xml,text/csv"
          onChange={(file) => file && tell.go(file)}
        >
          {(props) => (
            <Button {...props} variant="default" loading={tell.busy}>
              {t("payouts.outcomes_file")}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t("payouts.outcomes_file_hint")}
        </Text>
      </Group>
      <Refusal of={tell} />
      {told && (
        <Alert
          variant="outline"
          color={told.refused.length + told.ignored > 0 ? "yellow" : "green"}
          role="status"
        >
          <Counts told={told} />
          <Rows told={told} />
        </Alert>
      )}
    </Stack>
  );
}

/** How many outcomes are new, known, pending and ignored. */
function Counts({ told }: { told: Schemas["Told"] }) {
  const { t } = useWords();
  const kinds = ["known", "pending", "ignored"] as const;
  const others = kinds.filter((kind) => told[kind] > 0);
  const parts = [
    t("payouts.told_changed", { count: told.changed }),
    ...others.map((kind) => t(`payouts.told_${kind}`, { count: told[kind] })),
  ];
  return `${parts.join(", ")}.`;
}

/** The rows that were refused, ignored, or are still in progress, each with why. */
function Rows({ told }: { told: Schemas["Told"] }) {
  const { t } = useWords();
  const unchanged = told.rows.map((one) => ({
    row: one.row,
    why: one.why ?? t("payouts.outcome_pending", { payment: one.payment }),
  }));
  const rows = [...told.refused, ...unchanged].sort((one, other) => one.row - other.row);
  if (rows.length === 0) return null;
  return (
    <List size="sm" mt="xs">
      {rows.map((one) => (
        <List.Item key={`${one.row} ${one.why}`}>
          {t("payouts.outcome_row", { row: one.row })} <bdi>{one.why}</bdi>
        </List.Item>
      ))}
    </List>
  );
}
