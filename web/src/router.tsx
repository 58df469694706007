// Every page and its address. Each part of the app is loaded when somebody first goes there.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { api, Problem } from "./api/client";
import { takeSeat } from "./api/place";
import { queries } from "./api/queries";
import { Failure, Loading } from "./ui/page";

export const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failure error={error} again={reset} />,
  notFoundComponent: lazyRouteComponent(() => import("./pages/account/absent"), "Absent"),
});

async function session() {
  return queries.fetchQuery({
    queryKey: ["session"],
    queryFn: async () => (await api.GET("/v1/session")).data,
    staleTime: 60_000,
  });
}

/** Whoever has no session logs in first, and comes back. */
async function loggedIn(location: { href: string }) {
  try {
    const known = await session();
    return takeSeat(known?.seats ?? []);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    const { data } = await api.GET("/v1/setup");
    if (data?.is_needed) throw redirect({ to: "/set-up" });
    throw redirect({ to: "/log-in", search: { next: location.href } as never });
  }
}

const at = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async ({ location }) => {
    const { seat } = await loggedIn(location);
    throw redirect({ to: seat?.partner ? "/portal" : "/overview" });
  },
});

const account = () => import("./pages/account/pages");
const entrances = [
  at("/log-in", account, "LogIn"),
  at("/reset-password", account, "ResetPassword"),
  at("/accept-invitation", account, "AcceptInvitation"),
  at("/set-up", () => import("./pages/account/set-up"), "SetUp"),
  at("/join/$programId", () => import("./pages/account/join"), "Join"),
  at("/forms/$formId", () => import("./pages/account/lead-form"), "LeadForm"),
];

const merchant = createRoute({
  getParentRoute: () => root,
  id: "merchant",
  component: lazyRouteComponent(() => import("./shell/merchant"), "MerchantShell"),
  pendingComponent: () => <Loading />,
  beforeLoad: async ({ location }) => {
    const { seat } = await loggedIn(location);
    if (seat?.partner) throw redirect({ to: "/portal" });
  },
});

const portal = createRoute({
  getParentRoute: () => root,
  id: "portal",
  component: lazyRouteComponent(() => import("./shell/portal"), "PortalShell"),
  pendingComponent: () => <Loading />,
  beforeLoad: async ({ location }) => {
    const { seat } = await loggedIn(location);
    if (!seat?.partner) throw redirect({ to: "/overview" });
  },
});

type Load = () => Promise<Record<string, unknown>>;

function page<P extends string>(path: P, load: Load, name: string) {
  return createRoute({
    getParentRoute: () => merchant,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });
}

/** A list, and the panel that opens over it under an address of its own. */
function listed<P extends string, C extends string>(
  path: P,
  panel: C,
  load: Load,
  [list, detail]: [string, string],
  loadPanel = load,
) {
  const parent = page(path, load, list);
  const child = createRoute({
    getParentRoute: () => parent,
    path: panel,
    component: lazyRouteComponent(loadPanel as never, detail as never),
  });
  return parent.addChildren([child]);
}

function own<P extends string>(path: P, load: Load, name: string) {
  return createRoute({
    getParentRoute: () => portal,
    path,
    component: lazyRouteComponent(load as never, name as never),
  });
}

const portalDisputes = () => import("./pages/portal/disputes");
const ownDisputes = own("/portal/disputes", portalDisputes, "OwnDisputes");
const disputes = ownDisputes.addChildren([
  createRoute({
    getParentRoute: () => ownDisputes,
    path: "$id",
    component: lazyRouteComponent(portalDisputes as never, "OwnDisputePanel" as never),
  }),
]);

const programs = () => import("./pages/merchant/programs");
const customers = () => import("./pages/merchant/customers");
const whatIf = () => import("./pages/merchant/what-if");
const statements = () => import("./pages/merchant/statements");
const team = () => import("./pages/merchant/team");
const portalReferrals = () => import("./pages/portal/referrals");
const earnings = () => import("./pages/portal/earnings");

