// The transfers of a batch, what became of each, and what was left out.
import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { AmountField } from "../../ui/fields";
import { PartnerName } from "../../ui/named";
import { Answered, Card, Empty } from "../../ui/page";
import { Amount, Status, TransferStatus, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { readAmount } from "../../words/amount";
import { money } from "../../words/format";
import { type Key, useWords } from "../../words/words";

type Transfer = Schemas["Transfer"];

export function BatchTransfers({ batch }: { batch: string }) {
  const { t } = useWords();
  const [told, setTold] = useState<Transfer | null>(null);
  const asked = useList("/v1/transfers", { batch_id: batch, limit: 200 });
  const sent = {
    title: t("payouts.sent"),
    number: true,
    render: (it: Transfer) => <Amount of={{ amount: it.sends, currency: it.sends_currency }} />,
  };
  const converts = asked.data?.items.some((one) => one.sends_currency !== one.amount.currency);
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
                  render: (it) => <PartnerName of={it.partner} />,
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
                      <TransferStatus of={it.status} />
                      {it.is_overpaid && <Status of="overpaid" />}
                      {it.is_contradicted && !it.is_overpaid && <Status of="contradicted" />}
                      {it.account_fault && (
                        <Text size="xs">{t(`payouts.account_fault.${it.account_fault}`)}</Text>
                      )}
                      {it.reason && (
                        <Text size="xs" c="dimmed">
                          <bdi>{it.reason}</bdi>
                        </Text>
                      )}
                    </>
                  ),
                },
                { title: t("amount"), number: true, render: (it) => <Paid of={it} /> },
                ...(converts ? [sent] : []),
                { title: t("day"), render: (it) => <When at={it.ended_at} plain /> },
                {
                  title: t("payouts.outcome"),
                  render: (it) =>
                    it.handed_over_at && (
                      <Button
                        size="compact-xs"
                        variant={it.ended_at ? "subtle" : "default"}
                        color={it.ended_at ? "gray" : undefined}
                        onClick={() => setTold(it)}
                      >
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

/** What it pays of its statement, and what that leaves to the next one. */
function Paid({ of }: { of: Transfer }) {
  const { t, locale } = useWords();
  return (
    <>
      <Amount of={of.amount} />
      {of.rest.amount > 0 && (
        <Text size="xs" c="dimmed">
          {t("payouts.rest", { rest: money(of.rest, locale) })}
        </Text>
      )}
    </>
  );
}

const OUTCOMES = ["settled", "failed", "returned", "unknown"] as const;

function TellOutcome({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number] | null>(null);
  const [on, setOn] = useState("");
  const [reason, setReason] = useState("");
  const [debited, setDebited] = useState("");
  const [unchanged, setUnchanged] = useState<Schemas["TransferTold"] | null>(null);
  const { currency } = transfer.amount;
  const needsReason = outcome === "failed" || outcome === "returned";
  const wasExchanged = transfer.sends_currency !== currency;
  const asksDebited = outcome === "settled" && wasExchanged;
  const tell = useAction(async () => {
    if (outcome === null) return;
    const body = {
      outcome,
      ...(on ? { on } : {}),
      ...(needsReason ? { reason } : {}),
      ...(asksDebited && debited.trim()
        ? { debited: { amount: readAmount("debited", debited, currency), currency } }
        : {}),
    };
    const params = { path: { id: transfer.id } };
    const did = await good(api.POST("/v1/transfers/{id}/outcomes", { params, body }));
    // What changed is seen behind the dialog; what changed nothing is said in it.
    if (did.effect === "changed") close();
    else setUnchanged(did);
  });
  return (
    <Modal opened onClose={close} title={t("payouts.tell")} closeButtonProps={{ "aria-label": t("close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          tell.go();
        }}
      >
        <Stack>
          <Text size="sm">
            {transfer.remittance} · <Amount of={transfer.amount} />
            {wasExchanged && (
              <>
                {" "}
                · {t("payouts.sent")}{" "}
                <Amount of={{ amount: transfer.sends, currency: transfer.sends_currency }} />
              </>
            )}
          </Text>
          <Select
            label={t("payouts.outcome")}
            data={OUTCOMES.map((value) => ({ value, label: t(`status.${value}` as Key) }))}
            value={outcome}
            onChange={(value) => setOutcome(value as (typeof OUTCOMES)[number] | null)}
            placeholder={t("payouts.outcome_choose")}
            allowDeselect={false}
            required
          />
          {asksDebited && (
            <AmountField
              label={t("payouts.debited", { currency })}
              description={t("payouts.debited_hint")}
              value={debited}
              change={setDebited}
              error={tell.wrong("debited")}
            />
          )}
          <TextInput
            type="date"
            label={t("payouts.on")}
            description={t("payouts.due_until_hint")}
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
          <Refusal of={tell} fields={["on", "reason", "debited"]} />
          {unchanged && <Unchanged of={unchanged} />}
          <Group justify="flex-end">
            <Button type="submit" loading={tell.busy} disabled={outcome === null}>
              {t("payouts.tell")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Why an outcome changed nothing. */
function Unchanged({ of }: { of: Schemas["TransferTold"] }) {
  const { t } = useWords();
  const texts = {
    known: t("payouts.outcome_known"),
    pending: t("payouts.outcome_pending_one"),
    ignored: t("payouts.outcome_ignored", { status: t(`status.${of.status}` as Key) }),
    changed: null,
  };
  return (
    <Alert color="yellow" variant="outline" role="status">
      {texts[of.effect]}
    </Alert>
  );
}

export function LeftOut({ batch }: { batch: string }) {
  const { t } = useWords();
  const asked = useQuery({
    queryKey: ["left-out", batch],
    queryFn: () =>
      good(
        api.GET("/v1/payout-batches/{id}/skipped", {
          params: { path: { id: batch }, query: { limit: 200 } },
        }),
      ),
  });
  const items = asked.data?.items ?? [];
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
            render: (it) => <PartnerName of={it.partner} />,
          },
          { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
          { title: t("payouts.why"), render: (it) => t(`payouts.why.${it.why}` as Key) },
        ]}
      />
    </Card>
  );
}
