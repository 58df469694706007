// Links: made one by one or many at once, with campaign parameters and QR codes.
import {
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { useList, usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { FoldedLinkOptions, LinkOptionFields, USUAL_OPTIONS } from "../../ui/link-options";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import { Answered, Empty, Page } from "../../ui/page";
import { SidePanel } from "../../ui/panel";
import { Qr } from "../../ui/qr";
import { CopyValue, Id, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";

const UTM = ["source", "medium", "campaign", "term", "content"] as const;

export function Links() {
  const { t } = useWords();
  const { search } = useFilters();
  const [making, setMaking] = useState<"one" | "many" | null>(null);
  const programFilter = useProgramFilter();
  const make = <Button onClick={() => setMaking("one")}>{t("link.make")}</Button>;
  return (
    <Page
      title={t("links")}
      purpose={t("links.purpose")}
      actions={
        <>
          <Button variant="default" onClick={() => setMaking("many")}>
            {t("link.make_many")}
          </Button>
          {make}
        </>
      }
    >
      <ListView
        path="/v1/links"
        sort="-created_at"
        filters={[{ name: "slug", label: t("link.slug") }, ...programFilter]}
        query={{ partner_id: search.partner_id }}
        columns={[
          {
            title: t("link.slug"),
            sort: "slug",
            render: (it) => (
              <Link to="/links/$id" params={{ id: it.id }} search={((before: object) => before) as never}>
                {it.slug}
              </Link>
            ),
          },
          {
            title: t("address"),
            render: (it) => (
              <Group gap={2} wrap="nowrap">
                <span>{it.url.replace(/^https?:\/\//, "")}</span>
                <CopyValue value={it.url} label={t("copy_link")} />
              </Group>
            ),
          },
          {
            title: t("partner"),
            render: (it) => <PartnerName of={it.partner} />,
          },
          { title: t("link.destination"), render: (it) => it.destination },
          {
            title: t("created"),
            sort: "created_at",
            render: (it) => (it.archived_at ? <Status of="archived" /> : <When at={it.created_at} plain />),
          },
        ]}
        empty={<Empty title={t("links.empty")} why={t("links.empty_why")} next={make} />}
      />
      <Modal
        opened={making === "one"}
        onClose={() => setMaking(null)}
        title={t("link.make")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <MakeLink done={() => setMaking(null)} />
      </Modal>
      <Modal
        opened={making === "many"}
        onClose={() => setMaking(null)}
        title={t("link.make_many")}
        size="lg"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <MakeMany done={() => setMaking(null)} />
      </Modal>
      <Outlet />
    </Page>
  );
}

/** A program and one of its partners, found by name. */
export function WhoAndWhere({
  program,
  partner,
  change,
  error,
}: {
  program: string;
  partner: string;
  change: (next: { program: string; partner: string }) => void;
  error?: string;
}) {
  const { t } = useWords();
  const programs = usePrograms().data?.items ?? [];
  const meant = program || programs[0]?.id || "";
  const enrollments = useList(
    "/v1/enrollments",
    { program_id: meant, status: "approved", sort: "-created_at", limit: 200 },
    Boolean(meant),
  );
  const partners = enrollments.data?.items.map((one) => one.partner) ?? [];
  return (
    <>
      {programs.length > 1 && (
        <Select
          label={t("program")}
          allowDeselect={false}
          data={programs.map((one) => ({ value: one.id, label: one.name }))}
          value={meant}
          onChange={(value) => change({ program: value ?? "", partner: "" })}
        />
      )}
      <Select
        label={t("partner")}
        required
        searchable
        data={partners.map((one) => ({ value: one.id, label: one.name }))}
        value={partner || null}
        onChange={(value) => change({ program: meant, partner: value ?? "" })}
        error={error}
        nothingFoundMessage={t("search.nothing")}
      />
    </>
  );
}

function MakeLink({ done }: { done: () => void }) {
  const { t } = useWords();
  const [who, setWho] = useState({ program: "", partner: "" });
  const [given, setGiven] = useState({ destination: "", slug: "" });
  const [utm, setUtm] = useState<Record<string, string>>({});
  const [options, setOptions] = useState(USUAL_OPTIONS);
  const program = usePrograms().data?.items.find((one) => one.id === who.program);
  const make = useAction(async () => {
    const kept = Object.fromEntries(Object.entries(utm).filter(([, value]) => value.trim()));
    await api.POST("/v1/links", {
      body: {
        program_id: who.program,
        partner_id: who.partner,
        destination: given.destination,
        ...(given.slug ? { slug: given.slug } : {}),
        ...(Object.keys(kept).length ? { utm: kept } : {}),
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
        <WhoAndWhere {...who} change={setWho} error={make.wrong("partner_id")} />
        <TextInput
          label={t("link.destination")}
          description={
            program ? t("link.destination_hint", { domains: program.allowed_domains.join(", ") }) : undefined
          }
          placeholder="https://"
          required
          value={given.destination}
          onChange={(event) => setGiven({ ...given, destination: event.currentTarget.value })}
          error={make.wrong("destination")}
        />
        <TextInput
          label={t("link.slug")}
          description={t("link.slug_hint")}
          value={given.slug}
          onChange={(event) => setGiven({ ...given, slug: event.currentTarget.value })}
          error={make.wrong("slug")}
        />
        <details>
          <summary>{t("utm")}</summary>
          <SimpleGrid cols={2} mt="xs" spacing="xs">
            {UTM.map((part) => (
              <TextInput
                key={part}
                size="xs"
                label={`utm_${part}`}
                value={utm[part] ?? ""}
                onChange={(event) => setUtm({ ...utm, [part]: event.currentTarget.value })}
              />
            ))}
          </SimpleGrid>
        </details>
        <FoldedLinkOptions value={options} change={setOptions} />
        <Refusal of={make} fields={["partner_id", "destination", "slug"]} />
        <Button type="submit" loading={make.busy} disabled={!who.partner}>
          {t("link.make")}
        </Button>
      </Stack>
    </form>
  );
}

function MakeMany({ done }: { done: () => void }) {
  const { t } = useWords();
  const [who, setWho] = useState({ program: "", partner: "" });
  const [text, setText] = useState("");
  const [options, setOptions] = useState(USUAL_OPTIONS);
  const [refused, setRefused] = useState<{ line: string; why: string }[]>([]);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const make = useAction(async () => {
    const links = lines.map((line) => {
      const [destination = "", slug] = line.split(/[\s,;]+/);
      return {
        program_id: who.program,
        partner_id: who.partner,
        destination,
        ...(slug ? { slug } : {}),
        ...options,
      };
    });
    const { items } = await good(api.POST("/v1/links/bulk", { body: { links } }));
    const failed = items.flatMap((item, at) =>
      item.problem ? [{ line: lines[at] ?? "", why: item.problem.expected ?? item.problem.detail }] : [],
    );
    setRefused(failed);
    setText(failed.map((one) => one.line).join("\n"));
    if (failed.length === 0) done();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.go();
      }}
    >
      <Stack gap="sm">
        <WhoAndWhere {...who} change={setWho} />
        <Textarea
          label={t("link.many")}
          description={t("link.many_hint")}
          required
          autosize
          minRows={5}
          maxRows={14}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FoldedLinkOptions value={options} change={setOptions} />
        {refused.map((one) => (
          <Text key={one.line} size="sm" c="red">
            {one.line}: {one.why}
          </Text>
        ))}
        <Refusal of={make} />
        <Button type="submit" loading={make.busy} disabled={!who.partner || lines.length === 0}>
          {t("link.make_count", { count: lines.length })}
        </Button>
      </Stack>
    </form>
  );
}

export function LinkPanel() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const link = useQuery({
    queryKey: ["link", id],
    queryFn: () => good(api.GET("/v1/links/{id}", { params: { path: { id } } })),
  });
  return (
    <SidePanel title={link.data?.slug ?? t("link")} to="/links">
      <Answered of={link}>{(data) => <LinkShown key={data.id} link={data} />}</Answered>
    </SidePanel>
  );
}

function LinkShown({ link }: { link: Schemas["Link"] }) {
  const { t } = useWords();
  const [given, setGiven] = useState({
    destination: link.destination,
    slug: link.slug,
    archived: Boolean(link.archived_at),
  });
  const [options, setOptions] = useState({
    forwards_path: link.forwards_path,
    query_precedence: link.query_precedence,
  });
  const save = useAction(
    () =>
      api.PATCH("/v1/links/{id}", {
        params: { path: { id: link.id } },
        body: { destination: given.destination, slug: given.slug, archived: given.archived, ...options },
      }),
    t("saved"),
  );
  return (
    <Stack>
      <Id of={link.id} />
      <Group gap={4}>
        <a href={link.url}>{link.url}</a>
        <CopyValue value={link.url} label={t("copy_link")} />
      </Group>
      <Qr of={link.url} name={link.slug} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.go();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("link.destination")}
            required
            value={given.destination}
            onChange={(event) => setGiven({ ...given, destination: event.currentTarget.value })}
            error={save.wrong("destination")}
          />
          <TextInput
            label={t("link.slug")}
            description={t("link.rename_hint")}
            required
            value={given.slug}
            onChange={(event) => setGiven({ ...given, slug: event.currentTarget.value })}
            error={save.wrong("slug")}
          />
          <LinkOptionFields value={options} change={setOptions} />
          <Checkbox
            label={t("link.archived")}
            description={t("link.archived_hint")}
            checked={given.archived}
            onChange={(event) => setGiven({ ...given, archived: event.currentTarget.checked })}
          />
          {link.aliases.length > 0 && (
            <Text size="sm" c="dimmed">
              {t("link.aliases")} {link.aliases.join(", ")}
            </Text>
          )}
          <Refusal of={save} fields={["destination", "slug"]} />
          <Button type="submit" variant="default" loading={save.busy} style={{ alignSelf: "flex-start" }}>
            {t("save")}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
