//! Deciding one conversion: a pure function of the case, its candidates and the policy.
//!
//! The order, as `docs/attribution.md` prints it:
//! 1. the customer's touches in the program, up to the conversion's own time;
//! 2. each is tested for eligibility, the first failing test gives the reason; of very many touches some are left out;
//! 3. what stands above the model wins outright, the first that is there ([`Basis`]);
//! 4. else the policy's model shares among the eligible; the evidence class breaks ties, then the touch's own key;
//!    never the order of arrival.

use crate::{
    Basis, Bond, Considered, Correction, Decision, Finding, Outcome, Refusal, Share, considered, eligible,
    model,
};
use program::{Policy, PolicyRules};
use referral::{Evidence, Touch, TouchSource};
use serde::Serialize;
use sha2::{Digest, Sha256};
use words::{ConversionId, CustomerId, DecisionId, Instant, MILLION, ProgramId, Scope, TouchId, split};

/// Raised whenever these rules may decide differently than before.
pub const RULES_REVISION: u32 = 5;

/// The conversion to decide.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    pub scope: Scope,
    pub program: ProgramId,
    pub customer: CustomerId,
    pub conversion: ConversionId,
    /// `Conversion::key`.
    pub key: &'a str,
    pub occurred_at: Instant,
    /// Only a browser reported the conversion.
    pub by_browser: bool,
    /// The one that stands, if there is one.
    pub correction: Option<&'a Correction>,
    /// The credit of the customer's first credited conversion, if that is an earlier one, as far as its partners
    /// take part at the time of this one.
    pub bond: Option<&'a Bond>,
}

/// A touch with what the book knows beside it.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub touch: &'a Touch,
    /// The customer is or was known as the partner is.
    pub self_referral: bool,
    /// The enrollment earned at the conversion's time.
    pub active: bool,
    /// The customer had bought before the touch.
    pub existing: bool,
}

/// What was found of a case, without its record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weighed {
    pub basis: Basis,
    /// Empty: nobody is credited.
    pub shares: Vec<Share>,
    /// Of each touch that was weighed, in their own order: its place among the candidates, what became of
    /// it, and its part of the credit in millionths.
    pub touches: Vec<(usize, Outcome, u32)>,
    /// How many touches up to the conversion's time were left out.
    pub left_out: usize,
}

/// Decides the case without writing its record: for many cases at once. `candidates` may come in any order.
pub fn weigh(case: &Case<'_>, candidates: &[Candidate<'_>], rules: &PolicyRules) -> Weighed {
    let all = order(case.occurred_at, candidates);
    let sorted: Vec<_> = all.iter().map(|&place| &candidates[place]).collect();
    let refusals = eligible::refusals(&sorted, case, rules);

    let stays = |place: usize| match &sorted[place].touch.evidence {
        Evidence::Deal { .. } => true,
        Evidence::Code { event, .. } => event == case.key,
        _ => false,
    };
    let mut weighed = considered::weighed(&refusals, stays);
    weighed.extend(eligible::grounds(&weighed, (&sorted, &refusals), case, rules));
    let order: Vec<_> = weighed.iter().map(|&place| all[place]).collect();
    let sorted: Vec<_> = weighed.iter().map(|&place| sorted[place]).collect();
    let refusals: Vec<_> = weighed.iter().map(|&place| refusals[place]).collect();

    let (basis, parts, shares) = Bench { case, rules, sorted: &sorted, refusals: &refusals }.credit();
    let outcome = |place: usize| match refusals[place] {
        Some(reason) => Outcome::Refused { reason },
        None if parts[place] > 0 => Outcome::Credited,
        None => basis.passed_over(),
    };
    let touches = order.iter().enumerate().map(|(place, &other)| (other, outcome(place), parts[place]));
    Weighed { basis, shares, touches: touches.collect(), left_out: all.len() - order.len() }
}

/// Decides the case. `candidates` may come in any order.
pub fn decide(
    case: &Case<'_>,
    candidates: &[Candidate<'_>],
    policy: &Policy,
    id: DecisionId,
    decided_at: Instant,
) -> Decision {
    let case = &Case { bond: case.bond.filter(|_| policy.rules.keeps_bond), ..case.clone() };
    let weighed = weigh(case, candidates, &policy.rules);
    let considered = |&(place, outcome, millionths): &(usize, Outcome, u32)| {
        let candidate = &candidates[place];
        let touch = candidate.touch;
        let finding = Finding {
            enrollment: touch.enrollment,
            partner: touch.partner,
            class: touch.class(),
            outcome,
            source: touch.source,
            self_referral: candidate.self_referral,
            other_id: touch.customer != case.customer,
            active: candidate.active,
            existing: candidate.existing,
            protected_until: touch.protected_until(),
        };
        Considered { touch: touch.id, occurred_at: touch.occurred_at, millionths, finding }
    };
    let considered: Vec<_> = weighed.touches.iter().map(considered).collect();
    Decision {
        id,
        scope: case.scope,
        program: case.program,
        customer: case.customer,
        conversion: case.conversion,
        policy: policy.id,
        policy_version: policy.version,
        rules_revision: RULES_REVISION,
        evidence_digest: digest(case, weighed.touches.iter().map(|&(place, ..)| &candidates[place])),
        considered,
        left_out: u32::try_from(weighed.left_out).unwrap_or(u32::MAX),
        basis: weighed.basis,
        correction: case.correction.cloned(),
        bond: case.bond.cloned(),
        shares: weighed.shares,
        decided_at,
    }
}

/// Step 1: the places of the touches up to the conversion's time, in their own order.
fn order(at: Instant, candidates: &[Candidate<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..candidates.len()).filter(|&place| candidates[place].touch.occurred_at <= at).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (candidates[one].touch, candidates[other].touch);
        one.occurred_at.cmp(&other.occurred_at).then_with(|| one.key().cmp(&other.key()))
    });
    order
}

