// Small things that are said everywhere the same: amounts, times, ids, states.
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconCircle,
  IconClock,
  IconCopy,
  IconInfoCircle,
  IconX,
} from "@tabler/icons-react";
import type { Schemas } from "../api/client";
import { day, exactly, type Money, money, relatively } from "../words/format";
import { type Key, useWords } from "../words/words";

export function Amount({ of }: { of: Money | null | undefined }) {
  const { locale } = useWords();
  if (!of) return <span className="hg-dim">–</span>;
  return <span className={of.amount < 0 ? "hg-negative" : undefined}>{money(of, locale)}</span>;
}

/** An amount that is mostly nothing: a dash then, so that what is something stands out. */
export function Some({ of }: { of: Money }) {
  return <Amount of={of.amount === 0 ? null : of} />;
}

/** Relative, with the exact instant on hover and focus. */
export function When({ at, plain = false }: { at: string | null | undefined; plain?: boolean }) {
  const { locale } = useWords();
  if (!at) return <span className="hg-dim">–</span>;
  return (
    <Tooltip label={exactly(at, locale)} events={{ hover: true, focus: true, touch: true }} withArrow>
      <time dateTime={at} tabIndex={0} style={{ whiteSpace: "nowrap" }}>
        <bdi>{plain ? day(at, locale) : relatively(at, locale)}</bdi>
      </time>
    </Tooltip>
  );
}

/** When a commission came about. What is rewarded for a whole day, by UTC, is told by the day. */
export function Occurred({
  of,
  plain = false,
}: {
  of: Pick<Schemas["Commission"], "event" | "occurred_at">;
  plain?: boolean;
}) {
  const { locale } = useWords();
  if (of.event !== "click" && of.event !== "partner") return <When at={of.occurred_at} plain={plain} />;
  return (
    <time dateTime={of.occurred_at} style={{ whiteSpace: "nowrap" }}>
      <bdi>{day(of.occurred_at.slice(0, 10), locale)}</bdi>
    </time>
  );
}

export function CopyValue({ value, label }: { value: string; label?: string }) {
  const { t } = useWords();
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("copied") : t("copy")} withArrow>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={label ?? t("copy")}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export function Id({ of }: { of: string }) {
  const { t } = useWords();
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 4, whiteSpace: "nowrap" }}>
      <span className="hg-id">{of}</span>
      <CopyValue value={of} label={t("copy_id")} />
    </span>
  );
}

type Tone = "good" | "wait" | "bad" | "tell" | "plain";

const TONES: Record<string, Tone> = {
  approved: "good",
  in_statement: "good",
  paid: "good",
  handed_over: "wait",
  draft: "plain",
  returned: "bad",
  unknown: "wait",
  overpaid: "bad",
  contradicted: "bad",
  payable: "tell",
  under_way: "wait",
  credited: "good",
  won: "good",
  closed: "good",
  person: "good",
  accepted: "good",
  pending: "wait",
  applied: "wait",
  invited: "wait",
  open: "tell",
  claimed: "tell",
  qualified: "tell",
  suspended: "wait",
  rejected: "bad",
  banned: "bad",
  declined: "bad",
  reversed: "bad",
  refused: "bad",
  disputed: "wait",
  incomplete: "wait",
  upheld: "good",
  revoked: "bad",
  expired: "bad",
  left: "plain",
  withdrawn: "plain",
  not_chosen: "plain",
  behind_bond: "plain",
  behind_code: "plain",
  behind_deal: "plain",
  behind_correction: "plain",
  applied_rules: "good",
  submitted: "wait",
  in_review: "wait",
  lost: "bad",
  done: "good",
  running: "wait",
  waiting: "wait",
  canceled: "plain",
  failed: "bad",
  dismissed: "plain",
  settled: "plain",
  repeat: "plain",
  lead: "tell",
  sale: "good",
  refund: "bad",
  chargeback: "bad",
  chargeback_reversal: "good",
  refund_reversal: "good",
  archived: "plain",
  live: "good",
  test: "wait",
};

const ICONS = {
  good: IconCheck,
  wait: IconClock,
  bad: IconX,
  tell: IconInfoCircle,
  plain: IconCircle,
} as const;

/** What became of a transfer: that it settled is good news, as of nothing else. */
export function TransferStatus({ of }: { of: string }) {
  return <Status of={of} tone={of === "settled" ? "good" : undefined} />;
}

/** A state in words and with an icon: never by color alone. */
export function Status({ of, tone: given }: { of: string; tone?: Tone | undefined }) {
  const { t } = useWords();
  const tone = given ?? TONES[of] ?? (of.startsWith("bot") ? "bad" : "plain");
  const Icon =
    of === "reversed" || of === "refund" || of === "chargeback"
      ? IconArrowBackUp
      : of === "suspended"
        ? IconAlertTriangle
        : ICONS[tone];
  const key = `status.${of}` as Key;
  return (
    <span className="hg-status" data-tone={tone}>
      <Icon size={13} aria-hidden="true" />
      {t(key)}
    </span>
  );
}
