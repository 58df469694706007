// The partner's lead form: its address to pass on, and what was submitted in it.
import { Group, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useList } from "../../api/queries";
import { profileQuery } from "../../shell/portal";
import { ListView } from "../../ui/list";
import { Card, Empty, Page } from "../../ui/page";
import { Qr } from "../../ui/qr";
import { CopyValue, Status, When } from "../../ui/said";
import { useWords } from "../../words/words";

export function OwnLeadForm() {
  const { t } = useWords();
  const places = useList("/v1/partner/enrollments", { limit: 200 });
  const approved = places.data?.items.filter((one) => one.status === "approved") ?? [];
  const profiles = useQueries({ queries: approved.map((one) => profileQuery(one.program.id)) });
  const forms = approved.filter((_, at) => {
    const program = profiles[at]?.data;
    return program !== undefined && program.lead_forms !== "closed";
  });
  const known = places.isSuccess && profiles.every((one) => !one.isPending);
  return (
    <Page title={t("lead_form")} purpose={t("lead_form.own_purpose")}>
      {known && forms.length === 0 && (
        <Card>
          <Empty title={t("lead_form.none")} why={t("lead_form.none_why")} />
        </Card>
      )}
      {forms.map((place) => {
        const program = profiles[approved.indexOf(place)]?.data?.name ?? "";
        const address = `${window.location.origin}/forms/${place.id}`;
        return (
          <Card key={place.id} title={program}>
            <Stack gap="sm">
              <Text size="sm">{t("lead_form.pass_on")}</Text>
              <Group gap={4} wrap="nowrap">
                <a className="hg-id" style={{ overflowWrap: "anywhere", minWidth: 0 }} href={address}>
                  {address}
                </a>
                <CopyValue value={address} label={t("copy_link")} />
              </Group>
              <Qr of={address} name={t("lead_form")} />
            </Stack>
          </Card>
        );
      })}
      <ListView
        path="/v1/partner/submissions"
        sort="-submitted_at"
        csv={false}
        columns={[
          { title: t("lead_forms.who"), render: (it) => <bdi>{it.email_hint ?? "–"}</bdi> },
          { title: t("company"), render: (it) => <bdi>{it.company ?? "–"}</bdi> },
          { title: t("status"), render: (it) => <Status of={it.status} /> },
          { title: t("reason"), render: (it) => <bdi>{it.reason ?? "–"}</bdi> },
          {
            title: t("lead_forms.submitted"),
            sort: "submitted_at",
            render: (it) => <When at={it.submitted_at} />,
          },
        ]}
        empty={<Empty title={t("lead_form.own_empty")} why={t("lead_form.own_empty_why")} />}
      />
    </Page>
  );
}