/// Steps 3 and 4.
struct Bench<'a> {
    case: &'a Case<'a>,
    rules: &'a PolicyRules,
    sorted: &'a [&'a Candidate<'a>],
    refusals: &'a [Option<Refusal>],
}

impl Bench<'_> {
    /// What the credit rests on, each touch's part of it, and the partners' shares.
    fn credit(&self) -> (Basis, Vec<u32>, Vec<Share>) {
        let nothing = || vec![0; self.sorted.len()];
        if let Some(correction) = self.case.correction {
            return (Basis::Correction, nothing(), correction.shares.clone());
        }
        let eligible: Vec<_> =
            (0..self.sorted.len()).filter(|&place| self.refusals[place].is_none()).collect();
        if let Some(parts) = self.deal(&eligible) {
            let shares = self.shares(&parts);
            return (Basis::Deal, parts, shares);
        }
        let used = |place: &usize| {
            let evidence = &self.sorted[*place].touch.evidence;
            matches!(evidence, Evidence::Code { event, .. } if event == self.case.key)
        };
        let codes: Vec<_> = eligible.iter().copied().filter(used).collect();
        let bond = self.case.bond.filter(|bond| self.rules.keeps_bond && !bond.shares.is_empty());
        let (basis, chosen) = match bond {
            _ if self.rules.code_wins && !codes.is_empty() => (Basis::Code, codes),
            Some(bond) => return (Basis::Bond, nothing(), whole(&bond.shares)),
            None => (Basis::Model, eligible),
        };
        let parts = self.by_model(&chosen);
        let shares = self.shares(&parts);
        (basis, parts, shares)
    }

    /// The parts of the deal that protects the customer: the one won with this conversion, else the first registered.
    fn deal(&self, eligible: &[usize]) -> Option<Vec<u32>> {
        let deals = eligible.iter().filter_map(|&place| match &self.sorted[place].touch.evidence {
            Evidence::Deal { deal, part_millionths, event, .. } => {
                let own = event.as_deref() == Some(self.case.key);
                Some((place, *deal, *part_millionths, own))
            }
            _ => None,
        });
        let deals: Vec<_> = deals.collect();
        let (_, chosen, ..) = *deals.iter().find(|(.., own)| *own).or(deals.first())?;
        let mut weights = vec![0u64; self.sorted.len()];
        for &(place, deal, part, _) in &deals {
            if deal == chosen {
                weights[place] = u64::from(part);
            }
        }
        Some(millionths(&weights))
    }

    fn by_model(&self, chosen: &[usize]) -> Vec<u32> {
        let touches = chosen.iter().map(|&place| self.sorted[place].touch);
        let touches: Vec<_> = touches.map(|touch| (touch.occurred_at, touch.class())).collect();
        let half_life = self.rules.half_life_days;
        let given = model::shares(self.rules.model, half_life, &touches, self.case.occurred_at);
        let mut parts = vec![0; self.sorted.len()];
        for (&place, part) in chosen.iter().zip(given) {
            parts[place] = part;
        }
        parts
    }

    /// The touches' parts added up for each partner, in the order of their first.
    fn shares(&self, parts: &[u32]) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for (candidate, &millionths) in self.sorted.iter().zip(parts).filter(|(_, part)| **part > 0) {
            let touch = candidate.touch;
            match shares.iter_mut().find(|share| share.enrollment == touch.enrollment) {
                Some(share) => share.millionths += millionths,
                None => {
                    shares.push(Share { enrollment: touch.enrollment, partner: touch.partner, millionths });
                }
            }
        }
        shares
    }
}

/// Shares that sum to a million again after some partners are gone.
fn whole(shares: &[Share]) -> Vec<Share> {
    let weights: Vec<_> = shares.iter().map(|share| u64::from(share.millionths)).collect();
    let parts = millionths(&weights);
    let share = |(share, millionths): (&Share, u32)| Share { millionths, ..share.clone() };
    shares.iter().zip(parts).map(share).filter(|share| share.millionths > 0).collect()
}

fn millionths(weights: &[u64]) -> Vec<u32> {
    split(i64::from(MILLION), weights).into_iter().map(|part| part as u32).collect()
}

/// The digest of the evidence in canonical form: ids only, nothing that names a person.
fn digest<'a, 'b: 'a>(case: &Case<'_>, sorted: impl Iterator<Item = &'a Candidate<'b>>) -> String {
    #[derive(Serialize)]
    struct Line<'a>(
        TouchId,
        Instant,
        &'a str,
        TouchSource,
        &'a str,
        &'a str,
        bool,
        bool,
        bool,
        Option<Instant>,
    );
    let lines: Vec<_> = sorted
        .map(|candidate| {
            let touch = candidate.touch;
            Line(
                touch.id,
                touch.occurred_at,
                touch.class().code(),
                touch.source,
                touch.verdict.name(),
                touch.consent.name(),
                candidate.self_referral,
                candidate.active,
                candidate.existing,
                touch.protected_until(),
            )
        })
        .collect();
    let above = (case.correction.map(|correction| correction.id), case.bond.map(|bond| bond.conversion));
    let canonical = serde_json::to_vec(&(case.program, case.conversion, case.occurred_at, above, lines));
    let bytes = Sha256::digest(canonical.unwrap_or_default());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
