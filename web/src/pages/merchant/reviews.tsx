// Review items: late evidence that a statement does not show yet, side by side with what was decided.
import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { ListView } from "../../ui/list";
import { useProgramFilter, useStatusFilter } from "../../ui/named";
import { Empty, Page } from "../../ui/page";
import { Status, When } from "../../ui/said";
import { percent } from "../../words/format";
import { useWords } from "../../words/words";

type Review = Schemas["Review"];
const STATUSES = ["open", "accepted", "dismissed", "settled"] as const;

export function Reviews() {
  const { t } = useWords();
  const statusFilter = useStatusFilter(STATUSES);
  const programFilter = useProgramFilter();
  return (
    <Page title={t("reviews")} purpose={t("reviews.purpose")}>
      <ListView
        path="/v1/reviews"
        sort="-opened_at"
        filters={[statusFilter, ...programFilter]}
        columns={[
          {
            title: t("conversion"),
            render: (it) => (
              <Link to="/conversions/$id" params={{ id: it.conversion_id }}>
                {t("journey.why")}
              </Link>
            ),
          },
          { title: t("reviews.stands"), render: (it) => <Shares of={it.stands} /> },
          { title: t("reviews.proposed"), render: (it) => <Shares of={it.proposed} /> },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("reviews.opened"), sort: "opened_at", render: (it) => <When at={it.opened_at} /> },
          {
            title: "",
            render: (it) => (it.status === "open" ? <Verdict of={it} /> : (it.reason ?? "")),
          },
        ]}
        empty={<Empty title={t("reviews.empty")} why={t("reviews.empty_why")} />}
      />
    </Page>
  );
}

function Shares({ of }: { of: Review["stands"] }) {
  const { t, locale } = useWords();
  if (of.length === 0) return <Text size="sm">{t("journey.nobody")}</Text>;
  return (
    <>
      {of.map((share) => (
        <Text size="sm" key={share.partner.id}>
          {share.partner.name} {of.length > 1 && percent(share.millionths, locale)}
        </Text>
      ))}
    </>
  );
}

function Verdict({ of }: { of: Review }) {
  const { t } = useWords();
  const [open, setOpen] = useState<"accept" | "dismiss" | null>(null);
  const [reason, setReason] = useState("");
  const path = { params: { path: { id: of.id } } };
  const close = useAction(async () => {
    if (open === "accept") await api.POST("/v1/reviews/{id}/accept", path);
    else await api.POST("/v1/reviews/{id}/dismiss", { ...path, body: { reason } });
    setOpen(null);
  }, t("saved"));
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="xs" onClick={() => setOpen("accept")}>
        {t("reviews.accept")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setOpen("dismiss")}>
        {t("reviews.dismiss")}
      </Button>
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={t(open === "dismiss" ? "reviews.dismiss" : "reviews.accept")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            close.go();
          }}
        >
          <Stack gap="sm">
            <SimpleGrid cols={2}>
              <div>
                <Text size="xs" c="dimmed">
                  {t("reviews.stands")}
                </Text>
                <Shares of={of.stands} />
              </div>
              <div>
                <Text size="xs" c="dimmed">
                  {t("reviews.proposed")}
                </Text>
                <Shares of={of.proposed} />
              </div>
            </SimpleGrid>
            <Text size="sm">{t(open === "dismiss" ? "reviews.dismiss_hint" : "reviews.accept_hint")}</Text>
            {open === "dismiss" && (
              <Textarea
                label={t("reason")}
                required
                autosize
                minRows={2}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                error={close.wrong("reason")}
                data-autofocus
              />
            )}
            <Refusal of={close} fields={["reason"]} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpen(null)}>
                {t("cancel")}
              </Button>
              <Button type="submit" loading={close.busy}>
                {t(open === "dismiss" ? "reviews.dismiss" : "reviews.accept")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Group>
  );
}
