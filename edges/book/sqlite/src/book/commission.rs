//! Commissions: by conversion, by filter, due, and not yet in a statement.

use super::{
    SqliteBook,
    fault::Fault,
    read::{after, all, count, each, limit, noun, text, word},
    write::upsert,
};
use async_trait::async_trait;
use commission::{Commission, Dispute, Priors, State};
use engine::ports::{CommissionFilter, Commissions, Page, StorageError, Unstated, VersionKey};
use program::Event;
use rusqlite::{Connection, Row, ToSql, params};
use std::collections::BTreeMap;
use words::{CommissionId, ConversionId, EnrollmentId, Instant, ProgramId, Scope};

pub(super) fn put(conn: &Connection, commission: &Commission) -> Result<(), Fault> {
    upsert!(conn, "commissions", commission, [id = text(commission.id)], {
        workspace = text(commission.scope.workspace),
        mode = commission.scope.mode.name(),
        program = text(commission.program),
        customer = commission.customer.map(text),
        conversion = commission.conversion.map(text),
        key = commission.key,
        version_key = VersionKey::of_commission(commission).text(),
        enrollment = text(commission.enrollment),
        partner = text(commission.partner),
        event = commission.event.name(),
        occurred_at = commission.occurred_at.micros(),
        share_millionths = commission.share_millionths,
        currency = commission.currency.code(),
        earned = commission.earned,
        reversed = commission.reversed,
        stated = commission.stated,
        unstated = commission.unstated(),
        taken_back = commission.taken_back,
        state = commission.state().name(),
        declined = commission.declined.is_some(),
        awaits_approval = commission.awaits_approval,
        hold_until = commission.hold_until.micros(),
        approved_at = commission.approved_at.map(|at| at.micros()),
        statement = commission.statement.map(text),
        created_at = commission.created_at.micros(),
    })
}

pub(super) fn put_dispute(conn: &Connection, dispute: &Dispute) -> Result<(), Fault> {
    upsert!(conn, "disputes", dispute, [id = text(dispute.id)], {
        workspace = text(dispute.scope.workspace),
        mode = dispute.scope.mode.name(),
        program = text(dispute.program),
        enrollment = text(dispute.enrollment),
        partner = text(dispute.partner),
        kind = dispute.kind.name(),
        status = dispute.status.name(),
        commission = dispute.commission.map(text),
        conversion = dispute.conversion.map(text),
        customer = dispute.customer.map(text),
        due_at = dispute.due_at.micros(),
        opened_at = dispute.opened_at.micros(),
    })
}

/// Credits before a position. The parameters are those of the history's other queries: customer,
/// program, the position's time and key, workspace, mode.
pub(super) fn priors(
    conn: &Connection,
    params: &[&dyn ToSql],
) -> Result<BTreeMap<(EnrollmentId, Event), Priors>, Fault> {
    let sql = "
        select enrollment, event, count(*), min(occurred_at)
        from commissions
        where customer = ?1 and program = ?2 and (occurred_at, key) < (?3, ?4)
            and share_millionths > 0 and workspace = ?5 and mode = ?6
        group by enrollment, event";
    let priors = each(conn, sql, params, |row| {
        let enrollment = word(row, 0, ("commissions", "enrollment"))?;
        let count = u32::try_from(count(row, 2)?).unwrap_or(u32::MAX);
        let first_at = Some(Instant::from_micros(row.get(3)?));
        Ok(((enrollment, event(row, 1)?.counted_as()), Priors { count, first_at }))
    })?;
    let mut found = BTreeMap::<_, Priors>::new();
    for (of, priors) in priors {
        let counted = found.entry(of).or_default();
        *counted = counted.with(priors);
    }
    Ok(found)
}

