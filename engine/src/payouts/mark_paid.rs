//! Deed: the commissions of a statement are paid once its transfer has settled, and not any more when that came back.

use crate::{
    Caller, Engine, Error,
    ports::{Changes, Expected, ListOf, ROWS_PER_COMMIT_MAX, Row, StatementColumn, VersionKey, list_of},
};
use commission::Commission;
use payout::Statement;
use std::collections::BTreeMap;
use words::StatementId;

/// Each is a row and a version.
const LINES_PER_COMMIT_MAX: usize = ROWS_PER_COMMIT_MAX / 4;

pub(crate) async fn mark_paid(engine: &Engine, caller: &Caller, id: StatementId) -> Result<(), Error> {
    let caller = &caller.without_idempotency();
    let mut after = Some(0);
    while let Some(place) = after {
        let attempt = move || mark_chunk(engine, caller, id, place);
        after = engine.transact(caller, "mark_paid", attempt).await?.value;
    }
    Ok(())
}

/// Answers the place from which to go on.
async fn mark_chunk(
    engine: &Engine,
    caller: &Caller,
    id: StatementId,
    after: u32,
) -> Result<(Option<u32>, Changes), Error> {
    let query = ListOf::<Statement>::new(1).only(StatementColumn::ID, id);
    let found = list_of(engine.book(), caller.scope, &query).await?.pop();
    let enrollment = found.ok_or_else(|| Error::not_found("statement", id))?.enrollment;
    let (statements, version) = engine.book().statements_of(caller.scope, enrollment).await?;
    let Some(statement) = statements.into_iter().find(|statement| statement.id == id) else {
        return Ok((None, Changes::default()));
    };
    let paid_at = statement.paid.map(|paid| paid.at);
    let lines = engine.book().stated(caller.scope, id, after, LINES_PER_COMMIT_MAX).await?;
    let mut changes = Changes::default();
    let mut versions = BTreeMap::new();
    // What stands in several statements is paid with the first.
    let own = lines.iter().filter(|(_, it, _)| it.statement == Some(id) && it.paid_at != paid_at);
    for (_, commission, version) in own {
        versions.insert(VersionKey::of_commission(commission), *version);
        changes.rows.push(Row::Commission(Commission { paid_at, ..commission.clone() }));
    }
    changes.expected = versions.into_iter().map(|(key, version)| Expected { key, version }).collect();
    if !changes.rows.is_empty() {
        changes.unchanged.push(Expected { key: VersionKey::Statements(enrollment), version });
    }
    let last = lines.last().filter(|_| lines.len() == LINES_PER_COMMIT_MAX);
    Ok((last.map(|(line, ..)| line.place), changes))
}
