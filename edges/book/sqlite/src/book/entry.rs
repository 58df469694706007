//! The ledger: entries with their postings, and what these sum to.

use super::{
    fault::Fault,
    read::{text, word},
};
use commission::{Account, Entry};
use engine::ports::Balance;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;
use words::{Currency, EnrolmentId, ProgramId, Scope};

/// Entries are only ever added, so one that is there already is refused.
pub(super) fn add(conn: &Connection, entry: &Entry) -> Result<(), Fault> {
    let (id, program, enrolment) = (text(entry.id), text(entry.program), text(entry.enrolment));
    let sql = "
        insert into entries (id, workspace, mode, program, enrolment, subject, kind, at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    conn.prepare_cached(sql)?.execute(params![
        id,
        text(entry.scope.workspace),
        entry.scope.mode.name(),
        program,
        enrolment,
        text(entry.subject),
        entry.kind.name(),
        entry.at.micros(),
    ])?;
    let sql = "
        insert into postings (program, enrolment, entry, place, account, currency, amount)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut statement = conn.prepare_cached(sql)?;
    for (place, posting) in (1i64..).zip(&entry.postings) {
        let (account, currency) = (posting.account.name(), posting.currency.code());
        statement.execute(params![program, enrolment, id, place, account, currency, posting.amount])?;
    }
    Ok(())
}

pub(super) fn balances(conn: &Connection, scope: Scope, program: ProgramId) -> Result<Vec<Balance>, Fault> {
    let sql = "
        select enrolment, account, currency, amount from postings
        where program = ?1
            and exists (select 1 from programs where id = ?1 and workspace = ?2 and mode = ?3)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![text(program), text(scope.workspace), scope.mode.name()])?;
    // Added up here: SQLite would sort all postings first, and its sum fails when it is too great
    // on the way, even if later postings bring it back.
    let mut sums: BTreeMap<(EnrolmentId, Account, Currency), i128> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let currency = word(row, 2, ("postings", "currency"))?;
        let held = (word(row, 0, ("postings", "enrolment"))?, account(row, 1)?, currency);
        *sums.entry(held).or_default() += i128::from(row.get::<_, i64>(3)?);
    }
    sums.retain(|_, sum| *sum != 0);
    let balance = |((enrolment, account, currency), sum)| {
        let too_great = |_| Fault::TooGreat { what: format!("the balance of {enrolment}") };
        let amount = i64::try_from(sum).map_err(too_great)?;
        Ok(Balance { enrolment, account, currency, amount })
    };
    sums.into_iter().map(balance).collect()
}

/// The account named in column `at` of a row whose first column says whose it is.
pub(super) fn account(row: &Row<'_>, at: usize) -> Result<Account, Fault> {
    let name = row.get_ref(at)?.as_str().unwrap_or_default();
    Account::ALL.into_iter().find(|account| account.name() == name).ok_or_else(|| {
        let (id, why) = (row.get(0).unwrap_or_default(), format!("{name} is no account"));
        Fault::Unreadable { table: "postings", column: "account", id, why }
    })
}
