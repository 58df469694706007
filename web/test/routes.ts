// Every page, with ids that are there.
import type { House } from "./house";

export interface Route {
  name: string;
  path: string;
  who: "nobody" | "owner" | "partner";
}

interface Item {
  id: string;
  customer?: { id: string };
  [name: string]: unknown;
}

/** The pages of a house with the demo's data; `key` is its secret key. */
export async function routes(house: House): Promise<Route[]> {
  const key = house.terminal.match(/hg_live_sk_\w+/)?.[0];
  const first = async (path: string): Promise<Item> => {
    const answer = await fetch(house.base + path, { headers: { authorization: `Bearer ${key}` } });
    const { items } = (await answer.json()) as { items: Item[] };
    if (!items[0]) throw new Error(`nothing at ${path}`);
    return items[0];
  };
  const partner = await first("/v1/partners?sort=created_at&limit=1");
  const program = (await first("/v1/programs")).id;
  const won = await first(`/v1/referrals?stage=won&partner_id=${partner.id}&limit=1`);
  const statement = await first(`/v1/statements?partner_id=${partner.id}&limit=1`);
  const [link, sale] = [await first("/v1/links"), await first("/v1/conversions?kind=sale&sort=recorded_at")];
  const submission = await first("/v1/submissions");
  const batch = await first("/v1/payout-batches?status=closed");
  const dispute = await first("/v1/disputes");
  const rules = { model: "linear", look_back_days: 60, code_wins: true };
  const since = new Date(Date.now() - 60 * 86_400_000).toISOString();
  await fetch(`${house.base}/v1/programs/${program}/simulations`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ policy: rules, since }),
  });
  let simulation = await first("/v1/simulations");
  for (let tries = 0; tries < 200 && simulation.status !== "done"; tries += 1) {
    await new Promise((later) => setTimeout(later, 100));
    simulation = await first("/v1/simulations");
  }
  const of = (who: Route["who"]) => (path: string) => ({
    who,
    path,
    name: path.split("?")[0]?.replace(/_[0-9a-z]{26}/g, "") ?? path,
  });
  return [
    ...[
      "/log-in",
      "/set-up",
      "/reset-password#token=x",
      "/accept-invitation#token=x",
      `/join/${program}`,
      `/forms/${submission.enrollment_id}`,
      "/nothing-here",
    ].map(of("nobody")),
    ...[
      "/overview",
      "/programs",
      `/programs/${program}`,
      "/partners",
      `/partners/${partner.id}`,
      "/links",
      `/links/${link.id}`,
      "/codes",
      "/clicks",
      "/referrals",
      "/customers",
      `/customers/${won.customer?.id}?program_id=${program}`,
      "/conversions",
      `/conversions/${sale.id}`,
      "/deals",
      "/disputes",
      `/disputes/${dispute.id}`,
      "/lead-forms",
      `/lead-forms/${submission.id}`,
      "/reviews",
      "/what-if",
      "/what-if/new",
      `/what-if/${simulation.id}`,
      "/commissions",
      "/statements",
      `/statements/${statement.id}`,
      "/rates",
      "/payouts",
      `/payouts/${batch.id}`,
      "/payouts/reconciliation",
      "/books",
      "/team",
      "/keys",
      "/audit-log",
      "/account",
    ].map(of("owner")),
    ...[
      "/portal",
      "/portal/links",
      "/portal/referrals",
      `/portal/customers/${won.customer?.id}?program_id=${program}`,
      "/portal/deals",
      "/portal/lead-form",
      "/portal/earnings",
      "/portal/disputes",
      "/portal/statements",
      `/portal/statements/${statement.id}`,
      "/portal/payments",
      "/portal/payout-method",
      "/portal/programs",
      "/portal/profile",
      "/portal/account",
    ].map(of("partner")),
  ];
}
