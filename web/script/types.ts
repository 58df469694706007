// What merchants' pages may say to the tracking script; for those who write TypeScript.

/** A lead as `POST /v1/track/lead` takes it from a browser. The kept click is added. */
export interface Lead {
  /** Your own id of the customer, the same in every event. */
  customer: { external_id: string; email?: string; name?: string };
  /** Which kind of lead; `lead` if absent. */
  event_name?: string;
  /** Your own id of the lead. */
  external_id?: string;
  /** The referral code that the customer typed. */
  code?: string;
  program_id?: string;
  metadata?: Record<string, string>;
}

/** `denied`: nothing is kept beyond the page; `session`: as long as the tab; `granted`: 90 days, in a first-party cookie. */
export type Consent = "denied" | "session" | "granted";

export type Call =
  | [what: "lead", lead: Lead, done?: (reported: boolean) => void]
  | [what: "consent", consent: Consent, done?: undefined]
  | [what: "click", tell: (id: string | null) => void, done?: undefined];

declare global {
  interface Window {
    honeyguide: ((...call: Call) => void) & { q?: Call[] };
  }
}
