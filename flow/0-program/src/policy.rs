//! The attribution policy: which evidence wins the credit. One timeline per program; the version
//! in force when the conversion occurred decides it. Published versions never change.

use serde::{Deserialize, Serialize};
use words::{Instant, Invalid, PolicyId, ProgramId, Scope};

pub const LOOK_BACK_DAYS_MAX: u32 = 730;
pub const HALF_LIFE_DAYS_MAX: u32 = 365;
/// A day: who takes longer than that to buy was not too fast.
pub const CLICK_TO_CONVERSION_SECONDS_MAX: u32 = 86_400;
/// A week.
pub const STAND_DOWN_SECONDS_MAX: u32 = 604_800;

/// Domains that the own-company rule of one program ignores.
pub const IGNORED_DOMAINS_MAX: usize = 100;

/// How the eligible touches share a conversion.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The last eligible touch takes all of it.
    LastTouch,
    /// The first eligible touch takes all of it.
    FirstTouch,
    /// Each eligible touch takes as much as any other.
    Linear,
    /// 40 % to the first, 40 % to the last, 20 % to those between, evenly; of two, half each.
    PositionBased,
    /// A touch weighs half as much as one that came a half-life later.
    TimeDecay,
}

impl Model {
    pub const ALL: [Model; 5] =
        [Model::LastTouch, Model::FirstTouch, Model::Linear, Model::PositionBased, Model::TimeDecay];

    /// The word's code, as it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Model::LastTouch => "last_touch",
            Model::FirstTouch => "first_touch",
            Model::Linear => "linear",
            Model::PositionBased => "position_based",
            Model::TimeDecay => "time_decay",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Model::LastTouch => "last touch",
            Model::FirstTouch => "first touch",
            Model::Linear => "linear",
            Model::PositionBased => "position-based",
            Model::TimeDecay => "time decay",
        }
    }

    /// How it shares, for the published table.
    pub fn meaning(self) -> &'static str {
        match self {
            Model::LastTouch => "the last takes all of it",
            Model::FirstTouch => "the first takes all of it",
            Model::Linear => "each takes as much as any other",
            Model::PositionBased => {
                "40 % to the first, 40 % to the last, 20 % to those between, evenly; of two, half each"
            }
            Model::TimeDecay => {
                "a touch weighs half as much as one that came a half-life later: 2 to the power of −age ÷ half-life"
            }
        }
    }

    /// Whether several touches may share a conversion.
    pub fn shares(self) -> bool {
        !matches!(self, Model::LastTouch | Model::FirstTouch)
    }
}

/// What a policy says. Whatever a stored version does not say is as it was before there was a choice.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyRules {
    pub model: Model,
    /// For time decay only.
    pub half_life_days: u32,
    /// A touch older than this at the conversion is not eligible.
    pub look_back_days: u32,
    /// A click that came later than this before the conversion is not eligible: nobody decides so fast.
    pub click_to_conversion_seconds: u32,
    /// A click that came later than this before the conversion does not displace another partner's earlier touch.
    pub stand_down_seconds: u32,
    /// A code used at the purchase wins outright over other evidence of the customer's way.
    pub code_wins: bool,
    /// A code counts only for customers whom its owner led in another way too.
    pub code_owner_only: bool,
    /// Clicks count only where the visitor consented.
    pub consent_required: bool,
    /// A touch counts only if the customer had not bought before it.
    pub new_customers_only: bool,
    /// What a customer does later is credited like their first credited conversion.
    pub keeps_bond: bool,
    /// A partner earns nothing for customers of their own company.
    pub refuses_own_company: bool,
    /// Domains that are nobody's company here: strangers share them.
    pub ignored_domains: Vec<String>,
    /// What only a browser reports counts as if the merchant's server had said it.
    #[serde(default = "before_there_was_a_choice")]
    pub trusts_browsers: bool,
}

fn before_there_was_a_choice() -> bool {
    true
}

impl Default for PolicyRules {
    fn default() -> Self {
        Self {
            model: Model::LastTouch,
            half_life_days: 7,
            look_back_days: 90,
            click_to_conversion_seconds: 0,
            stand_down_seconds: 0,
            code_wins: false,
            code_owner_only: false,
            consent_required: false,
            new_customers_only: false,
            keeps_bond: false,
            refuses_own_company: true,
            ignored_domains: Vec::new(),
            trusts_browsers: false,
        }
    }
}

impl PolicyRules {
    pub fn check(&self) -> Result<(), Invalid> {
        let days = |field, value: u32, most: u32| {
            if (1..=most).contains(&value) {
                Ok(())
            } else {
                Err(Invalid::new(field, format!("1 to {most} days")))
            }
        };
        let domains = &self.ignored_domains;
        if domains.len() > IGNORED_DOMAINS_MAX || domains.iter().any(|domain| domain.trim().is_empty()) {
            let expected = format!("at most {IGNORED_DOMAINS_MAX} domains like coworking.example");
            return Err(Invalid::new("ignored_domains", expected));
        }
        let seconds = |field, value: u32, most: u32| {
            if value <= most { Ok(()) } else { Err(Invalid::new(field, format!("0 to {most} seconds"))) }
        };
        days("look_back_days", self.look_back_days, LOOK_BACK_DAYS_MAX)?;
        days("half_life_days", self.half_life_days, HALF_LIFE_DAYS_MAX)?;
        let fast = self.click_to_conversion_seconds;
        seconds("click_to_conversion_seconds", fast, CLICK_TO_CONVERSION_SECONDS_MAX)?;
        seconds("stand_down_seconds", self.stand_down_seconds, STAND_DOWN_SECONDS_MAX)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub id: PolicyId,
    pub scope: Scope,
    pub program: ProgramId,
    /// 1, 2, 3 …
    pub version: u32,
    #[serde(flatten)]
    pub rules: PolicyRules,
    pub effective_from: Instant,
    pub published_at: Instant,
}

/// The version in force at `at`: the last that had taken effect, or the program's first version
/// for what occurred before any did. One that takes effect before it was published, applied from a
/// date on, stands above all that had taken effect by then.
pub fn policy_in_force(policies: &[Policy], at: Instant) -> Option<&Policy> {
    let in_effect = policies.iter().filter(|policy| policy.effective_from <= at);
    in_effect
        .max_by_key(|policy| (policy.effective_from.max(policy.published_at), policy.version))
        .or_else(|| policies.iter().min_by_key(|policy| policy.version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Mode, WorkspaceId};

    #[test]
    fn the_last_that_took_effect_is_in_force_and_one_from_a_date_on_stands_above_those_before() {
        let at = |day: i64| Instant::from_micros(day * words::MICROS_PER_DAY);
        let policy = |version: u32, effective: i64, published: i64| Policy {
            id: PolicyId::draw(at(published), u128::from(version)),
            scope: Scope { workspace: WorkspaceId::draw(at(0), 0), mode: Mode::Live },
            program: ProgramId::draw(at(0), 0),
            version,
            rules: PolicyRules::default(),
            effective_from: at(effective),
            published_at: at(published),
        };
        let mut all = vec![policy(1, 0, 0), policy(2, 20, 20), policy(3, 60, 30)];
        let in_force = |all: &[Policy], day| policy_in_force(all, at(day)).map(|policy| policy.version);
        assert_eq!([-5, 10, 20, 59, 60].map(|day| in_force(&all, day)), [1, 1, 2, 2, 3].map(Some));
        all.push(policy(4, 10, 40));
        assert_eq!([9, 10, 25, 59, 60].map(|day| in_force(&all, day)), [1, 4, 4, 4, 3].map(Some));
    }
}
