// What the linter finds in rules: said before they are published, and left to whoever publishes.
import { Alert, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, good, type Schemas } from "../api/client";
import { useWords } from "../words/words";
import { Amount } from "./said";

type Finding = Schemas["Finding"];
type Example = Schemas["PriceExample"];

/** Asks the linter once for the same rules: who has read what it found may go on. */
export function useLint(program: string) {
  const [found, setFound] = useState<Finding[]>([]);
  const [examples, setExamples] = useState<Example[]>([]);
  const [read, setRead] = useState("");
  const passes = async (body: Schemas["LintRules"]): Promise<boolean> => {
    const asked = JSON.stringify(body);
    if (asked === read) {
      setFound([]);
      setRead("");
      return true;
    }
    const { items, examples } = await good(
      api.POST("/v1/programs/{id}/lint", { params: { path: { id: program } }, body }),
    );
    setFound(items);
    setExamples(examples);
    setRead(items.length > 0 ? asked : "");
    return items.length === 0;
  };
  const look = async (body: Schemas["LintRules"]) => {
    await passes(body);
  };
  return { found, examples, passes, look };
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

/** What sales that were made would earn. */
export function Examples({ of }: { of: Example[] }) {
  const { t } = useWords();
  if (of.length === 0) return null;
  return (
    <Alert color="blue" variant="outline" title={t("terms.examples")}>
      <Stack gap="xs">
        {of.map((example) => (
          <div key={example.external_id}>
            <Text size="sm">
              <b>{example.external_id}</b> · <Amount of={example.amount} /> → <Amount of={example.earned} />
            </Text>
            <Text size="sm" c="dimmed">
              {example.explanation.join(" ")}
            </Text>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
