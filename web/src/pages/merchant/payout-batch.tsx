// A batch: what comes next and who may do it, and who did what.
import { Alert, Button, Group, Modal, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { Confirm } from "../../ui/dialog";
import { saveFile } from "../../ui/download";
import { Answered, Card, Figure, Page } from "../../ui/page";
import { Amount, Id, Status, TransferStatus, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { money } from "../../words/format";
import { type Key, useWords } from "../../words/words";
import { OutcomesFromFile } from "./payout-outcomes";
import { BatchTransfers, LeftOut } from "./payout-transfers";

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

function BatchShown({ data }: { data: Schemas["BatchShown"] }) {
  const { t } = useWords();
  const { batch } = data;
  const program = batch.program.name;
  const steps: [string, Schemas["HandDone"] | null | undefined][] = [
    ["payouts.made", batch.created],
    ["payouts.submitted", batch.submitted],
    ["payouts.approved", batch.approved],
    ["payouts.handed_over", batch.handed_over],
    ["payouts.canceled", batch.canceled],
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
      <SimpleGrid cols={{ base: 1, md: data.by_status.length > 0 ? 2 : 1 }}>
        <Card title={t("payouts.history")} padded={false}>
          <Table
            name={t("payouts.history")}
            items={steps.flatMap(([name, done]) => (done ? [{ name, ...done }] : []))}
            idOf={(it) => it.name}
            small
            columns={[
              { title: t("payouts.step"), render: (it) => t(it.name as Key) },
              { title: t("payouts.when"), render: (it) => <When at={it.at} /> },
              { title: t("payouts.by"), render: (it) => <By hand={it.by} people={data.people} /> },
            ]}
          />
          {batch.cancel_reason && (
            <Text size="sm" px="md" py="sm">
              {t("reason")}: <bdi>{batch.cancel_reason}</bdi>
            </Text>
          )}
        </Card>
        {data.by_status.length > 0 && (
          <Card title={t("payouts.by_status")} padded={false}>
            <Table
              name={t("payouts.by_status")}
              items={data.by_status}
              idOf={(it) => it.status}
              small
              columns={[
                { title: t("status"), render: (it) => <TransferStatus of={it.status} /> },
                { title: t("payouts.transfers"), number: true, render: (it) => it.transfers },
                { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
              ]}
            />
          </Card>
        )}
      </SimpleGrid>
    </>
  );
}

/** Somebody by name; a key with whoever made it. */
function By({ hand, people }: { hand: string; people: Schemas["HandName"][] }) {
  const { t } = useWords();
  if (hand === "operator") return t("actor.operator");
  const known = people.find((one) => one.id === hand);
  if (!known?.name) return <span className="hg-id">{hand}</span>;
  if (!hand.startsWith("key_")) return <bdi>{known.name}</bdi>;
  return known.behind
    ? t("payouts.by_key_of", { key: known.name, name: known.behind })
    : t("payouts.by_key", { key: known.name });
}

/** What comes next, who may do it, and why not. */
function NextStep({ data }: { data: Schemas["BatchShown"] }) {
  const { t, locale } = useWords();
  const { batch } = data;
  const [canceling, setCanceling] = useState(false);
  const [asking, setAsking] = useState<"approve" | "hand_over" | null>(null);
  const path = { params: { path: { id: batch.id } } };
  const step = useAction((body: Schemas["TransitionBatch"]) =>
    good(api.POST("/v1/payout-batches/{id}/transitions", { ...path, body })),
  );
  const file = useAction(() => saveFile(`/v1/payout-batches/${batch.id}/file`, "payout"));
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
        {asking === null && <Refusal of={step} />}
        <Refusal of={file} />
        <Group>
          {batch.status === "draft" && (
            <Button
              loading={step.busy}
              disabled={batch.transfers === 0}
              onClick={() => step.go({ action: "submit" })}
            >
              {t("payouts.submit")}
            </Button>
          )}
          {batch.status === "submitted" && (
            <Button loading={step.busy} disabled={!data.may_approve} onClick={() => setAsking("approve")}>
              {t("payouts.approve")}
            </Button>
          )}
          {batch.status === "approved" && (
            <Button loading={step.busy} onClick={() => setAsking("hand_over")}>
              {t("payouts.hand_over")}
            </Button>
          )}
          {given && (
            <Button
              variant={batch.status === "closed" ? "default" : "filled"}
              loading={file.busy}
              onClick={() => file.go()}
            >
              {t("payouts.download")}
            </Button>
          )}
          {(batch.status === "submitted" || batch.status === "approved") && (
            <Button variant="default" loading={step.busy} onClick={() => step.go({ action: "send_back" })}>
              {t("payouts.send_back")}
            </Button>
          )}
          {open && (
            <Button variant="default" color="red" onClick={() => setCanceling(true)}>
              {t("payouts.cancel")}
            </Button>
          )}
        </Group>
        {given && <OutcomesFromFile batch={batch.id} />}
      </Stack>
      <Confirm
        title={asking && t(`payouts.${asking}`)}
        close={() => setAsking(null)}
        go={() => step.go({ action: asking ?? "approve" })}
        busy={step.busy}
      >
        <Text fw={600}>
          {t("payouts.pays", { transfers: batch.transfers, total: money(batch.total, locale) })}
        </Text>
        <Text size="sm">{t(asking === "hand_over" ? "payouts.hand_over_ask" : "payouts.approve_ask")}</Text>
        <Refusal of={step} />
      </Confirm>
      <CancelBatch id={batch.id} open={canceling} close={() => setCanceling(false)} />
    </Card>
  );
}

function CancelBatch({ id, open, close }: { id: string; open: boolean; close: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const cancel = useAction(async () => {
    const body = { action: "cancel" as const, reason };
    await good(api.POST("/v1/payout-batches/{id}/transitions", { params: { path: { id } }, body }));
    close();
  });
  return (
    <Modal
      opened={open}
      onClose={close}
      title={t("payouts.cancel")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
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
