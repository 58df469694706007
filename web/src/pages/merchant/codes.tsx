// Codes: what people type or say.
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { ListView, useFilters } from "../../ui/list";
import { PartnerName, useProgramFilter } from "../../ui/named";
import {
  codeOfferOf,
  draftOfOffer,
  newOffer,
  OFFER_FIELDS,
  type OfferDraft,
  OfferFields,
  OfferText,
} from "../../ui/offer";
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
  const [offer, setOffer] = useState(newOffer("as_terms"));
  const [changing, setChanging] = useState<Schemas["Code"] | null>(null);
  const programs = usePrograms();
  const currencyOf = (program: string) =>
    programs.data?.items.find((one) => one.id === program)?.currency ?? "EUR";
  const programFilter = useProgramFilter();
  const archive = useAction(
    (id: string) => api.POST("/v1/codes/{id}/archive", { params: { path: { id } } }),
    t("saved"),
  );
  const make = useAction(async () => {
    await api.POST("/v1/codes", {
      body: {
        program_id: who.program,
        partner_id: who.partner,
        code,
        customer_offer: codeOfferOf(offer, currencyOf(who.program)),
      },
    });
    setCode("");
    setOffer(newOffer("as_terms"));
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
            render: (it) => <PartnerName of={it.partner} />,
          },
          {
            title: t("offer"),
            render: (it) => {
              const { customer_offer } = it;
              return (
                <Button size="compact-xs" variant="subtle" onClick={() => setChanging(it)}>
                  {customer_offer.kind === "own" ? (
                    <OfferText of={customer_offer.offer} currency={currencyOf(it.program.id)} />
                  ) : (
                    t(`offer.${customer_offer.kind}`)
                  )}
                </Button>
              );
            },
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
            <OfferFields
              of={offer}
              none={["as_terms", "nothing"]}
              currency={currencyOf(who.program)}
              change={setOffer}
              wrong={make.wrong}
            />
            <Refusal of={make} fields={["code", "partner_id", ...OFFER_FIELDS]} />
            <Button type="submit" loading={make.busy} disabled={!who.partner}>
              {t("code.make")}
            </Button>
          </Stack>
        </form>
      </Modal>
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={t("code.update", { code: changing?.code ?? "" })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {changing && (
          <ChangeOffer
            key={changing.id}
            code={changing}
            currency={currencyOf(changing.program.id)}
            close={() => setChanging(null)}
          />
        )}
      </Modal>
    </Page>
  );
}

function ChangeOffer({
  code,
  currency,
  close,
}: {
  code: Schemas["Code"];
  currency: string;
  close: () => void;
}) {
  const { t } = useWords();
  const stands = code.customer_offer;
  const [offer, setOffer] = useState<OfferDraft>(() =>
    stands.kind === "own" ? draftOfOffer(stands.offer, currency) : newOffer(stands.kind),
  );
  const save = useAction(async () => {
    await api.PATCH("/v1/codes/{id}", {
      params: { path: { id: code.id } },
      body: { customer_offer: codeOfferOf(offer, currency) },
    });
    close();
  }, t("saved"));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.go();
      }}
    >
      <Stack gap="sm">
        <OfferFields
          of={offer}
          none={["as_terms", "nothing"]}
          currency={currency}
          change={setOffer}
          wrong={save.wrong}
        />
        <Refusal of={save} fields={OFFER_FIELDS} />
        <Group>
          <Button type="submit" loading={save.busy}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
