//! Links and codes.

use super::{
    fault::Fault,
    read::{after, all, limit, number, one, readable, text},
    write::upsert,
};
use engine::ports::Page;
use program::{Code, Link};
use rusqlite::{Connection, params};
use words::{CodeId, EnrollmentId, LinkId, PartnerId, ProgramId, Scope};

pub(super) fn put(conn: &Connection, link: &Link) -> Result<(), Fault> {
    conn.prepare_cached("delete from slugs where link = ?1")?.execute([text(link.id)])?;
    for slug in link.slugs() {
        let sql = "insert into slugs (domain, slug, link) values (?1, ?2, ?3)";
        conn.prepare_cached(sql)?.execute(params![link.domain, slug, text(link.id)])?;
    }
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

pub(super) fn by_id(conn: &Connection, scope: Scope, id: LinkId) -> Result<Option<Link>, Fault> {
    let sql = "select id, body from links where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "links", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

pub(super) fn list(
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

/// A link that cannot be read leads nowhere, and must not keep all others from working.
pub(super) fn list_all(conn: &Connection, page: &Page<LinkId>) -> Result<Vec<Link>, Fault> {
    let sql = "select id, body from links where id > ?1 order by id";
    readable(conn, "links", sql, ([after(page)], page.limit))
}

pub(super) fn count(
    conn: &Connection,
    partner: PartnerId,
    enrollment: EnrollmentId,
    most: usize,
) -> Result<usize, Fault> {
    let sql = "select count(*) from (select 1 from links where partner = ?1 and enrollment = ?2 limit ?3)";
    let counted = number(conn, sql, params![text(partner), text(enrollment), limit(most)])?;
    Ok(usize::try_from(counted).unwrap_or(most))
}

pub(super) fn slug_is_taken(conn: &Connection, domain: &str, slug: &str) -> Result<bool, Fault> {
    let sql = "select count(*) from slugs where domain = ?1 and slug = ?2";
    Ok(number(conn, sql, [domain, slug])? > 0)
}

pub(super) fn code(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    code: &str,
) -> Result<Option<Code>, Fault> {
    let sql = "
        select id, body from codes
        where program = ?1 and code = ?2 and workspace = ?3 and mode = ?4";
    let params = params![text(program), code, text(scope.workspace), scope.mode.name()];
    one(conn, "codes", sql, params)
}

pub(super) fn code_by_id(conn: &Connection, scope: Scope, id: CodeId) -> Result<Option<Code>, Fault> {
    let sql = "select id, body from codes where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "codes", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}
