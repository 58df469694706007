// What the partner brought, and why it was (not) credited.
import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api, good } from "../../api/client";
import { JourneyPicture } from "../../ui/journey";
import { AnchorLink, ButtonLink } from "../../ui/links";
import { ListView, useFilters } from "../../ui/list";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Amount, Status, When } from "../../ui/said";
import { percent } from "../../words/format";
import { type Key, useWords } from "../../words/words";

export function OwnReferrals() {
  const { t, locale } = useWords();
  return (
    <Page title={t("referrals")} purpose={t("portal.referrals_purpose")}>
      <ListView
        path="/v1/partner/conversions"
        csv={false}
        itemId={(it) => it.conversion_id}
        columns={[
          {
            title: t("customer"),
            render: (it) => (
              <Link
                to="/portal/customers/$id"
                params={{ id: it.customer.id }}
                search={{ program_id: it.program.id } as never}
              >
                {t("portal.customer", { id: it.customer.id.slice(-6) })}
              </Link>
            ),
          },
          { title: t("kind"), render: (it) => <Status of={it.kind} /> },
          { title: t("occurred"), render: (it) => <When at={it.occurred_at} /> },
          {
            title: t("portal.credit"),
            render: (it) => (
              <Group gap={6}>
                <Status of={it.outcome} />
                {it.refusal && (
                  <Text size="xs" c="dimmed">
                    {t(`refusal.${it.refusal}` as Key)}
                  </Text>
                )}
              </Group>
            ),
          },
          {
            title: t("share"),
            number: true,
            render: (it) => (it.share_millionths ? percent(it.share_millionths, locale) : "–"),
          },
          { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
        ]}
        empty={
          <Empty
            title={t("portal.referrals_empty")}
            why={t("portal.referrals_empty_why")}
            next={
              <ButtonLink to="/portal/links" variant="default">
                {t("links_and_codes")}
              </ButtonLink>
            }
          />
        }
      />
    </Page>
  );
}

export function OwnJourney() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { search } = useFilters();
  const journey = useQuery({
    queryKey: ["own journey", id, search.program_id],
    queryFn: () =>
      good(
        api.GET("/v1/partner/customers/{id}/journey", {
          params: { path: { id }, query: { program_id: search.program_id ?? "" } },
        }),
      ),
  });
  return (
    <Page
      title={t("portal.customer", { id: id.slice(-6) })}
      purpose={t("portal.journey_purpose")}
      actions={<AnchorLink to="/portal/referrals">{t("back")}</AnchorLink>}
    >
      <Card title={t("journey")}>
        <Answered of={journey}>{(data) => <JourneyPicture journey={data} />}</Answered>
      </Card>
    </Page>
  );
}
