//! Ids of other systems.

use super::{
    SqliteBook,
    fault::Fault,
    read::{all, one, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{ExternalIds, StorageError};
use referral::{ExternalId, NamedObject};
use rusqlite::{Connection, params};
use words::{ExternalIdId, Scope};

pub(super) fn put(conn: &Connection, it: &ExternalId) -> Result<(), Fault> {
    upsert!(conn, "external_ids", it, [id = text(it.id)], {
        workspace = text(it.scope.workspace),
        mode = it.scope.mode.name(),
        system = it.system,
        kind = it.kind,
        external_id = it.external_id,
        object = text(it.object),
        linked_at = it.linked_at.micros(),
    })
}

/// Whether it was there.
pub(super) fn remove(conn: &Connection, id: ExternalIdId) -> Result<bool, Fault> {
    Ok(conn.prepare_cached("delete from external_ids where id = ?1")?.execute([text(id)])? == 1)
}

#[async_trait]
impl ExternalIds for SqliteBook {
    async fn external_id(&self, scope: Scope, id: ExternalIdId) -> Result<Option<ExternalId>, StorageError> {
        let sql = "select id, body from external_ids where id = ?1 and workspace = ?2 and mode = ?3";
        let params = params![text(id), text(scope.workspace), scope.mode.name()];
        self.look(|conn| one(conn, "external_ids", sql, params))
    }

    async fn external_id_of_record(
        &self,
        scope: Scope,
        system: &str,
        kind: &str,
        external_id: &str,
    ) -> Result<Option<ExternalId>, StorageError> {
        let sql = "
            select id, body from external_ids
            where workspace = ?1 and mode = ?2 and system = ?3 and kind = ?4 and external_id = ?5";
        let params = params![text(scope.workspace), scope.mode.name(), system, kind, external_id];
        self.look(|conn| one(conn, "external_ids", sql, params))
    }

    async fn external_ids_of(
        &self,
        scope: Scope,
        object: NamedObject,
    ) -> Result<Vec<ExternalId>, StorageError> {
        let sql = "
            select id, body from external_ids
            where object = ?1 and workspace = ?2 and mode = ?3
            order by id";
        let params = params![text(object), text(scope.workspace), scope.mode.name()];
        self.look(|conn| all(conn, "external_ids", sql, params))
    }
}
