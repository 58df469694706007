//! What-if: history decided again under other rules, and what would change.

use conversion::{Decision, Kind, Share};
use program::{Cap, PolicyRules, Reward, Strategy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use words::{
    ConversionId, Currency, CustomerId, EnrollmentId, GroupId, Instant, Invalid, Money, PartnerId, ProgramId,
    Scope, SimulationId,
};

/// Days that a simulation looks back at most.
pub const SIMULATED_DAYS_MAX: i64 = 1_100;
/// Changed decisions that a simulation keeps, the first by customer; totals count all.
pub const CHANGES_KEPT_MAX: u64 = 50_000;

/// A group's terms as they might be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TermsDraft {
    pub group: GroupId,
    pub rewards: Vec<Reward>,
    #[serde(default)]
    pub strategy: Strategy,
    pub hold_days: u32,
    #[serde(default)]
    pub caps: Vec<Cap>,
}

/// The rules that are tried, as if they had held since a date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// None: the policies that there are.
    pub policy: Option<PolicyRules>,
    /// At most one of each group; groups without one keep theirs.
    pub terms: Vec<TermsDraft>,
    /// Of what occurred from then on …
    pub since: Instant,
    /// … and before then.
    pub until: Instant,
}

impl Candidate {
    pub fn check(&self, now: Instant) -> Result<(), Invalid> {
        if self.policy.is_none() && self.terms.is_empty() {
            return Err(Invalid::new("policy", "a policy or terms to try"));
        }
        if let Some(policy) = &self.policy {
            policy.check()?;
        }
        for (place, terms) in self.terms.iter().enumerate() {
            if self.terms[..place].iter().any(|earlier| earlier.group == terms.group) {
                return Err(Invalid::new("terms", "each group once"));
            }
        }
        let earliest = now.plus_days(-SIMULATED_DAYS_MAX);
        if self.since < earliest || self.since >= now {
            return Err(Invalid::new("since", format!("a time within the last {SIMULATED_DAYS_MAX} days")));
        }
        if self.until <= self.since || self.until > now {
            return Err(Invalid::new("until", "a time after since, and not ahead"));
        }
        Ok(())
    }

    pub fn covers(&self, at: Instant) -> bool {
        self.since <= at && at < self.until
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimulationStatus {
    Waiting,
    Running,
    Done,
    Canceled,
    Failed,
}

impl SimulationStatus {
    pub const ALL: [SimulationStatus; 5] = [
        SimulationStatus::Waiting,
        SimulationStatus::Running,
        SimulationStatus::Done,
        SimulationStatus::Canceled,
        SimulationStatus::Failed,
    ];

    pub fn name(self) -> &'static str {
        match self {
            SimulationStatus::Waiting => "waiting",
            SimulationStatus::Running => "running",
            SimulationStatus::Done => "done",
            SimulationStatus::Canceled => "canceled",
            SimulationStatus::Failed => "failed",
        }
    }

    pub fn is_over(self) -> bool {
        !matches!(self, SimulationStatus::Waiting | SimulationStatus::Running)
    }
}

/// What would change for one partner, or for all. Amounts in minor units of the program's currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Effect {
    /// Leads and sales credited, now and under the candidate.
    pub credited_before: u64,
    pub credited_after: u64,
    /// Credited under the candidate only; credited now only.
    pub gained: u64,
    pub lost: u64,
    /// What is kept: earned less reversed, declined ones not counted.
    pub commission_before: i64,
    pub commission_after: i64,
}

impl Effect {
    pub fn difference(&self) -> i64 {
        self.commission_after - self.commission_before
    }

    fn count(&mut self, credited: (bool, bool), commission: (i64, i64)) {
        self.credited_before += u64::from(credited.0);
        self.credited_after += u64::from(credited.1);
        self.gained += u64::from(!credited.0 && credited.1);
        self.lost += u64::from(credited.0 && !credited.1);
        self.commission_before += commission.0;
        self.commission_after += commission.1;
    }
}

/// One partner's part of a conversion.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub millionths: u32,
    /// What the partner keeps of it, in minor units.
    pub commission: i64,
}

