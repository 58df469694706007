// Codes: what people type or say.
import { Button, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { useList } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, usePartnerNames, useProgramFilter } from "../../ui/named";
import { Empty, Page } from "../../ui/page";
import { CopyValue, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";
import { WhoAndWhere } from "./links";

export function Codes() {
  const { t } = useWords();
  const { search } = useFilters();
  const [making, setMaking] = useState(false);
  const [who, setWho] = useState({ program: "", partner: "" });
  const [code, setCode] = useState("");
  const asked = useList("/v1/codes", {
    sort: search.sort ?? "-created_at",
    code: search.code,
    id: search.id,
    program_id: search.program_id,
    limit: 50,
  });
  const name = usePartnerNames(asked.data?.items.map((one) => one.partner_id) ?? []);
  const programFilter = useProgramFilter();
  const archive = useAction(
    (id: string) => api.POST("/v1/codes/{id}/archive", { params: { path: { id } } }),
    t("saved"),
  );
  const make = useAction(async () => {
    await api.POST("/v1/codes", { body: { program_id: who.program, partner_id: who.partner, code } });
    setCode("");
    setMaking(false);
  }, t("saved"));
  const button = <Button onClick={() => setMaking(true)}>{t("code.make")}</Button>;
  return (
    <Page title={t("codes")} purpose={t("codes.purpose")} actions={button}>
      <Refusal of={archive} />
      <ListView
        path="/v1/codes"
        sort="-created_at"
        query={{ id: search.id }}
        filters={[{ name: "code", label: t("code") }, ...programFilter]}
        columns={[
          {
            title: t("code"),
            sort: "code",
            render: (it) => (
              <>
                <span className="hg-id">{it.code}</span> <CopyValue value={it.code} />
              </>
            ),
          },
          {
            title: t("partner"),
            render: (it) => <PartnerName id={it.partner_id} name={name(it.partner_id)} />,
          },
          { title: t("created"), sort: "created_at", render: (it) => <When at={it.created_at} plain /> },
          {
            title: t("action"),
            render: (it) =>
              it.archived_at ? (
                <Status of="archived" />
              ) : (
                <Button size="compact-xs" variant="default" onClick={() => archive.go(it.id)}>
                  {t("archive")}
                </Button>
              ),
          },
        ]}
        empty={<Empty title={t("codes.empty")} why={t("codes.empty_why")} next={button} />}
      />
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("code.make")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.go();
          }}
        >
          <Stack gap="sm">
            <WhoAndWhere {...who} change={setWho} error={make.wrong("partner_id")} />
            <TextInput
              label={t("code")}
              description={t("code.hint")}
              required
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              error={make.wrong("code")}
            />
            <Refusal of={make} fields={["code", "partner_id"]} />
            <Button type="submit" loading={make.busy} disabled={!who.partner}>
              {t("code.make")}
            </Button>
          </Stack>
        </form>
      </Modal>
    </Page>
  );
}
