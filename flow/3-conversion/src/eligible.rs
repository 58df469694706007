//! Which touches are eligible: each is tested in the published order, and the first failing test is the reason.
//!
//! A touch that is refused has no say in whether another is: taking it away changes no credit.

use crate::{Candidate, Case, Refusal};
use program::PolicyRules;
use referral::{Evidence, EvidenceClass, Touch, TouchSource};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};
use words::{Instant, MICROS_PER_DAY};

const MICROS_PER_SECOND: i64 = 1_000_000;

/// The reason against each candidate, none where it is eligible. `candidates` come in their own order.
pub(crate) fn refusals(
    candidates: &[&Candidate<'_>],
    case: &Case<'_>,
    rules: &PolicyRules,
) -> Vec<Option<Refusal>> {
    let trial = Trial::of(case, rules);
    let mut refusals = candidates.iter().map(|candidate| trial.alone(candidate)).collect::<Vec<_>>();
    trial.codes(candidates, &mut refusals);
    trial.browsers(candidates, &mut refusals);
    trial.stand_down(candidates, &mut refusals);
    refusals
}

/// The places of the candidates that the reasons for and against the chosen ones rest on: the owner's touch without which a
/// code would not count, and the touch that a late click gives way to.
pub(crate) fn grounds(
    chosen: &BTreeSet<usize>,
    (candidates, refusals): (&[&Candidate<'_>], &[Option<Refusal>]),
    case: &Case<'_>,
    rules: &PolicyRules,
) -> BTreeSet<usize> {
    let trial = Trial::of(case, rules);
    // Codes are tested before a server's touch outranks them.
    let passes_codes = |place: usize| matches!(refusals[place], None | Some(Refusal::OutrankedByServer));
    let mut grounds = BTreeSet::new();
    for &place in chosen {
        let touch = candidates[place].touch;
        if trial.needs_owner(touch) && passes_codes(place) {
            let vouches =
                |&other: &usize| passes_codes(other) && trial.vouches(candidates[other].touch, touch);
            grounds.extend((0..candidates.len()).rev().find(vouches));
        }
        if refusals[place] == Some(Refusal::StandDown) {
            let displaces = |&other: &usize| trial.displaces(candidates[other].touch, touch);
            let mut eligible = (0..candidates.len()).filter(|&other| refusals[other].is_none());
            grounds.extend(eligible.find(displaces));
        }
    }
    grounds
}

struct Trial<'a> {
    key: &'a str,
    at: Instant,
    by_browser: bool,
    rules: &'a PolicyRules,
}

impl<'a> Trial<'a> {
    fn of(case: &Case<'a>, rules: &'a PolicyRules) -> Self {
        Trial { key: case.key, at: case.occurred_at, by_browser: case.by_browser, rules }
    }

    fn age(&self, touch: &Touch) -> i64 {
        self.at.micros_since(touch.occurred_at)
    }

    /// The tests that ask about one touch alone.
    fn alone(&self, candidate: &Candidate<'_>) -> Option<Refusal> {
        let (touch, rules) = (candidate.touch, self.rules);
        let age = self.age(touch);
        let look_back = i64::from(rules.look_back_days) * MICROS_PER_DAY;
        let (deal, protected) = match &touch.evidence {
            Evidence::Deal { protected_until, event, .. } => {
                (true, self.at < *protected_until || event.as_deref() == Some(self.key))
            }
            _ => (false, false),
        };
        let rejected = matches!(touch.evidence, Evidence::Form { rejected: true, .. });
        let clicked = matches!(touch.evidence, Evidence::Click { .. } | Evidence::Link { .. });
        // A click that the server confirms does not confirm the lead that a browser made of it.
        let by_browser = self.by_browser || touch.source == TouchSource::Browser;
        let consented = touch.consent == click::Consent::Granted;
        let tests = [
            (!deal && age > look_back, Refusal::OutsideLookBack),
            (deal && !protected, Refusal::ProtectionEnded),
            (rejected, Refusal::FormRejected),
            (!candidate.active, Refusal::PartnerNotActive),
            (candidate.self_referral, Refusal::SelfReferral),
            (touch.verdict.is_bot(), Refusal::Bot),
            (rules.consent_required && clicked && !consented, Refusal::NoConsent),
            (self.is_within(touch, rules.click_to_conversion_seconds), Refusal::TooFast),
            (rules.new_customers_only && candidate.existing, Refusal::ExistingCustomer),
            (!rules.trusts_browsers && by_browser, Refusal::Unconfirmed),
        ];
        tests.into_iter().find(|(fails, _)| *fails).map(|(_, reason)| reason)
    }

    /// Whether the touch is a click that came later than so many seconds before the conversion. When a link without
    /// consent was followed is not known.
    fn is_within(&self, touch: &Touch, seconds: u32) -> bool {
        let clicked = matches!(touch.evidence, Evidence::Click { .. });
        clicked && self.age(touch) < i64::from(seconds) * MICROS_PER_SECOND
    }

    /// Whether it is a code that strangers may know.
    fn needs_owner(&self, touch: &Touch) -> bool {
        matches!(touch.evidence, Evidence::Code { leaked, .. } if leaked || self.rules.code_owner_only)
    }

    /// Whether an eligible touch shows that the code's owner led the customer: no stronger voice outranks it, and it is no
    /// click so late that it may have come with the code.
    fn vouches(&self, owner: &Touch, code: &Touch) -> bool {
        owner.enrollment == code.enrollment && owner.source >= code.source && self.may_vouch(owner)
    }

    fn may_vouch(&self, touch: &Touch) -> bool {
        touch.class() != EvidenceClass::Code && !self.is_within(touch, self.rules.stand_down_seconds)
    }

    /// A code that strangers may know counts only beside another eligible touch of its owner.
    fn codes(&self, candidates: &[&Candidate<'_>], refusals: &mut [Option<Refusal>]) {
        // The strongest source of each owner's touches.
        let mut owners = BTreeMap::new();
        for (candidate, _) in candidates.iter().zip(refusals.iter()).filter(|(_, refusal)| refusal.is_none())
        {
            let touch = candidate.touch;
            if self.may_vouch(touch) {
                let strongest = owners.entry(touch.enrollment).or_insert(touch.source);
                *strongest = touch.source.max(*strongest);
            }
        }

        for (candidate, refusal) in candidates.iter().zip(refusals).filter(|(_, refusal)| refusal.is_none()) {
            let touch = candidate.touch;
            let led = owners.get(&touch.enrollment).is_some_and(|source| *source >= touch.source);
            if self.needs_owner(touch) && !led {
                *refusal = Some(Refusal::CodeWithoutOwner);
            }
        }
    }

    /// What only a browser vouches for gives way to whatever the merchant's server named.
    fn browsers(&self, candidates: &[&Candidate<'_>], refusals: &mut [Option<Refusal>]) {
        let mut eligible = candidates.iter().zip(refusals.iter()).filter(|(_, refusal)| refusal.is_none());
        if !eligible.any(|(candidate, _)| candidate.touch.source == TouchSource::Server) {
            return;
        }
        for (candidate, refusal) in candidates.iter().zip(refusals) {
            if refusal.is_none() && candidate.touch.source == TouchSource::Browser {
                *refusal = Some(Refusal::OutrankedByServer);
            }
        }
    }

    /// Whether a late click gives way to the eligible touch: another partner's, from before the stand-down time began.
    fn displaces(&self, other: &Touch, late: &Touch) -> bool {
        let window = i64::from(self.rules.stand_down_seconds) * MICROS_PER_SECOND;
        other.enrollment != late.enrollment && self.age(other) >= window
    }

    fn stand_down(&self, candidates: &[&Candidate<'_>], refusals: &mut [Option<Refusal>]) {
        let cells = Cell::from_mut(refusals).as_slice_of_cells();
        let eligible = || candidates.iter().zip(cells).filter(|(_, refusal)| refusal.get().is_none());
        for (late, refusal) in eligible() {
            if self.is_within(late.touch, self.rules.stand_down_seconds)
                && eligible().any(|(other, _)| self.displaces(other.touch, late.touch))
            {
                refusal.set(Some(Refusal::StandDown));
            }
        }
    }
}
