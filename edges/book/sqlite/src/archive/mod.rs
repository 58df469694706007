//! All rows as lines of JSON, and back. Each table is a file. The line of a noun is its body; the line of any other row
//! is an object of its columns. Rows stand in the order of the table's key. Tables that follow from nouns are not in it.

mod unreleased;

use crate::{book, clicks};
use engine::ports::StorageError;
use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value, types::ValueRef};
use serde_json::{Map, value::RawValue};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};
use unreleased::Unreleased;
use words::Month;

/// Tables that stay behind, and why.
const LEFT_BEHIND: &[(&str, &str)] = &[
    ("migrations", "the archive's manifest names the schema"),
    ("slugs", "follow from links"),
    ("customer_people", "follow from customers"),
    ("known_as", "follow from customers"),
    ("decision_partners", "follow from decisions"),
    ("payments", "follow from transfers"),
    ("sum_subjects", "follow from conversions, decisions and commissions"),
    ("sums", "follow from conversions, decisions and commissions"),
    ("answers", "idempotent answers are kept for a day only"),
    ("sessions", "users log in again"),
    ("tokens", "one-time links lead to the old server"),
    ("throttles", "failed log-ins are counted anew"),
    ("uses", "the last use of keys and sessions is recorded anew"),
    ("letters", "the server that wrote a mail sends it"),
];
/// Facts have columns beside their body.
const FACTS: &str = "facts";
/// Tables without nouns.
const COLUMNWISE: &[&str] = &["entries", "postings", "totals", "versions", FACTS, "house"];
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

/// The schema of a book's file, whichever version wrote it.
pub fn schema_of(path: &Path) -> Result<i64, StorageError> {
    open(path).and_then(|conn| book::schema_in(&conn).map_err(said)).map_err(|fault| named(path, fault))
}

/// The schema of a book's file, 0 if it has none yet. Fails if this version cannot migrate it to its own.
pub fn own_schema_of(path: &Path) -> Result<i64, StorageError> {
    let schema = |conn: Connection| {
        book::refuse_foreign(&conn)?;
        book::schema_in(&conn)
    };
    open(path).and_then(|conn| schema(conn).map_err(said)).map_err(|fault| named(path, fault))
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
        let mut out = new_lines(folder, CLICKS)?;
        clicks::write_lines(&conn, &mut out)?;
        out.flush().map_err(said)?;
        write_table(&conn, UNKNOWN_SLUGS, folder)?;
        Ok([CLICKS, UNKNOWN_SLUGS].map(str::to_owned).to_vec())
    };
    export().map_err(|fault| named(path, fault))
}

/// Makes a book of exported tables that a version with `schema` wrote. A row that no version could have written is
/// refused.
pub fn import_book(folder: &Path, path: &Path, schema: i64) -> Result<(), StorageError> {
    let import = || -> Result<(), String> {
        let form = Form::of(schema)?;
        book::make(path).map_err(said)?;
        let mut conn = Connection::open(path).map_err(said)?;
        let transaction = conn.transaction().map_err(said)?;
        load(&transaction, folder, form)?;
        book::check_facts(&transaction).map_err(said)?;
        book::rebuild_sums(&transaction).map_err(said)?;
        transaction.commit().map_err(said)
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
        match book::TABLES.iter().find(|known| known.name == table) {
            Some(nouns) => write_nouns(&conn, nouns, folder)?,
            None => write_table(&conn, &table, folder)?,
        }
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

/// One body a line.
fn write_nouns(conn: &Connection, table: &book::Table, folder: &Path) -> Result<(), String> {
    let sql = format!("select body from {} order by {}", table.name, table.key.join(", "));
    let mut statement = conn.prepare(&sql).map_err(said)?;
    let mut rows = statement.query([]).map_err(said)?;
    let mut out = new_lines(folder, table.name)?;
    while let Some(row) = rows.next().map_err(said)? {
        let body = row.get_ref(0).map_err(said)?.as_str().map_err(said)?;
        writeln!(out, "{body}").map_err(said)?;
    }
    out.flush().map_err(said)
}

fn new_lines(folder: &Path, table: &str) -> Result<BufWriter<File>, String> {
    Ok(BufWriter::new(File::create(folder.join(format!("{table}.ndjson"))).map_err(said)?))
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
    let mut out = new_lines(folder, table)?;
    while let Some(row) = rows.next().map_err(said)? {
        let mut line = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            let value = json_of(column, row.get_ref(place).map_err(said)?);
            line.insert(column.as_str(), value.map_err(|why| format!("{table}.{column}: {why}"))?);
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
            // The body of a fact, as it was written.
            if column == "body" { text.to_owned() } else { serde_json::to_string(text).map_err(said)? }
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err("holds what no column of ours does".to_owned()),
    };
    RawValue::from_string(text).map_err(said)
}

/// How an archive's lines are written.
#[derive(Clone, Copy)]
enum Form {
    Current,
    /// By the last version before the first release.
    Unreleased,
}

impl Form {
    fn of(schema: i64) -> Result<Form, String> {
        match schema {
            unreleased::SCHEMA => Ok(Form::Unreleased),
            ..unreleased::SCHEMA => Err(format!(
                "the archive has schema {schema}; import it with the version of schema {} and export it there",
                unreleased::SCHEMA
            )),
            _ => Ok(Form::Current),
        }
    }

    /// The table of a file, none if its rows follow from others.
    fn table(self, file: &str) -> Option<String> {
        match self {
            Form::Current => Some(file.to_owned()),
            Form::Unreleased => Unreleased::table(file),
        }
    }

    fn body(self, line: &str) -> Result<Cow<'_, str>, String> {
        match self {
            Form::Current => Ok(line.trim_end().into()),
            Form::Unreleased => Unreleased::body(line).map(Cow::Owned),
        }
    }

    fn columns(self, line: &str) -> Result<Cow<'_, str>, String> {
        match self {
            Form::Current => Ok(line.into()),
            Form::Unreleased => Unreleased::columns(line).map(Cow::Owned),
        }
    }
}

