// What the linter finds in rules: said before they are published, and left to whoever publishes.
import { Alert, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, good, type Schemas } from "../api/client";
import { useWords } from "../words/words";

type Finding = Schemas["Finding"];

/** Asks the linter once for the same rules: who has read what it found may go on. */
export function useLint(program: string) {
  const [found, setFound] = useState<Finding[]>([]);
  const [read, setRead] = useState("");
  const passes = async (body: Schemas["LintRules"]): Promise<boolean> => {
    const asked = JSON.stringify(body);
    if (asked === read) {
      setFound([]);
      setRead("");
      return true;
    }
    const { items } = await good(
      api.POST("/v1/programs/{id}/lint", { params: { path: { id: program } }, body }),
    );
    setFound(items);
    setRead(items.length > 0 ? asked : "");
    return items.length === 0;
  };
  return { found, passes };
}

export function Findings({ of }: { of: Finding[] }) {
  const { t } = useWords();
  if (of.length === 0) return null;
  return (
    <Alert color="yellow" variant="outline" role="alert" title={t("lint.title")}>
      <Stack gap="xs">
        {of.map((finding) => (
          <div key={finding.sentence.code}>
            <Text size="sm">
              <b>{t(`flaw.${finding.flaw}`)}</b>: {finding.sentence.text}
            </Text>
            <Text size="sm" c="dimmed">
              {t("lint.example")} {finding.example.text}
            </Text>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
