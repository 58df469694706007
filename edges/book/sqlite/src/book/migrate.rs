//! Migrations: numbered, embedded, applied once each, forward only.

use super::{counted, fault::Fault};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// What a migration does besides its SQL.
type Step = fn(&Connection) -> Result<(), Fault>;

struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
    then: Option<Step>,
}

/// Makes all tables. Earlier numbers belonged to files from before the first release (ADR 22).
const FIRST: i64 = 30;

/// In order and without gaps. Published migrations never change.
const MIGRATIONS: &[Migration] = &[
    Migration {
        number: FIRST,
        name: "0030_book",
        sql: include_str!("../../migrations/0030_book.sql"),
        then: None,
    },
    Migration {
        number: 31,
        name: "0031_statistics",
        sql: include_str!("../../migrations/0031_statistics.sql"),
        then: None,
    },
    Migration {
        number: 32,
        name: "0032_sums",
        sql: include_str!("../../migrations/0032_sums.sql"),
        then: Some(counted::rebuild),
    },
];

const RECORD: &str = "create table if not exists migrations (number integer primary key, name text not null)";

pub(super) fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

/// The last migration that was applied to the file, 0 for a new file.
pub(super) fn last(conn: &Connection) -> Result<i64, Fault> {
    let table = "select 1 from sqlite_schema where type = 'table' and name = 'migrations'";
    if conn.query_row(table, [], |_| Ok(())).optional()?.is_none() {
        return Ok(0);
    }
    Ok(conn.query_row("select coalesce(max(number), 0) from migrations", [], |row| row.get(0))?)
}

/// Fails if no migration leads from the file's tables to those of this version. Changes nothing.
pub(super) fn refuse_foreign(conn: &Connection) -> Result<(), Fault> {
    let (found, known) = (last(conn)?, known());
    match found {
        1..FIRST => Err(Fault::Unreleased { found }),
        _ if found > known => Err(Fault::Newer { found, known }),
        _ => Ok(()),
    }
}

/// Fails unless the file has exactly the tables of this version. Changes nothing.
pub(super) fn expect_current(conn: &Connection) -> Result<(), Fault> {
    refuse_foreign(conn)?;
    let (found, known) = (last(conn)?, known());
    if found < known { Err(Fault::Older { found, known }) } else { Ok(()) }
}

/// Applies all missing migrations, each in a transaction of its own.
pub(super) fn run(conn: &mut Connection) -> Result<(), Fault> {
    refuse_foreign(conn)?;
    for migration in MIGRATIONS {
        if last(conn)? >= migration.number {
            continue;
        }

        // Immediate, and checked again inside: another process may be opening the file as well.
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(RECORD)?;
        if last(&transaction)? < migration.number {
            transaction.execute_batch(migration.sql)?;
            if let Some(then) = migration.then {
                then(&transaction)?;
            }
            let record = "insert into migrations (number, name) values (?1, ?2)";
            transaction.execute(record, params![migration.number, migration.name])?;
        }
        transaction.commit()?;
    }
    refuse_foreign(conn)
}
