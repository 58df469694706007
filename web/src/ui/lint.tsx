// What the linter finds in rules: said before they are published, and left to whoever publishes.
import { Alert, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, good, list, type Schemas, UnreadableAmount } from "../api/client";
import { useWords } from "../words/words";
import { Amount } from "./said";

type Finding = Schemas["Finding"];
type Example = Schemas["PriceExample"];

/** What a look at rules came to; which sales they were tried on. */
interface Look {
  of: string;
  sales: "none" | "without_reward" | "shown";
}

async function hasSales(program: string): Promise<boolean> {
  const { items } = await list("/v1/conversions", { program_id: program, kind: "sale", limit: 1 });
  return items.length > 0;
}

/** Asks the linter once for the same rules: who has read what it found may go on. */
export function useLint(program: string) {
  const [found, setFound] = useState<Finding[]>([]);
  const [examples, setExamples] = useState<Example[]>([]);
  const [read, setRead] = useState("");
  const [last, setLast] = useState<Look | null>(null);
  const ask = async (body: Schemas["LintRules"]) => {
    const answer = await good(
      api.POST("/v1/programs/{id}/lint", { params: { path: { id: program } }, body }),
    );
    setFound(answer.items);
    setExamples(answer.examples);
    setRead(answer.items.length > 0 ? JSON.stringify(body) : "");
    return answer;
  };
  const passes = async (body: Schemas["LintRules"]): Promise<boolean> => {
    setLast(null);
    if (JSON.stringify(body) === read) {
      setFound([]);
      setRead("");
      return true;
    }
    return (await ask(body)).items.length === 0;
  };
  const look = async (body: Schemas["LintRules"]) => {
    const { examples } = await ask(body);
    const sales = examples.length > 0 ? "shown" : (await hasSales(program)) ? "without_reward" : "none";
    setLast({ of: JSON.stringify(body), sales });
  };
  /** The last look, while the rules are still those. Rules with an amount that cannot be read are not. */
  const lookAt = (drafted: () => Schemas["LintRules"]) => {
    if (!last) return null;
    try {
      return last.of === JSON.stringify(drafted()) ? last : null;
    } catch (unreadable) {
      if (unreadable instanceof UnreadableAmount) return null;
      throw unreadable;
    }
  };
  return { found, examples, passes, look, lookAt };
}

/** That there was nothing to try rules on, or nothing to find in them. */
export function NothingFound({ look, found }: { look: Look | null; found: Finding[] }) {
  const { t } = useWords();
  if (!look || (look.sales === "shown" && found.length > 0)) return null;
  return (
    <Alert color="gray" variant="outline" role="status">
      {look.sales !== "shown" && <Text size="sm">{t(`lint.sales.${look.sales}`)}</Text>}
      {found.length === 0 && <Text size="sm">{t("lint.nothing")}</Text>}
    </Alert>
  );
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
