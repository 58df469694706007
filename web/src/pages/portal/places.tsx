// Where the partner takes part.
import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { profileQuery, useProgramProfile } from "../../shell/portal";
import { Refusal, useAction } from "../../ui/action";
import { useWords } from "../../words/words";

export function ProgramName({ id }: { id: string }) {
  return <>{useProgramProfile(id).data?.name ?? "…"}</>;
}

export function usePlaces() {
  return useList("/v1/partner/enrollments", { limit: 200 });
}

/** The column and the filter by program, where the partner takes part in more than one. */
export function useOwnPrograms() {
  const { t } = useWords();
  const places = usePlaces().data?.items ?? [];
  const ids = [...new Set(places.map((one) => one.program_id))];
  const several = ids.length > 1;
  const profiles = useQueries({ queries: several ? ids.map(profileQuery) : [] });
  const options = profiles.flatMap(({ data }) =>
    data ? [{ value: data.program_id, label: data.name }] : [],
  );
  const column = {
    title: t("program"),
    render: (it: { program_id: string }) => <ProgramName id={it.program_id} />,
  };
  return {
    several,
    columns: several ? [column] : [],
    filters: several ? [{ name: "program_id", label: t("program"), options }] : [],
  };
}

/** Takes part where the merchant invited. */
export function AcceptInvitation({ to }: { to: Schemas["Enrollment"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: to.id } } };
  const accept = useAction(() => api.POST("/v1/partner/enrollments/{id}/accept", path), t("saved"));
  return (
    <>
      <Refusal of={accept} />
      <Button size="xs" style={{ alignSelf: "flex-start" }} loading={accept.busy} onClick={() => accept.go()}>
        {t("portal.accept")}
      </Button>
    </>
  );
}
