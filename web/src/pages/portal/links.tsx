// The partner's links and codes.
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { FoldedLinkOptions, USUAL_OPTIONS } from "../../ui/link-options";
import { ButtonLink } from "../../ui/links";
import { ListView } from "../../ui/list";
import { Card, Empty, Page } from "../../ui/page";
import { Qr } from "../../ui/qr";
import { CopyValue, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { OwnOffer } from "./offer";
import { usePlaces } from "./places";

export function OwnLinks() {
  const { t } = useWords();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<Schemas["Link"] | null>(null);
  const places = usePlaces().data?.items ?? [];
  const takesPart = places.some((one) => one.status === "approved");
  // Before the partner takes part, nothing is to be passed on.
  const notYet = places.filter((one) => one.status === "invited" || one.status === "applied");
  const asked = useList("/v1/partner/codes", { limit: 100 });
  const codes =
    asked.data?.items.filter((code) => notYet.every((one) => one.id !== code.enrollment_id)) ?? [];
  const button = takesPart && <Button onClick={() => setMaking(true)}>{t("link.make")}</Button>;
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
            render: (it) => <OwnOffer enrollment={it.enrollment_id} program={it.program.id} />,
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
        empty={
          <Empty
            title={t("links.none")}
            why={t(takesPart ? "portal.links_why" : "portal.links_not_yet")}
            next={button || <ButtonLink to="/portal/programs">{t("programs_and_terms")}</ButtonLink>}
          />
        }
      />
      {codes.length > 0 && (
        <Card title={t("codes")}>
          <Stack gap={6}>
            {codes.map((one) => (
              <Group key={one.id} gap={6}>
                <span className="hg-id">{one.code}</span>
                <CopyValue value={one.code} label={t("copy_code")} />
                {one.archived_at ? (
                  <Status of="archived" />
                ) : (
                  <OwnOffer
                    named
                    enrollment={one.enrollment_id}
                    program={one.program.id}
                    code={one.customer_offer}
                  />
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
  const [options, setOptions] = useState(USUAL_OPTIONS);
  const program = given.program || places[0]?.program.id || "";
  const profiles = useQuery({
    queryKey: ["profiles", places.map((one) => one.program.id)],
    queryFn: () =>
      Promise.all(
        places.map((one) =>
          good(api.GET("/v1/programs/{id}/profile", { params: { path: { id: one.program.id } } })),
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
        ...options,
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
            data={profiles.data?.map((one) => ({ value: one.id, label: one.name })) ?? []}
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
        <FoldedLinkOptions value={options} change={setOptions} />
        <Refusal of={make} fields={["destination", "slug"]} />
        <Button type="submit" loading={make.busy} disabled={!program}>
          {t("link.make")}
        </Button>
      </Stack>
    </form>
  );
}
