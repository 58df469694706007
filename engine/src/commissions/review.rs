//! Deeds: a commission approved early, declined, or owed after all; and what a ban does to those pending.

use crate::{
    Caller, Engine, Error, Permit,
    audit::{self, view},
    need::WriteCommissions,
    ports::{Changes, CommissionFilter, Expected, Page, Row, VersionKey},
};
use commission::{BAN_REASON, Commission, State, Verdict};
use facts::{CommissionReviewed, Event};
use program::EnrollmentStatus;
use words::{CommissionId, EnrollmentId, EntryId};

const COMMISSIONS_PER_PAGE: usize = 500;

/// One that is so already stays as it is. Declining one commission changes no other: it still counts against
/// caps and limits.
pub async fn review(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    id: CommissionId,
    verdict: &Verdict,
) -> Result<Commission, Error> {
    verdict.check()?;
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_review(engine, caller, id, verdict);
    Ok(engine.transact(caller, "review_commission", attempt).await?.value)
}

async fn attempt_review(
    engine: &Engine,
    caller: &Caller,
    id: CommissionId,
    verdict: &Verdict,
) -> Result<(Commission, Changes), Error> {
    let (now, scope) = (engine.now(), caller.scope);
    let found = engine.book().commission_files(scope, &[id]).await?.pop();
    let (before, version) = found.ok_or_else(|| Error::not_found("commission", id))?;
    let (after, entries) = verdict.on(&before, now, &mut || EntryId::draw(now, engine.draw()))?;
    if after == before {
        return Ok((before, Changes::default()));
    }
    let event = Event::of_verdict(verdict, commission_reviewed(&after));
    let kind = event.kind().text();
    let fact = engine.fact(scope, now, event).of_program(after.program);
    let key = VersionKey::of_commission(&after);
    let changes = Changes {
        expected: vec![Expected { key, version }],
        facts: vec![fact.of_customer(after.customer)],
        audit: vec![audit::entry(engine, caller, now, kind, id, (view(&before), view(&after)))],
        rows: vec![Row::Commission(after.clone())],
        entries,
        ..Changes::default()
    };
    Ok((after, changes))
}

/// Declines it, if it still pends and the enrollment is still banned when that is committed.
async fn attempt_decline(
    engine: &Engine,
    caller: &Caller,
    enrollment: EnrollmentId,
    id: CommissionId,
    verdict: &Verdict,
) -> Result<((), Changes), Error> {
    let key = VersionKey::Enrollment(enrollment);
    let version = engine.book().version(&key).await?;
    let found = engine.book().enrollment(caller.scope, enrollment).await?;
    let pending = engine.book().commission_files(caller.scope, &[id]).await?.pop();
    let pending = pending.is_some_and(|(commission, _)| is_undecided(&commission));
    if !pending || found.is_none_or(|found| found.status != EnrollmentStatus::Banned) {
        return Ok(((), Changes::default()));
    }
    let (_, mut changes) = attempt_review(engine, caller, id, verdict).await?;
    changes.unchanged.push(Expected { key, version });
    Ok(((), changes))
}

/// Declines what a banned enrollment has pending, unless it is not banned any more.
pub(crate) async fn decline_pending(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    enrollment: EnrollmentId,
) -> Result<(), Error> {
    // What earned nothing may rise, and nobody banned is paid for that either.
    for state in [State::Pending, State::None] {
        decline_each(engine, caller, enrollment, state).await?;
    }
    Ok(())
}

async fn decline_each(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    enrollment: EnrollmentId,
    state: State,
) -> Result<(), Error> {
    let filter =
        CommissionFilter { enrollment: Some(enrollment), state: Some(state), ..CommissionFilter::default() };
    let verdict = Verdict::Decline { reason: BAN_REASON.to_owned(), by: None };
    let mut after = None;
    loop {
        let found = engine.book().enrollment(caller.scope, enrollment).await?;
        if found.is_none_or(|enrollment| enrollment.status != EnrollmentStatus::Banned) {
            return Ok(());
        }
        let page = Page { after, limit: COMMISSIONS_PER_PAGE };
        let pending = engine.book().commissions(caller.scope, &filter, page).await?;
        for commission in &pending {
            let (id, verdict) = (commission.id, &verdict);
            let attempt = move || attempt_decline(engine, caller, enrollment, id, verdict);
            engine.transact(caller, "decline_pending", attempt).await?;
        }
        after = pending.last().map(|commission| commission.id);
        if pending.len() < COMMISSIONS_PER_PAGE {
            return Ok(());
        }
    }
}

/// The body of a fact about a commission that was approved, declined or reinstated.
pub(crate) fn commission_reviewed(after: &Commission) -> CommissionReviewed {
    CommissionReviewed {
        commission: after.id,
        partner: after.partner,
        amount: after.net(),
        currency: after.currency,
    }
}

/// Whether nobody has approved or declined it yet.
fn is_undecided(commission: &Commission) -> bool {
    let state = commission.state();
    state == State::Pending || state == State::None && commission.approved_at.is_none()
}
