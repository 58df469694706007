// Deals: what partners registered, and each beside those that may be about the same company.
import { Alert, Button, Group, Modal, NumberInput, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { AmountField, ReasonField } from "../../ui/fields";
import { AnchorLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { PartnerName, useProgramFilter, useStatusFilter } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Amount, Status, When } from "../../ui/said";
import { readAmount } from "../../words/amount";
import { percent } from "../../words/format";
import { type Key, useWords } from "../../words/words";

type Deal = Schemas["Deal"];
type Step = Schemas["TransitionDeal"];

const STATUSES = ["submitted", "in_review", "approved", "rejected", "won", "lost", "expired"] as const;

export function Deals() {
  const { t } = useWords();
  const statusFilter = useStatusFilter(STATUSES);
  const programFilter = useProgramFilter();
  return (
    <Page title={t("deals")} purpose={t("deals.purpose")}>
      <ListView
        path="/v1/deals"
        sort="-submitted_at"
        filters={[statusFilter, ...programFilter]}
        columns={[
          {
            title: t("company"),
            render: (it) => (
              <Link to="/deals/$id" params={{ id: it.id }} search={((before: object) => before) as never}>
                {it.company}
              </Link>
            ),
          },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          {
            title: t("deals.protected_until"),
            render: (it) => <When at={it.protected_until} plain />,
          },
          {
            title: t("deals.submitted"),
            sort: "submitted_at",
            render: (it) => <When at={it.submitted_at} />,
          },
          { title: t("deals.expected"), number: true, render: (it) => <Amount of={it.expected} /> },
        ]}
        empty={<Empty title={t("deals.empty")} why={t("deals.empty_why")} />}
      />
      <Outlet />
    </Page>
  );
}

export function DealPanel() {
  const { t, locale } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const shown = useQuery({
    queryKey: ["deal", id],
    queryFn: () => good(api.GET("/v1/deals/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel title={shown.data?.deal.company ?? t("deal")} to="/deals">
      <Answered of={shown}>
        {({ deal, conflicts }) => (
          <Stack>
            <Group gap="sm">
              <Status of={deal.status} />
              <Text size="sm" c="dimmed">
                {t("deals.submitted")} <When at={deal.submitted_at} />
              </Text>
            </Group>
            {deal.reason && (
              <Text size="sm">
                {t("reason")}: <bdi>{deal.reason}</bdi>
              </Text>
            )}
            <Steps deal={deal} />
            {conflicts.map((conflict) => (
              <Card
                key={conflict.deal.id}
                title={t(conflict.is_likely_same ? "deals.likely_same" : "deals.possibly_same", {
                  score: percent(conflict.score, locale),
                })}
              >
                <Text size="sm" c="dimmed" mb="sm">
                  {conflict.signals.map((signal) => t(`signal.${signal}` as Key)).join(" · ")}
                </Text>
                <SimpleGrid cols={{ base: 1, xs: 2 }}>
                  <Facts deal={deal} />
                  <Facts deal={conflict.deal} linked />
                </SimpleGrid>
              </Card>
            ))}
            {conflicts.length === 0 && (
              <Card title={t("deals.details")}>
                <Facts deal={deal} />
              </Card>
            )}
            {deal.note && (
              <Card title={t("deals.note")}>
                <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                  <bdi>{deal.note}</bdi>
                </Text>
              </Card>
            )}
          </Stack>
        )}
      </Answered>
    </SidePanel>
  );
}

/** What was said of one deal; side by side the same lines stand beside each other. */
function Facts({ deal, linked = false }: { deal: Deal; linked?: boolean }) {
  const { t } = useWords();
  const lines: [string, React.ReactNode][] = [
    [
      t("company"),
      linked ? (
        <Link key="company" to="/deals/$id" params={{ id: deal.id }}>
          {deal.company}
        </Link>
      ) : (
        deal.company
      ),
    ],
    [t("partner"), <PartnerName key="partner" of={deal.partner} />],
    [t("deals.domain"), deal.domain ?? "–"],
    [t("deals.contact"), [deal.contact_name, deal.contact_email].filter(Boolean).join(", ") || "–"],
    [t("deals.products"), deal.products.join(", ") || "–"],
    [t("deals.expected"), <Amount key="expected" of={deal.expected} />],
    [t("status"), <Status key="status" of={deal.status} />],
    [t("deals.protected_until"), <When key="until" at={deal.protected_until} plain />],
  ];
  return (
    <dl className="hg-facts">
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MAY: Record<string, Step["action"][]> = {
  submitted: ["approve", "start_review", "reject"],
  in_review: ["approve", "reject"],
  approved: ["win", "extend", "lose"],
  expired: ["win", "extend", "lose"],
};

function Steps({ deal }: { deal: Deal }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Step["action"] | null>(null);
  const take = useAction(async (body: () => Step) => {
    await api.POST("/v1/deals/{id}/transitions", { params: { path: { id: deal.id } }, body: body() });
    setOpen(null);
  }, t("saved"));
  const may = MAY[deal.status] ?? [];
  return (
    <>
      {deal.customer && (
        <AnchorLink
          to="/customers/$id"
          params={{ id: deal.customer.id } as never}
          search={{ program_id: deal.program.id } as never}
        >
          {t("journey.whole")}
        </AnchorLink>
      )}
      <Group gap="xs">
        {may.map((step, place) => (
          <Button
            key={step}
            size="xs"
            variant={place === 0 ? "filled" : "default"}
            loading={take.busy && open === null}
            onClick={() => (step === "start_review" ? take.go(() => ({ action: step })) : setOpen(step))}
          >
            {t(`deals.step.${step}`)}
          </Button>
        ))}
      </Group>
      {open === null && <Refusal of={take} />}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open ? t(`deals.step.${open}`) : ""}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open && <StepForm deal={deal} step={open} take={take} cancel={() => setOpen(null)} />}
      </Modal>
    </>
  );
}

function StepForm({
  deal,
  step,
  take,
  cancel,
}: {
  deal: Deal;
  step: Step["action"];
  take: ReturnType<typeof useAction<[() => Step]>>;
  cancel: () => void;
}) {
  const { t } = useWords();
  const currency = deal.expected?.currency;
  const [customer, setCustomer] = useState(deal.domain ?? "");
  const [days, setDays] = useState<number | string>(90);
  const [reason, setReason] = useState("");
  const [amount, setAmount] = useState("");
  const program = useQuery({
    queryKey: ["program", deal.program.id],
    queryFn: () => good(api.GET("/v1/programs/{id}", { params: { path: { id: deal.program.id } } })),
  });
  const money = currency ?? program.data?.program.currency ?? "EUR";
  const body = (): Step => {
    switch (step) {
      case "approve":
        return { action: step, customer_external_id: customer, protection_days: Number(days) };
      case "extend":
        return { action: step, days: Number(days) };
      case "win":
        return {
          action: step,
          amount: { amount: readAmount("amount.amount", amount, money), currency: money },
        };
      case "lose":
      case "reject":
        return { action: step, reason };
      default:
        return { action: "start_review" };
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take.go(body);
      }}
    >
      <Stack gap="sm">
        {step === "approve" && (
          <TextInput
            label={t("deals.customer")}
            description={t("deals.customer_hint")}
            required
            value={customer}
            onChange={(event) => setCustomer(event.currentTarget.value)}
            error={take.wrong("customer_external_id")}
          />
        )}
        {(step === "approve" || step === "extend") && (
          <NumberInput
            label={t("deals.days")}
            description={t("deals.days_hint")}
            required
            min={1}
            max={365}
            value={days}
            onChange={setDays}
            error={take.wrong(step === "approve" ? "protection_days" : "days")}
          />
        )}
        {step === "win" && (
          <AmountField
            label={t("deals.amount", { currency: money })}
            description={t("deals.amount_hint")}
            required
            value={amount}
            change={setAmount}
            error={take.wrong("amount.amount")}
          />
        )}
        {(step === "reject" || step === "lose") && (
          <ReasonField value={reason} change={setReason} error={take.wrong("reason")} />
        )}
        {take.wrong("deal") && (
          <Alert color="red" variant="outline" role="alert" title={t("deals.kept_out")}>
            {take.wrong("deal")}
          </Alert>
        )}
        <Refusal
          of={take}
          fields={["customer_external_id", "protection_days", "days", "amount.amount", "reason", "deal"]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={take.busy}>
            {t(`deals.step.${step}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
