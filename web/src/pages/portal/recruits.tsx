// The partners whom one has brought: the address to pass on, and what they earned one.
import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, good } from "../../api/client";
import { useProgramProfile } from "../../shell/portal";
import { Card } from "../../ui/page";
import { Amount, CopyValue, When } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";

/** The address by which others join, where the terms reward who brings them. */
export function RecruitingLink({ enrollment, program }: { enrollment: string; program: string }) {
  const { t } = useWords();
  const open = useProgramProfile(program).data?.applications !== "closed";
  const terms = useQuery({
    queryKey: ["own terms", enrollment],
    queryFn: () =>
      good(api.GET("/v1/partner/enrollments/{id}/terms", { params: { path: { id: enrollment } } })),
  });
  const held = terms.data?.versions.find((version) => !version.waits_for_you)?.terms;
  if (!open || !held?.rewards.some((reward) => reward.event === "partner")) return null;
  const address = `${window.location.origin}/join/${program}?via=${enrollment}`;
  return (
    <div>
      <Text size="sm">{t("recruits.pass_on")}</Text>
      <Group gap={4} wrap="nowrap">
        <a className="hg-id" style={{ overflowWrap: "anywhere", minWidth: 0 }} href={address}>
          {address}
        </a>
        <CopyValue value={address} label={t("copy_link")} />
      </Group>
    </div>
  );
}

/** Whom one has brought; nothing while that is nobody. */
export function Recruits() {
  const { t } = useWords();
  const recruits = useQuery({
    queryKey: ["own recruits"],
    queryFn: () => good(api.GET("/v1/partner/recruits")),
  });
  const items = recruits.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t("recruits")} padded={false}>
      <Table
        small
        name={t("recruits")}
        items={items}
        idOf={(one) => `${one.program.id} ${one.partner.name} ${one.since}`}
        columns={[
          { title: t("partner"), render: (one) => <bdi>{one.partner.name}</bdi> },
          {
            title: t("recruits.joined"),
            render: (one) => (one.joined_at ? <When at={one.joined_at} plain /> : "–"),
          },
          { title: t("recruits.earned"), number: true, render: (one) => <Amount of={one.earned} /> },
        ]}
      />
    </Card>
  );
}
