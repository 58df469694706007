//! What causes what among the facts of one commit.

use crate::{Event, Fact};
use conversion::ReviewStatus;
use words::FactId;

/// How closely a fact follows from another; the lesser is the closer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Closeness {
    /// It is about the same thing.
    Direct,
    /// The other one began what settled the customer again.
    Began,
}

/// Gives each fact of one commit its cause: of the others the one that it follows from most closely, or else what the
/// whole commit follows from. A cause that is given already stays.
pub fn chain(facts: &mut [Fact], outer: Option<FactId>) {
    let cause_of = |effect: &Fact| {
        let causes = facts.iter().filter(|other| other.id != effect.id);
        let close = causes.filter_map(|other| Some((follows(&effect.event, &other.event)?, other.id)));
        // Of equally close ones the first.
        close.min_by_key(|(closeness, _)| *closeness).map(|(_, id)| id)
    };
    let causes: Vec<_> = facts.iter().map(cause_of).collect();
    for (fact, cause) in facts.iter_mut().zip(causes) {
        fact.cause = fact.cause.or(cause).or(outer);
    }
}

/// How closely the effect follows from the cause; none if it does not.
fn follows(effect: &Event, cause: &Event) -> Option<Closeness> {
    let began = settles(cause).then_some(Closeness::Began);
    let direct = |is: bool| is.then_some(Closeness::Direct);
    match (effect, cause) {
        (Event::DecisionMade(decision), Event::ConversionRecorded(recorded)) => {
            direct(decision.conversion == recorded.conversion).or(began)
        }
        (Event::CommissionChanged(commission), Event::DecisionMade(decision)) => {
            direct(commission.conversion == Some(decision.conversion))
        }
        (Event::CommissionReversed(_), _) => began.map(|_| Closeness::Direct),
        (
            Event::CommissionGranted(_) | Event::CommissionChanged(_),
            Event::MilestoneReached(_) | Event::MilestoneLost(_),
        ) => direct(true),
        (Event::DecisionMade(_) | Event::ReferralChanged(_) | Event::CommissionChanged(_), _) => began,
        (Event::ReviewOpened(_), _) => began,
        (Event::ReviewClosed(review), _) if review.status == ReviewStatus::Settled => began,
        (Event::PolicyPublished(_), Event::ProgramCreated(_) | Event::SimulationApplied(_)) => direct(true),
        (Event::TermsPublished(_), Event::SimulationApplied(_)) => direct(true),
        (Event::CommissionGranted(granted), Event::DisputeUpheld(dispute)) => {
            direct(granted.partner == dispute.partner)
        }
        (
            Event::CommissionReinstated(_) | Event::CreditCorrected(_) | Event::ConversionRepriced(_),
            Event::DisputeUpheld(_),
        ) => direct(true),
        (Event::PayoutMethodBounced(marked) | Event::PayoutMethodRestored(marked), cause) => {
            direct(reported_transfer(cause) == Some(marked.transfer))
        }
        (Event::BatchClosed(closed), cause) => direct(reported_batch(cause) == Some(closed.batch)),
        _ => None,
    }
}

/// Whether a customer is settled because of it.
fn settles(event: &Event) -> bool {
    match event {
        Event::ReviewClosed(review) => review.status == ReviewStatus::Accepted,
        Event::ConversionRecorded(_)
        | Event::ConversionRepriced(_)
        | Event::CreditCorrected(_)
        | Event::CreditCorrectionTakenBack(_)
        | Event::RefundRecorded(_)
        | Event::RefundWaiting(_)
        | Event::ChargebackRecorded(_)
        | Event::ChargebackWaiting(_)
        | Event::RefundReversalRecorded(_)
        | Event::RefundReversalWaiting(_)
        | Event::ChargebackReversalRecorded(_)
        | Event::ChargebackReversalWaiting(_) => true,
        _ => false,
    }
}

fn reported_transfer(event: &Event) -> Option<words::TransferId> {
    reported(event).map(|report| report.transfer)
}

fn reported_batch(event: &Event) -> Option<words::BatchId> {
    reported(event).map(|report| report.batch)
}

fn reported(event: &Event) -> Option<&crate::TransferReported> {
    match event {
        Event::TransferHandedOver(report)
        | Event::TransferUnknown(report)
        | Event::TransferSettled(report)
        | Event::TransferFailed(report)
        | Event::TransferReturned(report) => Some(report),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CommissionChanged, DecisionMade, Kind, Shape};
    use words::{ConversionId, Instant, Mode, Scope, WorkspaceId};

    fn fact(number: u128, event: Event) -> Fact {
        let at = Instant::from_micros(0);
        let scope = Scope { workspace: WorkspaceId::draw(at, 1), mode: Mode::Live };
        Fact::new(FactId::draw(at, number), scope, at, event)
    }

    fn causes(events: Vec<Event>, outer: Option<FactId>) -> Vec<Option<usize>> {
        let mut facts: Vec<_> = (1..).zip(events).map(|(number, event)| fact(number, event)).collect();
        chain(&mut facts, outer);
        let place = |id: FactId| facts.iter().position(|fact| fact.id == id);
        facts.iter().map(|fact| fact.cause.and_then(place)).collect()
    }

    #[test]
    fn a_conversion_causes_its_decision_and_that_its_commission() {
        let other = ConversionId::draw(Instant::from_micros(0), 99);
        let events = vec![
            Event::example(Kind::ConversionRecorded),
            Event::example(Kind::ReferralChanged),
            Event::DecisionMade(DecisionMade { conversion: other, ..DecisionMade::example() }),
            Event::example(Kind::DecisionMade),
            Event::example(Kind::CommissionChanged),
            Event::CommissionChanged(CommissionChanged {
                conversion: Some(other),
                ..CommissionChanged::example()
            }),
        ];
        // An earlier conversion that is decided otherwise now is so because of what was recorded, too.
        let expected = [None, Some(0), Some(0), Some(0), Some(3), Some(2)];
        assert_eq!(causes(events, None), expected);
    }

    #[test]
    fn a_commit_s_first_causes_follow_from_what_made_the_caller_act() {
        let outer = FactId::draw(Instant::from_micros(0), 1_000);
        let events = [Kind::RefundRecorded, Kind::CommissionReversed, Kind::LinkCreated].map(Event::example);
        let mut facts: Vec<_> = (1..).zip(events).map(|(number, event)| fact(number, event)).collect();
        chain(&mut facts, Some(outer));
        let causes = facts.iter().map(|fact| fact.cause).collect::<Vec<_>>();
        assert_eq!(causes, [Some(outer), Some(facts[0].id), Some(outer)]);
    }

    #[test]
    fn what_a_dispute_books_is_settled_because_of_what_it_booked() {
        let kinds = [Kind::DisputeUpheld, Kind::CreditCorrected, Kind::DecisionMade, Kind::CommissionChanged];
        let events = kinds.map(Event::example).to_vec();
        assert_eq!(causes(events, None), [None, Some(0), Some(1), Some(2)]);
    }
}
