// Payouts: batches of what is due, made by one and approved by another.
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, good } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ButtonLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { useProgramFilter, useStatusFilter } from "../../ui/named";
import { Empty, Page } from "../../ui/page";
import { Amount, Status, When } from "../../ui/said";
import { type Key, useWords } from "../../words/words";

const STATUSES = ["draft", "submitted", "approved", "handed_over", "closed", "canceled"] as const;
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
      actions={
        <>
          <ButtonLink to="/payouts/reconciliation" variant="default">
            {t("reconciliation")}
          </ButtonLink>
          <Button onClick={() => setMaking(true)}>{t("payouts.make")}</Button>
        </>
      }
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
    <Modal
      opened={open}
      onClose={close}
      title={t("payouts.make")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
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
