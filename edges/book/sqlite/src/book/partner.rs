//! Partners, their enrollments, and how these stand.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, all, count, limit, names, noun, one, text},
    write::upsert,
};
use async_trait::async_trait;
use engine::ports::{Page, Partners, StorageError};
use program::{Enrollment, Partner};
use rusqlite::{Connection, params};
use settlement::EnrollmentSnapshot;
use std::collections::BTreeMap;
use words::{EmailHash, EnrollmentId, PartnerId, ProgramId, Scope};

pub(super) fn put(conn: &Connection, partner: &Partner) -> Result<(), Fault> {
    upsert!(conn, "partners", partner, [id = text(partner.id)], {
        workspace = text(partner.scope.workspace),
        mode = partner.scope.mode.name(),
        company = partner.company,
        email_hash = partner.personal.email_hash.as_ref().map(|hash| hash.0.as_str()),
        display_name = partner.display_name,
        created_at = partner.created_at.micros(),
    })
}

pub(super) fn put_enrollment(conn: &Connection, enrollment: &Enrollment) -> Result<(), Fault> {
    upsert!(conn, "enrollments", enrollment, [id = text(enrollment.id)], {
        workspace = text(enrollment.scope.workspace),
        mode = enrollment.scope.mode.name(),
        program = text(enrollment.program),
        partner = text(enrollment.partner),
        partner_group = text(enrollment.group),
        status = enrollment.status.name(),
        recruited_by = enrollment.recruited.map(|recruited| text(recruited.by)),
        since = enrollment.since.micros(),
        created_at = enrollment.created_at.micros(),
    })
}

pub(super) fn by_id(conn: &Connection, scope: Scope, id: PartnerId) -> Result<Option<Partner>, Fault> {
    let sql = "select id, body from partners where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "partners", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

fn enrollment(conn: &Connection, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, Fault> {
    let sql = "select id, body from enrollments where id = ?1 and workspace = ?2 and mode = ?3";
    one(conn, "enrollments", sql, params![text(id), text(scope.workspace), scope.mode.name()])
}

fn list(conn: &Connection, scope: Scope, page: &Page<PartnerId>) -> Result<Vec<Partner>, Fault> {
    let sql = "
        select id, body from partners
        where workspace = ?1 and mode = ?2 and id > ?3
        order by id limit ?4";
    let params = params![text(scope.workspace), scope.mode.name(), after(page), limit(page.limit)];
    all(conn, "partners", sql, params)
}

fn enrollments(
    conn: &Connection,
    scope: Scope,
    program: Option<ProgramId>,
    partner: Option<PartnerId>,
    page: &Page<EnrollmentId>,
) -> Result<Vec<Enrollment>, Fault> {
    // Two texts, so that a partner's few are found without walking past everybody's.
    let sql = match partner {
        Some(_) => {
            "
            select id, body from enrollments
            where partner = ?6 and workspace = ?1 and mode = ?2 and id > ?3
                and (?5 is null or program = ?5)
            order by id limit ?4"
        }
        None => {
            "
            select id, body from enrollments
            where workspace = ?1 and mode = ?2 and id > ?3 and (?5 is null or program = ?5) and ?6 is null
            order by id limit ?4"
        }
    };
    let params = params![
        text(scope.workspace),
        scope.mode.name(),
        after(page),
        limit(page.limit),
        program.map(text),
        partner.map(text),
    ];
    all(conn, "enrollments", sql, params)
}

/// In the order asked for; enrollments that are not in the scope are left out.
fn enrollment_snapshots(
    conn: &Connection,
    scope: Scope,
    ids: &[EnrollmentId],
) -> Result<Vec<EnrollmentSnapshot>, Fault> {
    let sql = "
        select e.id, e.body, p.id, p.body, coalesce(v.version, 0)
        from enrollments e join partners p on p.id = e.partner left join versions v on v.key = e.id
        where e.id = ?1 and e.workspace = ?2 and e.mode = ?3";
    let mut statement = conn.prepare_cached(sql)?;
    let mut snapshots = Vec::with_capacity(ids.len());
    for &id in ids {
        let mut rows = statement.query(params![text(id), text(scope.workspace), scope.mode.name()])?;
        let Some(row) = rows.next()? else { continue };
        let (enrollment, partner) = (noun(row, 0, "enrollments")?, noun(row, 2, "partners")?);
        snapshots.push(EnrollmentSnapshot { enrollment, partner, version: count(row, 4)? });
    }
    Ok(snapshots)
}

#[async_trait]
impl Partners for SqliteBook {
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

    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        self.look(|conn| by_id(conn, scope, id))
    }

    async fn partner_by_email(
        &self,
        scope: Scope,
        hash: &EmailHash,
    ) -> Result<Option<Partner>, StorageError> {
        let sql = "
            select id, body from partners
            where email_hash = ?1 and workspace = ?2 and mode = ?3
            order by id limit 1";
        self.look(|conn| {
            one(conn, "partners", sql, params![hash.0, text(scope.workspace), scope.mode.name()])
        })
    }

    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError> {
        self.scan(move |conn| list(conn, scope, &page)).await
    }

    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError> {
        self.look(|conn| enrollment(conn, scope, id))
    }

    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError> {
        self.scan(move |conn| enrollments(conn, scope, program, partner, &page)).await
    }

    async fn enrollment_snapshots(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<EnrollmentSnapshot>, StorageError> {
        self.look(|conn| enrollment_snapshots(conn, scope, enrollments))
    }
}
