// Fields that forms have in common: shares, amounts, periods, reasons.
import {
  NumberInput,
  type NumberInputProps,
  Select,
  type SelectProps,
  Textarea,
  type TextareaProps,
  TextInput,
  type TextInputProps,
} from "@mantine/core";
import type { Schemas } from "../api/client";
import { useWords } from "../words/words";

/** Months or times that terms may say at most. */
const COUNT_MAX = 1200;
const WINDOWS = ["day", "week", "month", "quarter", "year", "all_time"] as const;

/** A part of something in percent. */
export function PercentField(props: NumberInputProps) {
  return <NumberInput suffix=" %" min={0.0001} max={100} decimalScale={4} {...props} />;
}

/** How many months, or how often. */
export function CountField(props: NumberInputProps) {
  return <NumberInput min={1} max={COUNT_MAX} allowDecimal={false} {...props} />;
}

/** An amount as it is typed. */
export function AmountField({ change, ...props }: TextInputProps & { change: (typed: string) => void }) {
  return <TextInput inputMode="decimal" onChange={(event) => change(event.currentTarget.value)} {...props} />;
}

/** Within which period something is counted. */
export function WindowField({
  change,
  ...props
}: Omit<SelectProps, "data" | "onChange"> & { change: (window: Schemas["Window"]) => void }) {
  const { t } = useWords();
  return (
    <Select
      label={t("terms.window")}
      allowDeselect={false}
      {...props}
      data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
      onChange={(window) => change((window ?? "month") as Schemas["Window"])}
    />
  );
}

/** Why something is done, as both sides read it. */
export function ReasonField({ change, ...props }: TextareaProps & { change: (reason: string) => void }) {
  const { t } = useWords();
  return (
    <Textarea
      label={t("reason")}
      description={t("reason.hint")}
      required
      autosize
      minRows={2}
      onChange={(event) => change(event.currentTarget.value)}
      {...props}
    />
  );
}
