// The partner's side, in the program's own name, logo and color.
import {
  IconBriefcase,
  IconBuildingBank,
  IconBuildingStore,
  IconCash,
  IconChartLine,
  IconCoins,
  IconFileInvoice,
  IconForms,
  IconLink,
  IconMessageReport,
  IconUserCircle,
  IconUserHeart,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, good } from "../api/client";
import { useList } from "../api/queries";
import { useWords } from "../words/words";
import { Frame, type Place } from "./navigation";

export function PortalShell() {
  const { t } = useWords();
  const enrollments = useList("/v1/partner/enrollments", { limit: 200 });
  const first =
    enrollments.data?.items.find((one) => one.status === "approved") ?? enrollments.data?.items[0];
  const program = useProgramProfile(first?.program.id);
  const icon = { size: 18, stroke: 1.7, "aria-hidden": true } as const;
  const places: Place[] = [
    { to: "/portal", label: t("home"), icon: <IconChartLine {...icon} /> },
    { to: "/portal/links", label: t("links_and_codes"), icon: <IconLink {...icon} /> },
    { to: "/portal/referrals", label: t("referrals"), icon: <IconUserHeart {...icon} /> },
    { to: "/portal/deals", label: t("deals"), icon: <IconBriefcase {...icon} /> },
    { to: "/portal/lead-form", label: t("lead_form"), icon: <IconForms {...icon} /> },
    { to: "/portal/earnings", label: t("earnings"), icon: <IconCoins {...icon} /> },
    { to: "/portal/disputes", label: t("disputes"), icon: <IconMessageReport {...icon} /> },
    { to: "/portal/statements", label: t("statements"), icon: <IconFileInvoice {...icon} /> },
    { to: "/portal/payments", label: t("payments"), icon: <IconCash {...icon} /> },
    { to: "/portal/payout-method", label: t("payout_method"), icon: <IconBuildingBank {...icon} /> },
    { to: "/portal/programs", label: t("programs_and_terms"), icon: <IconBuildingStore {...icon} /> },
    { to: "/portal/profile", label: t("profile"), icon: <IconUserCircle {...icon} /> },
  ];
  const several = new Set(enrollments.data?.items.map((one) => one.program.id)).size > 1;
  const name = several ? program.data?.workspace_name : program.data?.name;
  return (
    <Frame
      name={name ?? "Honeyguide"}
      places={places}
      account="/portal/account"
      accent={program.data?.color}
      logo={program.data?.logo_url}
    />
  );
}

export const profileQuery = (id: string) => ({
  queryKey: ["profile", id],
  queryFn: () => good(api.GET("/v1/programs/{id}/profile", { params: { path: { id } } })),
});

export function useProgramProfile(id: string | undefined) {
  return useQuery({ ...profileQuery(id ?? ""), enabled: Boolean(id) });
}
