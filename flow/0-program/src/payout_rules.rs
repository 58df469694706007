//! Who may approve payouts of a program, and up to which amounts.

use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, Invalid, Role};

/// The most that a role may approve, in minor units of the program's currency; none leaves it open. What is greater is an
/// owner's to approve.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApprovalLimit {
    pub role: Role,
    pub batch_max: Option<i64>,
    pub transfer_max: Option<i64>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PayoutRules {
    /// Whoever makes a batch may approve it, too: for a merchant of one person.
    #[serde(default)]
    pub single_person_approves: bool,
    /// At most one for each role; a role without one has no limit.
    #[serde(default)]
    pub limits: Vec<ApprovalLimit>,
}

impl PayoutRules {
    pub fn check(&self) -> Result<(), Invalid> {
        for (place, limit) in self.limits.iter().enumerate() {
            if limit.role != Role::Finance {
                let expected = "finance: owners have no limit, and other roles approve no payouts";
                return Err(Invalid::new("payouts.limits.role", expected));
            }
            if self.limits[..place].iter().any(|earlier| earlier.role == limit.role) {
                return Err(Invalid::new("payouts.limits.role", "each role once"));
            }
            for (field, most) in [
                ("payouts.limits.batch_max", limit.batch_max),
                ("payouts.limits.transfer_max", limit.transfer_max),
            ] {
                if most.is_some_and(|most| !(0..=AMOUNT_MAX).contains(&most)) {
                    return Err(Invalid::new(field, format!("0 to {AMOUNT_MAX} minor units")));
                }
            }
        }
        Ok(())
    }
}
