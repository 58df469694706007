//! Facts: appended with the next number, read in order.

use super::{
    SqliteBook,
    fault::Fault,
    read::{self, count, each, limit, text, word},
    write::body,
};
use async_trait::async_trait;
use engine::ports::{Facts, StorageError};
use facts::{Columns, Fact, NumberedFact};
use rusqlite::{Connection, Row, params};
use std::fmt::Display;
use std::str::FromStr;
use words::{Instant, Scope};

const TABLE: &str = "facts";

/// Gives the facts of one commit the numbers that follow the greatest one, as the port promises, and writes them.
pub(super) fn append(conn: &Connection, facts: &[Fact]) -> Result<(), Fault> {
    if facts.is_empty() {
        return Ok(());
    }
    for (number, fact) in (next_number(conn)?..).zip(facts) {
        put(conn, number, fact)?;
    }
    Ok(())
}

/// The sequencer. Only the writer commits, one deed after the other, so that the greatest number is the last one that was
/// given, and what a deed that fails was given is free again. A store with several writers numbers what they have
/// committed, in a step of its own.
fn next_number(conn: &Connection) -> Result<u64, Fault> {
    read::number(conn, "select coalesce(max(number), 0) + 1 from facts", [])
}

/// Writes a fact under its number.
pub(super) fn put(conn: &Connection, number: u64, fact: &Fact) -> Result<(), Fault> {
    let sql = "
        insert into facts (number, id, workspace, mode, kind, object, at, program, customer, body)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let number =
        i64::try_from(number).map_err(|_| Fault::TooGreat { what: format!("the number {number}") })?;
    conn.prepare_cached(sql)?.execute(params![
        number,
        text(fact.id),
        text(fact.scope.workspace),
        fact.scope.mode.name(),
        fact.kind().text(),
        text(fact.object()),
        fact.at.micros(),
        fact.program.map(text),
        fact.customer.map(text),
        body(TABLE, &fact.stored())?,
    ])?;
    Ok(())
}

/// The same for a fact that was numbered elsewhere.
pub(crate) fn restore(conn: &Connection, numbered: &NumberedFact) -> Result<(), StorageError> {
    put(conn, numbered.number, &numbered.fact).map_err(Into::into)
}

pub(super) fn list(
    conn: &Connection,
    scope: Option<Scope>,
    after: u64,
    rows: usize,
) -> Result<Vec<NumberedFact>, Fault> {
    // No fact has a number that does not fit.
    let Ok(after) = i64::try_from(after) else { return Ok(Vec::new()) };
    let rows = limit(rows);
    match scope {
        Some(scope) => {
            let sql = "
                select number, body, id, workspace, mode, kind, at, program, customer, object
                from facts
                where number > ?1 and workspace = ?2 and mode = ?3
                order by number limit ?4";
            let params = params![after, text(scope.workspace), scope.mode.name(), rows];
            each(conn, sql, params, numbered)
        }
        None => {
            let sql = "
                select number, body, id, workspace, mode, kind, at, program, customer, object
                from facts
                where number > ?1
                order by number limit ?2";
            each(conn, sql, params![after, rows], numbered)
        }
    }
}

fn numbered(row: &Row<'_>) -> Result<NumberedFact, Fault> {
    let number = count(row, 0)?;
    let columns = Columns {
        id: word(row, 2, (TABLE, "id"))?,
        scope: Scope { workspace: word(row, 3, (TABLE, "workspace"))?, mode: word(row, 4, (TABLE, "mode"))? },
        at: Instant::from_micros(row.get(6)?),
        program: optional(row, 7, "program")?,
        customer: optional(row, 8, "customer")?,
    };
    let kind = word(row, 5, (TABLE, "kind"))?;
    let body = read::body(row, 0, TABLE)?;
    let unreadable = |why: String| read::unreadable(row, 0, TABLE, why);
    read::check_version(body).map_err(unreadable)?;
    let fact = Fact::restored(body, kind, columns).map_err(unreadable)?;
    let object = fact.object().to_string();
    if row.get_ref(9)?.as_str() != Ok(object.as_str()) {
        let (id, why) = (number.to_string(), "it follows from the event");
        return Err(Fault::Differs { table: TABLE, id, column: "object", why });
    }
    Ok(NumberedFact { number, fact })
}

fn optional<T: FromStr<Err: Display>>(
    row: &Row<'_>,
    at: usize,
    column: &'static str,
) -> Result<Option<T>, Fault> {
    match row.get_ref(at)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => word(row, at, (TABLE, column)).map(Some),
    }
}

#[async_trait]
impl Facts for SqliteBook {
    async fn facts(
        &self,
        scope: Option<Scope>,
        after: u64,
        limit: usize,
    ) -> Result<Vec<NumberedFact>, StorageError> {
        self.scan(move |conn| list(conn, scope, after, limit)).await
    }
}
