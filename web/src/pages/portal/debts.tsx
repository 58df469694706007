// What the partner owes back, by the last statement of each program.
import type { Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { useProgramProfile } from "../../shell/portal";
import { ended, OwedBack } from "../../ui/owed";
import { useOwnPrograms } from "./places";

export function OwnDebts() {
  const asked = useList("/v1/partner/statements", { sort: "-until", limit: 50 });
  const { several } = useOwnPrograms();
  return ended(asked.data?.items ?? []).map((one) =>
    several ? <OwedIn key={one.id} of={one} /> : <OwedBack key={one.id} of={one} />,
  );
}

/** The same, and in which program. */
function OwedIn({ of }: { of: Schemas["Statement"] }) {
  const name = useProgramProfile(of.program_id).data?.name;
  return name === undefined ? null : <OwedBack of={of} program={name} />;
}
