// Rates between currencies: what there is, a file of them, and one by hand.
import { Button, FileButton, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, good } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { Empty, Page } from "../../ui/page";
import { When } from "../../ui/said";
import { useWords } from "../../words/words";

type Field = "base" | "quote" | "rate" | "day";
const FIELDS: Field[] = ["base", "quote", "rate", "day"];

export function Rates() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const bring = useAction(
    async (file: File) =>
      good(
        api.POST("/v1/rates/import", {
          // As it is: what Excel saves is not always UTF-8.
          body: (await file.arrayBuffer()) as unknown as string,
          bodySerializer: (bytes) => bytes,
          headers: { "content-type": "text/csv" },
        }),
      ),
    t("rates.imported"),
  );
  const actions = (
    <Group gap="xs">
      <FileButton accept=".csv,.xml" onChange={(file) => file && bring.go(file)}>
        {(props) => (
          <Button variant="default" loading={bring.busy} {...props}>
            {t("rates.import")}
          </Button>
        )}
      </FileButton>
      <Button onClick={() => setOpen(true)}>{t("rates.enter")}</Button>
    </Group>
  );
  return (
    <Page title={t("rates")} purpose={t("rates.purpose")} actions={actions}>
      <Refusal of={bring} />
      <ListView
        path="/v1/rates"
        sort="-day"
        columns={[
          { title: t("day"), sort: "day", render: (it) => it.day },
          { title: t("rates.base"), render: (it) => `1 ${it.base}` },
          { title: t("rates.rate"), number: true, render: (it) => `${it.rate} ${it.quote}` },
          { title: t("rates.source"), render: (it) => t(`rates.${it.source}`) },
          { title: t("rates.entered"), render: (it) => <When at={it.entered_at} /> },
        ]}
        empty={<Empty title={t("rates.empty")} why={t("rates.empty_why")} />}
      />
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("rates.enter")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {open && <Enter done={() => setOpen(false)} />}
      </Modal>
    </Page>
  );
}

function Enter({ done }: { done: () => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState<Record<Field, string>>({
    base: "EUR",
    quote: "",
    rate: "",
    day: new Date().toISOString().slice(0, "2026-11-27".length),
  });
  const enter = useAction(async () => {
    const { base, quote, rate, day } = given;
    await api.POST("/v1/rates", {
      body: {
        base: base.trim().toUpperCase(),
        quote: quote.trim().toUpperCase(),
        rate: rate.trim().replace(",", "."),
        day,
      },
    });
    done();
  }, t("saved"));
  const labels = {
    base: t("rates.base"),
    quote: t("rates.quote"),
    rate: t("rates.rate"),
    day: t("day"),
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.go();
      }}
    >
      <Stack gap="sm">
        {FIELDS.map((name) => (
          <TextInput
            key={name}
            label={labels[name]}
            type={name === "day" ? "date" : "text"}
            required
            value={given[name]}
            onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
            error={enter.wrong(name)}
          />
        ))}
        <Refusal of={enter} fields={FIELDS} />
        <Button type="submit" loading={enter.busy}>
          {t("save")}
        </Button>
      </Stack>
    </form>
  );
}
