// Payouts: batches, made by one and approved by another; each with its transfers and what became of them.
import {
  Alert,
  Button,
  Group,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { placeHeaders } from "../../api/place";
import { useList, usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import {
  PartnerName,
  usePartnerNames,
  useProgramFilter,
  useProgramNames,
  useStatusFilter,
} from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Amount, Id, Status, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { type Key, useWords } from "../../words/words";

type Shown = Schemas["BatchShown"];
type Transfer = Schemas["Transfer"];

const STATUSES = ["draft", "submitted", "approved", "handed_over", "closed", "cancelled"] as const;
const RAILS = ["bank", "paypal", "wise", "by_hand"] as const;

export function Payouts() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
  const statusFilter = useStatusFilter(STATUSES);
  const programFilter = useProgramFilter();
  return (
    <Page
      title={t("payouts")}
      purpose={t("payouts.purpose")}
      actions={<Button onClick={() => setMaking(true)}>{t("payouts.make")}</Button>}
    >
      <ListView
        path="/v1/payout-batches"
        sort="-created_at"
        filters={[statusFilter, ...programFilter]}
        columns={[
          {
            title: t("payouts.made"),
            sort: "created_at",
            render: (it) => (
              <Link to="/payouts/$id" params={{ id: it.id }}>
                <When at={it.created.at} plain />
              </Link>
            ),
          },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("payouts.rail"), render: (it) => t(`rail.${it.rail}` as Key) },
          { title: t("payouts.transfers"), number: true, render: (it) => it.transfers },
          { title: t("payouts.left_out"), number: true, render: (it) => it.left_out },
          {
            title: t("payouts.total"),
            sort: "total",
            number: true,
            render: (it) => <Amount of={it.total} />,
          },
        ]}
        empty={<Empty title={t("payouts.empty")} why={t("payouts.empty_why")} />}
      />
      <MakeBatch open={making} close={() => setMaking(false)} />
    </Page>
  );
}

function MakeBatch({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const programs = usePrograms().data?.items ?? [];
  const [program, setProgram] = useState<string | null>(null);
  const [rail, setRail] = useState<(typeof RAILS)[number]>("bank");
  const [until, setUntil] = useState("");
  const make = useAction(async () => {
    const body = {
      program_id: program ?? programs[0]?.id ?? "",
      rail,
      ...(until ? { due_until: until } : {}),
    };
    const batch = await good(api.POST("/v1/payout-batches", { body }));
    close();
    navigate({ to: "/payouts/$id", params: { id: batch.id } });
  });
  return (
    <Modal opened={open} onClose={close} title={t("payouts.make")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.go();
        }}
      >
        <Stack>
          {programs.length > 1 && (
            <Select
              label={t("program")}
              data={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program ?? programs[0]?.id ?? null}
              onChange={setProgram}
              allowDeselect={false}
            />
          )}
          <Select
            label={t("payouts.rail")}
            data={RAILS.map((value) => ({ value, label: t(`rail.${value}` as Key) }))}
            value={rail}
            onChange={(value) => setRail((value ?? "bank") as (typeof RAILS)[number])}
            allowDeselect={false}
          />
          <TextInput
            type="date"
            label={t("payouts.due_until")}
            description={t("payouts.due_until_hint")}
            value={until}
            error={make.wrong("due_until")}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <Refusal of={make} fields={["due_until"]} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={make.busy}>
              {t("payouts.make")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function BatchPage() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["batch", id],
    queryFn: () => good(api.GET("/v1/payout-batches/{id}", { params: { path: { id } } })),
  });
  return (
    <Page title={t("payouts.batch")} actions={<Id of={id} />}>
      <Answered of={shown}>{(data) => <BatchShown data={data} />}</Answered>
      <BatchTransfers batch={id} />
      <LeftOut batch={id} />
    </Page>
  );
}

