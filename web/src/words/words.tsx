// All texts, by key, in the reader's language. Messages are ICU messages; amounts, numbers and times are written as the
// language writes them.
import { IntlMessageFormat } from "intl-messageformat";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { queries } from "../api/queries";
import english from "./en.json";

export type Key = keyof typeof english;
type Values = Record<string, string | number>;
export type Language = "en" | "de" | "pseudo";

export const LANGUAGES: { value: Exclude<Language, "pseudo">; label: string }[] = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];

const KEPT = "honeyguide.language";

export interface Words {
  language: Language;
  locale: string;
  direction: "ltr" | "rtl";
  t: (key: Key, values?: Values) => string;
  change: (language: Language) => void;
}

/** Stretched and turned around, to see what a longer language and one from right to left do to a page. */
export function pseudo(message: string): string {
  const far: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", n: "ñ", c: "ç", s: "š" };
  let depth = 0;
  const letters = [...message].map((letter) => {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    // Vowels twice: about a third longer, as German is.
    const other = far[letter] ?? letter;
    return depth > 0 ? letter : "aeiou".includes(letter) ? other + other : other;
  });
  return `\u2067${letters.join("")}\u2069`;
}

function wanted(): Language {
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept === "en" || kept === "de" || kept === "pseudo") return kept;
  } catch {
    // A browser that keeps nothing has a language all the same.
  }
  return navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
}

const Context = createContext<Words | null>(null);

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(wanted);
  const [messages, setMessages] = useState<Partial<Record<Key, string>> | null>(
    language === "de" ? null : english,
  );
  useEffect(() => {
    let current = true;
    if (language === "de") import("./de.json").then((file) => current && setMessages(file.default));
    else setMessages(english);
    const lang = language === "de" ? "de" : "en";
    const changed = document.documentElement.lang !== lang;
    document.documentElement.lang = lang;
    // What the server says is asked anew in the other language.
    if (changed) queries.invalidateQueries();
    document.documentElement.dir = language === "pseudo" ? "rtl" : "ltr";
    return () => {
      current = false;
    };
  }, [language]);
  const words = useMemo<Words | null>(() => {
    if (!messages) return null;
    const locale = language === "de" ? "de-DE" : "en-GB";
    const made = new Map<Key, IntlMessageFormat>();
    const t = (key: Key, values?: Values) => {
      let format = made.get(key);
      if (!format) {
        const message = messages[key] ?? english[key];
        format = new IntlMessageFormat(language === "pseudo" ? pseudo(message) : message, locale);
        made.set(key, format);
      }
      return String(format.format(values));
    };
    const change = (next: Language) => {
      try {
        localStorage.setItem(KEPT, next);
      } catch {
        // Then it holds for this visit.
      }
      setLanguage(next);
    };
    return { language, locale, direction: language === "pseudo" ? "rtl" : "ltr", t, change };
  }, [messages, language]);
  return words ? <Context.Provider value={words}>{children}</Context.Provider> : null;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error("outside of WordsProvider");
  return words;
}
