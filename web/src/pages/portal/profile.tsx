// What the partner says about themselves.
import { Button, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Answered, Card, Page } from "../../ui/page";
import { ProfileFields } from "../../ui/profile";
import { Id } from "../../ui/said";
import { useWords } from "../../words/words";

export function Profile() {
  const { t } = useWords();
  const profile = useQuery({
    queryKey: ["own profile"],
    queryFn: () => good(api.GET("/v1/partner/profile")),
  });
  return (
    <Page title={t("profile")} actions={profile.data && <Id of={profile.data.id} />}>
      <Card>
        <Answered of={profile}>{(data) => <Form partner={data} />}</Answered>
      </Card>
    </Page>
  );
}

function Form({ partner }: { partner: Schemas["Partner"] }) {
  const { t } = useWords();
  const [given, setGiven] = useState({
    display_name: partner.display_name,
    company: partner.company ?? "",
    website: partner.website ?? "",
  });
  const save = useAction(
    () =>
      api.PATCH("/v1/partner/profile", {
        body: {
          display_name: given.display_name,
          company: given.company.trim() || null,
          website: given.website.trim() || null,
        },
      }),
    t("saved"),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.go();
      }}
    >
      <Stack gap="sm" maw={480}>
        <ProfileFields
          of={given}
          name={t("join.name")}
          email={
            <TextInput
              label={t("email")}
              description={t("portal.email_hint")}
              value={partner.email ?? ""}
              disabled
            />
          }
          change={(changed) => setGiven({ ...given, ...changed })}
          wrong={save.wrong}
        />
        <Refusal of={save} fields={Object.keys(given)} />
        <Button type="submit" loading={save.busy} style={{ alignSelf: "flex-start" }}>
          {t("save")}
        </Button>
      </Stack>
    </form>
  );
}
