//! All rows as lines of JSON, and back: each table is a file, each row an object of its columns, in the order of the
//! table's key. A body stands there as the object that it is.

use crate::{book, clicks};
use engine::ports::StorageError;
use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value, types::ValueRef};
use serde_json::{Map, value::RawValue};
use std::{
    collections::BTreeMap,
    fmt::Display,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};
use words::Month;

/// Tables that stay behind, and why.
const LEFT_BEHIND: &[(&str, &str)] = &[
    ("migrations", "the archive says its schema itself"),
    ("slugs", "made from the links again"),
    ("answers", "idempotent answers are kept for a day only"),
    ("sessions", "whoever was logged in logs in again"),
    ("tokens", "one-time links lead to the old house"),
    ("throttles", "who guessed there may begin anew"),
    ("uses", "when a key or session was last used is told anew"),
    ("letters", "letters are sent from where they were written"),
];
/// Versions of what stays behind.
const VERSIONS_LEFT_BEHIND: &str = "where key not like 'token/%' and key not like 'throttle/%'";

/// The tables of a month's file of clicks, as an archive holds them.
const CLICKS: &str = "clicks";
const UNKNOWN_SLUGS: &str = "unknown_slugs";
/// The row that a probe writes: to ask whether the book is ready must not change what is exported.
const HOUSE_LEFT_BEHIND: &str = "where name <> 'probe'";

/// A row as text, a logo's included; a longer line is no row.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// By which schemas rows were written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schemas {
    pub book: i64,
    pub clicks: i64,
}

/// The schemas that this version writes, the newest that it can read.
pub fn schemas() -> Schemas {
    Schemas { book: book::schema(), clicks: clicks::SCHEMA_VERSION }
}

/// The schema by which the book of this file was written.
pub fn schema_of(path: &Path) -> Result<i64, StorageError> {
    let open = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(said);
    open.and_then(|conn| book::schema_in(&conn).map_err(said)).map_err(|fault| named(path, fault))
}

/// Writes every table of the book into `folder`, one committed state of it; answers the names of the tables.
pub fn export_book(path: &Path, folder: &Path) -> Result<Vec<String>, StorageError> {
    export(path, folder).map_err(|fault| named(path, fault))
}

/// The same of one month's file of clicks.
pub fn export_clicks(path: &Path, folder: &Path) -> Result<Vec<String>, StorageError> {
    let export = || -> Result<Vec<String>, String> {
        let mut conn = open(path)?;
        let conn = conn.transaction().map_err(said)?;
        let mut out = BufWriter::new(File::create(folder.join(format!("{CLICKS}.ndjson"))).map_err(said)?);
        clicks::write_lines(&conn, &mut out)?;
        out.flush().map_err(said)?;
        write_table(&conn, UNKNOWN_SLUGS, folder)?;
        Ok([CLICKS, UNKNOWN_SLUGS].map(str::to_owned).to_vec())
    };
    export().map_err(|fault| named(path, fault))
}

/// Makes a book of exported tables as a version with `schema` wrote them, and brings it up to date. A row that no version
/// could have written is refused.
pub fn import_book(folder: &Path, path: &Path, schema: i64) -> Result<(), StorageError> {
    let import = || -> Result<(), String> {
        book::make(path, schema).map_err(said)?;
        let mut conn = Connection::open(path).map_err(said)?;
        load(&mut conn, folder)?;
        let slugs = "insert into slugs (domain, slug, link) select domain, slug, id from links union \
                     select l.domain, a.value, l.id from links l, json_each(l.body, '$.aliases') a";
        if tables(&conn)?.iter().any(|table| table == "slugs") {
            conn.execute(slugs, []).map_err(said)?;
        }
        book::complete(&mut conn).map_err(said)
    };
    import().map_err(|fault| named(path, fault))
}

/// Makes a month's file of exported clicks, every one of which must be of the month.
pub fn import_clicks(folder: &Path, path: &Path) -> Result<(), StorageError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let month = name.strip_prefix("clicks-").and_then(|month| month.parse::<Month>().ok());
    let month = month.ok_or_else(|| named(path, "expected a month, as in clicks-2026-11".to_owned()))?;
    let import = || -> Result<(), String> {
        let mut conn = Connection::open(path).map_err(said)?;
        clicks::make_tables(&conn, month).map_err(said)?;
        load_clicks(&mut conn, folder)?;
        clicks::check_rows(&conn, month)
    };
    import().map_err(|fault| named(path, fault))
}

fn said(fault: impl Display) -> String {
    fault.to_string()
}

fn named(path: &Path, fault: String) -> StorageError {
    StorageError::new(format!("{}: {fault}", path.display()))
}

fn open(path: &Path) -> Result<Connection, String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(said)
}

fn export(path: &Path, folder: &Path) -> Result<Vec<String>, String> {
    let mut conn = open(path)?;
    // One transaction sees one state.
    let conn = conn.transaction().map_err(said)?;
    let mut written = Vec::new();
    for table in tables(&conn)? {
        if LEFT_BEHIND.iter().any(|(name, _)| *name == table) {
            continue;
        }
        write_table(&conn, &table, folder)?;
        written.push(table);
    }
    Ok(written)
}

fn tables(conn: &Connection) -> Result<Vec<String>, String> {
    let sql =
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name";
    let mut statement = conn.prepare(sql).map_err(said)?;
    let names = statement.query_map([], |row| row.get(0)).map_err(said)?;
    names.collect::<Result<_, _>>().map_err(said)
}

