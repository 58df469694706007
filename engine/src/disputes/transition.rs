//! Deeds: a dispute upheld, rejected, sent back for more, answered or taken back.

use super::book::Uphold;
use crate::{
    Caller, Engine, Error, Permit, disputes,
    need::WriteCommissions,
    ports::{Changes, Row},
    rulebooks,
};
use commission::{Dispute, DisputeMove, DisputeReason, Party, Suspension, Turn};
use words::{ConversionId, DisputeId, Invalid, Money, PartnerId};

/// What the merchant does with a dispute.
#[derive(Clone, PartialEq, Debug)]
pub enum DisputeStep {
    /// The partner is right. What that books follows from what is disputed.
    Uphold {
        /// What the commission is to be, where it is not what the partner expects.
        amount: Option<Money>,
        /// The sale that was not tracked, where the order number does not find it.
        conversion: Option<ConversionId>,
        /// What the sale really came to, where that is what was wrong: then it is priced anew.
        sale_amount: Option<Money>,
        note: Option<String>,
    },
    Reject {
        reason: DisputeReason,
        note: Option<String>,
    },
    /// Sends it back to the partner, whose time begins.
    Ask {
        note: String,
    },
}

/// A turn in plain text.
struct Said<'a> {
    did: DisputeMove,
    by: Party,
    reason: Option<DisputeReason>,
    note: Option<&'a str>,
    references: &'a [String],
}

impl DisputeStep {
    fn said(&self) -> Said<'_> {
        let (did, reason, note) = match self {
            DisputeStep::Uphold { note, .. } => (DisputeMove::Upheld, None, note.as_deref()),
            DisputeStep::Reject { reason, note } => (DisputeMove::Rejected, Some(*reason), note.as_deref()),
            DisputeStep::Ask { note } => (DisputeMove::Asked, None, Some(note.as_str())),
        };
        Said { did, by: Party::Merchant, reason, note, references: &[] }
    }

    fn check(&self) -> Result<(), Invalid> {
        match self {
            DisputeStep::Reject { reason: DisputeReason::Undecided, .. } => Err(Invalid::new(
                "reason",
                "a reason of the list other than undecided, which is the due date's",
            )),
            DisputeStep::Reject { reason: DisputeReason::Other, note: None } => {
                Err(Invalid::new("note", "what the reason is, where it is another than those of the list"))
            }
            _ => Ok(()),
        }
    }
}

pub async fn transition(
    engine: &Engine,
    caller: &Permit<WriteCommissions>,
    id: DisputeId,
    step: &DisputeStep,
) -> Result<Dispute, Error> {
    step.check()?;
    let caller = &caller.without_idempotency();
    let attempt = move || async move {
        let uphold = match step {
            DisputeStep::Uphold { amount, conversion, sale_amount, .. } => {
                let (amount, conversion, sale_amount) = (*amount, *conversion, *sale_amount);
                Some(Uphold { amount, conversion, sale_amount })
            }
            DisputeStep::Reject { .. } | DisputeStep::Ask { .. } => None,
        };
        attempt_transition(engine, caller, (id, None), &step.said(), uphold.as_ref()).await
    };
    Ok(engine.transact(caller, "step_dispute", attempt).await?.value)
}

/// The partner adds what was asked for.
pub(crate) async fn answer(
    engine: &Engine,
    caller: &Caller,
    (id, partner): (DisputeId, PartnerId),
    (note, references): (&str, &[String]),
) -> Result<Dispute, Error> {
    let (did, by) = (DisputeMove::Answered, Party::Partner);
    let said = &Said { did, by, reason: None, note: Some(note), references };
    transition_by_partner(engine, caller, (id, partner), said).await
}

pub(crate) async fn withdraw(
    engine: &Engine,
    caller: &Caller,
    (id, partner): (DisputeId, PartnerId),
) -> Result<Dispute, Error> {
    let (did, by) = (DisputeMove::Withdrawn, Party::Partner);
    let said = &Said { did, by, reason: None, note: None, references: &[] };
    transition_by_partner(engine, caller, (id, partner), said).await
}

