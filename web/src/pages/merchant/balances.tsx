// What each partner has coming, and who owes something back.
import { Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, good, type Schemas } from "../../api/client";
import { PartnerName } from "../../ui/named";
import { Answered, Card } from "../../ui/page";
import { Amount } from "../../ui/said";
import { Table } from "../../ui/table";
import { useWords } from "../../words/words";

const LIMIT = 200;

interface Row {
  enrollment: string;
  partner: Schemas["PartnerRef"];
  currency: string;
  pending: number;
  payable: number;
}

/** The accounts of a partner side by side; of a liability, credit is what is owed to them. */
function rowsOf(balances: Schemas["Balance"][]): Row[] {
  const rows = new Map<string, Row>();
  for (const { enrollment_id: enrollment, partner, account, amount } of balances) {
    if (account !== "partner_pending" && account !== "partner_payable") continue;
    const { currency } = amount;
    const key = `${enrollment} ${currency}`;
    const row = rows.get(key) ?? { enrollment, partner, currency, pending: 0, payable: 0 };
    row[account === "partner_pending" ? "pending" : "payable"] -= amount.amount;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => a.payable - b.payable);
}

export function Balances({ program }: { program: string }) {
  const { t } = useWords();
  const asked = useInfiniteQuery({
    queryKey: ["balances", program],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      good(
        api.GET("/v1/programs/{id}/balances", {
          params: {
            path: { id: program },
            query: { limit: LIMIT, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const rows = rowsOf(asked.data?.pages.flatMap((page) => page.items) ?? []);
  // The trial balance says already that there is nothing.
  if (asked.isSuccess && rows.length === 0) return null;
  return (
    <Card title={t("balances")} padded={false}>
      <Answered of={asked}>
        {() => (
          <>
            <Table
              name={t("balances")}
              items={rows}
              height={480}
              idOf={(it) => `${it.enrollment} ${it.currency}`}
              columns={[
                {
                  title: t("partner"),
                  render: (it) => <PartnerName of={it.partner} />,
                },
                {
                  title: t("books.owed.pending"),
                  number: true,
                  render: (it) => <Amount of={{ amount: it.pending, currency: it.currency }} />,
                },
                {
                  title: t("balances.payable"),
                  number: true,
                  render: (it) => (
                    <>
                      <Amount of={{ amount: it.payable, currency: it.currency }} />
                      {it.payable < 0 && (
                        <Text size="xs" c="dimmed">
                          {t("balances.owed_back")}
                        </Text>
                      )}
                    </>
                  ),
                },
              ]}
            />
            {asked.hasNextPage && (
              <Button
                m="md"
                size="xs"
                variant="default"
                loading={asked.isFetchingNextPage}
                onClick={() => asked.fetchNextPage()}
              >
                {t("balances.more")}
              </Button>
            )}
          </>
        )}
      </Answered>
    </Card>
  );
}
