// The anatomy of a page: title, the answer, and what to do when there is none.
import { Alert, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { Problem, UnreadableAmount } from "../api/client";
import { useWords } from "../words/words";

export function Page({
  title,
  purpose,
  actions,
  children,
}: {
  title: string;
  purpose?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Honeyguide`;
  }, [title]);
  return (
    <Stack gap="lg" maw="var(--hg-page)" mx="auto">
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          <Title order={1} fz={24}>
            {title}
          </Title>
          {purpose && (
            <Text c="dimmed" mt={2} className="hg-prose">
              {purpose}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

export function Card({
  title,
  actions,
  children,
  padded = true,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  padded?: boolean;
}) {
  return (
    <section className="hg-card" aria-label={title}>
      {title && (
        <Group justify="space-between" px={padded ? "md" : 12} pt="md" pb={padded ? 0 : "xs"} gap="xs">
          <Title order={2} fz={15}>
            {title}
          </Title>
          {actions}
        </Group>
      )}
      {padded ? <div style={{ padding: 16 }}>{children}</div> : children}
    </section>
  );
}

/** One number that answers, what it is, and what belongs to it. */
export function Figure({
  name,
  note,
  children,
}: {
  name: string;
  note?: string | null | undefined;
  children: ReactNode;
}) {
  return (
    <div className="hg-card" style={{ padding: 14 }}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <div className="hg-figure-value">{children}</div>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  );
}

/** What this will show, why it is empty, the one next step. */
export function Empty({ title, why, next }: { title: string; why: string; next?: ReactNode }) {
  return (
    <Stack align="center" gap={6} py={40} px="md" ta="center">
      <svg width="48" height="44" viewBox="0 0 48 44" aria-hidden="true">
        <path d="M24 2 42 12v20L24 42 6 32V12z" fill="none" stroke="var(--hg-border)" strokeWidth="3" />
      </svg>
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw={460}>
        {why}
      </Text>
      {next && <div style={{ marginTop: 8 }}>{next}</div>}
    </Stack>
  );
}

export function useProblemText() {
  const { t } = useWords();
  return (error: unknown): string => {
    if (!(error instanceof Problem)) return t("error.unknown");
    if (error.code === "unreachable") return t("error.unreachable");
    if (error.code === "log_in_refused") return t("error.log_in_refused");
    if (error.code === "link_spent") return t("error.link_spent");
    if (error.code === "second_factor_wrong") return t("error.second_factor_wrong");
    if (error instanceof UnreadableAmount) return t("error.amount", { example: error.example });
    if (error.field && error.expected)
      return t("error.field", { field: error.field, expected: error.expected });
    const seconds = error.retryAfter;
    if (error.code === "busy") return t("error.busy", { seconds: seconds ?? 1 });
    if (error.code === "too_many_requests") return t("error.too_many", { seconds: seconds ?? 1 });
    if (error.status >= 500) return t("error.server");
    return error.message || t("error.unknown");
  };
}

/** What happened, whether anything was changed, what to do. */
export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords();
  const text = useProblemText();
  const denied = error instanceof Problem && error.code === "key_not_allowed";
  const absent = error instanceof Problem && error.status === 404;
  return (
    <Alert
      icon={<IconAlertTriangle size={18} />}
      color="red"
      variant="outline"
      m="md"
      role="alert"
      title={denied ? t("error.not_allowed_title") : absent ? t("error.absent_title") : t("error.title")}
    >
      <Text size="sm">{denied ? t("error.not_allowed") : absent ? t("error.absent") : text(error)}</Text>
      {again && !denied && !absent && (
        <Button mt="sm" size="xs" variant="default" onClick={again}>
          {t("try_again")}
        </Button>
      )}
    </Alert>
  );
}

export function Loading({ rows = 6, height = 40 }: { rows?: number; height?: number }) {
  const { t } = useWords();
  return (
    <div role="status" className="hg-loading" aria-label={t("loading")} style={{ padding: 16 }}>
      <Stack gap={8}>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <Skeleton key={row} height={height - 8} radius="sm" />
        ))}
      </Stack>
    </div>
  );
}

/** One question's answer in its three states. */
export function Answered<T>({
  of,
  children,
  rows,
}: {
  of: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  children: (data: T) => ReactNode;
  rows?: number;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failure error={of.error} again={() => of.refetch()} />;
  return <Loading rows={rows} />;
}
