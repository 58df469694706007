// Things that a list names by id, shown by name.
import { Link } from "@tanstack/react-router";
import { useNamed, usePrograms } from "../api/queries";
import { type Key, useWords } from "../words/words";

export function usePartnerNames(ids: (string | null | undefined)[]) {
  const found = useNamed("/v1/partners", ids);
  return (id: string) => found.data?.get(id)?.display_name ?? "…";
}

export function PartnerName({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/partners/$id" params={{ id }}>
      {name}
    </Link>
  );
}

export function useProgramNames() {
  const programs = usePrograms();
  return (id: string) => programs.data?.items.find((program) => program.id === id)?.name ?? "…";
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