/// A conversion that would be credited or paid otherwise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    pub conversion: ConversionId,
    pub external_id: String,
    pub customer: CustomerId,
    pub kind: Kind,
    pub amount: Option<Money>,
    pub occurred_at: Instant,
    pub before: Vec<Part>,
    pub after: Vec<Part>,
    /// The decision under the candidate; none where only the price changes.
    pub decision: Option<Decision>,
}

/// A change as it is kept with its simulation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptChange {
    pub simulation: SimulationId,
    pub scope: Scope,
    /// 1, 2, 3 … by customer, then by time.
    pub place: u64,
    pub change: Change,
}

/// What a simulation found so far.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Effects {
    /// Leads and sales decided again.
    pub conversions: u64,
    /// Those that would be credited or paid otherwise.
    pub changed: u64,
    pub total: Effect,
    /// Partners who have credit now or under the candidate.
    pub partners: BTreeMap<PartnerId, Effect>,
}

impl Effects {
    /// Counts one conversion with its parts as they are and as they would be.
    pub fn count(&mut self, before: &[Part], after: &[Part]) {
        self.conversions += 1;
        self.changed += u64::from(before != after);
        let sum = |parts: &[Part]| parts.iter().map(|part| part.commission).sum::<i64>();
        let any = |parts: &[Part]| parts.iter().any(|part| part.millionths > 0);
        self.total.count((any(before), any(after)), (sum(before), sum(after)));
        let mut partners: Vec<_> = before.iter().chain(after).map(|part| part.partner).collect();
        partners.sort();
        partners.dedup();
        for partner in partners {
            let own = |parts: &[Part]| {
                let own = parts.iter().filter(|part| part.partner == partner);
                own.fold((false, 0), |(credited, sum), part| {
                    (credited || part.millionths > 0, sum + part.commission)
                })
            };
            let ((was, earned), (is, earns)) = (own(before), own(after));
            self.partners.entry(partner).or_default().count((was, is), (earned, earns));
        }
    }

    /// Those whose commission changes most, the greatest first; of equal ones by id.
    pub fn movers(&self) -> Vec<(PartnerId, Effect)> {
        let mut movers: Vec<_> = self.partners.iter().map(|(id, effect)| (*id, *effect)).collect();
        movers.sort_by_key(|(id, effect)| (std::cmp::Reverse(effect.difference().unsigned_abs()), *id));
        movers
    }
}

/// How the candidate came into force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applied {
    pub at: Instant,
    /// The id of the user or key who applied it.
    pub by: String,
    /// What occurred since then is decided anew, with adjustments; none: only what occurs from now on.
    pub since: Option<Instant>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Simulation {
    pub id: SimulationId,
    pub scope: Scope,
    pub program: ProgramId,
    pub currency: Currency,
    pub candidate: Candidate,
    pub status: SimulationStatus,
    /// Customers with conversions in the period, and how many of them are done.
    pub customers: u64,
    pub customers_done: u64,
    pub effects: Effects,
    /// Changes that are kept to be looked at.
    pub kept: u64,
    /// The version of the program's rules that it was made with.
    pub rules_version: u64,
    pub applied: Option<Applied>,
    /// The id of the user or key who asked.
    pub by: String,
    pub created_at: Instant,
    pub finished_at: Option<Instant>,
}

/// Parts out of shares and what each commission keeps.
pub fn parts(shares: &[Share], kept: &BTreeMap<EnrollmentId, (PartnerId, i64)>) -> Vec<Part> {
    let credited = shares.iter().map(|share| Part {
        enrollment: share.enrollment,
        partner: share.partner,
        millionths: share.millionths,
        commission: kept.get(&share.enrollment).map_or(0, |(_, amount)| *amount),
    });
    let gone = kept.iter().filter(|(enrollment, (_, amount))| {
        *amount != 0 && !shares.iter().any(|share| share.enrollment == **enrollment)
    });
    let gone = gone.map(|(enrollment, (partner, amount))| Part {
        enrollment: *enrollment,
        partner: *partner,
        millionths: 0,
        commission: *amount,
    });
    let mut parts: Vec<_> = credited.chain(gone).collect();
    parts.sort_by_key(|part| part.enrollment);
    parts
}
