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
    const text = await file.text();
    const type = text.trimStart().startsWith("<") ? "application/xml" : "text/csv";
    setTold(
      await good(
        api.POST("/v1/payout-batches/{id}/outcomes", {
          params: { path: { id: batch } },
          body: text,
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
        <Alert variant="outline" color={told.refused.length > 0 ? "yellow" : "green"} role="status">
          {t("payouts.outcomes_told", { changed: told.changed, unchanged: told.unchanged })}
          {told.refused.length > 0 && (
            <List size="sm" mt="xs">
              {told.refused.map((one) => (
                <List.Item key={one.row}>
                  {t("payouts.outcome_refused", { row: one.row })} <bdi>{one.why}</bdi>
                </List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
    </Stack>
  );
}
