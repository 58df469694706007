// The frame of both sides: header, navigation, and what is the same in them.
import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Menu,
  ScrollArea,
  SegmentedControl,
  Text,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { api, sessionOver } from "../api/client";
import { changeMode, changeSeat, type Mode, type Seat, takeSeat } from "../api/place";
import { queries, useSession } from "../api/queries";
import { MenuLink } from "../ui/links";
import { Mark } from "../ui/mark";
import "../ui/mantine-inside.css";
import { useWords } from "../words/words";

export interface Place {
  to: string;
  label: string;
  icon: ReactNode;
  section?: string;
}

export function Frame({
  name,
  places,
  search,
  account,
  accent,
  logo,
}: {
  name: string;
  places: Place[];
  search?: ReactNode;
  account: string;
  accent?: string | null;
  logo?: string | null;
}) {
  const { t } = useWords();
  const [open, { toggle, close }] = useDisclosure();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu
  useEffect(close, [path]);
  useEffect(() => {
    const over = () => {
      queries.clear();
      navigate({
        to: "/log-in",
        search: { next: window.location.pathname + window.location.search, over: "1" } as never,
      });
    };
    sessionOver.addEventListener("over", over);
    return () => sessionOver.removeEventListener("over", over);
  }, [navigate]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !open } }}
      padding="lg"
    >
      <a className="hg-skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header
        style={{
          background: "var(--hg-card)",
          borderColor: "var(--hg-border)",
          borderTop: accent ? `3px solid ${accent}` : undefined,
        }}
      >
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap={10} wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <Mark size={26} logo={logo} />
            <Text fw={640} truncate {...(search ? { visibleFrom: "xs" } : {})}>
              {name}
            </Text>
          </Group>
          <Group gap={6} wrap="nowrap">
            {search}
            <Scheme />
            <AccountMenu to={account} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="sm"
        style={{ background: "var(--mantine-color-body)", borderColor: "var(--hg-border)" }}
      >
        <ScrollArea type="hover" scrollbarSize={6} style={{ flex: 1 }}>
          <nav aria-label={t("navigation")}>
            {places.map((place, at) => (
              <div key={place.to}>
                {place.section && place.section !== places[at - 1]?.section && (
                  <Text size="xs" c="dimmed" fw={600} mt="md" mb={4} px={10}>
                    {place.section}
                  </Text>
                )}
                <Link
                  to={place.to}
                  className="hg-nav"
                  activeOptions={{ exact: place.to === "/portal", includeSearch: false }}
                >
                  {place.icon}
                  {place.label}
                </Link>
              </div>
            ))}
          </nav>
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Scheme() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark =
    colorScheme === "dark" || (colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      onClick={() => setColorScheme(dark ? "light" : "dark")}
      aria-label={t(dark ? "scheme.light" : "scheme.dark")}
    >
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

function seatName(seat: Seat, t: ReturnType<typeof useWords>["t"]) {
  return `${t(`role.${seat.role}`)} · ${seat.workspace_id.slice(-6)}`;
}

function AccountMenu({ to }: { to: string }) {
  const { t } = useWords();
  const session = useSession();
  const seats = session.data?.seats ?? [];
  const { seat, mode } = takeSeat(seats);
  const leave = async () => {
    await api.DELETE("/v1/session").catch(() => undefined);
    window.location.assign("/log-in");
  };
  const sit = (next: Seat) => {
    changeSeat(next);
    window.location.assign("/");
  };
  const switchMode = (next: string) => {
    changeMode(next as Mode);
    window.location.reload();
  };
  return (
    <Menu position="bottom-end" width={260} withArrow>
      <Menu.Target>
        <Button variant="subtle" color="gray" px={8} aria-label={t("account.menu")}>
          <IconUserCircle size={20} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.data?.user.name} · {session.data?.user.email}
        </Menu.Label>
        {seat && !seat.partner && (
          <div style={{ padding: "4px 12px 8px" }}>
            <SegmentedControl
              fullWidth
              size="xs"
              value={mode}
              onChange={switchMode}
              aria-label={t("mode")}
              data={[
                { value: "live", label: t("status.live") },
                { value: "test", label: t("status.test") },
              ]}
            />
          </div>
        )}
        {seats.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("seats")}</Menu.Label>
            {seats.map((one) => (
              <Menu.Item key={one.id} onClick={() => sit(one)} fw={one.id === seat?.id ? 600 : undefined}>
                {seatName(one, t)}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <MenuLink to={to} leftSection={<IconUserCircle size={16} />}>
          {t("account")}
        </MenuLink>
        <Menu.Item onClick={leave} leftSection={<IconLogout size={16} />}>
          {t("log_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
