//! Who brought whom: another partner of the same program, never oneself, and never in a circle.

use crate::{
    Caller, Engine, Error, Permit, enrollments,
    need::WritePartners,
    ports::{Changes, CommissionColumn, EnrollmentColumn, Expected, ListOf, VersionKey, list_of},
    rulebooks,
};
use commission::Commission;
use program::{Enrollment, EnrollmentStatus, Event, Partner};
use settlement::EnrollmentSnapshot;
use std::collections::BTreeMap;
use words::{EnrollmentId, Instant, Invalid, Money, PartnerId, ProgramId, Scope};

/// How many partners may stand above one another.
pub const RECRUITED_DEPTH_MAX: usize = 100;
/// Of the partners whom one has brought, the latest this many are shown.
pub const RECRUITS_SHOWN_MAX: usize = 200;
const COMMISSIONS_PER_LOOK: usize = 500;

/// What is changed of an enrollment; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct EnrollmentChange {
    /// Who brought the partner; inside, none: nobody.
    pub recruited_by: Option<Option<EnrollmentId>>,
}

/// A partner whom one has brought, as one may know of them.
#[derive(Clone, PartialEq, Debug)]
pub struct RecruitShown {
    pub program: ProgramId,
    pub partner_name: String,
    /// Since when it counts that one brought them.
    pub since: Instant,
    /// When they were first approved.
    pub joined_at: Option<Instant>,
    /// What one earned for them.
    pub earned: Money,
}

/// Changes what the merchant says of an enrollment.
pub async fn update(
    engine: &Engine,
    caller: &Permit<WritePartners>,
    id: EnrollmentId,
    change: &EnrollmentChange,
) -> Result<Enrollment, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let (before, expected) = enrollments::find(engine, caller, id).await?;
        let Some(by) = change.recruited_by else { return Ok((before, Changes::default())) };
        let after = before.recruited_by(by, engine.now())?;
        if after == before {
            return Ok((before, Changes::default()));
        }
        let premises = match by {
            Some(by) => {
                enrollments::check_recruiter(engine, caller, (before.program, Some(&before)), by).await?
            }
            None => Vec::new(),
        };
        let mut changes = enrollments::changes_of(
            engine,
            caller,
            facts::Event::EnrollmentRecruited,
            (&before, after.clone()),
            expected,
        );
        changes.unchanged.extend(premises);
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "update_enrollment", attempt).await?.value)
}

/// Fails if this partner cannot have recruited the enrollment. Returns the versions that the check relies on.
pub(super) async fn check_recruiter(
    engine: &Engine,
    caller: &Caller,
    (program, recruited): (ProgramId, Option<&Enrollment>),
    by: EnrollmentId,
) -> Result<Vec<Expected>, Error> {
    let wrong = |expected: &str| Error::from(Invalid::new("recruited_by", expected));
    let mut premises = Vec::new();
    let mut above = Some(by);
    while let Some(id) = above {
        let found = engine.book().enrollment_snapshots(caller.scope, &[id]).await?.pop();
        let found = found.filter(|it| it.enrollment.program == program);
        let found = found.ok_or_else(|| wrong("the enrollment of another partner of the same program"))?;
        if recruited.is_some_and(|it| it.id == id || it.partner == found.enrollment.partner) {
            let expected = if id == by {
                "another partner than the one who was brought"
            } else {
                "a partner whom this one did not recruit, directly or through other partners"
            };
            return Err(wrong(expected));
        }
        if premises.len() >= RECRUITED_DEPTH_MAX {
            return Err(wrong(&format!("at most {RECRUITED_DEPTH_MAX} partners above one another")));
        }
        premises.push(Expected { key: VersionKey::Enrollment(id), version: found.version });
        above = found.enrollment.recruited.map(|recruited| recruited.by);
    }
    Ok(premises)
}

/// Who sent an applicant, if they take part and are not the applicant themselves; else nobody: an application is worth more
/// than the link that it came by.
pub(super) async fn find_recruiter(
    engine: &Engine,
    scope: Scope,
    program: ProgramId,
    (by, applicant): (Option<EnrollmentId>, &Partner),
) -> Result<Option<EnrollmentId>, Error> {
    let Some(by) = by else { return Ok(None) };
    let found = engine.book().enrollment_snapshots(scope, &[by]).await?.pop();
    let sends = |it: &EnrollmentSnapshot| {
        let (sender, own) = (&it.partner.personal.known_as, &applicant.personal.known_as);
        let is_same = sender.shares_mailbox(own) || sender.shared_companies(own).next().is_some();
        it.enrollment.program == program
            && it.enrollment.status == EnrollmentStatus::Approved
            && it.partner.id != applicant.id
            && !is_same
    };
    Ok(found.filter(sends).map(|it| it.enrollment.id))
}

/// The partners whom a partner has brought, the latest first, with what it earned them.
pub(crate) async fn recruits(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
) -> Result<Vec<RecruitShown>, Error> {
    let own = ListOf::<Enrollment>::new(RECRUITS_SHOWN_MAX).only(EnrollmentColumn::PARTNER_ID, partner);
    let own: Vec<Enrollment> = list_of(engine.book(), scope, &own).await?;
    let mut shown = Vec::new();
    for own in own {
        let query = ListOf::<Enrollment>::new(RECRUITS_SHOWN_MAX)
            .only(EnrollmentColumn::RECRUITED_BY, own.id)
            .newest_first();
        let brought: Vec<Enrollment> = list_of(engine.book(), scope, &query).await?;
        if brought.is_empty() {
            continue;
        }
        let currency = rulebooks::load(engine, scope, own.program).await?.program.currency;
        let earned = earned_by_recruits(engine, scope, own.id).await?;
        let ids: Vec<_> = brought.iter().map(|it| it.id).collect();
        for it in engine.book().enrollment_snapshots(scope, &ids).await? {
            let Some(recruited) = it.enrollment.recruited else { continue };
            let amount = earned.get(&it.enrollment.id.to_string()).copied().unwrap_or(0);
            shown.push(RecruitShown {
                program: own.program,
                partner_name: it.partner.display_name,
                since: recruited.since,
                joined_at: it.enrollment.approved_at,
                earned: Money::new(amount, currency),
            });
        }
    }
    shown.sort_by_key(|it| std::cmp::Reverse(it.since));
    shown.truncate(RECRUITS_SHOWN_MAX);
    Ok(shown)
}

/// By the id of the enrollment that was brought: the middle of a grant's key.
async fn earned_by_recruits(
    engine: &Engine,
    scope: Scope,
    enrollment: EnrollmentId,
) -> Result<BTreeMap<String, i64>, Error> {
    let mut query = ListOf::<Commission>::new(COMMISSIONS_PER_LOOK)
        .only(CommissionColumn::ENROLLMENT_ID, enrollment)
        .only(CommissionColumn::EVENT, Event::Partner.name());
    let mut sums = BTreeMap::<String, i64>::new();
    loop {
        let found: Vec<Commission> = list_of(engine.book(), scope, &query).await?;
        for commission in &found {
            let brought = commission.key.split('/').nth(1).unwrap_or_default();
            let sum = sums.entry(brought.to_owned()).or_default();
            *sum = sum.saturating_add(commission.net());
        }
        if found.len() < query.limit {
            return Ok(sums);
        }
        let last = found.last().cloned();
        let place = last.map(|last| query.place(&crate::ports::Row::Commission(last)));
        query = query.after(place);
    }
}
