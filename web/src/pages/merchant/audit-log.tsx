// The audit log: who did what, from where, before and after.
import { Code, Text } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { ListView, useFilters } from "../../ui/list";
import { Empty, Page } from "../../ui/page";
import { When } from "../../ui/said";
import { useWords } from "../../words/words";

const ACTORS = ["operator", "key", "member", "partner", "visitor"] as const;

export function AuditLog() {
  const { t } = useWords();
  const { search } = useFilters();
  return (
    <Page title={t("audit_log")} purpose={t("audit_log.purpose")}>
      <ListView
        path="/v1/audit-log"
        query={{ subject: search.subject }}
        filters={[
          { name: "action", label: t("action") },
          {
            name: "actor",
            label: t("actor"),
            options: ACTORS.map((value) => ({ value, label: t(`actor.${value}`) })),
          },
        ]}
        columns={[
          { title: t("time"), render: (it) => <When at={it.at} /> },
          { title: t("action"), render: (it) => <span className="hg-id">{it.action}</span> },
          {
            title: t("actor"),
            render: (it) => (
              <>
                {t(`actor.${it.actor}` as never)}{" "}
                <Text size="xs" c="dimmed" component="span">
                  {it.user_id ?? it.key_id ?? ""}
                </Text>
              </>
            ),
          },
          { title: t("subject"), render: (it) => <span className="hg-id">{it.subject}</span> },
          { title: t("address"), render: (it) => it.address ?? "–" },
          { title: t("change"), render: (it) => <Change record={it} /> },
        ]}
        empty={<Empty title={t("audit_log.empty")} why={t("audit_log.empty_why")} />}
      />
    </Page>
  );
}

function Change({ record }: { record: Schemas["AuditRecord"] }) {
  const { t } = useWords();
  const before = (record.before ?? {}) as Record<string, unknown>;
  const after = (record.after ?? {}) as Record<string, unknown>;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (fields.length === 0) return <span className="hg-dim">–</span>;
  return (
    <details>
      <summary>{t("change.fields", { count: fields.length })}</summary>
      <Code block style={{ whiteSpace: "pre-wrap" }}>
        {fields
          .map(
            (name) =>
              `${name}: ${JSON.stringify(before[name]) ?? "–"} → ${JSON.stringify(after[name]) ?? "–"}`,
          )
          .join("\n")}
      </Code>
    </details>
  );
}
