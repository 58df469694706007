// The partner's disputes: opened from a commission or for a sale that is missing, answered, taken back.
import { Button, Group, Modal, Select, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { useProgramProfile } from "../../shell/portal";
import { Refusal, useAction } from "../../ui/action";
import { DISPUTE_STATUSES, DisputeShown } from "../../ui/dispute";
import { ListView, useFilters } from "../../ui/list";
import { useStatusFilter } from "../../ui/named";
import { Answered, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Amount, Status, When } from "../../ui/said";
import { readAmount, readOptionalAmount } from "../../words/amount";
import { type Key, useWords } from "../../words/words";

type Commission = Schemas["Commission"];

export function OwnDisputes() {
  const { t } = useWords();
  const { search, change } = useFilters();
  const statusFilter = useStatusFilter(DISPUTE_STATUSES);
  const [missing, setMissing] = useState(false);
  const about = search.commission;
  const disputed = useList("/v1/partner/commissions", { id: about, limit: 1 });
  const commission = about ? disputed.data?.items.find((one) => one.id === about) : undefined;
  const button = <Button onClick={() => setMissing(true)}>{t("disputes.missing")}</Button>;
  return (
    <Page title={t("disputes")} purpose={t("disputes.own_purpose")} actions={button}>
      <ListView
        path="/v1/partner/disputes"
        sort="-opened_at"
        csv={false}
        filters={[statusFilter]}
        columns={[
          {
            title: t("disputes.kind"),
            render: (it) => (
              <Link
                to="/portal/disputes/$id"
                params={{ id: it.id }}
                search={((before: object) => before) as never}
              >
                {t(`disputes.kind.${it.kind}` as Key)}
              </Link>
            ),
          },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("disputes.opened_at"), sort: "opened_at", render: (it) => <When at={it.opened_at} /> },
          { title: t("disputes.due"), sort: "due_at", render: (it) => <When at={it.due_at} plain /> },
          { title: t("disputes.expected"), number: true, render: (it) => <Amount of={it.expected} /> },
          { title: t("disputes.granted"), number: true, render: (it) => <Amount of={it.granted} /> },
        ]}
        empty={<Empty title={t("disputes.empty")} why={t("disputes.own_empty_why")} next={button} />}
      />
      <Modal
        opened={missing}
        onClose={() => setMissing(false)}
        title={t("disputes.missing")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {missing && <Missing done={() => setMissing(false)} />}
      </Modal>
      <Modal
        opened={commission !== undefined}
        onClose={() => change({ commission: undefined } as never, true)}
        title={t("disputes.open")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {commission && (
          <Objection to={commission} done={() => change({ commission: undefined } as never, true)} />
        )}
      </Modal>
      <Outlet />
    </Page>
  );
}

/** The fields that every dispute has. */
function useCase() {
  const { t } = useWords();
  const [note, setNote] = useState("");
  const [references, setReferences] = useState<string[]>([]);
  const fields = (wrong: (name: string) => string | undefined) => (
    <>
      <Textarea
        label={t("disputes.own_note")}
        description={t("disputes.own_note_hint")}
        required
        autosize
        minRows={3}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={wrong("note")}
      />
      <TagsInput
        label={t("disputes.references")}
        description={t("disputes.references_hint")}
        splitChars={[]}
        value={references}
        onChange={setReferences}
        error={wrong("references")}
      />
    </>
  );
  return { fields, given: { note: note.trim(), references } };
}

function Buttons({ busy, done, label }: { busy: boolean; done: () => void; label: string }) {
  const { t } = useWords();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={done}>
        {t("cancel")}
      </Button>
      <Button type="submit" loading={busy}>
        {label}
      </Button>
    </Group>
  );
}

/** About a commission: that it was declined, or that it should be more. */
function Objection({ to, done }: { to: Commission; done: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const kind = to.declined_at ? "declined" : "wrong_amount";
  const { currency } = to.amount;
  const [expected, setExpected] = useState("");
  const { fields, given } = useCase();
  const open = useAction(async () => {
    const amount = kind === "wrong_amount" ? readAmount("expected.amount", expected, currency) : 0;
    const opened = await good(
      api.POST("/v1/partner/disputes", {
        body: {
          kind,
          commission_id: to.id,
          ...(kind === "wrong_amount" && { expected: { amount, currency } }),
          ...given,
        },
      }),
    );
    await navigate({ to: "/portal/disputes/$id", params: { id: opened.id } } as never);
  }, t("disputes.sent"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.go();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t(`disputes.kind.${kind}`)}: <Amount of={kind === "declined" ? to.earned : to.amount} />
        </Text>
        {kind === "wrong_amount" && (
          <TextInput
            label={t("disputes.expected_in", { currency })}
            required
            inputMode="decimal"
            value={expected}
            onChange={(event) => setExpected(event.currentTarget.value)}
            error={open.wrong("expected") ?? open.wrong("expected.amount")}
          />
        )}
        {fields(open.wrong)}
        <Refusal of={open} fields={["expected", "expected.amount", "note", "references"]} />
        <Buttons busy={open.busy} done={done} label={t("disputes.open")} />
      </Stack>
    </form>
  );
}

/** A sale that there is no commission for. */
function Missing({ done }: { done: () => void }) {
  const { t } = useWords();
  const places = useList("/v1/partner/enrollments", { limit: 200 });
  const programs = (places.data?.items ?? []).map((one) => one.program);
  const [sale, setSale] = useState({
    program: "",
    order: "",
    day: "",
    amount: "",
    customer: "",
    expected: "",
  });
  const program = sale.program || (programs[0]?.id ?? "");
  const currency = useProgramProfile(program).data?.currency ?? "EUR";
  const { fields, given } = useCase();
  const set = (name: keyof typeof sale) => ({
    value: sale[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setSale({ ...sale, [name]: event.currentTarget.value }),
  });
  const open = useAction(async () => {
    const expected = readOptionalAmount("expected.amount", sale.expected, currency);
    await api.POST("/v1/partner/disputes", {
      body: {
        kind: "untracked",
        sale: {
          program_id: program,
          order: sale.order.trim(),
          occurred_at: `${sale.day}T00:00:00Z`,
          amount: { amount: readAmount("sale.amount.amount", sale.amount, currency), currency },
          ...(sale.customer.trim() && { customer: sale.customer.trim() }),
        },
        ...(expected !== undefined && { expected: { amount: expected, currency } }),
        ...given,
      },
    });
    done();
  }, t("disputes.sent"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.go();
      }}
    >
      <Stack gap="sm">
        {programs.length > 1 && (
          <Select
            label={t("program")}
            allowDeselect={false}
            data={programs.map((one) => ({ value: one.id, label: one.name }))}
            value={program}
            onChange={(value) => setSale({ ...sale, program: value ?? "" })}
          />
        )}
        <TextInput label={t("disputes.order")} required {...set("order")} error={open.wrong("sale.order")} />
        <TextInput
          label={t("disputes.sold")}
          type="date"
          required
          {...set("day")}
          error={open.wrong("sale.occurred_at")}
        />
        <TextInput
          label={t("disputes.sale_amount_in", { currency })}
          required
          inputMode="decimal"
          {...set("amount")}
          error={open.wrong("sale.amount.amount")}
        />
        <TextInput
          label={t("disputes.customer")}
          description={t("disputes.customer_hint")}
          {...set("customer")}
          error={open.wrong("sale.customer")}
        />
        <TextInput
          label={t("disputes.expected_in", { currency })}
          inputMode="decimal"
          {...set("expected")}
          error={open.wrong("expected.amount")}
        />
        {fields(open.wrong)}
        <Refusal
          of={open}
          fields={[
            "sale.order",
            "sale.occurred_at",
            "sale.amount.amount",
            "sale.customer",
            "expected.amount",
            "note",
            "references",
          ]}
        />
        <Buttons busy={open.busy} done={done} label={t("disputes.open")} />
      </Stack>
    </form>
  );
}

export function OwnDisputePanel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["own dispute", id],
    queryFn: () => good(api.GET("/v1/partner/disputes/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel title={t("dispute")} to="/portal/disputes">
      <Answered of={shown}>
        {(it) => (
          <DisputeShown
            of={it}
            about={
              <Stack gap="xs">
                <Group gap="sm">
                  <Status of={it.status} />
                  <Text size="sm" c="dimmed">
                    {t("disputes.opened")} <When at={it.opened_at} />
                  </Text>
                </Group>
                <OwnSteps id={it.id} status={it.status} />
              </Stack>
            }
          />
        )}
      </Answered>
    </SidePanel>
  );
}

function OwnSteps({ id, status }: { id: string; status: Schemas["DisputeStatus"] }) {
  const { t } = useWords();
  const [answering, setAnswering] = useState(false);
  const { fields, given } = useCase();
  const take = useAction(async (body: Schemas["TransitionOwnDispute"]) => {
    await api.POST("/v1/partner/disputes/{id}/transitions", { params: { path: { id } }, body });
    setAnswering(false);
  }, t("saved"));
  if (status !== "open" && status !== "incomplete") return null;
  return (
    <>
      <Group gap="xs">
        {status === "incomplete" && (
          <Button size="xs" onClick={() => setAnswering(true)}>
            {t("disputes.answer")}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={take.busy}
          onClick={() => take.go({ action: "withdraw" })}
        >
          {t("disputes.withdraw")}
        </Button>
      </Group>
      {!answering && <Refusal of={take} />}
      <Modal
        opened={answering}
        onClose={() => setAnswering(false)}
        title={t("disputes.answer")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            take.go({ action: "answer", ...given });
          }}
        >
          <Stack gap="sm">
            {fields(take.wrong)}
            <Refusal of={take} fields={["note", "references"]} />
            <Buttons busy={take.busy} done={() => setAnswering(false)} label={t("disputes.answer")} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
