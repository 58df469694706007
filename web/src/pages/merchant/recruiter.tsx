// Who brought a partner to a program.
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { PartnerName } from "../../ui/named";
import { useWords } from "../../words/words";

export function Recruiter({ of }: { of: Schemas["Enrollment"] }) {
  const { t } = useWords();
  const [choosing, setChoosing] = useState(false);
  const found = useList("/v1/enrollments", { id: of.recruited_by ?? "", limit: 1 }, of.recruited_by != null);
  const by = found.data?.items[0]?.partner;
  if (choosing) return <Choose of={of} close={() => setChoosing(false)} />;
  return (
    <Group gap="xs" mt={4}>
      <Text size="sm" c="dimmed">
        {of.recruited_by && by ? (
          <>
            {t("recruiter")} <PartnerName of={by} />
          </>
        ) : (
          t("recruiter.none")
        )}
      </Text>
      <Button size="compact-xs" variant="subtle" onClick={() => setChoosing(true)}>
        {t("recruiter.change")}
      </Button>
    </Group>
  );
}

function Choose({ of, close }: { of: Schemas["Enrollment"]; close: () => void }) {
  const { t } = useWords();
  const [by, setBy] = useState<string | null>(of.recruited_by ?? null);
  const others = useList("/v1/enrollments", { program_id: of.program.id, status: "approved", limit: 200 });
  const items = (others.data?.items ?? []).filter((one) => one.id !== of.id);
  const save = useAction(async () => {
    await api.PATCH("/v1/enrollments/{id}", {
      params: { path: { id: of.id } },
      body: { recruited_by: by },
    });
    close();
  }, t("saved"));
  return (
    <Stack gap="xs" mt="xs">
      <Select
        label={t("recruiter")}
        description={t("recruiter.hint")}
        searchable
        clearable
        data={items.map((one) => ({ value: one.id, label: one.partner.name }))}
        value={by}
        onChange={setBy}
        error={save.wrong("recruited_by")}
      />
      <Refusal of={save} fields={["recruited_by"]} />
      <Group>
        <Button size="xs" loading={save.busy} onClick={() => save.go()}>
          {t("save")}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
