// Rows under headings; on a narrow screen each row is a card of its own, its fields named.
import { Checkbox, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "../words/words";

export interface Column<T> {
  title: string;
  render: (item: T) => ReactNode;
  /** The name by which the server sorts it. */
  sort?: string;
  number?: boolean;
}

/** In which order the rows are, and how to ask for another. */
export interface Order {
  by: string | undefined;
  change: (by: string | undefined) => void;
}

export interface Choice {
  chosen: string[];
  choose: (ids: string[]) => void;
}

export function Table<T>({
  name,
  columns,
  items,
  idOf,
  order,
  choice,
  height,
  small,
}: {
  /** What the table is of, for those who do not see it. */
  name: string;
  columns: Column<T>[];
  items: readonly T[];
  idOf: (item: T) => string;
  order?: Order;
  choice?: Choice;
  /** At most so high; the rest is scrolled to. */
  height?: number;
  /** Two or three short columns, which a narrow screen has room for. */
  small?: boolean;
}) {
  const { t } = useWords();
  const ids = items.map(idOf);
  const isChosen = (id: string) => choice?.chosen.includes(id) ?? false;
  const all = ids.length > 0 && ids.every(isChosen);
  return (
    <div
      className="hg-table-wrap"
      style={height ? { maxHeight: height, overflowY: "auto" } : undefined}
      tabIndex={0}
      role="region"
      aria-label={name}
    >
      <table className={small ? "hg-table" : "hg-table hg-cards"}>
        <thead>
          <tr>
            {choice && (
              <th className="hg-choose">
                <Checkbox
                  size="xs"
                  aria-label={t("choose_all")}
                  checked={all}
                  indeterminate={!all && ids.some(isChosen)}
                  onChange={() => choice.choose(all ? [] : ids)}
                />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.title} column={column} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const id = idOf(item);
            return (
              <tr key={id}>
                {choice && (
                  <td className="hg-choose">
                    <Checkbox
                      size="xs"
                      aria-label={t("choose")}
                      checked={isChosen(id)}
                      onChange={(event) => {
                        const rest = choice.chosen.filter((other) => other !== id);
                        choice.choose(event.currentTarget.checked ? [...rest, id] : rest);
                      }}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.title}
                    data-label={column.title}
                    className={column.number ? "hg-number" : undefined}
                  >
                    <Cell>{column.render(item)}</Cell>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A bare text may be in another direction than the page, such as a name or an address. */
function Cell({ children }: { children: ReactNode }) {
  return <div>{typeof children === "string" ? <bdi>{children}</bdi> : children}</div>;
}

function Heading<T>({ column, order }: { column: Column<T>; order: Order | undefined }) {
  const { t } = useWords();
  const { sort } = column;
  const number = column.number ? "hg-number" : undefined;
  if (!sort || !order)
    return (
      <th className={number} scope="col">
        {column.title}
      </th>
    );
  const up = order.by === sort;
  const down = order.by === `-${sort}`;
  return (
    <th className={number} aria-sort={up ? "ascending" : down ? "descending" : "none"} scope="col">
      <Tooltip label={t("sort_by", { column: column.title })} withArrow>
        <button type="button" className="hg-sort" onClick={() => order.change(down ? sort : `-${sort}`)}>
          {column.title}
          {up && <IconArrowUp size={12} aria-hidden="true" />}
          {down && <IconArrowDown size={12} aria-hidden="true" />}
        </button>
      </Tooltip>
    </th>
  );
}
