// The books: what every account holds, what is owed by when, and both to take away.
import { Button, Group, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, good } from "../../api/client";
import { usePrograms } from "../../api/queries";
import { Answered, Card, Empty, Page } from "../../ui/page";
import { Amount, Status } from "../../ui/said";
import { Table } from "../../ui/table";
import { day } from "../../words/format";
import { type Key, useWords } from "../../words/words";

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
      {program && <TrialBalance program={program} />}
      {program && <Liabilities program={program} />}
    </Page>
  );
}

function TrialBalance({ program }: { program: string }) {
  const { t } = useWords();
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
        <Group gap="xs">
          <Button
            component="a"
            size="xs"
            variant="default"
            href={`${root}/trial-balance?format=csv`}
            download
          >
            {t("books.as_csv")}
          </Button>
          <Button component="a" size="xs" variant="default" href={`${root}/general-ledger`} download>
            {t("books.general_ledger")}
          </Button>
        </Group>
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
                  render: (it) => <Amount of={{ amount: it.balance, currency: it.currency }} />,
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
  const shown = useQuery({
    queryKey: ["liabilities", program],
    queryFn: () => good(api.GET("/v1/programs/{id}/liabilities", { params: { path: { id: program } } })),
  });
  const csv = `/v1/programs/${program}/liabilities?format=csv`;
  return (
    <Card
      title={t("books.liabilities")}
      padded={false}
      actions={
        <Button component="a" size="xs" variant="default" href={csv} download>
          {t("books.as_csv")}
        </Button>
      }
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
