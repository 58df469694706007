//! The attribution policy: which evidence wins the credit. One timeline per program; the version
//! in force when the conversion occurred decides it. Published versions never change.

use serde::{Deserialize, Serialize};
use words::{Instant, Invalid, PolicyId, ProgramId, Scope};

pub const LOOK_BACK_DAYS_MAX: u32 = 730;

/// How the eligible touches share a conversion.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The last eligible touch takes all of it.
    LastTouch,
    /// The first eligible touch takes all of it.
    FirstTouch,
}

impl Model {
    pub fn name(self) -> &'static str {
        match self {
            Model::LastTouch => "last touch",
            Model::FirstTouch => "first touch",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub id: PolicyId,
    pub scope: Scope,
    pub program: ProgramId,
    /// 1, 2, 3 …
    pub version: u32,
    pub model: Model,
    /// A touch older than this at the conversion is not eligible.
    pub look_back_days: u32,
    /// A code used at the purchase wins outright over clicks.
    pub code_wins: bool,
    pub effective_from: Instant,
    pub published_at: Instant,
}

impl Policy {
    pub fn check(&self) -> Result<(), Invalid> {
        if !(1..=LOOK_BACK_DAYS_MAX).contains(&self.look_back_days) {
            return Err(Invalid::new("look_back_days", format!("1 to {LOOK_BACK_DAYS_MAX} days")));
        }
        if self.effective_from < self.published_at {
            return Err(Invalid::new("effective_from", "now or later: what was decided stays decided"));
        }
        Ok(())
    }
}

/// The version in force at `at`: the last that had taken effect, or the program's first version
/// for what occurred before any did.
pub fn policy_in_force(policies: &[Policy], at: Instant) -> Option<&Policy> {
    let in_effect = policies.iter().filter(|policy| policy.effective_from <= at);
    in_effect
        .max_by_key(|policy| (policy.effective_from, policy.version))
        .or_else(|| policies.iter().min_by_key(|policy| policy.version))
}
