// A reward as somebody writes it in the form, and what is sent of it.
import type { Schemas } from "../../api/client";
import { readAmount } from "../../words/amount";
import { asDecimal, asPercent, digitsOf, millionthsOf } from "../../words/format";

type Reward = Schemas["Reward"];
export type Condition = Schemas["Condition"];

export const EVENTS = ["sale", "renewal", "lead", "stage", "milestone", "click", "partner"] as const;
/** Of a fixed amount for a partner whom another one brought. */
export const TRIGGERS = ["first_sale", "joined"] as const;
export const COUNTED = ["sale", "lead", "stage"] as const;
export const STRATEGIES = ["first_match", "most_specific", "highest", "stack"] as const;
/** A reward as somebody writes it. */
export type Draft = {
  key: number;
  event: (typeof EVENTS)[number];
  kind: Reward["kind"];
  trigger: (typeof TRIGGERS)[number];
  percent: number | string;
  amount: string;
  recurring: boolean;
  months: number | string;
  count: number | string;
  when: { field: string; note: string; operator: Condition["operator"]; values: string }[][];
  tiers: {
    measure: "revenue" | "events";
    window: Schemas["Window"];
    retroactive: boolean;
    steps: { from: string; to: string }[];
  } | null;
  /** Where the event is one: `of` is what is counted, sales for revenue. */
  milestone: {
    measure: "revenue" | "events";
    of: (typeof COUNTED)[number];
    window: Schemas["Window"];
    at: string;
  };
};

let keys = 0;

/** A number that no other draft of the page has. */
export function nextKey(): number {
  keys += 1;
  return keys;
}

/** Events without a price, for which a fixed amount is given. */
export function isPriced(event: Draft["event"]): boolean {
  return event === "sale" || event === "renewal";
}

/** Whether a customer is known of it. */
export function isOfCustomer(event: Draft["event"]): boolean {
  return isPriced(event) || event === "lead" || event === "stage";
}

/** What an event can be rewarded by; the first one unless something else is said. */
export function kindsOf(event: Draft["event"]): Draft["kind"][] {
  if (event === "partner") return ["percent", "flat"];
  return isPriced(event) ? ["percent", "flat", "per_item"] : ["flat"];
}

/** The reward for another event, without what that has not. */
export function asEvent(of: Draft, event: Draft["event"]): Draft {
  const [first = "flat", ...others] = kindsOf(event);
  return {
    ...of,
    event,
    kind: [first, ...others].includes(of.kind) ? of.kind : first,
    recurring: event !== "stage" && event !== "milestone" && of.recurring,
    ...(isOfCustomer(event) ? {} : { months: "", count: "", when: [], tiers: null }),
  };
}

export function newReward(event: Draft["event"] = "sale"): Draft {
  return {
    key: nextKey(),
    event,
    kind: kindsOf(event)[0] ?? "flat",
    trigger: "first_sale",
    percent: 20,
    amount: "",
    recurring: isPriced(event),
    months: "",
    count: "",
    when: [],
    tiers: null,
    milestone: { measure: "events", of: "sale", window: "month", at: "" },
  };
}

const METADATA = "metadata.";

/** The form of a reward that was published. */
export function draftOf(reward: Reward, currency: string): Draft {
  const typed = (minor: number | null | undefined) =>
    minor == null ? "" : asDecimal(minor, digitsOf(currency));
  const { recurrence, tiers } = reward;
  const milestone = reward.kind === "flat" ? reward.milestone : null;
  const revenue = tiers?.measure === "revenue";
  return {
    ...newReward(reward.event as Draft["event"]),
    kind: reward.kind,
    trigger: (reward.kind === "flat" && reward.trigger) || "first_sale",
    percent: reward.kind === "percent" ? asPercent(reward.rate_millionths) : 20,
    amount: reward.kind === "percent" ? "" : typed(reward.amount),
    recurring: recurrence.kind === "recurring",
    months: recurrence.kind === "recurring" ? (recurrence.months ?? "") : "",
    count: recurrence.kind === "recurring" ? (recurrence.count ?? "") : "",
    when: (reward.when ?? []).map((group) =>
      group.map(({ field, operator, values }) => ({
        field: field.startsWith(METADATA) ? "metadata" : field,
        note: field.startsWith(METADATA) ? field.slice(METADATA.length) : "",
        operator: operator === "equals" ? "in" : operator === "not_equals" ? "not_in" : operator,
        values: values.join(", "),
      })),
    ),
    tiers: tiers
      ? {
          measure: tiers.measure,
          window: tiers.window,
          retroactive: tiers.retroactive ?? false,
          steps: tiers.steps.map((step) => ({
            from: revenue ? typed(step.from) : String(step.from),
            to: step.rate_millionths == null ? typed(step.amount) : String(asPercent(step.rate_millionths)),
          })),
        }
      : null,
    ...(milestone
      ? {
          milestone: {
            measure: milestone.measure,
            of: (milestone.of ?? "sale") as "sale",
            window: milestone.window ?? "all_time",
            at: milestone.measure === "revenue" ? typed(milestone.at) : String(milestone.at),
          },
        }
      : {}),
  };
}

/** What is sent of it. */
export function rewardOf(draft: Draft, currency: string): Reward {
  const minor = (text: string, field = "rewards.amount") => readAmount(field, text, currency);
  const once = draft.event === "partner" && draft.kind === "flat";
  const again = draft.recurring || draft.event === "click" || draft.event === "partner";
  const recurrence =
    again && !once
      ? {
          kind: "recurring" as const,
          ...(draft.months === "" || draft.event === "milestone" ? {} : { months: Number(draft.months) }),
          ...(draft.count === "" ? {} : { count: Number(draft.count) }),
        }
      : { kind: "one_time" as const };
  const number = (text: string) =>
    text
      .split(/[,\n]/)
      .map((value) => value.trim())
      .filter(Boolean);
  const when = draft.when
    .filter((group) => group.length > 0)
    .map((group) =>
      group.map(({ field, note, operator, values }) => ({
        field: field === "metadata" ? METADATA + note : field,
        operator,
        values: number(values),
      })),
    );
  const tiers = draft.tiers && {
    measure: draft.tiers.measure,
    window: draft.tiers.window,
    ...(draft.tiers.retroactive ? { retroactive: true } : {}),
    steps: draft.tiers.steps.map((step) => ({
      from: draft.tiers?.measure === "revenue" ? minor(step.from, "rewards.tiers.from") : Number(step.from),
      ...(draft.kind === "percent"
        ? { rate_millionths: millionthsOf(step.to) }
        : { amount: minor(step.to, "rewards.tiers.amount") }),
    })),
  };
  if (draft.event === "milestone") {
    const { measure, of, window, at } = draft.milestone;
    const aim =
      measure === "revenue"
        ? { measure, of: "sale" as const, window, at: minor(at, "rewards.milestone.at") }
        : { measure, of, window, at: Number(at) };
    return { event: "milestone", kind: "flat", amount: minor(draft.amount), recurrence, milestone: aim };
  }
  const rest = {
    event: draft.event,
    recurrence,
    ...(when.length ? { when } : {}),
    ...(tiers ? { tiers } : {}),
  };
  return draft.kind === "percent"
    ? { ...rest, kind: "percent", rate_millionths: millionthsOf(draft.percent) }
    : {
        ...rest,
        kind: draft.kind,
        amount: minor(draft.amount),
        ...(once ? { trigger: draft.trigger } : {}),
      };
}
