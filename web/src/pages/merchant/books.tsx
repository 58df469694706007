// The books: what every account holds, what is owed by when, and both to take away.
import { Group, Select, SimpleGrid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good } from "../../api/client";
import { useLiabilities, usePrograms } from "../../api/queries";
import { Download } from "../../ui/download";
import { Answered, Card, Empty, Figure, Page } from "../../ui/page";
import { Amount, Status } from "../../ui/said";
import { Table } from "../../ui/table";
import { day, money } from "../../words/format";
import { type Key, useWords } from "../../words/words";
import { Balances } from "./balances";

export function Books() {
  const { t } = useWords();
  const programs = usePrograms().data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const program = chosen ?? programs[0]?.id;
  return (
    <Page
      title={t("books")}
      purpose={t("books.purpose")}
      actions={
        programs.length > 1 && (
          <Select
            aria-label={t("program")}
            data={programs.map((one) => ({ value: one.id, label: one.name }))}
            value={program ?? null}
            onChange={setChosen}
            allowDeselect={false}
          />
        )
      }
    >
      {program && <Owed program={program} />}
      {program && <TrialBalance program={program} />}
      {program && <Balances program={program} />}
      {program && <Liabilities program={program} />}
    </Page>
  );
}

const OWED = ["pending", "approved", "payable", "under_way"] as const;

/** What is owed in all, by how far it has come. */
function Owed({ program }: { program: string }) {
  const { t } = useWords();
  const items = useLiabilities(program).data?.items ?? [];
  const currencies = [...new Set(items.map((one) => one.amount.currency))];
  return currencies.map((currency) => (
    <SimpleGrid key={currency} cols={{ base: 2, md: 4 }} spacing="sm">
      {OWED.map((kind) => {
        const own = items.filter((one) => one.kind === kind && one.amount.currency === currency);
        const amount = own.reduce((all, one) => all + one.amount.amount, 0);
        return (
          <Figure key={kind} name={t(`books.owed.${kind}`)} note={t(`books.owed.${kind}_why`)}>
            <Amount of={{ amount, currency }} />
          </Figure>
        );
      })}
    </SimpleGrid>
  ));
}

function TrialBalance({ program }: { program: string }) {
  const { t, locale } = useWords();
  const shown = useQuery({
    queryKey: ["trial-balance", program],
    queryFn: () => good(api.GET("/v1/programs/{id}/trial-balance", { params: { path: { id: program } } })),
  });
  const root = `/v1/programs/${program}`;
  return (
    <Card
      title={t("books.trial_balance")}
      padded={false}
      actions={
        Boolean(shown.data?.accounts.length) && (
          <Group gap="xs">
            <Download href={`${root}/trial-balance?format=csv`} label={t("books.as_csv")} />
            <Download href={`${root}/general-ledger`} label={t("books.general_ledger")} />
          </Group>
        )
      }
    >
      <Answered of={shown}>
        {({ accounts }) =>
          accounts.length === 0 ? (
            <Empty title={t("books.empty")} why={t("books.empty_why")} />
          ) : (
            <Table
              name={t("books.trial_balance")}
              items={accounts}
              idOf={(it) => `${it.account} ${it.currency}`}
              columns={[
                {
                  title: t("books.account"),
                  render: (it) => (
                    <>
                      {t(`account.${it.account}` as Key)}
                      <Text size="xs" c="dimmed">
                        {t(`account.${it.account}.what` as Key)}
                      </Text>
                    </>
                  ),
                },
                {
                  title: t("books.debits"),
                  number: true,
                  render: (it) => <Amount of={{ amount: it.debits, currency: it.currency }} />,
                },
                {
                  title: t("books.credits"),
                  number: true,
                  render: (it) => <Amount of={{ amount: it.credits, currency: it.currency }} />,
                },
                {
                  title: t("books.balance"),
                  number: true,
                  // A credit is no bad news: what partners are owed is one.
                  render: (it) => money({ amount: it.balance, currency: it.currency }, locale),
                },
              ]}
            />
          )
        }
      </Answered>
    </Card>
  );
}

function Liabilities({ program }: { program: string }) {
  const { t, locale } = useWords();
  const shown = useLiabilities(program);
  const csv = `/v1/programs/${program}/liabilities?format=csv`;
  return (
    <Card
      title={t("books.liabilities")}
      padded={false}
      actions={Boolean(shown.data?.items.length) && <Download href={csv} label={t("books.as_csv")} />}
    >
      <Answered of={shown}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("books.nothing_owed")} why={t("books.nothing_owed_why")} />
          ) : (
            <Table
              name={t("books.liabilities")}
              items={items}
              height={480}
              idOf={(it) => `${it.day} ${it.kind} ${it.amount.currency}`}
              columns={[
                { title: t("books.day"), render: (it) => day(`${it.day}T00:00:00Z`, locale) },
                { title: t("status"), render: (it) => <Status of={it.kind} /> },
                { title: t("books.count"), number: true, render: (it) => it.count },
                { title: t("amount"), number: true, render: (it) => <Amount of={it.amount} /> },
              ]}
            />
          )
        }
      </Answered>
    </Card>
  );
}
