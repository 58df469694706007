//! How partners are paid, from which account, and at which rates.

use super::{fault::Fault, read::text, write::upsert};
use payout::Method;
use program::DailyRate;
use rusqlite::Connection;

pub(super) fn put(conn: &Connection, method: &Method) -> Result<(), Fault> {
    upsert!(conn, "methods", method, [id = text(method.id)], {
        workspace = text(method.scope.workspace),
        mode = method.scope.mode.name(),
        partner = text(method.partner),
        kind = method.kind.name(),
        currency = text(method.currency),
        standing = method.standing(),
        created_at = method.created_at.micros(),
    })
}

pub(super) fn put_rate(conn: &Connection, daily: &DailyRate) -> Result<(), Fault> {
    upsert!(conn, "daily_rates", daily, [id = text(daily.id)], {
        workspace = text(daily.scope.workspace),
        mode = daily.scope.mode.name(),
        base = text(daily.rate.base),
        quote = text(daily.rate.quote),
        source = daily.rate.source.name(),
        day = daily.rate.day.start().micros(),
    })
}
