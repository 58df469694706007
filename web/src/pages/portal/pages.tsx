// The partner's home, links and codes, referrals with why they were (not) credited, programs and terms.
import { Alert, Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { useProgramProfile } from "../../shell/portal";
import { Refusal, useAction } from "../../ui/action";
import { type Figure, FigureCard, figuresOf } from "../../ui/figures";
import { JourneyPicture } from "../../ui/journey";
import { AnchorLink, ButtonLink } from "../../ui/links";
import { ListView, useFilters } from "../../ui/list";
import { Answered, Card, Empty, Loading, Page } from "../../ui/page";
import { PeriodPicker } from "../../ui/period";
import { Qr } from "../../ui/qr";
import { Amount, CopyValue, Status, When } from "../../ui/said";
import { percent } from "../../words/format";
import { type Key, useWords } from "../../words/words";
import { OwnOffer } from "./offer";
import { RecruitingLink, Recruits } from "./recruits";

const Trend = lazy(() => import("../../ui/trend"));

export function ProgramName({ id }: { id: string }) {
  return <>{useProgramProfile(id).data?.name ?? "…"}</>;
}

function usePlaces() {
  return useList("/v1/partner/enrolments", { limit: 200 });
}

export function Home() {
  const { t, locale } = useWords();
  const { search, change } = useFilters();
  const [shown, setShown] = useState<Figure["name"]>("commission");
  const places = usePlaces();
  const programs = [...new Set(places.data?.items.map((one) => one.program_id))];
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
            why={t("portal.links_why")}
            next={<ButtonLink to="/portal/links">{t("link.make")}</ButtonLink>}
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
function Notices({ places }: { places: Schemas["Enrolment"][] }) {
  return (
    <>
      {places.map((place) => (
        <Notice key={place.id} place={place} />
      ))}
    </>
  );
}

function Notice({ place }: { place: Schemas["Enrolment"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: place.id } } };
  const terms = useQuery({
    queryKey: ["own terms", place.id],
    queryFn: () => good(api.GET("/v1/partner/enrolments/{id}/terms", path)),
    enabled: place.status === "approved",
  });
  const accept = useAction(() => api.POST("/v1/partner/enrolments/{id}/accept", path), t("saved"));
  const waiting = terms.data?.versions.some((version) => version.waits_for_you);
  if (place.status === "invited") {
    return (
      <Alert
        color="blue"
        variant="outline"
        title={
          <>
            {t("portal.invited")} <ProgramName id={place.program_id} />
          </>
        }
      >
        <Refusal of={accept} />
        <Button size="xs" loading={accept.busy} onClick={() => accept.go()}>
          {t("portal.accept")}
        </Button>
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
      <Alert color="gray" variant="outline" title={<ProgramName id={place.program_id} />}>
        <Status of={place.status} /> {place.reason}
      </Alert>
    );
  }
  return null;
}

export function OwnLinks() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<Schemas["Link"] | null>(null);
  const codes = useList("/v1/partner/codes", { limit: 100 });
  const button = <Button onClick={() => setMaking(true)}>{t("link.make")}</Button>;
  return (
    <Page title={t("links_and_codes")} purpose={t("portal.links_purpose")} actions={button}>
      <ListView
        path="/v1/partner/links"
        sort="-created_at"
        columns={[
          {
            title: t("address"),
            render: (it) => (
              <Group gap={2} wrap="nowrap">
                <span className="hg-id">{it.url}</span>
                <CopyValue value={it.url} label={t("copy_link")} />
              </Group>
            ),
          },
          { title: t("link.destination"), render: (it) => it.destination },
          {
            title: t("offer"),
            render: (it) => <OwnOffer enrolment={it.enrolment_id} program={it.program_id} />,
          },
          {
            title: t("created"),
            sort: "created_at",
            render: (it) => (it.archived_at ? <Status of="archived" /> : <When at={it.created_at} plain />),
          },
          {
            title: t("qr"),
            render: (it) => (
              <Button size="compact-xs" variant="default" onClick={() => setShown(it)}>
                {t("qr")}
              </Button>
            ),
          },
        ]}
        empty={<Empty title={t("links.none")} why={t("portal.links_why")} next={button} />}
      />
      {Boolean(codes.data?.items.length) && (
        <Card title={t("codes")}>
          <Stack gap={6}>
            {codes.data?.items.map((one) => (
              <Group key={one.id} gap={6}>
                <span className="hg-id">{one.code}</span>
                <CopyValue value={one.code} label={t("copy_code")} />
                {one.archived_at ? (
                  <Status of="archived" />
                ) : (
                  <OwnOffer enrolment={one.enrolment_id} program={one.program_id} code={one.customer_offer} />
                )}
              </Group>
            ))}
          </Stack>
        </Card>
      )}
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("link.make")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <MakeOwnLink done={() => setMaking(false)} />
      </Modal>
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={shown?.slug ?? ""}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {shown && <Qr of={shown.url} name={shown.slug} />}
      </Modal>
    </Page>
  );
}

