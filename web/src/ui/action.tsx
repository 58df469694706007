// Something that somebody does: busy while it lasts, its refusal beside the field it names, what changed asked anew.
import { Alert } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { Problem, UnreadableAmount } from "../api/client";
import { queries } from "../api/queries";
import { useProblemText } from "./page";

export function useAction<A extends unknown[]>(run: (...given: A) => Promise<unknown>, said?: string) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const text = useProblemText();
  const go = async (...given: A): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await run(...given);
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      if (said) notifications.show({ message: said, color: "green" });
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const field = error instanceof Problem ? error.field : null;
  /** What is wrong with this field, in the server's words, or ours where it is no amount. */
  const wrong = (name: string) => {
    if (!(error instanceof Problem) || field !== name) return undefined;
    return error instanceof UnreadableAmount ? text(error) : (error.expected ?? error.message);
  };
  return { go, busy, error, wrong, text: error ? text(error) : null, clear: () => setError(null) };
}

/** The refusal, where no field of the form is named by it. */
export function Refusal({
  of,
  fields = [],
}: {
  of: { error: unknown; text: string | null };
  fields?: string[];
}) {
  if (!of.text) return null;
  const named = of.error instanceof Problem ? of.error.field : null;
  if (named && fields.includes(named)) return null;
  return (
    <Alert color="red" variant="outline" role="alert">
      {of.text}
    </Alert>
  );
}
