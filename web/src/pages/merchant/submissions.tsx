// What was submitted in partners' lead forms: accepted, it is evidence; rejected, the partner reads why.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { ReasonField } from "../../ui/fields";
import { AnchorLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { PartnerName, useProgramFilter, useStatusFilter } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Status, When } from "../../ui/said";
import { useWords } from "../../words/words";

type Submission = Schemas["Submission"];
type Step = "accept" | "reject" | "erase";

const STATUSES = ["submitted", "accepted", "rejected"] as const;

/** Whom it is about, as far as is known. */
function useWho() {
  const { t } = useWords();
  return (it: Submission) => (it.erased_at ? t("lead_forms.erased") : (it.name ?? it.email ?? it.id));
}

export function Submissions() {
  const { t } = useWords();
  const statusFilter = useStatusFilter(STATUSES);
  const programFilter = useProgramFilter();
  const who = useWho();
  return (
    <Page title={t("lead_forms")} purpose={t("lead_forms.purpose")}>
      <ListView
        path="/v1/submissions"
        sort="-submitted_at"
        filters={[statusFilter, ...programFilter]}
        columns={[
          {
            title: t("lead_forms.who"),
            render: (it) => (
              <Link
                to="/lead-forms/$id"
                params={{ id: it.id }}
                search={((before: object) => before) as never}
              >
                <bdi>{who(it)}</bdi>
              </Link>
            ),
          },
          { title: t("company"), render: (it) => <bdi>{it.company ?? "–"}</bdi> },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          {
            title: t("lead_forms.whose"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          {
            title: t("lead_forms.submitted"),
            sort: "submitted_at",
            render: (it) => <When at={it.submitted_at} />,
          },
        ]}
        empty={<Empty title={t("lead_forms.empty")} why={t("lead_forms.empty_why")} />}
      />
      <Outlet />
    </Page>
  );
}

export function SubmissionPanel() {
  const { t } = useWords();
  const who = useWho();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["submission", id],
    queryFn: () => good(api.GET("/v1/submissions/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel title={shown.data ? who(shown.data) : t("lead_form")} to="/lead-forms">
      <Answered of={shown}>
        {(it) => (
          <Stack>
            <Group gap="sm">
              <Status of={it.status} />
              <Text size="sm" c="dimmed">
                {t("lead_forms.submitted")} <When at={it.submitted_at} />
              </Text>
            </Group>
            {it.reason && (
              <Text size="sm">
                {t("reason")}: <bdi>{it.reason}</bdi>
              </Text>
            )}
            {it.customer && (
              <AnchorLink
                to="/customers/$id"
                params={{ id: it.customer.id } as never}
                search={{ program_id: it.program.id } as never}
              >
                {t("journey.whole")}
              </AnchorLink>
            )}
            <Steps submission={it} />
            <Card title={t("lead_forms.said")}>
              <dl className="hg-facts">
                {(
                  [
                    [t("lead_forms.whose"), it.partner.name],
                    [t("name"), it.name],
                    [t("email"), it.email],
                    [t("company"), it.company],
                    [t("lead_forms.message"), it.message],
                  ] as const
                ).map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd style={{ whiteSpace: "pre-wrap" }}>
                      <bdi>{value ?? "–"}</bdi>
                    </dd>
                  </div>
                ))}
              </dl>
            </Card>
          </Stack>
        )}
      </Answered>
    </SidePanel>
  );
}

/** What may still be done with it. */
function Steps({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Step | null>(null);
  const [customer, setCustomer] = useState("");
  const [reason, setReason] = useState("");
  const params = { path: { id: submission.id } };
  const take = useAction(async (step: Step) => {
    const named = customer.trim() ? { customer_external_id: customer.trim() } : {};
    if (step === "accept") await api.POST("/v1/submissions/{id}/accept", { params, body: named });
    else if (step === "erase") await api.DELETE("/v1/submissions/{id}", { params });
    else await api.POST("/v1/submissions/{id}/reject", { params, body: { reason } });
    setOpen(null);
  }, t("saved"));
  if (submission.erased_at) return null;
  const may: Step[] = [];
  if (submission.status !== "accepted") may.push("accept");
  if (submission.status !== "rejected") may.push("reject");
  may.push("erase");
  return (
    <>
      <Group gap="xs">
        {may.map((step, place) => (
          <Button
            key={step}
            size="xs"
            variant={place === 0 ? "filled" : "default"}
            onClick={() => setOpen(step)}
          >
            {t(`lead_forms.${step}`)}
          </Button>
        ))}
      </Group>
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open ? t(`lead_forms.${open}`) : ""}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              take.go(open);
            }}
          >
            <Stack gap="sm">
              {open === "erase" && <Text>{t("lead_forms.erase_text")}</Text>}
              {open === "accept" && (
                <>
                  <Text size="sm">{t("lead_forms.accept_why")}</Text>
                  <TextInput
                    label={t("deals.customer")}
                    description={t("lead_forms.customer_hint")}
                    value={customer}
                    onChange={(event) => setCustomer(event.currentTarget.value)}
                    error={take.wrong("customer_external_id")}
                  />
                </>
              )}
              {open === "reject" && (
                <ReasonField value={reason} change={setReason} error={take.wrong("reason")} />
              )}
              <Refusal of={take} fields={["customer_external_id", "reason"]} />
              <Group justify="flex-end">
                <Button variant="default" onClick={() => setOpen(null)}>
                  {t("cancel")}
                </Button>
                <Button type="submit" loading={take.busy} {...(open === "erase" && { color: "red" })}>
                  {t(`lead_forms.${open}`)}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  );
}
