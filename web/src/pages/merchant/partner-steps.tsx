// What a merchant may do about a partner's part in a program.
import { Button, Group, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { api, good, Problem, type Schemas } from "../../api/client";
import { useAction } from "../../ui/action";
import { AskReason } from "../../ui/dialog";
import { useWords } from "../../words/words";

export type Step = Schemas["MerchantStep"];
export const STATUSES = [
  "applied",
  "invited",
  "approved",
  "rejected",
  "suspended",
  "banned",
  "left",
] as const;
/** Which steps each state allows; the server decides, this only offers. */
const STEPS: Record<string, Step[]> = {
  applied: ["approve", "reject"],
  invited: ["invite", "reject"],
  approved: ["suspend", "ban"],
  rejected: ["approve", "invite"],
  suspended: ["reinstate", "ban"],
  banned: ["reinstate"],
  left: ["invite"],
};
const WITH_REASON: Step[] = ["reject", "suspend", "ban"];

export async function step(kind: Step, ids: string[], reason?: string) {
  const { items } = await good(
    api.POST("/v1/enrollments/transitions", {
      body: { action: kind, enrollment_ids: ids, ...(reason ? { reason } : {}) },
    }),
  );
  return items;
}

/** What was refused of several, and why; a single one's refusal is thrown as its own. */
export function useRefused() {
  const { t } = useWords();
  return (items: Schemas["Outcomes_Enrollment"]["items"]) => {
    const problems = items.flatMap((one) => (one.problem ? [one.problem] : []));
    const [first] = problems;
    if (!first) return;
    if (items.length === 1) throw new Problem(first.status, first);
    notifications.show({
      color: "red",
      autoClose: false,
      message: t("refused", { count: problems.length, why: first.expected ?? first.detail ?? first.title }),
    });
  };
}

export function Steps({ enrollment }: { enrollment: Schemas["Enrollment"] }) {
  const { t } = useWords();
  const [asking, setAsking] = useState<Step | null>(null);
  const refused = useRefused();
  const take = useAction(
    async (kind: Step, reason?: string) => refused(await step(kind, [enrollment.id], reason)),
    t("saved"),
  );
  const offers = STEPS[enrollment.status] ?? [];
  const choose = (kind: Step) => (WITH_REASON.includes(kind) ? setAsking(kind) : take.go(kind));
  // What takes something away is never one click away.
  const first = offers.find((kind) => !WITH_REASON.includes(kind));
  const rest = offers.filter((kind) => kind !== first);
  return (
    <Group gap={4} wrap="nowrap">
      {first && (
        <Button
          size="compact-xs"
          variant={first === "approve" ? "filled" : "default"}
          loading={take.busy}
          onClick={() => choose(first)}
        >
          {t(`step.${first}`)}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="compact-xs" variant="default" aria-label={t("more")}>
              <IconDots size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((kind) => (
              <Menu.Item key={kind} onClick={() => choose(kind)}>
                {t(`step.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <AskForStep kind={asking} close={() => setAsking(null)} go={take.go} busy={take.busy} />
      {take.text && (
        <Text size="xs" c="red">
          {take.text}
        </Text>
      )}
    </Group>
  );
}

/** Asks why before a step is taken. */
export function AskForStep({
  kind,
  close,
  go,
  busy,
}: {
  kind: Step | null;
  close: () => void;
  go: (kind: Step, reason: string) => Promise<boolean>;
  busy: boolean;
}) {
  const { t } = useWords();
  const title = kind && t(`step.${kind}`);
  return (
    <AskReason
      title={title}
      close={close}
      go={async (reason) => kind !== null && (await go(kind, reason))}
      busy={busy}
    />
  );
}