/// Reads the folder's files into the tables of their names.
fn load(conn: &Connection, folder: &Path, form: Form) -> Result<(), String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(table) = form.table(name.strip_suffix(".ndjson").unwrap_or_default()) {
            files.insert(table, entry.path());
        }
    }
    let known = book::TABLES.iter().map(|table| table.name).chain(COLUMNWISE.iter().copied());
    let known: BTreeSet<_> = known.filter(|name| LEFT_BEHIND.iter().all(|(left, _)| left != name)).collect();
    if let Some(other) = files.keys().find(|name| !known.contains(name.as_str())) {
        return Err(format!("{other}.ndjson is no table that can be imported"));
    }

    for table in book::TABLES {
        if let Some(path) = files.get(table.name) {
            read_nouns(conn, table, path, form)?;
        }
    }
    for table in COLUMNWISE {
        match (files.get(*table), form) {
            (Some(path), Form::Unreleased) if *table == FACTS => {
                read_lines(table, path, |line| Unreleased::restore_fact(conn, line))?;
            }
            (Some(path), _) => read_table(conn, table, path, |line| form.columns(line))?,
            (None, _) => {}
        }
    }
    Ok(())
}

fn read_nouns(conn: &Connection, table: &book::Table, path: &Path, form: Form) -> Result<(), String> {
    let mut lines = 0i64;
    read_lines(table.name, path, |line| {
        lines += 1;
        table.restore(conn, &form.body(line)?)
    })?;
    let sql = format!("select count(*) from {}", table.name);
    let rows: i64 = conn.query_row(&sql, [], |row| row.get(0)).map_err(said)?;
    if rows == lines {
        Ok(())
    } else {
        Err(format!("{}: {lines} lines hold {rows} different rows", table.name))
    }
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
            Some(UNKNOWN_SLUGS) => {
                read_table(&transaction, UNKNOWN_SLUGS, &entry.path(), |line| Ok(line.into()))?;
            }
            _ => return Err(format!("{name} is no table that can be imported")),
        }
    }
    transaction.commit().map_err(said)
}

fn read_table(
    conn: &Connection,
    table: &str,
    path: &Path,
    lift: impl Fn(&str) -> Result<Cow<'_, str>, String>,
) -> Result<(), String> {
    let (columns, _) = columns(conn, table)?;
    let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
    let mut statement = conn.prepare(&sql).map_err(said)?;
    read_lines(table, path, |line| {
        let row: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&lift(line)?).map_err(said)?;
        if row.len() != columns.len() {
            return Err(format!("expected the columns {}", columns.join(", ")));
        }
        let values = columns.iter().map(|column| {
            let value = row.get(column).ok_or_else(|| format!("expected a column {column}"))?;
            value_of(column, value)
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
