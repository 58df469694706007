//! Which touches a decision weighs where a customer has very many, and how a decision keeps them: what touches have in
//! common is written once.

use crate::{Outcome, Refusal};
use referral::{EvidenceClass, TouchSource};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use words::{EnrollmentId, Instant, PartnerId, TouchId};

/// Of the eligible touches the first of these are weighed,
pub(crate) const FIRST_WEIGHED: usize = 10;
/// and the latest of these.
pub(crate) const LATEST_WEIGHED: usize = 90;
/// Eligible touches that one decision weighs, apart from deals.
pub const TOUCHES_WEIGHED_MAX: usize = FIRST_WEIGHED + LATEST_WEIGHED;
/// Of the others the latest are kept, to show why.
pub(crate) const REFUSED_SHOWN: usize = 50;
/// A decision names all touches of a customer who has no more than these.
pub const TOUCHES_ALL_WEIGHED: usize = REFUSED_SHOWN;

/// The outcome of one touch in one decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Considered {
    pub touch: TouchId,
    pub occurred_at: Instant,
    /// The touch's own part of the credit, of a million; 0 unless it is credited.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub millionths: u32,
    #[serde(flatten)]
    pub finding: Finding,
}

/// What a decision found of a touch, and many touches may have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub class: EvidenceClass,
    pub outcome: Outcome,
    /// Inputs that stronger reports, erasure or changes could not restore, kept to decide again.
    pub source: TouchSource,
    pub self_referral: bool,
    /// The touch is of another id of the same customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_id: bool,
    pub active: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub existing: bool,
    /// For deals, whose protection may be extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_until: Option<Instant>,
}

fn is_zero(millionths: &u32) -> bool {
    *millionths == 0
}

/// The places of the touches that are weighed. Those that `stays` names always are: a deal's protection may have begun long
/// ago, and the conversion's own code wins. A touch that is refused has no say, so that refused ones displace none.
pub(crate) fn weighed(refusals: &[Option<Refusal>], stays: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    if refusals.len() <= TOUCHES_ALL_WEIGHED {
        return (0..refusals.len()).collect();
    }
    let (kept, others): (Vec<_>, Vec<_>) = (0..refusals.len()).partition(|&place| stays(place));
    let (eligible, refused): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|&place| refusals[place].is_none());

    let first = eligible.iter().take(FIRST_WEIGHED);
    let latest = eligible.iter().rev().take(LATEST_WEIGHED);
    let shown = refused.iter().rev().take(REFUSED_SHOWN);
    kept.iter().chain(first).chain(latest).chain(shown).copied().collect()
}

/// The stored form: each distinct finding once, and touches with the places of theirs.
#[derive(Serialize, Deserialize)]
struct Compact {
    findings: Vec<Finding>,
    /// Touch, when it occurred, the place of its finding, and its part of the credit.
    touches: Vec<(TouchId, Instant, usize, u32)>,
}

pub(crate) fn serialize<S: Serializer>(considered: &[Considered], out: S) -> Result<S::Ok, S::Error> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut touches = Vec::with_capacity(considered.len());
    for one in considered {
        let place = findings.iter().position(|finding| *finding == one.finding);
        let place = place.unwrap_or_else(|| {
            findings.push(one.finding);
            findings.len() - 1
        });
        touches.push((one.touch, one.occurred_at, place, one.millionths));
    }
    Compact { findings, touches }.serialize(out)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Considered>, D::Error> {
    /// Decisions of older versions hold every touch in full.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Compact(Compact),
        Full(Vec<Considered>),
    }

    let Compact { findings, touches } = match Stored::deserialize(input)? {
        Stored::Full(considered) => return Ok(considered),
        Stored::Compact(compact) => compact,
    };
    let considered = |(touch, occurred_at, place, millionths): (TouchId, Instant, usize, u32)| {
        let finding = findings.get(place).copied();
        let finding = finding.ok_or_else(|| serde::de::Error::custom("a touch without its finding"))?;
        Ok(Considered { touch, occurred_at, millionths, finding })
    };
    touches.into_iter().map(considered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finding(number: u8) -> Finding {
        let of = |number: u8| Instant::from_micros(1_700_000_000_000_000 + i64::from(number));
        Finding {
            enrollment: EnrollmentId::draw(of(number % 3), 1),
            partner: PartnerId::draw(of(number % 3), 1),
            class: EvidenceClass::ALL[usize::from(number % 5)],
            outcome: match number % 4 {
                0 => Outcome::Credited,
                1 => Outcome::NotChosen,
                _ => Outcome::Refused { reason: Refusal::ALL[usize::from(number) % Refusal::ALL.len()] },
            },
            source: if number.is_multiple_of(2) { TouchSource::Browser } else { TouchSource::Server },
            self_referral: number.is_multiple_of(7),
            other_id: number.is_multiple_of(5),
            active: number.is_multiple_of(3),
            existing: number.is_multiple_of(11),
            protected_until: number.is_multiple_of(13).then(|| of(number)),
        }
    }

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Kept {
        #[serde(with = "super")]
        considered: Vec<Considered>,
    }

    proptest! {
        #[test]
        fn what_a_decision_keeps_is_read_again(
            touches in prop::collection::vec((any::<u8>(), any::<u32>(), 0u32..1_000_001), 0..300),
        ) {
            let considered = |(number, at, millionths): &(u8, u32, u32)| Considered {
                touch: TouchId::draw(Instant::from_micros(i64::from(*at)), u128::from(*at)),
                occurred_at: Instant::from_micros(i64::from(*at)),
                millionths: *millionths,
                finding: finding(*number),
            };
            let kept = Kept { considered: touches.iter().map(considered).collect() };
            let compact = serde_json::to_string(&kept).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Kept>(&compact).unwrap(), &kept);
            // As older versions wrote it.
            let full = serde_json::json!({ "considered": kept.considered }).to_string();
            prop_assert_eq!(&serde_json::from_str::<Kept>(&full).unwrap(), &kept);
        }

        #[test]
        fn refused_touches_displace_none_and_weighing_the_weighed_again_changes_nothing(
            touches in prop::collection::vec((any::<bool>(), 0u8..40), 0..600),
        ) {
            let refusals: Vec<_> = touches.iter().map(|(refused, _)| refused.then_some(Refusal::Bot)).collect();
            let weighed_of = |places: &[usize]| {
                let refusals: Vec<_> = places.iter().map(|&place| refusals[place]).collect();
                let chosen = weighed(&refusals, |place| touches[places[place]].1 == 0);
                chosen.into_iter().map(|place| places[place]).collect::<Vec<_>>()
            };
            let all: Vec<_> = (0..touches.len()).collect();
            let once = weighed_of(&all);
            prop_assert_eq!(&weighed_of(&once), &once);
            // Without what was refused, the same eligible touches are weighed.
            let eligible: Vec<_> = all.iter().copied().filter(|&place| refusals[place].is_none()).collect();
            let have_a_say = once.iter().copied().filter(|&place| refusals[place].is_none());
            prop_assert_eq!(have_a_say.collect::<Vec<_>>(), weighed_of(&eligible));
        }
    }
}
