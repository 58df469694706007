//! How partners are paid, from which account, and at which rates.

use super::{
    fault::Fault,
    read::{one, text},
    write::upsert,
};
use payout::{Method, PayingAccount};
use program::DailyRate;
use rusqlite::{Connection, params};
use words::{ProgramId, Scope};

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

pub(super) fn put_account(conn: &Connection, account: &PayingAccount) -> Result<(), Fault> {
    upsert!(conn, "paying_accounts", account, [program = text(account.program)], {
        workspace = text(account.scope.workspace),
        mode = account.scope.mode.name(),
    })
}

pub(super) fn account(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
) -> Result<Option<PayingAccount>, Fault> {
    let sql = "select program, body from paying_accounts where program = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "paying_accounts", sql, params![text(program), text(scope.workspace), scope.mode.name()])
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
