//! Deeds: a dispute upheld, rejected, sent back for more, answered or taken back.

use super::book::Uphold;
use crate::{
    Caller, Engine, Error, Permit,
    need::WriteCommissions,
    ports::{Changes, Row},
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

impl Engine {
    pub async fn step_dispute(
        &self,
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
            self.moved_dispute(caller, (id, None), &step.said(), uphold.as_ref()).await
        };
        Ok(self.turn(caller, "step_dispute", attempt).await?.value)
    }

    /// The partner adds what was asked for.
    pub(crate) async fn answer_dispute(
        &self,
        caller: &Caller,
        (id, partner): (DisputeId, PartnerId),
        (note, references): (&str, &[String]),
    ) -> Result<Dispute, Error> {
        let (did, by) = (DisputeMove::Answered, Party::Partner);
        let said = &Said { did, by, reason: None, note: Some(note), references };
        self.turned_by_partner(caller, (id, partner), said).await
    }

    pub(crate) async fn withdraw_dispute(
        &self,
        caller: &Caller,
        (id, partner): (DisputeId, PartnerId),
    ) -> Result<Dispute, Error> {
        let (did, by) = (DisputeMove::Withdrawn, Party::Partner);
        let said = &Said { did, by, reason: None, note: None, references: &[] };
        self.turned_by_partner(caller, (id, partner), said).await
    }

    async fn turned_by_partner(
        &self,
        caller: &Caller,
        (id, partner): (DisputeId, PartnerId),
        said: &Said<'_>,
    ) -> Result<Dispute, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || self.moved_dispute(caller, (id, Some(partner)), said, None);
        Ok(self.turn(caller, "turn_dispute", attempt).await?.value)
    }

    /// The due date decides, unless somebody did meanwhile.
    pub(super) async fn decided_by_silence(
        &self,
        caller: &Caller,
        id: DisputeId,
        reason: Option<DisputeReason>,
    ) -> Result<(Dispute, Changes), Error> {
        let did = if reason.is_some() { DisputeMove::Rejected } else { DisputeMove::Upheld };
        let said = Said { did, by: Party::DueDate, reason, note: None, references: &[] };
        let uphold = reason.is_none().then(Uphold::default);
        self.moved_dispute(caller, (id, None), &said, uphold.as_ref()).await
    }

    /// The dispute after a turn, with all that follows from it.
    async fn moved_dispute(
        &self,
        caller: &Caller,
        (id, partner): (DisputeId, Option<PartnerId>),
        said: &Said<'_>,
        uphold: Option<&Uphold>,
    ) -> Result<(Dispute, Changes), Error> {
        let (scope, now) = (caller.scope, self.now());
        let (before, expected) = self.dispute_of(scope, id).await?;
        if partner.is_some_and(|partner| partner != before.partner) {
            return Err(Error::not_found("dispute", id));
        }
        let program = self.rulebook(scope, before.program).await?.program;
        let key = before.key.as_ref();
        let turn = Turn {
            at: now,
            did: said.did,
            by: said.by,
            actor: (said.by != Party::DueDate).then(|| caller.actor.id()),
            reason: said.reason,
            note: self.sealed_note(key, said.note)?,
            references: self.sealed_references(key, said.references)?,
        };
        let mut after = before.moved(turn, program.disputes.days)?;
        let mut changes = Changes { expected: vec![expected], ..Changes::default() };
        if !after.status.is_running() {
            self.settle_dispute(caller, (&before, &mut after), uphold, &mut changes).await?;
        }
        self.tell_of_dispute(caller, Some(&before), &after, &mut changes);
        self.write_of_dispute(&after, &program, &mut changes).await?;
        Ok((after, changes))
    }

    /// The suspension is lifted, what was decided is recorded, and what is upheld is booked.
    async fn settle_dispute(
        &self,
        caller: &Caller,
        (before, after): (&Dispute, &mut Dispute),
        uphold: Option<&Uphold>,
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let (scope, now) = (before.scope, after.changed_at);
        let mut lifted = None;
        if let Some(id) = before.commission {
            let (commission, version) = self.disputed_commission(scope, id).await?;
            changes.expected.push(version);
            lifted = Some((commission.suspended_by(Suspension::Dispute, false), commission));
        }
        let stood = lifted.as_ref().map(|(_, commission)| commission);
        after.settled_with =
            Some(self.record_of((scope, before.partner), before.conversion, stood, now).await?);
        match (uphold, lifted) {
            (Some(uphold), lifted) => {
                let lifted = lifted.map(|(lifted, _)| lifted);
                self.book_dispute(caller, after, (uphold, lifted), changes).await?;
            }
            (None, Some((lifted, commission))) if lifted != commission => {
                changes.rows.push(Row::Commission(lifted));
            }
            (None, _) => {}
        }
        self.decline_if_banned(after, changes).await
    }
}
