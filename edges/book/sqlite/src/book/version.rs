//! Versions: how two deeds that read the same thing find out that only one of them may go through.

use super::{fault::Fault, read};
use engine::ports::{Expected, VersionKey};
use rusqlite::{Connection, params};

/// The version of a key; 0 when it was never committed.
pub(super) fn of(conn: &Connection, key: &VersionKey) -> Result<u64, Fault> {
    read::number(conn, "select version from versions where key = ?1", [key.text()])
}

/// Whether the version is the expected one.
pub(super) fn holds(conn: &Connection, expected: &Expected) -> Result<bool, Fault> {
    Ok(of(conn, &expected.key)? == expected.version)
}

/// Adds one to the version if it is the expected one; false if it is not.
pub(super) fn advance(conn: &Connection, expected: &Expected) -> Result<bool, Fault> {
    let key = expected.key.text();
    let changed = if expected.version == 0 {
        let sql = "insert into versions (key, version) values (?1, 1) on conflict (key) do nothing";
        conn.prepare_cached(sql)?.execute([key])?
    } else {
        let sql = "update versions set version = version + 1 where key = ?1 and version = ?2";
        // No version is that high; one that is cannot be the stored one.
        let Ok(version) = i64::try_from(expected.version) else { return Ok(false) };
        conn.prepare_cached(sql)?.execute(params![key, version])?
    };
    Ok(changed == 1)
}
