//! Facts: appended with the next number, read in order.

use super::{
    SqliteBook,
    fault::Fault,
    read::{count, each, limit, text, word},
};
use async_trait::async_trait;
use engine::ports::{Fact, Facts, NumberedFact, StorageError};
use rusqlite::{Connection, Row, params};
use std::fmt::Display;
use std::str::FromStr;
use words::{Instant, Scope};

const TABLE: &str = "facts";

pub(super) fn append(conn: &Connection, fact: &Fact) -> Result<(), Fault> {
    // Only the writer numbers, one deed after the other, so the greatest number is the last one.
    let sql = "
        insert into facts (number, id, workspace, mode, kind, v, at, program, customer, body)
        values (
            (select coalesce(max(number), 0) + 1 from facts),
            ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        )";
    conn.prepare_cached(sql)?.execute(params![
        text(fact.id),
        text(fact.scope.workspace),
        fact.scope.mode.name(),
        fact.kind,
        fact.v,
        fact.at.micros(),
        fact.program.map(text),
        fact.customer.map(text),
        fact.body.to_string(),
    ])?;
    Ok(())
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
                select number, id, workspace, mode, kind, v, at, program, customer, body
                from facts
                where number > ?1 and workspace = ?2 and mode = ?3
                order by number limit ?4";
            let params = params![after, text(scope.workspace), scope.mode.name(), rows];
            each(conn, sql, params, numbered)
        }
        None => {
            let sql = "
                select number, id, workspace, mode, kind, v, at, program, customer, body
                from facts
                where number > ?1
                order by number limit ?2";
            each(conn, sql, params![after, rows], numbered)
        }
    }
}

fn numbered(row: &Row<'_>) -> Result<NumberedFact, Fault> {
    let number = count(row, 0)?;
    let body = row.get::<_, String>(9)?;
    let unreadable = |fault: serde_json::Error| Fault::Unreadable {
        table: TABLE,
        column: "body",
        id: number.to_string(),
        why: fault.to_string(),
    };
    let fact = Fact {
        id: word(row, 1, (TABLE, "id"))?,
        scope: Scope { workspace: word(row, 2, (TABLE, "workspace"))?, mode: word(row, 3, (TABLE, "mode"))? },
        kind: row.get(4)?,
        v: row.get(5)?,
        at: Instant::from_micros(row.get(6)?),
        program: optional(row, 7, "program")?,
        customer: optional(row, 8, "customer")?,
        body: serde_json::from_str(&body).map_err(unreadable)?,
    };
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