async fn transition_by_partner(
    engine: &Engine,
    caller: &Caller,
    (id, partner): (DisputeId, PartnerId),
    said: &Said<'_>,
) -> Result<Dispute, Error> {
    let caller = &caller.without_idempotency();
    let attempt = move || attempt_transition(engine, caller, (id, Some(partner)), said, None);
    Ok(engine.transact(caller, "turn_dispute", attempt).await?.value)
}

/// The due date decides, unless somebody did meanwhile.
pub(super) async fn decide_by_silence(
    engine: &Engine,
    caller: &Caller,
    id: DisputeId,
    reason: Option<DisputeReason>,
) -> Result<(Dispute, Changes), Error> {
    let did = if reason.is_some() { DisputeMove::Rejected } else { DisputeMove::Upheld };
    let said = Said { did, by: Party::DueDate, reason, note: None, references: &[] };
    let uphold = reason.is_none().then(Uphold::default);
    attempt_transition(engine, caller, (id, None), &said, uphold.as_ref()).await
}

/// The dispute after a turn, with all that follows from it.
async fn attempt_transition(
    engine: &Engine,
    caller: &Caller,
    (id, partner): (DisputeId, Option<PartnerId>),
    said: &Said<'_>,
    uphold: Option<&Uphold>,
) -> Result<(Dispute, Changes), Error> {
    let (scope, now) = (caller.scope, engine.now());
    let (before, expected) = disputes::find(engine, scope, id).await?;
    if partner.is_some_and(|partner| partner != before.partner) {
        return Err(Error::not_found("dispute", id));
    }
    let program = rulebooks::load(engine, scope, before.program).await?.program;
    let key = before.key.as_ref();
    let turn = Turn {
        at: now,
        did: said.did,
        by: said.by,
        actor: (said.by != Party::DueDate).then(|| caller.actor.id()),
        reason: said.reason,
        note: disputes::seal_note(engine, key, said.note)?,
        references: disputes::seal_references(engine, key, said.references)?,
    };
    let mut after = before.moved(turn, program.disputes.days)?;
    let mut changes = Changes { expected: vec![expected], ..Changes::default() };
    if !after.status.is_running() {
        conclude(engine, caller, (&before, &mut after), uphold, &mut changes).await?;
    }
    disputes::record_change(engine, caller, Some(&before), &after, &mut changes);
    disputes::write_letters(engine, &after, &program, &mut changes).await?;
    Ok((after, changes))
}

/// The suspension is lifted, what was decided is recorded, and what is upheld is booked.
async fn conclude(
    engine: &Engine,
    caller: &Caller,
    (before, after): (&Dispute, &mut Dispute),
    uphold: Option<&Uphold>,
    changes: &mut Changes,
) -> Result<(), Error> {
    let (scope, now) = (before.scope, after.changed_at);
    let mut lifted = None;
    if let Some(id) = before.commission {
        let (commission, version) = disputes::disputed_commission(engine, scope, id).await?;
        changes.expected.push(version);
        lifted = Some((commission.suspended_by(Suspension::Dispute, false), commission));
    }
    let stood = lifted.as_ref().map(|(_, commission)| commission);
    after.settled_with =
        Some(disputes::record_of(engine, (scope, before.partner), before.conversion, stood, now).await?);
    match (uphold, lifted) {
        (Some(uphold), lifted) => {
            let lifted = lifted.map(|(lifted, _)| lifted);
            disputes::book(engine, caller, after, (uphold, lifted), changes).await?;
        }
        (None, Some((lifted, commission))) if lifted != commission => {
            changes.rows.push(Row::Commission(lifted));
        }
        (None, _) => {}
    }
    disputes::decline_if_banned(engine, after, changes).await
}
