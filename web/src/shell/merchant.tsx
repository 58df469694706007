// The merchant's side.
import { Combobox, Kbd, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import {
  IconAffiliate,
  IconArrowsExchange,
  IconBook2,
  IconBriefcase,
  IconBuildingStore,
  IconCash,
  IconChartLine,
  IconCoins,
  IconFileInvoice,
  IconFlask,
  IconForms,
  IconHistory,
  IconKey,
  IconLink,
  IconMessageReport,
  IconPointer,
  IconScale,
  IconSearch,
  IconShoppingBag,
  IconTag,
  IconUserHeart,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api, good } from "../api/client";
import { useWords } from "../words/words";
import { Frame, type Place } from "./navigation";

export function MerchantShell() {
  const { t } = useWords();
  const workspace = useQuery({
    queryKey: ["workspace"],
    queryFn: () => good(api.GET("/v1/workspace")),
    retry: false,
  });
  const icon = { size: 18, stroke: 1.7, "aria-hidden": true } as const;
  const [grow, sell, pay, run] = [t("nav.grow"), t("nav.sell"), t("nav.pay"), t("nav.run")];
  const places: Place[] = [
    { to: "/overview", label: t("overview"), icon: <IconChartLine {...icon} /> },
    { to: "/programs", label: t("programs"), icon: <IconBuildingStore {...icon} />, section: grow },
    { to: "/partners", label: t("partners"), icon: <IconAffiliate {...icon} />, section: grow },
    { to: "/links", label: t("links"), icon: <IconLink {...icon} />, section: grow },
    { to: "/codes", label: t("codes"), icon: <IconTag {...icon} />, section: grow },
    { to: "/clicks", label: t("clicks"), icon: <IconPointer {...icon} />, section: sell },
    { to: "/referrals", label: t("referrals"), icon: <IconUserHeart {...icon} />, section: sell },
    { to: "/customers", label: t("customers"), icon: <IconUsers {...icon} />, section: sell },
    { to: "/conversions", label: t("conversions"), icon: <IconShoppingBag {...icon} />, section: sell },
    { to: "/deals", label: t("deals"), icon: <IconBriefcase {...icon} />, section: sell },
    { to: "/lead-forms", label: t("lead_forms"), icon: <IconForms {...icon} />, section: sell },
    { to: "/reviews", label: t("reviews"), icon: <IconScale {...icon} />, section: sell },
    { to: "/commissions", label: t("commissions"), icon: <IconCoins {...icon} />, section: pay },
    { to: "/disputes", label: t("disputes"), icon: <IconMessageReport {...icon} />, section: pay },
    { to: "/statements", label: t("statements"), icon: <IconFileInvoice {...icon} />, section: pay },
    { to: "/rates", label: t("rates"), icon: <IconArrowsExchange {...icon} />, section: pay },
    { to: "/payouts", label: t("payouts"), icon: <IconCash {...icon} />, section: pay },
    { to: "/books", label: t("books"), icon: <IconBook2 {...icon} />, section: pay },
    { to: "/what-if", label: t("what_if"), icon: <IconFlask {...icon} />, section: pay },
    { to: "/team", label: t("team"), icon: <IconUsersGroup {...icon} />, section: run },
    { to: "/keys", label: t("keys"), icon: <IconKey {...icon} />, section: run },
    { to: "/audit-log", label: t("audit_log"), icon: <IconHistory {...icon} />, section: run },
  ];
  return (
    <Frame
      name={workspace.data?.name ?? "Honeyguide"}
      places={places}
      search={<GlobalSearch />}
      account="/account"
    />
  );
}

const LEADS_TO: Record<string, (id: string) => string> = {
  partner: (id) => `/partners/${id}`,
  link: (id) => `/links/${id}`,
  customer: (id) => `/customers/${id}`,
  conversion: (id) => `/conversions/${id}`,
  program: (id) => `/programs/${id}`,
  statement: (id) => `/statements/${id}`,
  code: (id) => `/codes?id=${id}`,
  dispute: (id) => `/disputes/${id}`,
  commission: (id) => `/commissions?id=${id}`,
  referral: (id) => `/referrals?id=${id}`,
  enrollment: (id) => `/partners?enrollment=${id}`,
};

function GlobalSearch() {
  const { t } = useWords();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox();
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text.trim(), 250);
  const found = useQuery({
    queryKey: ["search", settled],
    enabled: settled.length > 1,
    queryFn: () => good(api.GET("/v1/search", { params: { query: { q: settled } } })),
  });
  const focus = () => input.current?.focus();
  useHotkeys([["/", focus]]);
  // Also while something is typed elsewhere.
  useHotkeys([["mod+K", focus]], []);
  const items = found.data?.items ?? [];
  const go = (value: string) => {
    const [kind = "", id = ""] = value.split(" ");
    const to = LEADS_TO[kind]?.(id);
    if (to) navigate({ href: to } as never);
    setText("");
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={go} width={380} position="bottom-end">
      <Combobox.Target>
        <TextInput
          ref={input}
          size="sm"
          w={{ base: 130, xs: 200, md: 300 }}
          value={text}
          aria-label={t("search")}
          placeholder={t("search.hint")}
          leftSection={<IconSearch size={15} />}
          rightSection={
            found.isFetching ? (
              <Loader size={14} />
            ) : (
              <Kbd size="xs" visibleFrom="md">
                /
              </Kbd>
            )
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={settled.length < 2 || !found.data}>
        <Combobox.Options mah={360} style={{ overflowY: "auto" }}>
          {items.map((item) => (
            <Combobox.Option key={item.id} value={`${item.kind} ${item.id}`}>
              <Text size="sm" fw={600} truncate>
                {item.title}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {t(`noun.${item.kind}` as never)} · {item.detail}
              </Text>
            </Combobox.Option>
          ))}
          {items.length === 0 && <Combobox.Empty>{t("search.nothing")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
