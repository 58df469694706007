// Who a partner is, as fields: the same for the merchant, the partner, and whoever applies.
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../words/words";

/** A partner's profile as somebody writes it. */
export interface ProfileDraft {
  display_name: string;
  company: string;
  website: string;
}

/** `name` is what the partner's name is called; `email` stands below it. */
export function ProfileFields({
  of,
  name,
  email,
  change,
  wrong,
}: {
  of: ProfileDraft;
  name: string;
  email: ReactNode;
  change: (changed: Partial<ProfileDraft>) => void;
  wrong: (field: string) => string | undefined;
}) {
  const { t } = useWords();
  return (
    <>
      <TextInput
        label={name}
        required
        value={of.display_name}
        onChange={(event) => change({ display_name: event.currentTarget.value })}
        error={wrong("display_name")}
      />
      {email}
      <TextInput
        label={t("company")}
        value={of.company}
        onChange={(event) => change({ company: event.currentTarget.value })}
        error={wrong("company")}
      />
      <TextInput
        label={t("website")}
        placeholder="https://"
        value={of.website}
        onChange={(event) => change({ website: event.currentTarget.value })}
        error={wrong("website")}
      />
    </>
  );
}
