// The partner's deals: what they registered, and how it stands.
import { Button, Group, Modal, Select, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { useList } from "../../api/queries";
import { useProgramProfile } from "../../shell/portal";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { Empty, Page } from "../../ui/page";
import { Amount, Status, When } from "../../ui/said";
import { readOptionalAmount } from "../../words/amount";
import { useWords } from "../../words/words";

export function OwnDeals() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const places = useList("/v1/partner/enrollments", { limit: 200 });
  const programs = (places.data?.items ?? [])
    .filter((one) => one.status === "approved")
    .map((one) => one.program);
  const button = (
    <Button disabled={programs.length === 0} onClick={() => setOpen(true)}>
      {t("deals.register")}
    </Button>
  );
  return (
    <Page title={t("deals")} purpose={t("deals.own_purpose")} actions={button}>
      <ListView
        path="/v1/partner/deals"
        sort="-submitted_at"
        csv={false}
        columns={[
          { title: t("company"), render: (it) => <bdi>{it.company}</bdi> },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          {
            title: t("reason"),
            render: (it) => (it.reason ? <Text size="sm">{it.reason}</Text> : "–"),
          },
          { title: t("deals.protected_until"), render: (it) => <When at={it.protected_until} plain /> },
          {
            title: t("deals.submitted"),
            sort: "submitted_at",
            render: (it) => <When at={it.submitted_at} />,
          },
          { title: t("deals.expected"), number: true, render: (it) => <Amount of={it.expected} /> },
        ]}
        empty={<Empty title={t("deals.own_empty")} why={t("deals.own_empty_why")} next={button} />}
      />
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("deals.register")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open && <Register programs={programs} done={() => setOpen(false)} />}
      </Modal>
    </Page>
  );
}

function Register({ programs, done }: { programs: Schemas["ProgramRef"][]; done: () => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState({
    program: programs[0]?.id ?? "",
    company: "",
    domain: "",
    name: "",
    email: "",
    products: [] as string[],
    expected: "",
    note: "",
  });
  const profile = useProgramProfile(given.program);
  const currency = profile.data?.currency ?? "EUR";
  const set = (name: "company" | "domain" | "name" | "email" | "expected" | "note") => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  const register = useAction(async () => {
    const expected = readOptionalAmount("expected.amount", given.expected, currency);
    await api.POST("/v1/partner/deals", {
      body: {
        program_id: given.program,
        company: given.company.trim(),
        products: given.products,
        ...(given.domain && { domain: given.domain.trim() }),
        ...(given.name && { contact_name: given.name.trim() }),
        ...(given.email && { contact_email: given.email.trim() }),
        ...(given.note && { note: given.note.trim() }),
        ...(expected !== undefined && { expected: { amount: expected, currency } }),
      },
    });
    done();
  }, t("deals.registered"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        register.go();
      }}
    >
      <Stack gap="sm">
        {programs.length > 1 && (
          <Select
            label={t("program")}
            allowDeselect={false}
            data={programs.map((one) => ({ value: one.id, label: one.name }))}
            value={given.program}
            onChange={(program) => setGiven({ ...given, program: program ?? "" })}
          />
        )}
        <TextInput label={t("company")} required {...set("company")} error={register.wrong("company")} />
        <TextInput
          label={t("deals.domain")}
          description={t("deals.domain_hint")}
          {...set("domain")}
          error={register.wrong("domain")}
        />
        <TextInput label={t("deals.contact_name")} {...set("name")} error={register.wrong("contact_name")} />
        <TextInput
          label={t("deals.contact_email")}
          type="email"
          {...set("email")}
          error={register.wrong("contact_email")}
        />
        <TagsInput
          label={t("deals.products")}
          description={t("deals.products_hint")}
          value={given.products}
          onChange={(products) => setGiven({ ...given, products })}
        />
        <TextInput
          label={t("deals.expected_in", { currency })}
          inputMode="decimal"
          {...set("expected")}
          error={register.wrong("expected.amount")}
        />
        <Textarea
          label={t("deals.note")}
          autosize
          minRows={2}
          {...set("note")}
          error={register.wrong("note")}
        />
        <Refusal
          of={register}
          fields={["company", "domain", "contact_name", "contact_email", "expected.amount", "note"]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={register.busy}>
            {t("deals.register")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
