// A list as every page shows it: columns, filters and sort in the address, pages from the server, the same as CSV.
import { ActionIcon, Button, Group, Select, Text, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { type ItemOf, type ListPath, Problem, type Query } from "../api/client";
import { placeHeaders } from "../api/place";
import { useList } from "../api/queries";
import { useWords } from "../words/words";
import { Empty, Failure, Loading, useProblemText } from "./page";
import { type Column, Table } from "./table";

export interface Filter {
  /** The parameter's name. */
  name: string;
  label: string;
  options?: { value: string; label: string }[];
}

const LIMIT = 50;
type Search = Record<string, string | undefined>;

/** The filters of the page's address, and how to change them. */
export function useFilters() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = (changes: Search, replace = false) =>
    navigate({
      to: ".",
      replace,
      search: ((before: Search) => ({ ...before, ...changes })) as never,
    });
  return { search, change };
}

export function ListView<P extends ListPath>({
  path,
  query = {},
  columns,
  filters = [],
  sort,
  empty,
  chosen,
  onChoose,
  bulk,
  csv = true,
  itemId,
}: {
  path: P;
  query?: Query;
  columns: Column<ItemOf<P>>[];
  filters?: Filter[];
  /** The order without a choice; `-` before it: greatest first. */
  sort?: string;
  empty: ReactNode;
  chosen?: string[];
  onChoose?: (ids: string[]) => void;
  bulk?: ReactNode;
  csv?: boolean;
  itemId?: (item: ItemOf<P>) => string;
}) {
  const { t } = useWords();
  const { search, change } = useFilters();
  const [trail, setTrail] = useState<string[]>([]);
  const own = Object.fromEntries(filters.map((filter) => [filter.name, search[filter.name]]));
  const order = search.sort ?? sort;
  const asked: Query = { ...query, ...own, ...(order ? { sort: order } : {}), limit: LIMIT };
  const fingerprint = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first page
  useEffect(() => setTrail([]), [fingerprint]);
  const cursor = trail[trail.length - 1];
  const answer = useList(path, cursor ? { ...asked, cursor } : asked);
  const items = answer.data?.items ?? [];
  const idOf = itemId ?? ((item: ItemOf<P>) => (item as { id: string }).id);
  const filtered = filters.some((filter) => search[filter.name]);
  // Of nothing there is no table.
  const saved = csv && (items.length > 0 || filtered);

  return (
    <div className="hg-card">
      {(filters.length > 0 || saved || bulk) && (
        <Group p="sm" gap="xs" justify="space-between" align="flex-end">
          <Group gap="xs" align="flex-end" className="hg-filters">
            {filters.map((filter) =>
              filter.options ? (
                <Select
                  key={filter.name}
                  label={filter.label}
                  size="xs"
                  w={170}
                  clearable
                  placeholder={t("filter.any")}
                  data={filter.options}
                  value={search[filter.name] ?? null}
                  onChange={(value) => change({ [filter.name]: value ?? undefined })}
                />
              ) : (
                <TextFilter
                  key={filter.name}
                  filter={filter}
                  value={search[filter.name] ?? ""}
                  change={change}
                />
              ),
            )}
            {chosen && chosen.length > 0 && bulk}
          </Group>
          {saved && <CsvButton path={path} query={asked} />}
        </Group>
      )}
      {answer.isPending ? (
        <Loading rows={8} />
      ) : answer.error ? (
        <Failure error={answer.error} again={() => answer.refetch()} />
      ) : items.length === 0 ? (
        filtered ? (
          <Empty
            title={t("filter.nothing")}
            why={t("filter.nothing_why")}
            next={
              <Button
                variant="default"
                onClick={() => change(Object.fromEntries(filters.map((f) => [f.name, undefined])))}
              >
                {t("filter.clear")}
              </Button>
            }
          />
        ) : (
          empty
        )
      ) : (
        <Table
          name={t("table")}
          columns={columns}
          items={items}
          idOf={idOf}
          order={{ by: order, change: (by) => change({ sort: by }) }}
          choice={chosen && onChoose ? { chosen, choose: onChoose } : undefined}
        />
      )}
      {(trail.length > 0 || answer.data?.next_cursor) && (
        <Group justify="space-between" p="sm">
          <Text size="sm" c="dimmed" aria-live="polite">
            {t("page_number", { number: trail.length + 1 })}
          </Text>
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              disabled={trail.length === 0}
              onClick={() => setTrail(trail.slice(0, -1))}
            >
              {t("page_before")}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={!answer.data?.next_cursor}
              onClick={() => setTrail([...trail, answer.data?.next_cursor ?? ""])}
            >
              {t("page_next")}
            </Button>
          </Group>
        </Group>
      )}
    </div>
  );
}

function TextFilter({
  filter,
  value,
  change,
}: {
  filter: Filter;
  value: string;
  change: (changes: Search, replace?: boolean) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const settle = useDebouncedCallback(
    (next: string) => change({ [filter.name]: next || undefined }, true),
    300,
  );
  return (
    <TextInput
      label={filter.label}
      size="xs"
      w={200}
      value={text}
      leftSection={<IconSearch size={13} />}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value.trim());
      }}
    />
  );
}

function CsvButton({ path, query }: { path: string; query: Query }) {
  const { t } = useWords();
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const kept = Object.entries(query).filter(
      ([name, value]) => name !== "limit" && value !== undefined && value !== "",
    );
    const asked = new URLSearchParams(kept.map(([name, value]) => [name, String(value)]));
    asked.set("format", "csv");
    try {
      const answer = await fetch(`${path}?${asked}`, { headers: placeHeaders() }).catch(() => null);
      if (!answer?.ok) throw new Problem(answer?.status ?? 0, await answer?.json().catch(() => undefined));
      const file = URL.createObjectURL(await answer.blob());
      const link = document.createElement("a");
      link.href = file;
      link.download = `${path.split("/").pop()}.csv`;
      link.click();
      URL.revokeObjectURL(file);
    } catch (caught) {
      notifications.show({ message: text(caught), color: "red" });
    }
    setBusy(false);
  };
  return (
    <Tooltip label={t("csv")} withArrow>
      <ActionIcon variant="default" onClick={save} loading={busy} aria-label={t("csv")}>
        <IconDownload size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
