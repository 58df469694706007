//! Cap uses: what each enrolment earned from conversions of a month.

use super::{
    fault::Fault,
    read::{each, text, word},
};
use engine::ports::{CapChange, CapGuard};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use words::{EnrolmentId, Month};

/// Adds to the month's use; false if the guard does not hold, and the commit must not go through.
pub(super) fn change(conn: &Connection, change: &CapChange) -> Result<bool, Fault> {
    let sql = "
        insert into cap_uses (enrolment, month, used) values (?1, ?2, ?3)
        on conflict (enrolment, month) do update set used = cap_uses.used + excluded.used
        returning used";
    let params = params![text(change.enrolment), text(change.month), change.delta];
    let after: i64 = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
    Ok(match change.guard {
        CapGuard::None => true,
        CapGuard::AtMost(most) => after <= most,
        CapGuard::Exactly(before) => after.checked_sub(change.delta) == Some(before),
    })
}

pub(super) fn used(conn: &Connection, enrolment: EnrolmentId) -> Result<BTreeMap<Month, i64>, Fault> {
    let sql = "select enrolment, month, used from cap_uses where enrolment = ?1";
    let uses =
        each(conn, sql, [text(enrolment)], |row| Ok((word(row, 1, ("cap_uses", "month"))?, row.get(2)?)))?;
    Ok(uses.into_iter().collect())
}
