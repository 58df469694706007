// Where the partner takes part.
import { Button } from "@mantine/core";
import { api, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { useWords } from "../../words/words";

export function usePlaces() {
  return useList("/v1/partner/enrollments", { limit: 200 });
}

/** The column and the filter by program, where the partner takes part in more than one. */
export function useOwnPrograms() {
  const { t } = useWords();
  const places = usePlaces().data?.items ?? [];
  const programs = new Map(places.map((one) => [one.program.id, one.program.name]));
  const several = programs.size > 1;
  const options = [...programs].map(([value, label]) => ({ value, label }));
  const column = {
    title: t("program"),
    render: (it: { program: Schemas["ProgramRef"] }) => it.program.name,
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
