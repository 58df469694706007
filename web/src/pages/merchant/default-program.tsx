// Which program events go to that name none, and lead to none by what they carry.
import { Alert, Button, Text } from "@mantine/core";
import { api, type Schemas } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { Card } from "../../ui/page";
import { useWords } from "../../words/words";

function useDefaultProgram() {
  const items = usePrograms().data?.items ?? [];
  return { one: items.find((program) => program.is_default), isAlone: items.length < 2 };
}

/** Beside the name of the default program, while there are others. */
export function useIsMarkedDefault(): (program: Schemas["Program"]) => boolean {
  const { isAlone } = useDefaultProgram();
  return (program) => program.is_default && !isAlone;
}

/** What a further program changes for systems that send events already. */
export function SecondProgramNote() {
  const { t } = useWords();
  const { one } = useDefaultProgram();
  if (!one) {
    return null;
  }
  return (
    <Alert variant="outline" color="yellow" title={t("default_program.second")}>
      {t("default_program.text", { name: one.name })}
    </Alert>
  );
}

export function DefaultProgram({ program }: { program: Schemas["Program"] }) {
  const { t } = useWords();
  const { one, isAlone } = useDefaultProgram();
  const choose = useAction(
    () =>
      api.PATCH("/v1/programs/{id}", {
        params: { path: { id: program.id } },
        body: { is_default: true },
      }),
    t("saved"),
  );
  if (!one || isAlone) {
    return null;
  }
  return (
    <Card title={t("default_program")}>
      <Text size="sm">{t("default_program.text", { name: one.name })}</Text>
      {one.id !== program.id && (
        <Button mt="sm" size="xs" variant="default" loading={choose.busy} onClick={() => choose.go()}>
          {t("default_program.choose")}
        </Button>
      )}
      <Refusal of={choose} />
    </Card>
  );
}
