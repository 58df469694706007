// What several pages ask for.
import { QueryClient, useQuery } from "@tanstack/react-query";
import { api, good, type ItemOf, type ListPath, list, Problem, type Query, type Schemas } from "./client";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // A refusal stays one however often it is asked for; what broke on the way is tried again.
      retry: (failures, error) =>
        failures < 3 && error instanceof Problem && (error.status === 0 || error.status >= 502),
      retryDelay: (failures, error) => {
        const named = error instanceof Problem ? error.retryAfter : null;
        return 1000 * Math.max(named ?? 0, 2 ** failures);
      },
    },
  },
});

export function useSession() {
  return useQuery({
    queryKey: ["session"],
    queryFn: () => good(api.GET("/v1/session")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** One page of a list. */
export function useList<P extends ListPath>(path: P, query: Query = {}, enabled = true) {
  return useQuery({ queryKey: ["list", path, query], queryFn: () => list(path, query), enabled });
}

export function usePrograms() {
  return useList("/v1/programs", { limit: 200 });
}

/** What is owed by when; what last statements carry on, below zero where it is owed back. */
export function useLiabilities(program: string) {
  return useQuery({
    queryKey: ["liabilities", program],
    queryFn: () => good(api.GET("/v1/programs/{id}/liabilities", { params: { path: { id: program } } })),
  });
}

const IDS_AT_ONCE = 100;

/** The things of these ids, by id: lists name others by id only. */
export function useNamed<P extends ListPath>(path: P, ids: (string | null | undefined)[]) {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))].sort().slice(0, 2 * IDS_AT_ONCE);
  return useQuery({
    queryKey: ["named", path, wanted],
    enabled: wanted.length > 0,
    queryFn: async () => {
      const parts = [];
      for (let at = 0; at < wanted.length; at += IDS_AT_ONCE) parts.push(wanted.slice(at, at + IDS_AT_ONCE));
      const pages = await Promise.all(
        parts.map((part) => list(path, { id: part.join(","), limit: IDS_AT_ONCE })),
      );
      const items = pages.flatMap((page) => page.items) as (ItemOf<P> & { id: string })[];
      return new Map(items.map((item) => [item.id, item]));
    },
  });
}

export type Program = Schemas["Program"];
export type Partner = Schemas["Partner"];