function MakeOwnLink({ done }: { done: () => void }) {
  const { t } = useWords();
  const places = usePlaces().data?.items.filter((one) => one.status === "approved") ?? [];
  const [given, setGiven] = useState({ program: "", destination: "", slug: "" });
  const program = given.program || places[0]?.program_id || "";
  const profiles = useQuery({
    queryKey: ["profiles", places.map((one) => one.program_id)],
    queryFn: () =>
      Promise.all(
        places.map((one) =>
          good(api.GET("/v1/programs/{id}/profile", { params: { path: { id: one.program_id } } })),
        ),
      ),
    enabled: places.length > 1,
  });
  const make = useAction(async () => {
    await api.POST("/v1/partner/links", {
      body: {
        program_id: program,
        destination: given.destination,
        ...(given.slug ? { slug: given.slug } : {}),
      },
    });
    done();
  }, t("saved"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.go();
      }}
    >
      <Stack gap="sm">
        {places.length > 1 && (
          <Select
            label={t("program")}
            allowDeselect={false}
            data={profiles.data?.map((one) => ({ value: one.program_id, label: one.name })) ?? []}
            value={program}
            onChange={(value) => setGiven({ ...given, program: value ?? "" })}
          />
        )}
        <TextInput
          label={t("link.destination")}
          description={t("portal.destination_hint")}
          placeholder="https://"
          required
          value={given.destination}
          onChange={(event) => setGiven({ ...given, destination: event.currentTarget.value })}
          error={make.wrong("destination")}
          data-autofocus
        />
        <TextInput
          label={t("link.slug")}
          description={t("link.slug_hint")}
          value={given.slug}
          onChange={(event) => setGiven({ ...given, slug: event.currentTarget.value })}
          error={make.wrong("slug")}
        />
        <Refusal of={make} fields={["destination", "slug"]} />
        <Button type="submit" loading={make.busy} disabled={!program}>
          {t("link.make")}
        </Button>
      </Stack>
    </form>
  );
}

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
                params={{ id: it.customer_id }}
                search={{ program_id: it.program_id } as never}
              >
                {t("portal.customer", { id: it.customer_id.slice(-6) })}
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

export function OwnPrograms() {
  const { t } = useWords();
  const places = usePlaces();
  return (
    <Page title={t("programs_and_terms")} purpose={t("portal.programs_purpose")}>
      <Answered of={places}>
        {(data) => (
          <>
            {data.items.map((place) => (
              <Place key={place.id} place={place} />
            ))}
            <Recruits />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Place({ place }: { place: Schemas["Enrolment"] }) {
  const { t } = useWords();
  const path = { params: { path: { id: place.id } } };
  const profile = useProgramProfile(place.program_id);
  const terms = useQuery({
    queryKey: ["own terms", place.id],
    queryFn: () => good(api.GET("/v1/partner/enrolments/{id}/terms", path)),
  });
  const accept = useAction(
    (terms_id: string) => api.POST("/v1/partner/enrolments/{id}/terms", { ...path, body: { terms_id } }),
    t("portal.terms_accepted"),
  );
  const leave = useAction(() => api.POST("/v1/partner/enrolments/{id}/leave", path), t("saved"));
  const [asking, setAsking] = useState(false);
  const [latest, ...earlier] = terms.data?.versions ?? [];
  return (
    <Card title={profile.data?.name ?? "…"} actions={<Status of={place.status} />}>
      <Stack gap="sm">
        {latest ? (
          <div>
            <Text size="sm" c="dimmed">
              {t("terms.version", { version: latest.terms.version })} ·{" "}
              <When at={latest.terms.published_at} plain />
              {latest.accepted_at && (
                <>
                  {" "}
                  · {t("portal.accepted")} <When at={latest.accepted_at} plain />
                </>
              )}
            </Text>
            <ul style={{ margin: "6px 0 0", paddingInlineStart: 18 }}>
              {latest.explanation.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {latest.waits_for_you && (
              <Button mt="sm" size="sm" loading={accept.busy} onClick={() => accept.go(latest.terms.id)}>
                {t("portal.terms_accept")}
              </Button>
            )}
            <Refusal of={accept} />
          </div>
        ) : (
          <Text c="dimmed">{t("terms.none")}</Text>
        )}
        {earlier.length > 0 && (
          <details>
            <summary>{t("terms.earlier", { count: earlier.length })}</summary>
            {earlier.map((version) => (
              <Text key={version.terms.id} size="sm" mt={4}>
                {t("terms.version", { version: version.terms.version })} · {version.explanation.join(" · ")}
              </Text>
            ))}
          </details>
        )}
        {place.status === "approved" && <RecruitingLink enrolment={place.id} program={place.program_id} />}
        {["approved", "invited", "applied", "suspended"].includes(place.status) && (
          <Button
            size="xs"
            variant="default"
            style={{ alignSelf: "flex-start" }}
            onClick={() => setAsking(true)}
          >
            {t("portal.leave")}
          </Button>
        )}
      </Stack>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("portal.leave")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text>{t("portal.leave_text")}</Text>
          <Refusal of={leave} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button
              color="red"
              loading={leave.busy}
              onClick={async () => {
                if (await leave.go()) setAsking(false);
              }}
            >
              {t("portal.leave")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
