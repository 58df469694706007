//! Deciding one conversion: a pure function of the case, its candidates and the policy.
//!
//! The order, each step as design and documentation print it:
//! 1. the customer's touches in the program, up to the conversion's own time;
//! 2. each is tested for eligibility, the first failing test gives the reason;
//! 3. a code used at the purchase wins outright, if the policy says so;
//! 4. the policy's model chooses among the rest; the evidence class breaks ties, then the touch's
//!    own key; never the order of arrival.

use crate::{Considered, Decision, Outcome, Refusal, Share};
use program::{Model, Policy};
use referral::{Evidence, Touch, TouchSource};
use serde::Serialize;
use sha2::{Digest, Sha256};
use words::{
    ConversionId, CustomerId, DecisionId, Instant, MICROS_PER_DAY, MILLION, ProgramId, Scope, TouchId,
};

/// Raised whenever these rules may decide differently than before.
pub const RULES_REVISION: u32 = 1;

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
}

/// A touch with what the book knows beside it.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub touch: &'a Touch,
    /// The customer's e-mail hash is the partner's.
    pub self_referral: bool,
    /// The enrolment earned at the conversion's time.
    pub active: bool,
}

/// Decides the case. `candidates` may come in any order.
pub fn decide(
    case: &Case<'_>,
    candidates: &[Candidate<'_>],
    policy: &Policy,
    id: DecisionId,
    decided_at: Instant,
) -> Decision {
    let candidates = sorted(case, candidates);
    let server = candidates.iter().any(|candidate| {
        candidate.touch.source == TouchSource::Server && refusal(candidate, case, policy, false).is_none()
    });
    let mut considered: Vec<Considered> = candidates
        .iter()
        .map(|candidate| {
            let refused = refusal(candidate, case, policy, server);
            let outcome = refused.map_or(Outcome::NotChosen, |reason| Outcome::Refused { reason });
            considered_of(candidate, outcome)
        })
        .collect();
    let by_code = |place: usize| matches!(&candidates[place].touch.evidence, Evidence::Code { event, .. } if event == case.key);
    let mut rest: Vec<usize> =
        (0..considered.len()).filter(|&place| considered[place].outcome == Outcome::NotChosen).collect();
    if policy.code_wins && rest.iter().any(|&place| by_code(place)) {
        for &place in rest.iter().filter(|&&place| !by_code(place)) {
            considered[place].outcome = Outcome::BehindCode;
        }
        rest.retain(|&place| by_code(place));
    }
    let mut shares = Vec::new();
    if let Some(place) = choose(&rest, &considered, policy.model) {
        let chosen = &mut considered[place];
        chosen.outcome = Outcome::Credited;
        shares.push(Share { enrolment: chosen.enrolment, partner: chosen.partner, millionths: MILLION });
    }
    Decision {
        id,
        scope: case.scope,
        program: case.program,
        customer: case.customer,
        conversion: case.conversion,
        policy: policy.id,
        policy_version: policy.version,
        rules_revision: RULES_REVISION,
        evidence_digest: digest(case, &candidates),
        considered,
        shares,
        decided_at,
    }
}

/// Step 1: the touches up to the conversion's time, in their own order.
fn sorted<'a, 'b>(case: &Case<'_>, candidates: &'b [Candidate<'a>]) -> Vec<&'b Candidate<'a>> {
    let mut sorted: Vec<_> =
        candidates.iter().filter(|candidate| candidate.touch.occurred_at <= case.occurred_at).collect();
    sorted.sort_by_cached_key(|candidate| (candidate.touch.occurred_at, candidate.touch.key()));
    sorted
}

/// The digest of the evidence in canonical form: ids only, nothing that names a person.
fn digest(case: &Case<'_>, sorted: &[&Candidate<'_>]) -> String {
    #[derive(Serialize)]
    struct Line<'a>(TouchId, Instant, &'a str, TouchSource, &'a str, bool, bool);
    let lines: Vec<_> = sorted
        .iter()
        .map(|candidate| {
            let touch = candidate.touch;
            Line(
                touch.id,
                touch.occurred_at,
                touch.class().name(),
                touch.source,
                touch.verdict.name(),
                candidate.self_referral,
                candidate.active,
            )
        })
        .collect();
    let canonical = serde_json::to_vec(&(case.program, case.conversion, case.occurred_at, lines));
    let bytes = Sha256::digest(canonical.unwrap_or_default());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn considered_of(candidate: &Candidate<'_>, outcome: Outcome) -> Considered {
    Considered {
        touch: candidate.touch.id,
        enrolment: candidate.touch.enrolment,
        partner: candidate.touch.partner,
        class: candidate.touch.class(),
        occurred_at: candidate.touch.occurred_at,
        outcome,
        source: candidate.touch.source,
        self_referral: candidate.self_referral,
        active: candidate.active,
    }
}

/// The tests of step 2, in their published order.
fn refusal(candidate: &Candidate<'_>, case: &Case<'_>, policy: &Policy, server: bool) -> Option<Refusal> {
    let touch = candidate.touch;
    let age = case.occurred_at.micros_since(touch.occurred_at);
    let tests = [
        (age > i64::from(policy.look_back_days) * MICROS_PER_DAY, Refusal::OutsideLookBack),
        (!candidate.active, Refusal::PartnerNotActive),
        (candidate.self_referral, Refusal::SelfReferral),
        (touch.verdict.is_bot(), Refusal::Bot),
        (server && touch.source == TouchSource::Browser, Refusal::OutrankedByServer),
    ];
    tests.into_iter().find(|(fails, _)| *fails).map(|(_, reason)| reason)
}

/// The place of the touch that the model credits. `considered` is sorted by time and key, so at
/// equal time and class the greater key is the last and the lesser the first.
fn choose(rest: &[usize], considered: &[Considered], model: Model) -> Option<usize> {
    let by_time = |place: &usize| (considered[*place].occurred_at, considered[*place].class, *place);
    match model {
        Model::LastTouch => rest.iter().copied().max_by_key(|place| by_time(place)),
        Model::FirstTouch => rest.iter().copied().min_by_key(|place| {
            let (at, class, place) = by_time(place);
            (at, std::cmp::Reverse(class), place)
        }),
    }
}