fn event(row: &Row<'_>, at: usize) -> Result<Event, Fault> {
    let name = row.get_ref(at)?.as_str().unwrap_or_default();
    Event::ALL.into_iter().find(|event| event.name() == name).ok_or_else(|| {
        let (id, why) = (row.get(0).unwrap_or_default(), format!("{name} is no event"));
        Fault::Unreadable { table: "commissions", column: "event", id, why }
    })
}

pub(super) fn of_conversion(
    conn: &Connection,
    scope: Scope,
    conversion: ConversionId,
) -> Result<Vec<Commission>, Fault> {
    let sql = "
        select id, body from commissions
        where conversion = ?1 and workspace = ?2 and mode = ?3
        order by id";
    all(conn, "commissions", sql, params![text(conversion), text(scope.workspace), scope.mode.name()])
}

fn list(
    conn: &Connection,
    scope: Scope,
    filter: &CommissionFilter,
    page: &Page<CommissionId>,
) -> Result<Vec<Commission>, Fault> {
    // The narrowest filter drives, so that a few are found without walking past everybody's. A
    // partner's are found through the enrollments: these are few, and commissions know them.
    let narrow = match filter {
        CommissionFilter { conversion: Some(_), .. } => "conversion = ?8",
        CommissionFilter { enrollment: Some(_), .. } => "enrollment = ?6",
        CommissionFilter { partner: Some(_), .. } => {
            "enrollment in (select e.id from enrollments e where e.partner = ?7)"
        }
        _ => "1 = 1",
    };
    let sql = format!(
        "
        select id, body from commissions
        where {narrow} and workspace = ?1 and mode = ?2 and id > ?3
            and (?5 is null or program = ?5) and (?6 is null or enrollment = ?6)
            and (?7 is null or partner = ?7) and (?8 is null or conversion = ?8)
            and (?9 is null or state = ?9)
        order by id limit ?4"
    );
    let params = params![
        text(scope.workspace),
        scope.mode.name(),
        after(page),
        limit(page.limit),
        filter.program.map(text),
        filter.enrollment.map(text),
        filter.partner.map(text),
        filter.conversion.map(text),
        filter.state.map(State::name),
    ];
    all(conn, "commissions", &sql, params)
}

/// Those without a conversion whose keys begin so.
fn grants(
    conn: &Connection,
    scope: Scope,
    enrollment: EnrollmentId,
    keys: &str,
) -> Result<Vec<Commission>, Fault> {
    let sql = "
        select id, body from commissions
        where enrollment = ?1 and conversion is null and key >= ?2 and key < ?3
            and workspace = ?4 and mode = ?5
        order by key";
    let end = format!("{keys}{}", char::MAX);
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    all(conn, "commissions", sql, params![text(enrollment), keys, end, workspace, mode])
}

/// In the order asked for; commissions that are not in the scope are left out.
fn files(conn: &Connection, scope: Scope, ids: &[CommissionId]) -> Result<Vec<(Commission, u64)>, Fault> {
    let sql = "
        select c.id, c.body, coalesce(v.version, 0)
        from commissions c left join versions v on v.key = c.version_key
        where c.id = ?1 and c.workspace = ?2 and c.mode = ?3";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(each(conn, sql, params![text(id), workspace, mode], with_version)?);
    }
    Ok(found)
}

/// The longest held first.
fn due(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    now: Instant,
    rows: usize,
) -> Result<Vec<(Commission, u64)>, Fault> {
    let sql = "
        select c.id, c.body, coalesce(v.version, 0)
        from commissions c left join versions v on v.key = c.version_key
        where c.program = ?1 and c.state = 'pending' and c.earned <> c.reversed and c.hold_until <= ?2
            and not c.awaits_approval
            and c.workspace = ?3 and c.mode = ?4
        order by c.hold_until, c.id
        limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    each(conn, sql, params![text(program), now.micros(), workspace, mode, limit(rows)], with_version)
}

