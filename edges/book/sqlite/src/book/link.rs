//! Links and codes.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, all, limit, number, one, readable, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Links, Page, StorageError};
use program::{Code, Link};
use rusqlite::{Connection, params};
use words::{CodeId, EnrollmentId, LinkId, PartnerId, ProgramId, Scope};

/// The row comes before its slugs: in a store with several writers, those who write the same link wait for its lock.
pub(super) fn put(conn: &Connection, link: &Link) -> Result<(), Fault> {
    put_row(conn, link)?;
    conn.prepare_cached("delete from slugs where link = ?1")?.execute([text(link.id)])?;
    for slug in link.slugs() {
        let sql = "insert into slugs (domain, slug, link) values (?1, ?2, ?3)";
        conn.prepare_cached(sql)?.execute(params![link.domain, slug, text(link.id)])?;
    }
    Ok(())
}

fn put_row(conn: &Connection, link: &Link) -> Result<(), Fault> {
    upsert!(conn, "links", link, [id = text(link.id)], {
        workspace = text(link.scope.workspace),
        mode = link.scope.mode.name(),
        program = text(link.program),
        enrollment = text(link.enrollment),
        partner = text(link.partner),
        domain = link.domain,
        slug = link.slug,
        created_at = link.created_at.micros(),
    })
}

pub(super) fn put_code(conn: &Connection, code: &Code) -> Result<(), Fault> {
    upsert!(conn, "codes", code, [id = text(code.id)], {
        workspace = text(code.scope.workspace),
        mode = code.scope.mode.name(),
        program = text(code.program),
        enrollment = text(code.enrollment),
        partner = text(code.partner),
        code = code.code,
        created_at = code.created_at.micros(),
    })
}

fn list(
    conn: &Connection,
    scope: Scope,
    program: Option<ProgramId>,
    page: &Page<LinkId>,
) -> Result<Vec<Link>, Fault> {
    let sql = "
        select id, body from links
        where workspace = ?1 and mode = ?2 and id > ?3 and (?5 is null or program = ?5)
        order by id limit ?4";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![workspace, mode, after(page), limit(page.limit), program.map(text)];
    all(conn, "links", sql, params)
}

fn count(
    conn: &Connection,
    partner: PartnerId,
    enrollment: EnrollmentId,
    most: usize,
) -> Result<usize, Fault> {
    let sql = "select count(*) from (select 1 from links where partner = ?1 and enrollment = ?2 limit ?3) as counted";
    let counted = number(conn, sql, params![text(partner), text(enrollment), limit(most)])?;
    Ok(usize::try_from(counted).unwrap_or(most))
}

#[async_trait]
impl Links for SqliteBook {
    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError> {
        let sql = "select id, body from links where id = ?1 and workspace = ?2 and mode = ?3";
        self.look(|conn| one(conn, "links", sql, params![text(id), text(scope.workspace), scope.mode.name()]))
    }

    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError> {
        self.scan(move |conn| list(conn, scope, program, &page)).await
    }

    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError> {
        let sql = "select id, body from links where id > ?1 order by id";
        self.scan(move |conn| readable(conn, "links", sql, ([after(&page)], page.limit))).await
    }

    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError> {
        self.look(|conn| count(conn, partner, enrollment, most))
    }

    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError> {
        let sql = "select count(*) from slugs where domain = ?1 and slug = ?2";
        self.look(|conn| Ok(number(conn, sql, [domain, slug])? > 0))
    }

    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError> {
        let sql = "
            select id, body from codes
            where program = ?1 and code = ?2 and workspace = ?3 and mode = ?4";
        let params = params![text(program), code, text(scope.workspace), scope.mode.name()];
        self.look(|conn| one(conn, "codes", sql, params))
    }

    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError> {
        let sql = "select id, body from codes where id = ?1 and workspace = ?2 and mode = ?3";
        self.look(|conn| one(conn, "codes", sql, params![text(id), text(scope.workspace), scope.mode.name()]))
    }
}
