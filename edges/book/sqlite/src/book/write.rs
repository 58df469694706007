//! From nouns to rows: a noun's columns and its body are written by one statement, side by side.

use super::fault::Fault;
use serde::Serialize;

pub(super) fn body(table: &'static str, noun: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(noun).map_err(|fault| Fault::Unwritable { table, why: fault.to_string() })
}

/// Writes a noun by its identity: a new row, or in place of the row with the same. For
/// `upsert!(conn, "groups", group, [id = …], { name = … })` the statement is
///
/// ```sql
/// insert into groups (id, name, body) values (:id, :name, :body)
/// on conflict (id) do update set name = excluded.name, body = excluded.body
/// ```
macro_rules! upsert {
    (
        $conn:expr, $table:literal, $noun:expr,
        [$key:ident = $identity:expr $(, $second_key:ident = $second:expr)?],
        { $($column:ident = $value:expr),+ $(,)? }
    ) => {{
        const SQL: &str = concat!(
            "insert into ", $table, " (",
            stringify!($key), ", ", $(stringify!($second_key), ", ",)? $(stringify!($column), ", ",)+ "body",
            ") values (",
            ":", stringify!($key), ", ", $(":", stringify!($second_key), ", ",)?
            $(":", stringify!($column), ", ",)+ ":body",
            ") on conflict (", stringify!($key), $(", ", stringify!($second_key),)? ") do update set ",
            $(stringify!($column), " = excluded.", stringify!($column), ", ",)+ "body = excluded.body"
        );
        let body = $crate::book::write::body($table, $noun)?;
        // Parameters are numbered by their first appearance, which is the order here.
        let params = rusqlite::params![$identity, $($second,)? $($value,)+ body];
        $conn.prepare_cached(SQL)?.execute(params)?;
        Ok(())
    }};
}

pub(super) use upsert;
