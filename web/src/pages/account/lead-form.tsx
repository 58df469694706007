// A partner's lead form, which anybody fills in.
import { Alert, Button, Checkbox, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Answered } from "../../ui/page";
import { useWords } from "../../words/words";
import { Entrance } from "./frame";

export function LeadForm() {
  const { t } = useWords();
  const { formId = "" } = useParams({ strict: false }) as { formId?: string };
  const path = { path: { id: formId } };
  const form = useQuery({
    queryKey: ["lead form", formId],
    queryFn: () => good(api.GET("/v1/lead-forms/{id}", { params: path })),
  });
  const [given, setGiven] = useState({ name: "", email: "", company: "", message: "" });
  const [consent, setConsent] = useState(false);
  const [sent, setSent] = useState(false);
  const set = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  const submit = useAction(async () => {
    const optional = Object.fromEntries(
      (["name", "company", "message"] as const)
        .filter((name) => given[name].trim())
        .map((name) => [name, given[name].trim()]),
    );
    await api.POST("/v1/lead-forms/{id}/submissions", {
      params: path,
      body: { email: given.email, consent, ...optional },
    });
    setSent(true);
  });
  if (!form.data)
    return (
      <Entrance title={t("lead_form.title")}>
        <Answered of={form}>{() => null}</Answered>
      </Entrance>
    );
  const { workspace_name: workspace, partner_name: partner, ...shown } = form.data;
  return (
    <Entrance
      title={t("lead_form.ask", { workspace })}
      text={t("lead_form.by", { partner })}
      accent={shown.color}
      logo={shown.logo_url}
      name={workspace}
    >
      {sent ? (
        <Alert color="green" variant="outline" role="status" title={t("lead_form.sent_title")}>
          {t("lead_form.sent", { workspace, email: given.email })}
        </Alert>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit.go();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t("lead_form.name")}
              autoComplete="name"
              {...set("name")}
              error={submit.wrong("name")}
            />
            <TextInput
              label={t("email")}
              description={t("lead_form.email_hint", { workspace })}
              type="email"
              autoComplete="email"
              required
              {...set("email")}
              error={submit.wrong("email")}
            />
            <TextInput
              label={t("company")}
              autoComplete="organization"
              {...set("company")}
              error={submit.wrong("company")}
            />
            <Textarea
              label={t("lead_form.message")}
              autosize
              minRows={3}
              {...set("message")}
              error={submit.wrong("message")}
            />
            <Checkbox
              label={t("lead_form.consent", { workspace, partner })}
              required
              checked={consent}
              onChange={(event) => setConsent(event.currentTarget.checked)}
              error={submit.wrong("consent")}
            />
            <Refusal of={submit} fields={[...Object.keys(given), "consent"]} />
            <Button type="submit" loading={submit.busy}>
              {t("lead_form.send")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("lead_form.privacy", { workspace })}
            </Text>
          </Stack>
        </form>
      )}
    </Entrance>
  );
}
