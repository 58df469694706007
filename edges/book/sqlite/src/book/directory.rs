//! What programs, partners and customers are called, many at once.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, each, text, word},
};
use async_trait::async_trait;
use engine::ports::{Directory, StorageError};
use referral::Customer;
use rusqlite::{Connection, params};
use std::{collections::BTreeMap, fmt::Display, str::FromStr};
use words::{CustomerId, PartnerId, ProgramId, Scope};

/// The ids as one parameter, a JSON array: SQLite takes only so many parameters in one statement.
fn array<I: Display>(ids: &[I]) -> String {
    let quoted: Vec<_> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(","))
}

/// Id and name of the rows that `sql` finds by the array ?1 and the scope ?2 and ?3.
fn names<I: Ord + Display + FromStr<Err: Display>>(
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

#[async_trait]
impl Directory for SqliteBook {
    async fn program_names(
        &self,
        scope: Scope,
        ids: &[ProgramId],
    ) -> Result<BTreeMap<ProgramId, String>, StorageError> {
        let sql = "
            select id, name from programs
            where id in (select value from json_each(?1)) and workspace = ?2 and mode = ?3";
        self.look(|conn| names(conn, "programs", sql, scope, ids))
    }

    async fn partner_names(
        &self,
        scope: Scope,
        ids: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, String>, StorageError> {
        let sql = "
            select id, display_name from partners
            where id in (select value from json_each(?1)) and workspace = ?2 and mode = ?3";
        self.look(|conn| names(conn, "partners", sql, scope, ids))
    }

    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError> {
        let sql = "
            select id, body from customers
            where id in (select value from json_each(?1)) and workspace = ?2 and mode = ?3
            order by id";
        self.look(|conn| {
            all(conn, "customers", sql, params![array(ids), text(scope.workspace), scope.mode.name()])
        })
    }
}
