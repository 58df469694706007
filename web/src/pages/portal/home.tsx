// The partner's home: their figures, what waits for them, and what they share.
import { Alert, Group, SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { type Figure, FigureCard, figuresOf } from "../../ui/figures";
import { AnchorLink, ButtonLink } from "../../ui/links";
import { useFilters } from "../../ui/list";
import { Answered, Card, Empty, Loading, Page } from "../../ui/page";
import { PeriodPicker } from "../../ui/period";
import { CopyValue, Status } from "../../ui/said";
import { useWords } from "../../words/words";
import { Bounced } from "./bounced";
import { AcceptInvitation, usePlaces } from "./places";

const Trend = lazy(() => import("../../ui/trend"));

export function Home() {
  const { t, locale } = useWords();
  const { search, change } = useFilters();
  const [shown, setShown] = useState<Figure["name"]>("commission");
  const places = usePlaces();
  const programs = [...new Set(places.data?.items.map((one) => one.program.id))];
  const program = search.program_id ?? (programs.length === 1 ? programs[0] : undefined);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const query = {
    program_id: program,
    time_zone: zone,
    compare: "previous",
    ...(search.from && search.until ? { from: search.from, until: search.until } : {}),
  };
  const overview = useQuery({
    queryKey: ["own overview", query],
    enabled: places.isSuccess,
    queryFn: () => good(api.GET("/v1/partner/overview", { params: { query } })),
    placeholderData: (before) => before,
  });
  const takesPart = places.data?.items.some((one) => one.status === "approved");
  const links = useList("/v1/partner/links", { sort: "-created_at", limit: 3 });
  return (
    <Page
      title={t("home")}
      purpose={t("portal.purpose")}
      actions={
        <PeriodPicker
          from={overview.data?.period.from}
          until={overview.data?.period.until}
          chosen={search.period}
          change={change}
        />
      }
    >
      <Bounced />
      <Notices places={places.data?.items ?? []} />
      <Answered of={overview}>
        {(data) => {
          const figures = figuresOf(data, { t, locale }, ["commission", "customers", "leads", "clicks"]);
          const figure = figures.find((one) => one.name === shown) ?? figures[0];
          const today = new Intl.DateTimeFormat("en-CA", { timeZone: data.time_zone }).format(new Date());
          return (
            <>
              <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
                {figures.map((one) => (
                  <FigureCard
                    key={one.name}
                    figure={one}
                    chosen={one.name === shown}
                    choose={() => setShown(one.name)}
                  />
                ))}
              </SimpleGrid>
              {figure && (
                <Suspense fallback={<Loading />}>
                  <Trend
                    title={figure.title}
                    days={figure.days}
                    write={figure.write}
                    today={today}
                    zone={data.time_zone}
                  />
                </Suspense>
              )}
            </>
          );
        }}
      </Answered>
      <Card
        title={t("portal.share")}
        actions={
          <AnchorLink to="/portal/links" size="sm">
            {t("links.all")}
          </AnchorLink>
        }
      >
        {links.data?.items.length === 0 ? (
          <Empty
            title={t("links.none")}
            why={t(takesPart ? "portal.links_why" : "portal.links_not_yet")}
            next={takesPart && <ButtonLink to="/portal/links">{t("link.make")}</ButtonLink>}
          />
        ) : (
          <Stack gap={6}>
            {links.data?.items.map((one) => (
              <Group key={one.id} gap={4}>
                <span className="hg-id">{one.url}</span>
                <CopyValue value={one.url} label={t("copy_link")} />
              </Group>
            ))}
          </Stack>
        )}
      </Card>
    </Page>
  );
}

/** What waits for the partner: an invitation, new terms, or the merchant. */
function Notices({ places }: { places: Schemas["Enrollment"][] }) {
  return (
    <>
      {places.map((place) => (
        <Notice key={place.id} place={place} />
      ))}
    </>
  );
}

function Notice({ place }: { place: Schemas["Enrollment"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: place.id } } };
  const terms = useQuery({
    queryKey: ["own terms", place.id],
    queryFn: () => good(api.GET("/v1/partner/enrollments/{id}/terms", path)),
    enabled: place.status === "approved",
  });
  const waiting = terms.data?.versions.some((version) => version.waits_for_you);
  if (place.status === "invited") {
    return (
      <Alert
        color="blue"
        variant="outline"
        title={
          <>
            {t("portal.invited")} {place.program.name}
          </>
        }
      >
        <AcceptInvitation to={place} />
      </Alert>
    );
  }
  if (waiting) {
    return (
      <Alert color="yellow" variant="outline" title={t("portal.terms_wait")}>
        <AnchorLink to="/portal/programs">{t("portal.terms_read")}</AnchorLink>
      </Alert>
    );
  }
  if (place.status !== "approved") {
    return (
      <Alert color="gray" variant="outline" title={place.program.name}>
        <Status of={place.status} /> {place.reason}
      </Alert>
    );
  }
  return null;
}
