//! Migrations: numbered, embedded, applied once each, forward only.

use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

struct Migration {
    name: &'static str,
    sql: &'static str,
}

/// In order; a migration's number is its place from 1. Published ones never change.
const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_book", sql: include_str!("../../migrations/0001_book.sql") },
    Migration { name: "0002_statistics", sql: include_str!("../../migrations/0002_statistics.sql") },
    Migration { name: "0003_people", sql: include_str!("../../migrations/0003_people.sql") },
    Migration { name: "0004_partnership", sql: include_str!("../../migrations/0004_partnership.sql") },
    Migration { name: "0005_lists", sql: include_str!("../../migrations/0005_lists.sql") },
    Migration { name: "0006_reports", sql: include_str!("../../migrations/0006_reports.sql") },
    Migration { name: "0007_logos", sql: include_str!("../../migrations/0007_logos.sql") },
    Migration { name: "0008_corrections", sql: include_str!("../../migrations/0008_corrections.sql") },
    Migration { name: "0009_simulations", sql: include_str!("../../migrations/0009_simulations.sql") },
    Migration { name: "0010_deals", sql: include_str!("../../migrations/0010_deals.sql") },
    Migration { name: "0011_submissions", sql: include_str!("../../migrations/0011_submissions.sql") },
    Migration { name: "0012_organizations", sql: include_str!("../../migrations/0012_organizations.sql") },
    Migration { name: "0013_grants", sql: include_str!("../../migrations/0013_grants.sql") },
    Migration { name: "0014_subjects", sql: include_str!("../../migrations/0014_subjects.sql") },
    Migration { name: "0015_methods", sql: include_str!("../../migrations/0015_methods.sql") },
    Migration { name: "0016_disputes", sql: include_str!("../../migrations/0016_disputes.sql") },
    Migration {
        name: "0017_statement_periods",
        sql: include_str!("../../migrations/0017_statement_periods.sql"),
    },
    Migration { name: "0018_totals", sql: include_str!("../../migrations/0018_totals.sql") },
    Migration { name: "0019_payouts", sql: include_str!("../../migrations/0019_payouts.sql") },
    Migration { name: "0020_approvals", sql: include_str!("../../migrations/0020_approvals.sql") },
    Migration { name: "0021_clawback", sql: include_str!("../../migrations/0021_clawback.sql") },
    Migration { name: "0022_recruits", sql: include_str!("../../migrations/0022_recruits.sql") },
    Migration { name: "0023_approved_rises", sql: include_str!("../../migrations/0023_approved_rises.sql") },
    Migration { name: "0024_known_as", sql: include_str!("../../migrations/0024_known_as.sql") },
    Migration {
        name: "0025_default_program",
        sql: include_str!("../../migrations/0025_default_program.sql"),
    },
    Migration { name: "0026_payouts", sql: include_str!("../../migrations/0026_payouts.sql") },
    Migration {
        name: "0027_refund_reversals",
        sql: include_str!("../../migrations/0027_refund_reversals.sql"),
    },
    Migration {
        name: "0028_decision_partners",
        sql: include_str!("../../migrations/0028_decision_partners.sql"),
    },
    Migration { name: "0029_operating", sql: include_str!("../../migrations/0029_operating.sql") },
];

const RECORD: &str = "create table if not exists migrations (number integer primary key, name text not null)";

pub(super) fn known() -> i64 {
    MIGRATIONS.len() as i64
}

/// The last migration that the file has seen, 0 for a new file.
pub(super) fn last(conn: &Connection) -> Result<i64, Fault> {
    let table = "select 1 from sqlite_schema where type = 'table' and name = 'migrations'";
    if conn.query_row(table, [], |_| Ok(())).optional()?.is_none() {
        return Ok(0);
    }
    Ok(conn.query_row("select coalesce(max(number), 0) from migrations", [], |row| row.get(0))?)
}

/// Fails when a newer version has written the file, before anything is changed in it.
pub(super) fn refuse_newer(conn: &Connection) -> Result<(), Fault> {
    let (found, known) = (last(conn)?, known());
    if found > known { Err(Fault::Newer { found, known }) } else { Ok(()) }
}

/// Fails unless the file has exactly the tables of this version; changes nothing.
pub(super) fn expect_current(conn: &Connection) -> Result<(), Fault> {
    refuse_newer(conn)?;
    let (found, known) = (last(conn)?, known());
    if found < known { Err(Fault::Older { found, known }) } else { Ok(()) }
}

/// Applies what is missing, each migration in a transaction of its own.
pub(super) fn run(conn: &mut Connection) -> Result<(), Fault> {
    run_to(conn, known())?;
    refuse_newer(conn)
}

/// The same up to a migration's number, for rows that were written when it was the last.
pub(super) fn run_to(conn: &mut Connection, end: i64) -> Result<(), Fault> {
    for (number, migration) in (1..=end).zip(MIGRATIONS) {
        if last(conn)? >= number {
            continue;
        }
        // Immediate, and looked at again inside: another process may be opening the file as well.
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(RECORD)?;
        if last(&transaction)? < number {
            transaction.execute_batch(migration.sql)?;
            let record = "insert into migrations (number, name) values (?1, ?2)";
            transaction.execute(record, params![number, migration.name])?;
        }
        transaction.commit()?;
    }
    Ok(())
}
