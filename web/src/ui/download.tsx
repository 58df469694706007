// Files that the server makes, saved under the names that it gives them.
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { Problem } from "../api/client";
import { placeHeaders } from "../api/place";
import { useWords } from "../words/words";
import { useProblemText } from "./page";

/** Fetches a file as whoever is logged in and has the browser keep it under the server's name for it. */
export async function saveFile(href: string, otherwise: string) {
  const answer = await fetch(href, { headers: placeHeaders() }).catch(() => null);
  if (!answer?.ok) throw new Problem(answer?.status ?? 0, await answer?.json().catch(() => undefined));
  const named = answer.headers.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1];
  const file = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = file;
  link.download = named ?? otherwise;
  link.click();
  URL.revokeObjectURL(file);
}

export function Download({ href, label, name }: { href: string; label: string; name?: string }) {
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await saveFile(href, label);
    } catch (caught) {
      notifications.show({ message: text(caught), color: "red" });
    }
    setBusy(false);
  };
  return (
    <Button variant="default" size="compact-sm" loading={busy} aria-label={name ?? label} onClick={save}>
      {label}
    </Button>
  );
}

/** A statement to keep, in the language of the page. */
export function StatementDocuments({ at, of }: { at: string; of: string }) {
  const { t, language } = useWords();
  const written = language === "de" ? "de" : "en";
  return (
    <Group gap={6} wrap="nowrap">
      {(["pdf", "csv"] as const).map((format) => (
        <Download
          key={format}
          href={`${at}/document?format=${format}&language=${written}`}
          label={t(`statement.${format}`)}
          name={t("statement.download", { period: of, format: t(`statement.${format}`) })}
        />
      ))}
    </Group>
  );
}
