//! From rows to nouns. A query for nouns selects a row's identity first and its body second.

use super::{
    fault::Fault,
    write::{BODY_START, BODY_VERSION},
};
use engine::ports::Page;
use rusqlite::{Connection, OptionalExtension, Params, Row, params, types::ValueRef};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fmt::Display, str::FromStr};
use words::{Instant, Scope};

/// An id, or another word, as it is stored.
pub(super) fn text(word: impl Display) -> String {
    word.to_string()
}

/// Where a page begins: every id is greater than the empty text.
pub(super) fn after<I: Display>(page: &Page<I>) -> String {
    page.after.as_ref().map(text).unwrap_or_default()
}

pub(super) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// The noun of the one row, if there is one.
pub(super) fn one<T: DeserializeOwned>(
    conn: &Connection,
    table: &'static str,
    sql: &str,
    params: impl Params,
) -> Result<Option<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(|row| noun(row, 0, table)).transpose()
}

/// The nouns of all rows.
pub(super) fn all<T: DeserializeOwned>(
    conn: &Connection,
    table: &'static str,
    sql: &str,
    params: impl Params,
) -> Result<Vec<T>, Fault> {
    each(conn, sql, params, |row| noun(row, 0, table))
}

/// The nouns of the rows that can be read, at most `most`: where one row must not keep all others from working.
pub(super) fn readable<T: DeserializeOwned>(
    conn: &Connection,
    table: &'static str,
    sql: &str,
    (params, most): (impl Params, usize),
) -> Result<Vec<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while found.len() < most {
        let Some(row) = rows.next()? else { break };
        match noun(row, 0, table) {
            Ok(noun) => found.push(noun),
            Err(fault) => tracing::error!(%fault, "a row cannot be read and is left out; run doctor"),
        }
    }
    Ok(found)
}

/// What `read` makes of every row.
pub(super) fn each<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The number that the query gives; 0 when it gives no row.
pub(super) fn number(conn: &Connection, sql: &str, params: impl Params) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_row(params, |row| count(row, 0)).optional()?.unwrap_or(0))
}

/// A number in column `at` that is never negative.
pub(super) fn count(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(at)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, number))
}

/// The noun whose identity stands in column `at` and whose body stands in the next.
pub(super) fn noun<T: DeserializeOwned>(row: &Row<'_>, at: usize, table: &'static str) -> Result<T, Fault> {
    parse(body(row, at, table)?).map_err(|why| unreadable(row, at, table, why))
}

/// The body behind the identity in column `at`.
pub(super) fn body<'a>(row: &'a Row<'_>, at: usize, table: &'static str) -> Result<&'a str, Fault> {
    row.get_ref(at + 1)?.as_str().map_err(|fault| unreadable(row, at, table, fault.to_string()))
}

/// The noun of a body. Fails if the body was written by a later version, or is not one of such a noun.
pub(super) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    check_version(body)?;
    serde_json::from_str(body).map_err(|fault| fault.to_string())
}

/// Fails if the body was written by a later version.
pub(super) fn check_version(body: &str) -> Result<(), String> {
    // In an archive that somebody edited the version may stand anywhere.
    if !body.starts_with(BODY_START) {
        let Version { v } = serde_json::from_str(body).map_err(|fault| fault.to_string())?;
        if v != BODY_VERSION {
            return Err(format!("version {v} of the body is not known"));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

pub(super) fn unreadable(row: &Row<'_>, at: usize, table: &'static str, why: String) -> Fault {
    Fault::Unreadable { table, column: "body", id: identity(row, at), why }
}

/// The word in column `at` of a row whose identity stands in its first.
pub(super) fn word<T: FromStr<Err: Display>>(
    row: &Row<'_>,
    at: usize,
    (table, column): (&'static str, &'static str),
) -> Result<T, Fault> {
    let unreadable = |why: String| Fault::Unreadable { table, column, id: identity(row, 0), why };
    let word = row.get_ref(at)?.as_str().map_err(|fault| unreadable(fault.to_string()))?;
    word.parse().map_err(|fault: T::Err| unreadable(fault.to_string()))
}

fn identity(row: &Row<'_>, at: usize) -> String {
    match row.get_ref(at) {
        Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        Ok(ValueRef::Integer(number)) => number.to_string(),
        _ => "a row without identity".to_owned(),
    }
}

/// The ids as one parameter, a JSON array: SQLite takes only so many parameters in one statement.
pub(super) fn array<I: Display>(ids: &[I]) -> String {
    let quoted: Vec<_> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(","))
}

/// Id and name of the rows that `sql` finds by the array ?1 and the scope ?2 and ?3.
pub(super) fn names<I: Ord + Display + FromStr<Err: Display>>(
    conn: &Connection,
    table: &'static str,
    sql: &str,
    scope: Scope,
    ids: &[I],
) -> Result<BTreeMap<I, String>, Fault> {
    let params = params![array(ids), text(scope.workspace), scope.mode.name()];
    let named = each(conn, sql, params, |row| Ok((word(row, 0, (table, "id"))?, row.get(1)?)))?;
    Ok(named.into_iter().collect())
}

/// The instant in column `at`, if there is one.
pub(super) fn maybe_instant(row: &Row<'_>, at: usize) -> Result<Option<Instant>, Fault> {
    Ok(row.get::<_, Option<i64>>(at)?.map(Instant::from_micros))
}