/// The columns of a table as they were declared, and those of its key in its order.
fn columns(conn: &Connection, table: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let mut statement =
        conn.prepare("select name, pk from pragma_table_info(?1) order by cid").map_err(said)?;
    let rows = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?))).map_err(said)?;
    let all: Vec<(String, i64)> = rows.collect::<Result<_, _>>().map_err(said)?;
    let mut key: Vec<_> = all.iter().filter(|(_, place)| *place > 0).cloned().collect();
    key.sort_by_key(|(_, place)| *place);
    let names = |columns: Vec<(String, i64)>| columns.into_iter().map(|(name, _)| name).collect();
    Ok((names(all), names(key)))
}

fn write_table(conn: &Connection, table: &str, folder: &Path) -> Result<(), String> {
    let (columns, key) = columns(conn, table)?;
    let (names, order) = (columns.join(", "), key.join(", "));
    let only = match table {
        "versions" => VERSIONS_LEFT_BEHIND,
        "house" => HOUSE_LEFT_BEHIND,
        _ => "",
    };
    let sql = format!("select {names} from {table} {only} order by {order}");
    let mut statement = conn.prepare(&sql).map_err(said)?;
    let mut rows = statement.query([]).map_err(said)?;
    let file = File::create(folder.join(format!("{table}.ndjson"))).map_err(said)?;
    let mut out = BufWriter::new(file);
    while let Some(row) = rows.next().map_err(said)? {
        let mut line = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            let value = row.get_ref(place).map_err(said)?;
            line.insert(
                column.as_str(),
                json_of(column, value).map_err(|why| format!("{table}.{column}: {why}"))?,
            );
        }
        serde_json::to_writer(&mut out, &line).map_err(said)?;
        out.write_all(b"\n").map_err(said)?;
    }
    out.flush().map_err(said)
}

fn json_of(column: &str, value: ValueRef<'_>) -> Result<Box<RawValue>, String> {
    let text = match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(said)?;
            // As it was written, to the letter.
            if column == "body" { text.to_owned() } else { serde_json::to_string(text).map_err(said)? }
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err("holds what no column of ours does".to_owned()),
    };
    RawValue::from_string(text).map_err(said)
}

/// Reads the folder's files into the tables of their names, in one transaction.
fn load(conn: &mut Connection, folder: &Path) -> Result<(), String> {
    let known = tables(conn)?;
    let transaction = conn.transaction().map_err(said)?;
    let mut names: Vec<_> = fs::read_dir(folder).map_err(said)?.collect::<Result<_, _>>().map_err(said)?;
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        let name = entry.file_name().to_string_lossy().into_owned();
        let table = name.strip_suffix(".ndjson").unwrap_or_default();
        let left = LEFT_BEHIND.iter().any(|(left, _)| *left == table);
        if left || !known.iter().any(|known| known == table) {
            return Err(format!("{name} is no table that can be imported"));
        }
        read_table(&transaction, table, &entry.path())?;
    }
    transaction.commit().map_err(said)
}

/// The same of a month's clicks, which stand in an archive in words.
fn load_clicks(conn: &mut Connection, folder: &Path) -> Result<(), String> {
    let transaction = conn.transaction().map_err(said)?;
    for entry in fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match name.strip_suffix(".ndjson") {
            Some(CLICKS) => {
                let mut reader = clicks::LinesReader::new(&transaction);
                read_lines(CLICKS, &entry.path(), |line| reader.read(line))?;
            }
            Some(UNKNOWN_SLUGS) => read_table(&transaction, UNKNOWN_SLUGS, &entry.path())?,
            _ => return Err(format!("{name} is no table that can be imported")),
        }
    }
    transaction.commit().map_err(said)
}

fn read_table(conn: &Connection, table: &str, path: &Path) -> Result<(), String> {
    let (columns, _) = columns(conn, table)?;
    let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
    let mut statement = conn.prepare(&sql).map_err(said)?;
    read_lines(table, path, |line| {
        let row: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line).map_err(said)?;
        if row.len() != columns.len() {
            return Err(format!("expected the columns {}", columns.join(", ")));
        }
        let values = columns.iter().map(|column| {
            let raw = row.get(column).ok_or_else(|| format!("expected a column {column}"))?;
            value_of(column, raw)
        });
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        statement.execute(params_from_iter(values)).map_err(said)?;
        Ok(())
    })
}

/// Hands each line of the table's file over, and says in which one a fault lies.
fn read_lines(
    table: &str,
    path: &Path,
    mut read_line: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), String> {
    let mut file = BufReader::new(File::open(path).map_err(said)?);
    let mut line = String::new();
    for number in 1u64.. {
        let at = |fault: String| format!("{table}, line {number}: {fault}");
        line.clear();
        let read =
            file.by_ref().take(LINE_BYTES_MAX).read_line(&mut line).map_err(|fault| at(said(fault)))?;
        if read == 0 {
            break;
        }
        if read as u64 == LINE_BYTES_MAX && !line.ends_with('\n') {
            return Err(at(format!("it is longer than {LINE_BYTES_MAX} bytes")));
        }
        read_line(&line).map_err(at)?;
    }
    Ok(())
}

fn value_of(column: &str, raw: &RawValue) -> Result<Value, String> {
    if column == "body" {
        let _: Map<String, serde_json::Value> = serde_json::from_str(raw.get()).map_err(said)?;
        return Ok(Value::Text(raw.get().to_owned()));
    }
    match serde_json::from_str(raw.get()).map_err(said)? {
        serde_json::Value::Null => Ok(Value::Null),
        serde_json::Value::String(text) => Ok(Value::Text(text)),
        serde_json::Value::Number(number) if number.is_i64() => {
            Ok(Value::Integer(number.as_i64().unwrap_or(0)))
        }
        other => Err(format!("{column}: expected a text, a whole number or null, not {other}")),
    }
}
