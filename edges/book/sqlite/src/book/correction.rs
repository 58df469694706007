//! What people decided about credit by hand, and what they are asked about it.

use super::{
    fault::Fault,
    read::{all, noun, one, text},
    write::upsert,
};
use conversion::{Bond, Correction, Decision, Position, Review};
use rusqlite::{Connection, OptionalExtension, params};
use words::{CustomerId, Instant, ProgramId, Scope};

pub(super) fn put(conn: &Connection, correction: &Correction) -> Result<(), Fault> {
    upsert!(conn, "corrections", correction, [id = text(correction.id)], {
        workspace = text(correction.scope.workspace),
        mode = correction.scope.mode.name(),
        program = text(correction.program),
        customer = text(correction.customer),
        conversion = text(correction.conversion),
        at = correction.at.micros(),
        taken_back_at = correction.taken_back_at.map(Instant::micros),
    })
}

pub(super) fn put_review(conn: &Connection, review: &Review) -> Result<(), Fault> {
    upsert!(conn, "reviews", review, [id = text(review.id)], {
        workspace = text(review.scope.workspace),
        mode = review.scope.mode.name(),
        program = text(review.program),
        customer = text(review.customer),
        conversion = text(review.conversion),
        status = review.status.name(),
        opened_at = review.opened_at.micros(),
        closed_at = review.closed_at.map(Instant::micros),
    })
}

/// The corrections of the customer that stand.
pub(super) fn standing(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
) -> Result<Vec<Correction>, Fault> {
    let sql = "
        select id, body from corrections
        where customer = ?1 and program = ?2 and taken_back_at is null and workspace = ?3 and mode = ?4
        order by id";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    all(conn, "corrections", sql, params![text(customer), text(program), workspace, mode])
}

pub(super) fn reviews(
    conn: &Connection,
    conversions: impl Iterator<Item = words::ConversionId>,
) -> Result<Vec<Review>, Fault> {
    let sql = "select id, body from reviews where conversion = ?1";
    let found = conversions.map(|id| one(conn, "reviews", sql, [text(id)]));
    found.filter_map(Result::transpose).collect()
}

/// The earliest conversion before the position that was credited to anybody, and its own position.
pub(super) fn bond(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
    from: &Position,
) -> Result<Option<(Position, Bond)>, Fault> {
    let sql = "
        select d.id, d.body, c.occurred_at, c.key from conversions c join decisions d on d.conversion = c.id
        where c.customer = ?1 and c.program = ?2 and (c.occurred_at, c.key) < (?3, ?4)
            and c.kind in ('lead', 'stage', 'sale') and exists (select 1 from decision_partners p where p.conversion = c.id and p.millionths > 0)
            and c.workspace = ?5 and c.mode = ?6
        order by c.occurred_at, c.key limit 1";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let (at, key) = (from.occurred_at.micros(), &from.key);
    let params = params![text(customer), text(program), at, key, workspace, mode];
    let mut ask = conn.prepare_cached(sql)?;
    let mut rows = ask.query(params)?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let decision: Decision = noun(row, 0, "decisions")?;
    let position = Position { occurred_at: Instant::from_micros(row.get(2)?), key: row.get(3)? };
    Ok(Some((position, Bond { conversion: decision.conversion, shares: decision.shares })))
}

/// When the customer's first sale occurred.
pub(super) fn customer_since(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    customer: CustomerId,
) -> Result<Option<Instant>, Fault> {
    let sql = "
        select occurred_at from conversions
        where customer = ?1 and program = ?2 and kind = 'sale' and workspace = ?3 and mode = ?4
        order by occurred_at limit 1";
    let params = params![text(customer), text(program), text(scope.workspace), scope.mode.name()];
    let first = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
    Ok(first.map(Instant::from_micros))
}
