//! What the book finds wrong with itself: every promise that can be checked by adding up. Sums are
//! made here in 128 bits, row by row: SQLite would sort the whole ledger in memory, and give up on a
//! sum that does not fit 64 bits, which is just what an audit should be able to tell.

use super::{
    counted,
    entry::account,
    fault::Fault,
    read::{each, noun, number, word},
    rows,
};
use commission::Account;
use conversion::Decision;
use engine::ports::{Audit, Mismatch};
use payout::Transfer;
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use words::{CommissionId, Currency, EnrollmentId, EntryId, ProgramId, StatementId, TransferId};

/// Faults of one sort that are named; the rest would say the same.
const NAMED_MAX: usize = 20;

/// What an account holds by its postings about commissions, and what it should by these.
#[derive(Default)]
struct Held {
    posted: i128,
    expected: i128,
}

type Accounts = BTreeMap<(EnrollmentId, Account), Held>;

pub(super) fn audit(conn: &Connection) -> Result<Audit, Fault> {
    // What cannot be read cannot be added up.
    let unreadable = rows::unreadable(conn)?;
    if !unreadable.is_empty() {
        return Ok(Audit { unreadable, storage: storage(conn)?, ..Audit::default() });
    }
    let mut accounts = Accounts::new();
    let mut audit = Audit {
        entries: number(conn, "select count(*) from entries", [])?,
        facts: number(conn, "select count(*) from facts", [])?,
        last_fact: number(conn, "select coalesce(max(number), 0) from facts", [])?,
        commissions: number(conn, "select count(*) from commissions", [])?,
        waiting: number(conn, "select count(*) from conversions where waiting = 'yes'", [])?,
        storage: storage(conn)?,
        ..Audit::default()
    };
    match add_up(conn, &mut accounts, &mut audit) {
        Ok(()) => audit.mismatches = mismatches(accounts),
        // A column that holds what no version wrote.
        Err(fault) => audit.unreadable.push(fault.to_string()),
    }
    // Last, so that a wrong figure of a report hides nothing about the ledger.
    if audit.unreadable.is_empty()
        && let Err(fault) = counted::check_sums(conn)
    {
        audit.unreadable.push(fault.to_string());
    }
    Ok(audit)
}

fn add_up(conn: &Connection, accounts: &mut Accounts, audit: &mut Audit) -> Result<(), Fault> {
    audit.unbalanced = unbalanced(conn, accounts)?;
    audit.without_earning = without_earning(conn, accounts)?;
    audit.transfers_off = transfers_off(conn)?;
    audit.statements_off = statements_off(conn)?;
    audit.carries_off = carries_off(conn)?;
    audit.write_offs_off = write_offs_off(conn)?;
    audit.numbers_off = numbers_off(conn)?;
    Ok(())
}

fn unbalanced(conn: &Connection, accounts: &mut Accounts) -> Result<Vec<EntryId>, Fault> {
    // Few beside those about commissions, so they are known beforehand instead of joined to every posting.
    let others = "select id from entries where subject >= 'stm_'";
    let others: HashSet<EntryId> =
        each(conn, others, [], |row| word(row, 0, ("entries", "id")))?.into_iter().collect();
    // In the order of the table, in which the postings of an entry stand together.
    let sql = "
        select entry, account, enrollment, amount, currency from postings
        order by program, enrollment, entry";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let (mut found, mut sums, mut last) = (Vec::new(), BTreeMap::<Currency, i128>::new(), None);
    while let Some(row) = rows.next()? {
        let entry: EntryId = word(row, 0, ("postings", "entry"))?;
        let amount = i128::from(row.get::<_, i64>(3)?);
        if last != Some(entry) {
            found.extend(last.filter(|_| sums.values().any(|sum| *sum != 0)));
            last = Some(entry);
            sums.clear();
        }
        *sums.entry(word(row, 4, ("postings", "currency"))?).or_default() += amount;
        let account = account(row, 1)?;
        let owed = matches!(account, Account::PartnerPending | Account::PartnerPayable);
        if owed && !others.contains(&entry) {
            let enrollment = word(row, 2, ("postings", "enrollment"))?;
            accounts.entry((enrollment, account)).or_default().posted += amount;
        }
    }
    found.extend(last.filter(|_| sums.values().any(|sum| *sum != 0)));
    found.sort_unstable();
    found.truncate(NAMED_MAX);
    Ok(found)
}

fn without_earning(conn: &Connection, accounts: &mut Accounts) -> Result<Vec<CommissionId>, Fault> {
    // The shares of a decision stand in its body, so they are compared here as well.
    let sql = "
        select c.id, c.enrollment, c.share_millionths, v.id is null, d.conversion, d.body,
            c.approved_at is null, case c.declined when 1 then 0 else c.earned end,
            case c.declined when 1 then 0 else c.reversed end,
            c.conversion is null
        from commissions c
            left join conversions v on v.id = c.conversion
            left join decisions d on d.conversion = c.conversion
        order by c.id";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let enrollment = word(row, 1, ("commissions", "enrollment"))?;
        if found.len() < NAMED_MAX && !is_earned(row, enrollment)? {
            found.push(word(row, 0, ("commissions", "id"))?);
        }
        // What was approved is payable; what was paid of it is told by entries about transfers. Debts are credits.
        let account = if row.get(6)? { Account::PartnerPending } else { Account::PartnerPayable };
        let (earned, reversed): (i64, i64) = (row.get(7)?, row.get(8)?);
        let owed = i128::from(earned) - i128::from(reversed);
        accounts.entry((enrollment, account)).or_default().expected -= owed;
    }
    Ok(found)
}

