// How a link treats what visitors add to its address: the same fields wherever links are created or changed.
import { Checkbox, Select, Stack } from "@mantine/core";
import type { Schemas } from "../api/client";
import { useWords } from "../words/words";

export type LinkOptions = Pick<Schemas["Link"], "forwards_path" | "query_precedence">;

export const USUAL_OPTIONS: LinkOptions = { forwards_path: false, query_precedence: "visitor" };

const PRECEDENCES = ["visitor", "link"] as const satisfies LinkOptions["query_precedence"][];

export function LinkOptionFields({
  value,
  change,
}: {
  value: LinkOptions;
  change: (next: LinkOptions) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <Checkbox
        label={t("link.forwards_path")}
        description={t("link.forwards_path_hint")}
        checked={value.forwards_path}
        onChange={(event) => change({ ...value, forwards_path: event.currentTarget.checked })}
      />
      <Select
        label={t("link.query_precedence")}
        description={t("link.query_precedence_hint")}
        allowDeselect={false}
        data={PRECEDENCES.map((one) => ({ value: one, label: t(`link.precedence.${one}`) }))}
        value={value.query_precedence}
        onChange={(next) => next && change({ ...value, query_precedence: next })}
      />
    </>
  );
}

/** The fields folded away, for forms that most people fill without them. */
export function FoldedLinkOptions(props: { value: LinkOptions; change: (next: LinkOptions) => void }) {
  const { t } = useWords();
  return (
    <details>
      <summary>{t("link.options")}</summary>
      <Stack gap="sm" mt="xs">
        <LinkOptionFields {...props} />
      </Stack>
    </details>
  );
}
