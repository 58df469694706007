//! Deed: a partner is granted something beside what conversions earn: a bonus, or an adjustment that puts right what was
//! earned, which may take. It is approved at once.

use crate::{
    Caller, Done, Engine, Error, Permit,
    audit::{self, view},
    commissions::{self, commission_granted},
    need::WriteCommissions,
    ports::{Changes, Expected, Row, VersionKey},
    rulebooks,
};
use commission::{Commission, Granted, REASON_CHARACTERS_MAX, approve, post};
use program::{Enrollment, Event};
use settlement::Rulebook;
use words::{AMOUNT_MAX, CommissionId, EnrollmentId, EntryId, Instant, Invalid, MILLION, check_lines};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantInput {
    pub enrollment: EnrollmentId,
    /// A bonus or an adjustment.
    pub event: Event,
    /// Minor units of the program's currency; an adjustment may take.
    pub amount: i64,
    /// What for, as both sides read it.
    pub reason: String,
}

impl GrantInput {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        check_lines("reason", &self.reason, REASON_CHARACTERS_MAX)?;
        let (within, expected) = match self.event {
            Event::Bonus => {
                ((1..=AMOUNT_MAX).contains(&self.amount), format!("1 to {AMOUNT_MAX} minor units"))
            }
            Event::Adjustment => (
                self.amount != 0 && self.amount.unsigned_abs() <= AMOUNT_MAX.unsigned_abs(),
                format!("up to {AMOUNT_MAX} minor units to give or, negative, to take"),
            ),
            _ => return Err(Invalid::new("event", "bonus or adjustment")),
        };
        if within { Ok(()) } else { Err(Invalid::new("amount", expected)) }
    }
}

pub async fn grant(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    input: &GrantInput,
) -> Result<Done<Commission>, Error> {
    input.check()?;
    let attempt = move || async move {
        let now = engine.now();
        let id = CommissionId::draw(now, engine.draw());
        let key = format!("{}/{id}", input.event.name());
        let (granted, mut changes) = commissions::attempt_grant(engine, caller, input, (id, key)).await?;
        let action = format!("commission.{}", input.event.name());
        changes.audit.push(audit::entry(engine, caller, now, &action, id, (None, view(&granted))));
        Ok((granted, changes))
    };
    engine.transact(caller, "grant_commission", attempt).await
}

/// The grant under its key, approved, and all that books it.
pub(crate) async fn attempt_grant(
    engine: &Engine,
    caller: &Caller,
    input: &GrantInput,
    (id, key): (CommissionId, String),
) -> Result<(Commission, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let grants = VersionKey::Grants(input.enrollment);
    let version = engine.book().version(&grants).await?;
    let enrollment = engine.book().enrollment(scope, input.enrollment).await?;
    let enrollment = enrollment.ok_or_else(|| Error::not_found("enrollment", input.enrollment))?;
    let rulebook = rulebooks::load(engine, scope, enrollment.program).await?;
    let given = Granted { reason: input.reason.clone(), by: Some(caller.actor.id()) };
    let held = draft(&enrollment, &rulebook, input, (id, key, given), now);
    let mut draw = || EntryId::draw(now, engine.draw());
    let mut entries = post(None, &held, now, &mut draw);
    let (granted, approval) = approve(&held, now, draw());
    entries.extend(approval);
    let event = facts::Event::CommissionGranted(commission_granted(&granted));
    let changes = Changes {
        expected: vec![Expected { key: grants, version }],
        facts: vec![engine.fact(scope, now, event).of_program(granted.program)],
        rows: vec![Row::Commission(granted.clone())],
        entries,
        ..Changes::default()
    };
    Ok((granted, changes))
}

fn draft(
    enrollment: &Enrollment,
    rulebook: &Rulebook,
    input: &GrantInput,
    (id, key, granted): (CommissionId, String, Granted),
    now: Instant,
) -> Commission {
    Commission {
        id,
        scope: enrollment.scope,
        program: enrollment.program,
        customer: None,
        conversion: None,
        key,
        enrollment: enrollment.id,
        partner: enrollment.partner,
        event: input.event,
        occurred_at: now,
        granted: Some(granted),
        share_millionths: MILLION,
        terms: None,
        lines: Vec::new(),
        base: 0,
        by_part: Vec::new(),
        currency: rulebook.program.currency,
        earned: input.amount,
        reversed: 0,
        stated: 0,
        taken_back: 0,
        hold_until: now,
        awaits_approval: false,
        approved_earned: 0,
        approved_at: None,
        declined: None,
        suspended: std::collections::BTreeSet::new(),
        statement: None,
        adjusted_at: None,
        paid_at: None,
        created_at: now,
    }
}
