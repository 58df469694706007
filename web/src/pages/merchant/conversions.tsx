// Conversions, and why each was credited as it was.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { api, good, type Schemas } from "../../api/client";
import { AnchorLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Amount, Id, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { ByHand } from "./correction";
import { Reprice } from "./reprice";

const KINDS = ["lead", "sale", "refund", "refund_reversal", "chargeback", "chargeback_reversal"] as const;

/** What rewards are for; what takes money back is priced with its sale. */
const PRICED: Schemas["Kind"][] = ["lead", "stage", "sale"];

export function Conversions() {
  const { t } = useWords();
  const programFilter = useProgramFilter();
  return (
    <Page title={t("conversions")} purpose={t("conversions.purpose")}>
      <ListView
        path="/v1/conversions"
        sort="-occurred_at"
        filters={[
          {
            name: "kind",
            label: t("kind"),
            options: KINDS.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          {
            name: "waiting",
            label: t("conversions.waiting"),
            options: (["yes", "no"] as const).map((value) => ({
              value,
              label: t(`conversions.waiting.${value}`),
            })),
          },
          { name: "external_id", label: t("external_id") },
          ...programFilter,
        ]}
        columns={[
          {
            title: t("external_id"),
            render: (it) => (
              <Link
                to="/conversions/$id"
                params={{ id: it.id }}
                search={((before: object) => before) as never}
              >
                {it.external_id}
              </Link>
            ),
          },
          {
            title: t("kind"),
            render: (it) => (
              <Group gap={6}>
                <Status of={it.kind} />
                {it.waiting && <Status of="waiting" />}
              </Group>
            ),
          },
          {
            title: t("customer"),
            render: (it) =>
              it.customer ? (
                <Link
                  to="/customers/$id"
                  params={{ id: it.customer.id }}
                  search={{ program_id: it.program.id } as never}
                >
                  {it.customer.name ?? it.customer.external_id ?? t("customer")}
                </Link>
              ) : (
                "–"
              ),
          },
          { title: t("occurred"), sort: "occurred_at", render: (it) => <When at={it.occurred_at} /> },
          { title: t("amount"), number: true, sort: "amount", render: (it) => <Amount of={it.amount} /> },
        ]}
        empty={
          <Empty
            title={t("conversions.empty")}
            why={t("conversions.empty_why")}
            next={
              <Button component="a" href="/docs" variant="default">
                {t("conversions.how")}
              </Button>
            }
          />
        }
      />
      <Outlet />
    </Page>
  );
}

export function ConversionPanel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const path = { params: { path: { id } } };
  const shown = useQuery({
    queryKey: ["conversion", id],
    queryFn: () => good(api.GET("/v1/conversions/{id}", path)),
  });
  const explained = useQuery({
    queryKey: ["explanation", id],
    queryFn: () => good(api.GET("/v1/conversions/{id}/explanation", path)),
  });
  return (
    <SidePanel title={shown.data?.conversion.external_id ?? t("conversion")} to="/conversions">
      <Answered of={shown}>
        {({ conversion }) => (
          <Stack>
            <Id of={conversion.id} />
            <Group>
              <Status of={conversion.kind} />
              <Text fw={600}>
                <Amount of={conversion.amount} />
              </Text>
              <When at={conversion.occurred_at} />
            </Group>
            {conversion.waiting && <Text size="sm">{t("conversions.waits")}</Text>}
            {conversion.customer && (
              <AnchorLink
                to="/customers/$id"
                params={{ id: conversion.customer.id } as never}
                search={{ program_id: conversion.program.id } as never}
              >
                {t("journey.whole")}
              </AnchorLink>
            )}
            <ByHand conversion={conversion} />
            {PRICED.includes(conversion.kind) && <Reprice conversion={conversion} />}
            <Card title={t("journey.why")}>
              <Answered of={explained}>
                {(data) => (
                  <Stack gap="sm">
                    <ul className="hg-prose" style={{ margin: 0, paddingInlineStart: 18 }}>
                      {data.sentences.map((sentence) => (
                        <li key={sentence.text}>
                          <bdi>{sentence.text}</bdi>
                        </li>
                      ))}
                    </ul>
                    {data.credits.map((credit) => (
                      <div key={credit.commission_id}>
                        <Group gap="xs">
                          <PartnerName of={credit.partner} />
                          <Amount of={credit.amount} />
                          <Status of={credit.state} />
                        </Group>
                        <Text size="sm" c="dimmed">
                          <bdi>{credit.sentences.map((sentence) => sentence.text).join(" ")}</bdi>
                        </Text>
                      </div>
                    ))}
                  </Stack>
                )}
              </Answered>
            </Card>
          </Stack>
        )}
      </Answered>
    </SidePanel>
  );
}
