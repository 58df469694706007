//! From nouns to rows: a noun's columns and its body are written by one statement, side by side.

use super::fault::Fault;
use serde::Serialize;

/// How every body begins: with the version of its form. A noun whose form changes beyond what defaults of its fields can
/// express gets the next version, and reading lifts the earlier one.
pub(super) const BODY_START: &str = r#"{"v":1,"#;
pub(super) const BODY_VERSION: u32 = 1;

/// The noun as JSON, its version first.
pub(super) fn body(table: &'static str, noun: &impl Serialize) -> Result<String, Fault> {
    let unwritable = |why: String| Fault::Unwritable { table, why };
    let json = serde_json::to_string(noun).map_err(|fault| unwritable(fault.to_string()))?;
    match json.strip_prefix('{') {
        Some(fields) => Ok(format!("{BODY_START}{fields}")),
        None => Err(unwritable("a noun is an object".to_owned())),
    }
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
