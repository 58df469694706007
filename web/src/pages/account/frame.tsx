// Pages of those who have not come in yet.
import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Mark } from "../../ui/mark";
import { LANGUAGES, useWords } from "../../words/words";

export function Entrance({
  title,
  text,
  wide = false,
  accent,
  logo,
  name,
  children,
}: {
  title: string;
  text?: string;
  wide?: boolean;
  accent?: string | null;
  logo?: string | null;
  name?: string;
  children: ReactNode;
}) {
  const { language, change } = useWords();
  useEffect(() => {
    document.title = `${title} · ${name ?? "Honeyguide"}`;
  }, [title, name]);
  return (
    <main style={{ minHeight: "100vh", display: "grid", placeItems: "center", padding: "32px 16px" }}>
      <Stack w="100%" maw={wide ? 720 : 420} gap="md">
        <Group gap={10} justify="center">
          <Mark size={30} logo={logo} />
          <Text fw={640} fz={18}>
            {name ?? "Honeyguide"}
          </Text>
        </Group>
        <Paper
          className="hg-card"
          p={{ base: "md", xs: "xl" }}
          style={accent ? { borderTop: `4px solid ${accent}` } : undefined}
        >
          <Title order={1} fz={22}>
            {title}
          </Title>
          {text && (
            <Text c="dimmed" mt={6}>
              {text}
            </Text>
          )}
          <div style={{ marginTop: 20 }}>{children}</div>
        </Paper>
        <Group justify="center" gap="md">
          {LANGUAGES.map((one) => (
            <Anchor
              key={one.value}
              component="button"
              type="button"
              size="sm"
              onClick={() => change(one.value)}
              fw={language === one.value ? 600 : 400}
              lang={one.value}
            >
              {one.label}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </main>
  );
}

/** What stands behind `token=` in an address; it is taken out, so that it is neither kept nor shown. */
export function takeToken(): string {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
  if (token) {
    sessionStorage.setItem("honeyguide.token", token);
    history.replaceState(history.state, "", window.location.pathname);
    return token;
  }
  return sessionStorage.getItem("honeyguide.token") ?? "";
}

export function dropToken() {
  sessionStorage.removeItem("honeyguide.token");
}
