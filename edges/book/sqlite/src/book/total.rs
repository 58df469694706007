//! Running totals: what was counted of an enrollment or a program on each day.

use super::{fault::Fault, read::text};
use commission::Counted;
use rusqlite::{Connection, params};
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};

/// Whether the total lies between the guard's bounds.
pub(super) fn holds(conn: &Connection, guard: &TotalGuard) -> Result<bool, Fault> {
    let held = total(conn, &guard.key)?;
    Ok((guard.least..=guard.most).contains(&held))
}

/// Adds to the day's count.
pub(super) fn change(conn: &Connection, change: &TotalChange) -> Result<(), Fault> {
    let sql = "
        insert into totals (subject, counted, day, amount) values (?1, ?2, ?3, ?4)
        on conflict (subject, counted, day) do update set amount = totals.amount + excluded.amount
        returning amount";
    let (subject, day) = (change.of.text(), text(change.day));
    let params = params![subject, change.counted.name(), day, change.delta];
    // A sum that does not fit 64 bits is no whole number any more, and cannot be read as one.
    let _: i64 = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
    Ok(())
}

/// What was counted in the key's days. The commissions of a customer give what an enrollment earned with them.
pub(super) fn total(conn: &Connection, key: &TotalKey) -> Result<i64, Fault> {
    let (first, last) = key.days;
    if let TotalOf::Customer(enrollment, customer) = key.of {
        let sql = "
            select coalesce(sum(earned), 0) from commissions
            where customer = ?1 and enrollment = ?2 and occurred_at >= ?3 and occurred_at < ?4
                and share_millionths > 0";
        debug_assert_eq!(key.counted, Counted::Earned);
        let (from, until) = (first.start().micros(), last.plus_days(1).start().micros());
        let params = params![text(customer), text(enrollment), from, until];
        return Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?);
    }
    let sql = "
        select coalesce(sum(amount), 0) from totals
        where subject = ?1 and counted = ?2 and day between ?3 and ?4";
    let params = params![key.of.text(), key.counted.name(), text(first), text(last)];
    Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}
