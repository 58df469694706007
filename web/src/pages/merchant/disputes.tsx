// Disputes: what partners say is missing, wrong or wrongly declined, and the merchant's decision about each.
import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { DISPUTE_REASONS, DISPUTE_STATUSES, DisputeShown } from "../../ui/dispute";
import { AnchorLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { PartnerName, useProgramFilter, useStatusFilter } from "../../ui/named";
import { Answered, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Amount, Status, When } from "../../ui/said";
import { readOptionalAmount } from "../../words/amount";
import { type Key, useWords } from "../../words/words";

type Dispute = Schemas["Dispute"];
type Step = Schemas["TransitionDispute"];

const KINDS = ["untracked", "wrong_amount", "declined"] as const;

export function Disputes() {
  const { t } = useWords();
  const statusFilter = useStatusFilter(DISPUTE_STATUSES);
  const programFilter = useProgramFilter();
  const kinds = KINDS.map((value) => ({ value, label: t(`disputes.kind.${value}`) }));
  return (
    <Page title={t("disputes")} purpose={t("disputes.purpose")}>
      <ListView
        path="/v1/disputes"
        sort="-opened_at"
        filters={[
          statusFilter,
          { name: "kind", label: t("disputes.kind"), options: kinds },
          ...programFilter,
        ]}
        columns={[
          {
            title: t("disputes.kind"),
            render: (it) => (
              <Link to="/disputes/$id" params={{ id: it.id }} search={((before: object) => before) as never}>
                {t(`disputes.kind.${it.kind}` as Key)}
              </Link>
            ),
          },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          { title: t("disputes.opened_at"), sort: "opened_at", render: (it) => <When at={it.opened_at} /> },
          { title: t("disputes.due"), sort: "due_at", render: (it) => <When at={it.due_at} plain /> },
          { title: t("disputes.expected"), number: true, render: (it) => <Amount of={it.expected} /> },
        ]}
        empty={<Empty title={t("disputes.empty")} why={t("disputes.empty_why")} />}
      />
      <Outlet />
    </Page>
  );
}

export function DisputePanel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["dispute", id],
    queryFn: () => good(api.GET("/v1/disputes/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel
      title={shown.data ? t(`disputes.kind.${shown.data.kind}` as Key) : t("dispute")}
      to="/disputes"
    >
      <Answered of={shown}>
        {(it) => (
          <DisputeShown
            of={it}
            about={
              <Stack gap="xs">
                <Group gap="sm">
                  <Status of={it.status} />
                  <PartnerName of={it.partner} />
                  <Text size="sm" c="dimmed">
                    {t("disputes.opened")} <When at={it.opened_at} />
                  </Text>
                </Group>
                <Group gap="sm">
                  {it.conversion_id && (
                    <AnchorLink to="/conversions/$id" params={{ id: it.conversion_id } as never}>
                      {t("disputes.conversion")}
                    </AnchorLink>
                  )}
                  {it.commission_id && (
                    <AnchorLink to="/commissions" search={{ id: it.commission_id } as never}>
                      {t("disputes.commission")}
                    </AnchorLink>
                  )}
                </Group>
                <Steps dispute={it} />
              </Stack>
            }
          />
        )}
      </Answered>
    </SidePanel>
  );
}

const MAY: Record<string, Step["action"][]> = {
  open: ["uphold", "reject", "ask"],
  incomplete: ["uphold", "reject"],
};

function Steps({ dispute }: { dispute: Dispute }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Step["action"] | null>(null);
  const take = useAction(async (body: () => Step) => {
    await api.POST("/v1/disputes/{id}/transitions", { params: { path: { id: dispute.id } }, body: body() });
    setOpen(null);
  }, t("saved"));
  return (
    <>
      <Group gap="xs">
        {(MAY[dispute.status] ?? []).map((step, place) => (
          <Button
            key={step}
            size="xs"
            variant={place === 0 ? "filled" : "default"}
            onClick={() => setOpen(step)}
          >
            {t(`disputes.step.${step}`)}
          </Button>
        ))}
      </Group>
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open ? t(`disputes.step.${open}`) : ""}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open && <StepForm dispute={dispute} step={open} take={take} cancel={() => setOpen(null)} />}
      </Modal>
    </>
  );
}

function StepForm({
  dispute,
  step,
  take,
  cancel,
}: {
  dispute: Dispute;
  step: Step["action"];
  take: ReturnType<typeof useAction<[() => Step]>>;
  cancel: () => void;
}) {
  const { t } = useWords();
  const { currency } = dispute.opened_with.amount;
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const [reason, setReason] = useState<Schemas["DisputeReason"]>("terms_not_met");
  const body = (): Step => {
    const written = note.trim() ? { note: note.trim() } : {};
    if (step === "ask") return { action: step, note: note.trim() };
    if (step === "reject") return { action: step, reason, ...written };
    const upheld = readOptionalAmount("amount.amount", amount, currency);
    const given = upheld === undefined ? {} : { amount: { amount: upheld, currency } };
    return { action: "uphold", ...given, ...written };
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take.go(body);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`disputes.step.${step}.why.${dispute.kind}` as Key)}</Text>
        {step === "uphold" && (
          <TextInput
            label={t("disputes.amount_in", { currency })}
            description={t("disputes.amount_hint")}
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
            error={take.wrong("amount.amount") ?? take.wrong("amount")}
          />
        )}
        {step === "reject" && (
          <Select
            label={t("reason")}
            allowDeselect={false}
            data={DISPUTE_REASONS.map((value) => ({ value, label: t(`disputes.reason.${value}`) }))}
            value={reason}
            onChange={(value) => setReason((value ?? "other") as "other")}
          />
        )}
        <Textarea
          label={t("disputes.note")}
          description={t("disputes.note_hint")}
          required={step === "ask" || (step === "reject" && reason === "other")}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={take.wrong("note")}
        />
        <Refusal of={take} fields={["amount.amount", "amount", "note"]} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={take.busy}>
            {t(`disputes.step.${step}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
