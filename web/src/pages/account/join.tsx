// A program's public page, with the form to apply.
import { Alert, Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client";
import { useProgramProfile } from "../../shell/portal";
import { Refusal, useAction } from "../../ui/action";
import { Answered } from "../../ui/page";
import { ProfileFields } from "../../ui/profile";
import { useWords } from "../../words/words";
import { Entrance } from "./frame";

/** The enrollment of the partner whose link led here, as such ids are. */
const ENROLLMENT = /^enr_[0-9a-z]{26}$/;

export function Join() {
  const { t } = useWords();
  const { programId = "" } = useParams({ strict: false }) as { programId?: string };
  const { via } = useSearch({ strict: false }) as { via?: string };
  const profile = useProgramProfile(programId);
  const [given, setGiven] = useState({ display_name: "", email: "", company: "", website: "", message: "" });
  const [sent, setSent] = useState(false);
  const change = (changed: Partial<typeof given>) => setGiven({ ...given, ...changed });
  const apply = useAction(async () => {
    const optional = Object.fromEntries(
      (["company", "website", "message"] as const)
        .filter((name) => given[name].trim())
        .map((name) => [name, given[name].trim()]),
    );
    await api.POST("/v1/programs/{id}/applications", {
      params: { path: { id: programId } },
      body: {
        display_name: given.display_name,
        email: given.email,
        ...optional,
        ...(via && ENROLLMENT.test(via) ? { recruited_by: via } : {}),
      },
    });
    setSent(true);
  });
  if (!profile.data)
    return (
      <Entrance title={t("join.title")}>
        <Answered of={profile}>{() => null}</Answered>
      </Entrance>
    );
  const program = profile.data;
  return (
    <Entrance
      title={program.name}
      text={t("join.by", { workspace: program.workspace_name })}
      wide
      accent={program.color}
      logo={program.logo_url}
      name={program.workspace_name}
    >
      <Stack gap="lg" fz={16}>
        {program.description && (
          <Text className="hg-prose" style={{ whiteSpace: "pre-line" }}>
            {program.description}
          </Text>
        )}
        {program.terms.length > 0 && (
          <section>
            <Text fw={600} component="h2" m={0} fz={16}>
              {t("join.terms")}
            </Text>
            <ul className="hg-prose" style={{ paddingInlineStart: 20, margin: "6px 0 0" }}>
              {program.terms.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        )}
        {program.applications === "closed" ? (
          <Alert color="gray" variant="outline">
            {t("join.closed")}
          </Alert>
        ) : sent ? (
          <Alert color="green" variant="outline" role="status" title={t("join.sent_title")}>
            {t("join.sent", { email: given.email })}
          </Alert>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              apply.go();
            }}
          >
            <Stack gap="sm">
              <Text fw={600} component="h2" m={0} fz={16}>
                {t("join.apply")}
              </Text>
              <ProfileFields
                of={given}
                name={t("join.name")}
                email={
                  <TextInput
                    label={t("email")}
                    description={t("join.email_hint")}
                    type="email"
                    autoComplete="email"
                    required
                    value={given.email}
                    onChange={(event) => change({ email: event.currentTarget.value })}
                    error={apply.wrong("email")}
                  />
                }
                change={change}
                wrong={apply.wrong}
              />
              <Textarea
                label={t("join.message")}
                autosize
                minRows={3}
                value={given.message}
                onChange={(event) => change({ message: event.currentTarget.value })}
                error={apply.wrong("message")}
              />
              <Refusal of={apply} fields={Object.keys(given)} />
              <Button type="submit" loading={apply.busy}>
                {t("join.send")}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Entrance>
  );
}
