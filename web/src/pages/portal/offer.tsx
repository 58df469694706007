// What the partner's links and codes give customers.
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, good, type Schemas } from "../../api/client";
import { useProgramProfile } from "../../shell/portal";
import { OfferText } from "../../ui/offer";
import { useWords } from "../../words/words";

/** What the partner's customers get in a program: as a code says, or as the terms do that hold. */
export function OwnOffer({
  enrollment,
  program,
  code,
  named = false,
}: {
  enrollment: string;
  program: string;
  code?: Schemas["CodeOffer"];
  /** Whether it says what it is. */
  named?: boolean;
}) {
  const { t } = useWords();
  const currency = useProgramProfile(program).data?.currency;
  const terms = useQuery({
    queryKey: ["own terms", enrollment],
    queryFn: () =>
      good(api.GET("/v1/partner/enrollments/{id}/terms", { params: { path: { id: enrollment } } })),
  });
  const held = terms.data?.versions.find((version) => !version.waits_for_you)?.terms.customer_offer;
  const offer = code?.kind === "own" ? code.offer : code?.kind === "nothing" ? null : held;
  if (!offer || !currency) return null;
  return (
    <Text size="sm" c="dimmed">
      {named && `${t("offer")}: `}
      <OfferText of={offer} currency={currency} />
    </Text>
  );
}
