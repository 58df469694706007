// The partner's programs and their terms.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Answered, Card, Page } from "../../ui/page";
import { Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { AcceptInvitation, usePlaces } from "./places";
import { RecruitingLink, Recruits } from "./recruits";

export function OwnPrograms() {
  const { t } = useWords();
  const places = usePlaces();
  return (
    <Page title={t("programs_and_terms")} purpose={t("portal.programs_purpose")}>
      <Answered of={places}>
        {(data) => (
          <>
            {data.items.map((place) => (
              <Place key={place.id} place={place} />
            ))}
            <Recruits />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Place({ place }: { place: Schemas["Enrollment"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: place.id } } };
  const terms = useQuery({
    queryKey: ["own terms", place.id],
    queryFn: () => good(api.GET("/v1/partner/enrollments/{id}/terms", path)),
  });
  const accept = useAction(
    (terms_id: string) => api.POST("/v1/partner/enrollments/{id}/terms", { ...path, body: { terms_id } }),
    t("portal.terms_accepted"),
  );
  const leave = useAction(() => api.POST("/v1/partner/enrollments/{id}/leave", path), t("saved"));
  const [asking, setAsking] = useState(false);
  const [latest, ...earlier] = terms.data?.versions ?? [];
  return (
    <Card title={place.program.name} actions={<Status of={place.status} />}>
      <Stack gap="sm">
        {latest ? (
          <div>
            <Text size="sm" c="dimmed">
              {t("terms.version", { version: latest.terms.version })} ·{" "}
              <When at={latest.terms.published_at} plain />
              {latest.accepted_at && (
                <>
                  {" "}
                  · {t("portal.accepted")} <When at={latest.accepted_at} plain />
                </>
              )}
            </Text>
            <ul style={{ margin: "6px 0 0", paddingInlineStart: 18 }}>
              {latest.explanation.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {latest.waits_for_you && place.status !== "invited" && (
              <Button mt="sm" size="sm" loading={accept.busy} onClick={() => accept.go(latest.terms.id)}>
                {t("portal.terms_accept")}
              </Button>
            )}
            <Refusal of={accept} />
          </div>
        ) : (
          <Text c="dimmed">{t("terms.none")}</Text>
        )}
        {earlier.length > 0 && (
          <details>
            <summary>{t("terms.earlier", { count: earlier.length })}</summary>
            {earlier.map((version) => (
              <Text key={version.terms.id} size="sm" mt={4}>
                {t("terms.version", { version: version.terms.version })} · {version.explanation.join(" · ")}
              </Text>
            ))}
          </details>
        )}
        {place.status === "invited" && <AcceptInvitation to={place} />}
        {place.status === "approved" && <RecruitingLink enrollment={place.id} program={place.program.id} />}
        {["approved", "invited", "applied", "suspended"].includes(place.status) && (
          <Button
            size="xs"
            variant="default"
            style={{ alignSelf: "flex-start" }}
            onClick={() => setAsking(true)}
          >
            {t("portal.leave")}
          </Button>
        )}
      </Stack>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("portal.leave")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text>{t("portal.leave_text")}</Text>
          <Refusal of={leave} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button
              color="red"
              loading={leave.busy}
              onClick={async () => {
                if (await leave.go()) setAsking(false);
              }}
            >
              {t("portal.leave")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
