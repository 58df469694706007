//! The ledger: entries with their postings, and what these sum to.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, each, limit, text, word},
};
use async_trait::async_trait;
use commission::{Account, Entry, EntryKind, Posting};
use engine::ports::{AccountSum, Balance, Ledger, LedgerFilter, Page, StorageError};
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;
use words::{Currency, EnrollmentId, EntryId, Instant, ProgramId, Scope};

/// Entries are only ever added, so one that is there already is refused.
pub(super) fn add(conn: &Connection, entry: &Entry) -> Result<(), Fault> {
    let (id, program, enrollment) = (text(entry.id), text(entry.program), text(entry.enrollment));
    let sql = "
        insert into entries (id, workspace, mode, program, enrollment, subject, kind, at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    conn.prepare_cached(sql)?.execute(params![
        id,
        text(entry.scope.workspace),
        entry.scope.mode.name(),
        program,
        enrollment,
        text(entry.subject),
        entry.kind.name(),
        entry.at.micros(),
    ])?;
    let sql = "
        insert into postings (program, enrollment, entry, place, account, currency, amount)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut statement = conn.prepare_cached(sql)?;
    for (place, posting) in (1i64..).zip(&entry.postings) {
        let (account, currency) = (posting.account.name(), posting.currency.code());
        statement.execute(params![program, enrollment, id, place, account, currency, posting.amount])?;
    }
    Ok(())
}

fn balances(conn: &Connection, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, Fault> {
    let sql = "
        select enrollment, account, currency, amount from postings
        where program = ?1
            and exists (select 1 from programs where id = ?1 and workspace = ?2 and mode = ?3)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![text(program), text(scope.workspace), scope.mode.name()])?;
    // Added up here: SQLite would sort all postings first, and its sum fails when it is too great
    // on the way, even if later postings bring it back.
    let mut sums: BTreeMap<(EnrollmentId, Account, Currency), i128> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let currency = word(row, 2, ("postings", "currency"))?;
        let held = (word(row, 0, ("postings", "enrollment"))?, account(row, 1)?, currency);
        *sums.entry(held).or_default() += i128::from(row.get::<_, i64>(3)?);
    }
    sums.retain(|_, sum| *sum != 0);
    let balance = |((enrollment, account, currency), sum)| {
        let too_great = |_| Fault::TooGreat { what: format!("the balance of {enrollment}") };
        let amount = i64::try_from(sum).map_err(too_great)?;
        Ok(Balance { enrollment, account, currency, amount })
    };
    sums.into_iter().map(balance).collect()
}

/// The conditions of a filter on `e`, an entry; the scope's come first.
fn conditions(filter: &LedgerFilter) -> String {
    let mut conditions = "e.workspace = ?1 and e.mode = ?2".to_owned();
    if filter.payments_only {
        // As the index on such entries says it.
        conditions.push_str(" and e.subject >= 'stm_'");
    }
    conditions.push_str(" and (?3 is null or e.program = ?3)");
    conditions.push_str(" and (?4 is null or e.at >= ?4) and (?5 is null or e.at < ?5)");
    conditions
}

fn ledger(
    conn: &Connection,
    scope: Scope,
    filter: &LedgerFilter,
    page: &Page<EntryId>,
) -> Result<Vec<Entry>, Fault> {
    let conditions = conditions(filter);
    let sql = format!(
        "select e.id, e.program, e.enrollment, e.subject, e.kind, e.at from entries e
        where {conditions} and e.id > ?6 order by e.id limit ?7"
    );
    let params = params![
        text(scope.workspace),
        scope.mode.name(),
        filter.program.map(text),
        filter.since.map(Instant::micros),
        filter.until.map(Instant::micros),
        after(page),
        limit(page.limit),
    ];
    let mut entries: Vec<Entry> = each(conn, &sql, params, |row| {
        let name: String = row.get(4)?;
        let kind = EntryKind::ALL.into_iter().find(|kind| kind.name() == name);
        let unreadable = || {
            let (id, why) = (row.get(0).unwrap_or_default(), format!("{name} is no kind"));
            Fault::Unreadable { table: "entries", column: "kind", id, why }
        };
        Ok(Entry {
            id: word(row, 0, ("entries", "id"))?,
            scope,
            program: word(row, 1, ("entries", "program"))?,
            enrollment: word(row, 2, ("entries", "enrollment"))?,
            subject: word(row, 3, ("entries", "subject"))?,
            kind: kind.ok_or_else(unreadable)?,
            at: Instant::from_micros(row.get(5)?),
            postings: Vec::new(),
        })
    })?;
    let sql = "
        select entry, account, currency, amount from postings
        where program = ?1 and enrollment = ?2 and entry = ?3 order by place";
    for entry in &mut entries {
        let key = params![text(entry.program), text(entry.enrollment), text(entry.id)];
        entry.postings = each(conn, sql, key, |row| {
            let currency = word(row, 2, ("postings", "currency"))?;
            Ok(Posting { account: account(row, 1)?, currency, amount: row.get(3)? })
        })?;
    }
    Ok(entries)
}

fn trial_balance(conn: &Connection, scope: Scope, filter: &LedgerFilter) -> Result<Vec<AccountSum>, Fault> {
    let conditions = conditions(filter);
    let sql = format!(
        "select p.entry, p.account, p.currency, p.amount from entries e
            join postings p on p.program = e.program and p.enrollment = e.enrollment and p.entry = e.id
        where {conditions}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![
        text(scope.workspace),
        scope.mode.name(),
        filter.program.map(text),
        filter.since.map(Instant::micros),
        filter.until.map(Instant::micros),
    ])?;
    let mut sums: BTreeMap<(Account, Currency), (i128, i128)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let held = (account(row, 1)?, word(row, 2, ("postings", "currency"))?);
        let (amount, sum) = (i128::from(row.get::<_, i64>(3)?), sums.entry(held).or_default());
        *if amount > 0 { &mut sum.0 } else { &mut sum.1 } += amount.abs();
    }
    let told = sums.into_iter().map(|((account, currency), (debits, credits))| {
        let fits = |sum: i128| {
            let what = || format!("what {} was debited or credited", account.name());
            i64::try_from(sum).map_err(|_| Fault::TooGreat { what: what() })
        };
        Ok(AccountSum { account, currency, debits: fits(debits)?, credits: fits(credits)? })
    });
    told.collect()
}

/// The account named in column `at` of a row whose first column says whose it is.
pub(super) fn account(row: &Row<'_>, at: usize) -> Result<Account, Fault> {
    let name = row.get_ref(at)?.as_str().unwrap_or_default();
    Account::ALL.into_iter().find(|account| account.name() == name).ok_or_else(|| {
        let (id, why) = (row.get(0).unwrap_or_default(), format!("{name} is no account"));
        Fault::Unreadable { table: "postings", column: "account", id, why }
    })
}

#[async_trait]
impl Ledger for SqliteBook {
    async fn ledger(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
        page: Page<EntryId>,
    ) -> Result<Vec<Entry>, StorageError> {
        let filter = *filter;
        self.scan(move |conn| ledger(conn, scope, &filter, &page)).await
    }

    async fn trial_balance(
        &self,
        scope: Scope,
        filter: &LedgerFilter,
    ) -> Result<Vec<AccountSum>, StorageError> {
        let filter = *filter;
        self.scan(move |conn| trial_balance(conn, scope, &filter)).await
    }

    async fn balances(&self, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, StorageError> {
        self.scan(move |conn| balances(conn, scope, program)).await
    }
}