fn is_earned(row: &Row<'_>, enrollment: EnrollmentId) -> Result<bool, Fault> {
    let (share, without_conversion): (u32, bool) = (row.get(2)?, row.get(3)?);
    if row.get(9)? {
        return Ok(true);
    }
    let given = match row.get::<_, Option<String>>(4)? {
        Some(_) => noun::<Decision>(row, 4, "decisions")?.share_of(enrollment),
        None => 0,
    };
    Ok(!without_conversion && share == given)
}

fn mismatches(accounts: Accounts) -> Vec<Mismatch> {
    // A sum beyond 64 bits is wrong whatever it is; its end of the scale says which way.
    let clamped = |sum: i128| sum.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    let differing = accounts.into_iter().filter(|(_, held)| held.posted != held.expected);
    differing
        .map(|((enrollment, account), Held { posted, expected })| Mismatch {
            enrollment,
            account,
            posted: clamped(posted),
            expected: clamped(expected),
        })
        .collect()
}

/// Transfers whose entries do not sum, account by account, to what they say.
fn transfers_off(conn: &Connection) -> Result<Vec<TransferId>, Fault> {
    let mut held = BTreeMap::<(TransferId, Account, Currency), i128>::new();
    let sql = "
        select e.id, p.account, e.subject, p.currency, p.amount from entries e
            join postings p on p.program = e.program and p.enrollment = e.enrollment and p.entry = e.id
        where e.subject >= 'stm_' and e.subject >= 'tfr_'";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (transfer, currency) =
            (word(row, 2, ("entries", "subject"))?, word(row, 3, ("postings", "currency"))?);
        *held.entry((transfer, account(row, 1)?, currency)).or_default() += i128::from(row.get::<_, i64>(4)?);
    }
    let mut statement = conn.prepare_cached("select id, body from transfers")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let transfer: Transfer = noun(row, 0, "transfers")?;
        for posting in transfer.books() {
            let key = (transfer.id, posting.account, posting.currency);
            *held.entry(key).or_default() -= i128::from(posting.amount);
        }
    }
    let off = held.into_iter().filter(|(_, sum)| *sum != 0).map(|((transfer, ..), _)| transfer);
    let off: BTreeSet<_> = off.collect();
    Ok(off.into_iter().take(NAMED_MAX).collect())
}

fn statements_off(conn: &Connection) -> Result<Vec<StatementId>, Fault> {
    let sql = "
        select s.id, s.total, l.amount
        from statements s left join statement_lines l on l.statement = s.id
        where s.status = 'closed'
        order by s.id";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let (mut found, mut left, mut last) = (Vec::new(), 0, None);
    while let Some(row) = rows.next()? {
        let id: StatementId = word(row, 0, ("statements", "id"))?;
        if last != Some(id) {
            found.extend(last.filter(|_| left != 0));
            (last, left) = (Some(id), i128::from(row.get::<_, i64>(1)?));
        }
        left -= i128::from(row.get::<_, Option<i64>>(2)?.unwrap_or(0));
    }
    found.extend(last.filter(|_| left != 0));
    found.truncate(NAMED_MAX);
    Ok(found)
}

fn carries_off(conn: &Connection) -> Result<Vec<StatementId>, Fault> {
    let sql = "
        select id, enrollment, carried, carry_over from statements order by enrollment, period_until";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let (mut found, mut last) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        let enrollment: EnrollmentId = word(row, 1, ("statements", "enrollment"))?;
        let before = last.filter(|&(of, _)| of == enrollment).map_or(0, |(_, carry_over)| carry_over);
        if row.get::<_, i64>(2)? != before {
            found.push(word(row, 0, ("statements", "id"))?);
        }
        last = Some((enrollment, row.get::<_, i64>(3)?));
    }
    found.sort_unstable();
    found.truncate(NAMED_MAX);
    Ok(found)
}

/// Statements whose entries do not write off what they say.
fn write_offs_off(conn: &Connection) -> Result<Vec<StatementId>, Fault> {
    let mut held = BTreeMap::<StatementId, i128>::new();
    let sql = "
        select e.subject, p.account, p.amount from entries e
            join postings p on p.program = e.program and p.enrollment = e.enrollment and p.entry = e.id
        where e.subject >= 'stm_' and e.subject < 'tfr_'";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if account(row, 1)? == Account::ClawbackWriteOff {
            let id = word(row, 0, ("entries", "subject"))?;
            *held.entry(id).or_default() += i128::from(row.get::<_, i64>(2)?);
        }
    }
    let sql = "select id, written_off from statements where written_off <> 0";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *held.entry(word(row, 0, ("statements", "id"))?).or_default() -= i128::from(row.get::<_, i64>(1)?);
    }
    let off = held.into_iter().filter(|(_, left)| *left != 0).map(|(id, _)| id);
    Ok(off.take(NAMED_MAX).collect())
}

fn numbers_off(conn: &Connection) -> Result<Vec<ProgramId>, Fault> {
    // No two are the same, so that so many of which the least is 1 and the greatest their count are without gaps.
    let sql = "
        select program from statements
        where status = 'closed' or number is not null
        group by program
        having count(number) <> count(*) or min(number) <> 1 or max(number) <> count(*)
        order by program";
    let mut found = each(conn, sql, [], |row| word(row, 0, ("statements", "program")))?;
    found.truncate(NAMED_MAX);
    Ok(found)
}

fn storage(conn: &Connection) -> Result<Vec<String>, Fault> {
    let said = each(conn, "pragma quick_check", [], |row| Ok(row.get::<_, String>(0)?))?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}
