// Where the partner takes part.
import { useList } from "../../api/queries";
import { useProgramProfile } from "../../shell/portal";

export function ProgramName({ id }: { id: string }) {
  return <>{useProgramProfile(id).data?.name ?? "…"}</>;
}

export function usePlaces() {
  return useList("/v1/partner/enrolments", { limit: 200 });
}
