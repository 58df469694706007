// How the app asks the server: typed by the description, failures as one kind of error, the place on every request.
import createClient, { type Middleware } from "openapi-fetch";
import { placeHeaders } from "./place";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** A refusal in the server's own words (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly expected: string | null;
  /** Seconds until the same request may succeed, if the server names them. */
  readonly retryAfter: number | null;

  constructor(status: number, body: Partial<Schemas["Problem"]> | undefined) {
    super(body?.detail ?? body?.title ?? "");
    this.status = status;
    this.code = body?.code ?? (status === 0 ? "unreachable" : "unknown");
    this.field = body?.field ?? null;
    this.expected = body?.expected ?? null;
    this.retryAfter = body?.retry_after_seconds ?? null;
  }
}

/** What was typed into a field is no amount; the server was not asked. */
export class UnreadableAmount extends Problem {
  constructor(
    field: string,
    readonly example: string,
  ) {
    super(422, { code: "invalid_field", field, expected: example });
  }
}

/** Tells whoever listens that the session is over. */
export const sessionOver = new EventTarget();

const place: Middleware = {
  onRequest({ request }) {
    // Sentences that the server writes are in the page's language, whatever the browser's is.
    request.headers.set("accept-language", document.documentElement.lang);
    for (const [name, value] of Object.entries(placeHeaders())) request.headers.set(name, value);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const body = await response
      .clone()
      .json()
      .catch(() => undefined);
    const problem = new Problem(response.status, body);
    // Without a cookie the server asks for a key.
    if (problem.code === "session_over" || problem.code === "key_missing")
      sessionOver.dispatchEvent(new Event("over"));
    throw problem;
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem(0, undefined);
  },
};

export const api = createClient<paths>({ baseUrl: "" });
api.use(place);

/** What a call answers, once it was good. */
export async function good<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

interface Listed {
  get: {
    responses: { 200: { content: { "application/json": { items: unknown[]; next_cursor?: unknown } } } };
  };
}

/** Paths that answer a list. */
export type ListPath = {
  [P in keyof paths]: paths[P] extends Listed ? P : never;
}[keyof paths];

export type ItemOf<P extends ListPath> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": { items: (infer T)[] } } } } };
}
  ? T
  : never;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Query = Record<string, string | number | undefined>;

/** Every list answers the same form, whatever is in it. */
export async function list<P extends ListPath>(path: P, query: Query): Promise<Page<ItemOf<P>>> {
  const asked = Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== ""),
  );
  const get = api.GET as unknown as (path: P, init: unknown) => Promise<{ data?: Page<ItemOf<P>> }>;
  return good(get(path, { params: { query: asked } }));
}