const tree = root.addChildren([
  home,
  ...entrances,
  merchant.addChildren([
    page("/overview", () => import("./pages/merchant/overview"), "Overview"),
    page("/programs", programs, "Programs"),
    page("/programs/$id", programs, "Program"),
    listed(
      "/partners",
      "$id",
      () => import("./pages/merchant/partners"),
      ["Partners", "PartnerPanel"],
      () => import("./pages/merchant/partner"),
    ),
    listed("/links", "$id", () => import("./pages/merchant/links"), ["Links", "LinkPanel"]),
    page("/codes", () => import("./pages/merchant/codes"), "Codes"),
    page("/clicks", () => import("./pages/merchant/clicks"), "Clicks"),
    page("/referrals", customers, "Referrals"),
    page("/customers", customers, "Customers"),
    page("/customers/$id", customers, "Customer"),
    listed("/conversions", "$id", () => import("./pages/merchant/conversions"), [
      "Conversions",
      "ConversionPanel",
    ]),
    listed("/deals", "$id", () => import("./pages/merchant/deals"), ["Deals", "DealPanel"]),
    listed("/lead-forms", "$id", () => import("./pages/merchant/submissions"), [
      "Submissions",
      "SubmissionPanel",
    ]),
    page("/reviews", () => import("./pages/merchant/reviews"), "Reviews"),
    page("/what-if", whatIf, "Simulations"),
    page("/what-if/new", whatIf, "NewSimulation"),
    page("/what-if/$id", () => import("./pages/merchant/simulation"), "SimulationPage"),
    listed("/disputes", "$id", () => import("./pages/merchant/disputes"), ["Disputes", "DisputePanel"]),
    page("/commissions", () => import("./pages/merchant/commissions"), "Commissions"),
    page("/statements", statements, "Statements"),
    page("/statements/$id", statements, "Statement"),
    page("/rates", () => import("./pages/merchant/rates"), "Rates"),
    page("/payouts", () => import("./pages/merchant/payouts"), "Payouts"),
    page("/payouts/reconciliation", () => import("./pages/merchant/reconciliation"), "ReconciliationPage"),
    page("/payouts/$id", () => import("./pages/merchant/payout-batch"), "BatchPage"),
    page("/books", () => import("./pages/merchant/books"), "Books"),
    page("/team", team, "Team"),
    page("/keys", () => import("./pages/merchant/keys"), "Keys"),
    page("/audit-log", () => import("./pages/merchant/audit-log"), "AuditLog"),
    page("/account", () => import("./pages/account/account"), "Account"),
  ]),
  portal.addChildren([
    own("/portal", () => import("./pages/portal/home"), "Home"),
    own("/portal/links", () => import("./pages/portal/links"), "OwnLinks"),
    own("/portal/referrals", portalReferrals, "OwnReferrals"),
    own("/portal/customers/$id", portalReferrals, "OwnJourney"),
    own("/portal/deals", () => import("./pages/portal/deals"), "OwnDeals"),
    own("/portal/lead-form", () => import("./pages/portal/lead-form"), "OwnLeadForm"),
    own("/portal/earnings", earnings, "Earnings"),
    disputes,
    own("/portal/statements", earnings, "OwnStatements"),
    own("/portal/statements/$id", earnings, "OwnStatement"),
    own("/portal/payments", () => import("./pages/portal/payments"), "Payments"),
    own("/portal/payout-method", () => import("./pages/portal/payout-method"), "PayoutMethod"),
    own("/portal/programs", () => import("./pages/portal/programs"), "OwnPrograms"),
    own("/portal/profile", () => import("./pages/portal/profile"), "Profile"),
    own("/portal/account", () => import("./pages/account/account"), "Account"),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  scrollRestoration: true,
  // Filters stand in the address as plain words.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
    const text = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
    return text ? `?${text}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