function BatchShown({ data }: { data: Shown }) {
  const { t } = useWords();
  const { batch } = data;
  const program = useProgramNames()(batch.program_id);
  const steps: [string, Schemas["HandDone"] | null | undefined][] = [
    ["payouts.made", batch.created],
    ["payouts.submitted", batch.submitted],
    ["payouts.approved", batch.approved],
    ["payouts.handed_over", batch.handed_over],
    ["payouts.cancelled", batch.cancelled],
  ];
  return (
    <>
      <Group gap="lg">
        <Status of={batch.status} />
        <Text c="dimmed">{program}</Text>
        <Text c="dimmed">{t(`rail.${batch.rail}` as Key)}</Text>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure name={t("payouts.total")}>
          <Amount of={batch.total} />
        </Figure>
        <Figure name={t("payouts.transfers")}>{batch.transfers}</Figure>
        <Figure name={t("payouts.greatest")}>
          <Amount of={batch.greatest_transfer} />
        </Figure>
      </SimpleGrid>
      <NextStep data={data} />
      <Card title={t("payouts.history")}>
        <Stack gap={6}>
          {steps.map(
            ([name, done]) =>
              done && (
                <Group key={name} gap="xs">
                  <Text size="sm">{t(name as Key)}</Text>
                  <When at={done.at} />
                  <span className="hg-id">{done.by}</span>
                </Group>
              ),
          )}
          {batch.cancel_reason && <Text size="sm">{batch.cancel_reason}</Text>}
        </Stack>
      </Card>
      {data.by_status.length > 0 && (
        <Card title={t("payouts.by_status")} padded={false}>
          <Table
            name={t("payouts.by_status")}
            items={data.by_status}
            idOf={(it) => it.status}
            small
            columns={[
              { title: t("status"), render: (it) => <Status of={it.status} /> },
              { title: t("payouts.transfers"), number: true, render: (it) => it.transfers },
              { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
            ]}
          />
        </Card>
      )}
    </>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="hg-card" style={{ padding: 14 }}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <div className="hg-figure-value">{children}</div>
    </div>
  );
}

/** What comes next, who may do it, and why not. */
function NextStep({ data }: { data: Shown }) {
  const { t } = useWords();
  const { batch } = data;
  const [cancelling, setCancelling] = useState(false);
  const path = { params: { path: { id: batch.id } } };
  const step = useAction((body: Schemas["StepBatch"]) =>
    good(api.POST("/v1/payout-batches/{id}/steps", { ...path, body })),
  );
  const file = useAction(async () => {
    const answer = await fetch(`/v1/payout-batches/${batch.id}/file`, { headers: placeHeaders() });
    if (!answer.ok) throw new Error(await answer.text());
    const name = answer.headers.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1] ?? "payout";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  const given = batch.status === "handed_over" || batch.status === "closed";
  const open = ["draft", "submitted", "approved"].includes(batch.status);
  return (
    <Card title={t("payouts.next")}>
      <Stack>
        <Text size="sm">{t(`payouts.next.${batch.status}` as Key)}</Text>
        {batch.status === "submitted" && !data.may_approve && (
          <Alert variant="outline" color="yellow">
            {t(`payouts.why_not.${data.why_not}` as Key)}
          </Alert>
        )}
        <Refusal of={step} />
        <Refusal of={file} />
        <Group>
          {batch.status === "draft" && (
            <Button
              loading={step.busy}
              disabled={batch.transfers === 0}
              onClick={() => step.go({ step: "submit" })}
            >
              {t("payouts.submit")}
            </Button>
          )}
          {batch.status === "submitted" && (
            <Button
              loading={step.busy}
              disabled={!data.may_approve}
              onClick={() => step.go({ step: "approve" })}
            >
              {t("payouts.approve")}
            </Button>
          )}
          {batch.status === "approved" && (
            <Button loading={step.busy} onClick={() => step.go({ step: "hand_over" })}>
              {t("payouts.hand_over")}
            </Button>
          )}
          {given && (
            <Button loading={file.busy} onClick={() => file.go()}>
              {t("payouts.download")}
            </Button>
          )}
          {(batch.status === "submitted" || batch.status === "approved") && (
            <Button variant="default" loading={step.busy} onClick={() => step.go({ step: "send_back" })}>
              {t("payouts.send_back")}
            </Button>
          )}
          {open && (
            <Button variant="default" color="red" onClick={() => setCancelling(true)}>
              {t("payouts.cancel")}
            </Button>
          )}
        </Group>
      </Stack>
      <CancelBatch id={batch.id} open={cancelling} close={() => setCancelling(false)} />
    </Card>
  );
}

function CancelBatch({ id, open, close }: { id: string; open: boolean; close: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const cancel = useAction(async () => {
    const body = { step: "cancel" as const, reason };
    await good(api.POST("/v1/payout-batches/{id}/steps", { params: { path: { id } }, body }));
    close();
  });
  return (
    <Modal opened={open} onClose={close} title={t("payouts.cancel")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.go();
        }}
      >
        <Stack>
          <Textarea
            label={t("reason")}
            required
            value={reason}
            error={cancel.wrong("reason")}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Refusal of={cancel} fields={["reason"]} />
          <Group justify="flex-end">
            <Button type="submit" color="red" loading={cancel.busy}>
              {t("payouts.cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function BatchTransfers({ batch }: { batch: string }) {
  const { t } = useWords();
  const [told, setTold] = useState<Transfer | null>(null);
  const asked = useList("/v1/transfers", { batch_id: batch, limit: 200 });
  const name = usePartnerNames(asked.data?.items.map((one) => one.partner_id) ?? []);
  return (
    <Card title={t("payouts.transfers")} padded={false}>
      <Answered of={asked}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={t("payouts.no_transfers")} why={t("payouts.no_transfers_why")} />
          ) : (
            <Table
              name={t("payouts.transfers")}
              items={page.items}
              idOf={(it) => it.id}
              columns={[
                {
                  title: t("partner"),
                  render: (it) => <PartnerName id={it.partner_id} name={name(it.partner_id)} />,
                },
                {
                  title: t("statement"),
                  render: (it) => (
                    <Link to="/statements/$id" params={{ id: it.statement_id }}>
                      {it.remittance}
                    </Link>
                  ),
                },
                { title: t("payouts.to"), render: (it) => <bdi>{it.hint}</bdi> },
                {
                  title: t("status"),
                  render: (it) => (
                    <>
                      <Status of={it.status} />
                      {it.is_overpaid && <Status of="overpaid" />}
                      {it.is_contradicted && !it.is_overpaid && <Status of="contradicted" />}
                    </>
                  ),
                },
                { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
                {
                  title: t("payouts.sent"),
                  number: true,
                  render: (it) => <Amount of={{ amount: it.sends, currency: it.sends_currency }} />,
                },
                {
                  title: t("payouts.outcome"),
                  render: (it) =>
                    it.handed_over_at && (
                      <Button size="compact-xs" variant="default" onClick={() => setTold(it)}>
                        {t("payouts.tell")}
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Answered>
      {told && <TellOutcome transfer={told} close={() => setTold(null)} />}
    </Card>
  );
}

const OUTCOMES = ["settled", "failed", "returned", "unknown"] as const;

function TellOutcome({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>("settled");
  const [on, setOn] = useState("");
  const [reason, setReason] = useState("");
  const needsReason = outcome === "failed" || outcome === "returned";
  const tell = useAction(async () => {
    const body = {
      outcome,
      ...(on ? { on } : {}),
      ...(needsReason ? { reason } : {}),
    };
    const params = { path: { id: transfer.id } };
    await good(api.POST("/v1/transfers/{id}/outcomes", { params, body }));
    close();
  });
  return (
    <Modal opened onClose={close} title={t("payouts.tell")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          tell.go();
        }}
      >
        <Stack>
          <Text size="sm">
            {transfer.remittance} · <Amount of={transfer.amount} />
          </Text>
          <Select
            label={t("payouts.outcome")}
            data={OUTCOMES.map((value) => ({ value, label: t(`status.${value}` as Key) }))}
            value={outcome}
            onChange={(value) => setOutcome((value ?? "settled") as (typeof OUTCOMES)[number])}
            allowDeselect={false}
          />
          <TextInput
            type="date"
            label={t("payouts.on")}
            value={on}
            error={tell.wrong("on")}
            onChange={(event) => setOn(event.currentTarget.value)}
          />
          {needsReason && (
            <Textarea
              label={t("reason")}
              required
              value={reason}
              error={tell.wrong("reason")}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <Refusal of={tell} fields={["on", "reason"]} />
          <Group justify="flex-end">
            <Button type="submit" loading={tell.busy}>
              {t("payouts.tell")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function LeftOut({ batch }: { batch: string }) {
  const { t } = useWords();
  const asked = useQuery({
    queryKey: ["left-out", batch],
    queryFn: () =>
      good(
        api.GET("/v1/payout-batches/{id}/left-out", {
          params: { path: { id: batch }, query: { limit: 200 } },
        }),
      ),
  });
  const items = asked.data?.items ?? [];
  const name = usePartnerNames(items.map((one) => one.partner_id));
  if (items.length === 0) return null;
  return (
    <Card title={t("payouts.left_out")} padded={false}>
      <Table
        name={t("payouts.left_out")}
        items={items}
        idOf={(it) => it.statement_id}
        columns={[
          {
            title: t("partner"),
            render: (it) => <PartnerName id={it.partner_id} name={name(it.partner_id)} />,
          },
          { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
          { title: t("payouts.why"), render: (it) => t(`payouts.why.${it.why}` as Key) },
        ]}
      />
    </Card>
  );
}
