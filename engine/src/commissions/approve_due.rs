//! Deed: commissions whose hold has ended become payable, in chunks that can be interrupted.

use crate::{
    Caller, Engine, Error, Permit,
    commissions::commission_reviewed,
    need::WriteCommissions,
    ports::{Changes, Expected, ROWS_PER_COMMIT_MAX, Row, VersionKey},
    rulebooks,
};
use commission::approve;
use facts::Event;
use program::EnrollmentStatus;
use settlement::EnrollmentSnapshot;
use std::collections::{BTreeMap, BTreeSet};
use words::{EntryId, ProgramId};

/// Each takes a row, an entry with two postings, a fact and a version.
pub const APPROVALS_PER_COMMIT_MAX: usize = ROWS_PER_COMMIT_MAX / 8;

/// Approves everything due in the program; answers how many commissions.
pub async fn approve_due(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    program: ProgramId,
) -> Result<u64, Error> {
    rulebooks::load(engine, caller.scope, program).await?;
    let caller = &caller.without_idempotency();
    let mut approved = 0;
    loop {
        let attempt = move || approve_chunk(engine, caller, program);
        let chunk = engine.transact(caller, "approve_due_commissions", attempt).await?.value;
        approved += chunk;
        if chunk < APPROVALS_PER_COMMIT_MAX as u64 {
            return Ok(approved);
        }
    }
}

async fn approve_chunk(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
) -> Result<(u64, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let due = engine.book().due_commissions(scope, program, now, APPROVALS_PER_COMMIT_MAX).await?;
    let mut enrollments: Vec<_> = due.iter().map(|(commission, _)| commission.enrollment).collect();
    enrollments.sort_unstable();
    enrollments.dedup();
    let snapshots = engine.book().enrollment_snapshots(scope, &enrollments).await?;
    let is_banned = |snapshot: &&EnrollmentSnapshot| snapshot.enrollment.status == EnrollmentStatus::Banned;
    let banned: BTreeSet<_> = snapshots.iter().filter(is_banned).map(|it| it.enrollment.id).collect();
    let mut changes = Changes::default();
    let mut versions = BTreeMap::new();
    let mut approved = 0;
    // What a ban is about to decline is not approved before it comes to that.
    for (commission, version) in due.iter().filter(|(it, _)| !banned.contains(&it.enrollment)) {
        approved += 1;
        versions.insert(VersionKey::of_commission(commission), *version);
        let (after, entry) = approve(commission, now, EntryId::draw(now, engine.draw()));
        let event = Event::CommissionApproved(commission_reviewed(&after));
        let fact = engine.fact(scope, now, event).of_program(program);
        changes.facts.push(fact.of_customer(commission.customer));
        changes.rows.push(Row::Commission(after));
        changes.entries.extend(entry);
    }
    changes.expected = versions.into_iter().map(|(key, version)| Expected { key, version }).collect();
    Ok((approved, changes))
}
