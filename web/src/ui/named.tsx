// Things that others name, and the filters by them.
import { Link } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { usePrograms } from "../api/queries";
import { type Key, useWords } from "../words/words";

export function PartnerName({ of }: { of: Schemas["PartnerRef"] }) {
  return (
    <Link to="/partners/$id" params={{ id: of.id }}>
      {of.name}
    </Link>
  );
}

/** The filter by status. */
export function useStatusFilter(statuses: readonly string[]) {
  const { t } = useWords();
  const options = statuses.map((value) => ({ value, label: t(`status.${value}` as Key) }));
  return { name: "status", label: t("status"), options };
}

/** The filter by program, where there is more than one. */
export function useProgramFilter() {
  const { t } = useWords();
  const programs = usePrograms().data?.items ?? [];
  if (programs.length < 2) return [];
  return [
    {
      name: "program_id",
      label: t("program"),
      options: programs.map((one) => ({ value: one.id, label: one.name })),
    },
  ];
}