fn unstated(
    conn: &Connection,
    scope: Scope,
    enrollment: EnrollmentId,
    before: Instant,
    rows: usize,
) -> Result<Vec<(Commission, u64)>, Fault> {
    let sql = "
        select c.id, c.body, coalesce(v.version, 0)
        from commissions c left join versions v on v.key = c.version_key
        where c.enrollment = ?1 and c.unstated <> 0 and c.approved_at < ?2
            and c.workspace = ?3 and c.mode = ?4
        order by c.occurred_at, c.key, c.id
        limit ?5";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    each(conn, sql, params![text(enrollment), before.micros(), workspace, mode, limit(rows)], with_version)
}

fn unstated_sums(
    conn: &Connection,
    scope: Scope,
    enrollment: EnrollmentId,
    before: Instant,
) -> Result<Unstated, Fault> {
    let sql = "
        select coalesce(sum(unstated), 0),
            coalesce(-sum(unstated) filter (where statement is not null and unstated < 0), 0),
            coalesce(sum(case when unstated < taken_back then unstated else taken_back end)
                filter (where unstated > 0), 0)
        from commissions
        where enrollment = ?1 and unstated <> 0 and approved_at < ?2 and workspace = ?3 and mode = ?4";
    let params = params![text(enrollment), before.micros(), text(scope.workspace), scope.mode.name()];
    let sums =
        |row: &Row<'_>| Ok(Unstated { total: row.get(0)?, taken_back: row.get(1)?, given_back: row.get(2)? });
    Ok(conn.prepare_cached(sql)?.query_row(params, sums)?)
}

/// A commission with the version that counts its commits.
fn with_version(row: &Row<'_>) -> Result<(Commission, u64), Fault> {
    Ok((noun(row, 0, "commissions")?, count(row, 2)?))
}

fn enrollments_to_state(
    conn: &Connection,
    scope: Scope,
    program: ProgramId,
    before: Instant,
    page: &Page<EnrollmentId>,
) -> Result<Vec<EnrollmentId>, Fault> {
    let sql = "
        select e.id from enrollments e
        where e.program = ?1 and e.workspace = ?2 and e.mode = ?3 and e.id > ?4
            and (
                exists (
                    select 1 from commissions c
                    where c.enrollment = e.id and c.unstated <> 0 and c.approved_at < ?5
                )
                or exists (
                    select 1 from statements s
                    where s.enrollment = e.id and (s.status = 'open' or s.carry_over <> 0 or s.owed_back <> 0)
                        and s.period_until =
                            (select max(l.period_until) from statements l where l.enrollment = e.id)
                )
            )
        order by e.id
        limit ?6";
    let (workspace, mode) = (text(scope.workspace), scope.mode.name());
    let params = params![text(program), workspace, mode, after(page), before.micros(), limit(page.limit)];
    each(conn, sql, params, |row| word(row, 0, ("enrollments", "id")))
}

#[async_trait]
impl Commissions for SqliteBook {
    async fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, StorageError> {
        let filter = filter.clone();
        self.scan(move |conn| list(conn, scope, &filter, &page)).await
    }

    async fn grants(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        keys: &str,
    ) -> Result<Vec<Commission>, StorageError> {
        let keys = keys.to_owned();
        self.scan(move |conn| grants(conn, scope, enrollment, &keys)).await
    }

    async fn commission_files(
        &self,
        scope: Scope,
        ids: &[CommissionId],
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.look(|conn| files(conn, scope, ids))
    }

    async fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.scan(move |conn| due(conn, scope, program, now, limit)).await
    }

    async fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<EnrollmentId>, StorageError> {
        self.scan(move |conn| enrollments_to_state(conn, scope, program, before, &page)).await
    }

    async fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError> {
        self.scan(move |conn| unstated(conn, scope, enrollment, before, limit)).await
    }

    async fn unstated(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
    ) -> Result<Unstated, StorageError> {
        self.scan(move |conn| unstated_sums(conn, scope, enrollment, before)).await
    }
}
