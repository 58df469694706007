// What the partner owes back, by the last statement of each program.
import { useList } from "../../api/queries";
import { ended, OwedBack } from "../../ui/owed";
import { useOwnPrograms } from "./places";

export function OwnDebts() {
  const asked = useList("/v1/partner/statements", { sort: "-until", limit: 50 });
  const { several } = useOwnPrograms();
  return ended(asked.data?.items ?? []).map((one) =>
    several ? (
      <OwedBack key={one.id} of={one} program={one.program.name} />
    ) : (
      <OwedBack key={one.id} of={one} />
    ),
  );
}
