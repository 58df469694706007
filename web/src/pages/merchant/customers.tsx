// Referrals and customers, and one customer's journey.
import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good } from "../../api/client";
import { useList, usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { JourneyPicture } from "../../ui/journey";
import { AnchorLink } from "../../ui/links";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Id, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { Reprice } from "./reprice";

const STAGES = ["claimed", "qualified", "won"] as const;

export function Referrals() {
  const { t } = useWords();
  const { search } = useFilters();
  const programFilter = useProgramFilter();
  return (
    <Page title={t("referrals")} purpose={t("referrals.purpose")}>
      <ListView
        path="/v1/referrals"
        sort="-updated_at"
        query={{ id: search.id }}
        filters={[
          {
            name: "stage",
            label: t("stage"),
            options: STAGES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          ...programFilter,
        ]}
        columns={[
          {
            title: t("customer"),
            render: (it) => (
              <Link
                to="/customers/$id"
                params={{ id: it.customer.id }}
                search={{ program_id: it.program.id } as never}
              >
                {it.customer.name ?? it.customer.id}
              </Link>
            ),
          },
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          { title: t("stage"), render: (it) => <Status of={it.stage} /> },
          { title: t("began"), sort: "began_at", render: (it) => <When at={it.began_at} /> },
          { title: t("expires"), render: (it) => <When at={it.expires_at} plain /> },
        ]}
        empty={<Empty title={t("referrals.empty")} why={t("referrals.empty_why")} />}
      />
    </Page>
  );
}

export function Customers() {
  const { t } = useWords();
  return (
    <Page title={t("customers")} purpose={t("customers.purpose")}>
      <ListView
        path="/v1/customers"
        sort="-created_at"
        filters={[
          { name: "email", label: t("email") },
          { name: "external_id", label: t("external_id") },
        ]}
        columns={[
          {
            title: t("customer"),
            render: (it) => (
              <Link to="/customers/$id" params={{ id: it.id }}>
                {it.name ?? it.external_id}
              </Link>
            ),
          },
          {
            title: t("external_id"),
            sort: "external_id",
            render: (it) =>
              it.erased_at ? (
                <Text size="sm" c="dimmed">
                  {t("erased")}
                </Text>
              ) : (
                it.external_id
              ),
          },
          { title: t("email"), render: (it) => it.email ?? "–" },
          { title: t("first_seen"), sort: "created_at", render: (it) => <When at={it.created_at} /> },
        ]}
        empty={<Empty title={t("customers.empty")} why={t("customers.empty_why")} />}
      />
    </Page>
  );
}

export function Customer() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { search, change } = useFilters();
  const programs = usePrograms().data?.items ?? [];
  const bonds = useList("/v1/referrals", { customer_id: id, limit: 20 });
  const program = search.program_id ?? bonds.data?.items[0]?.program.id ?? programs[0]?.id;
  const journey = useQuery({
    queryKey: ["journey", id, program],
    enabled: Boolean(program) && !bonds.isPending,
    queryFn: () =>
      good(
        api.GET("/v1/customers/{external_id}/journey", {
          params: { path: { external_id: id }, query: { program_id: program } },
        }),
      ),
  });
  const [asking, setAsking] = useState(false);
  const erase = useAction(async () => {
    await api.DELETE("/v1/customers/{external_id}", { params: { path: { external_id: id } } });
    setAsking(false);
  }, t("customer.erased"));
  const title = journey.data?.customer.name ?? t("customer");
  return (
    <Page
      title={title}
      actions={
        <>
          {programs.length > 1 && (
            <Select
              size="sm"
              aria-label={t("program")}
              allowDeselect={false}
              data={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program ?? null}
              onChange={(value) => change({ program_id: value ?? undefined })}
            />
          )}
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("customer.erase")}
          </Button>
        </>
      }
    >
      <Answered of={journey} rows={8}>
        {(data) => (
          <>
            <Group gap="lg">
              <Id of={data.customer.id} />
              <Text size="sm" c="dimmed">
                {t("external_id")}: {data.customer.external_id}
              </Text>
              <Text size="sm" c="dimmed">
                {data.program.name}
              </Text>
              {data.referral && (
                <Group gap={6}>
                  <Status of={data.referral.stage} />
                </Group>
              )}
            </Group>
            <Belonging id={data.customer.id} program={data.program.id} />
            <Card title={t("journey")}>
              {data.touches.length + data.conversions.length === 0 ? (
                <Empty title={t("journey.empty")} why={t("journey.empty_why")} />
              ) : (
                <JourneyPicture
                  journey={data}
                  act={(one) => <Reprice quiet conversion={{ ...one, program: data.program }} />}
                />
              )}
            </Card>
          </>
        )}
      </Answered>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("customer.erase")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text>{t("customer.erase_text")}</Text>
          <Refusal of={erase} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button color="red" loading={erase.busy} onClick={() => erase.go()}>
              {t("customer.erase")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Page>
  );
}

/** The organizations that a person belongs to, or the people of an organization. */
function Belonging({ id, program }: { id: string; program: string }) {
  const { t } = useWords();
  const shown = useQuery({
    queryKey: ["customer", id, program],
    queryFn: () =>
      good(
        api.GET("/v1/customers/{external_id}", {
          params: { path: { external_id: id }, query: { program_id: program } },
        }),
      ),
  });
  if (!shown.data) return null;
  const { customer, people } = shown.data;
  const groups = [
    { title: t("customer.same"), of: customer.same_customers },
    { title: t("customer.organizations"), of: customer.organizations },
    { title: t("customer.people"), of: people },
  ].filter((one) => one.of.length > 0);
  if (groups.length === 0 && !customer.domain) return null;
  return (
    <Card>
      <Stack gap="xs">
        {customer.domain && (
          <Text size="sm">
            {t("deals.domain")}: <bdi>{customer.domain}</bdi>
          </Text>
        )}
        {groups.map((one) => (
          <Group key={one.title} gap="sm">
            <Text size="sm" c="dimmed">
              {one.title}
            </Text>
            {one.of.map((other) => (
              <AnchorLink
                key={other.id}
                to="/customers/$id"
                params={{ id: other.id } as never}
                search={{ program_id: program } as never}
                size="sm"
              >
                <bdi>{other.name ?? other.external_id}</bdi>
              </AnchorLink>
            ))}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
