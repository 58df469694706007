//! Commissions: grant them by hand or by a rule, review them, and approve them when they are due.

mod approve_due;
mod grant;
mod review;
mod rule_grant;

pub use approve_due::{APPROVALS_PER_COMMIT_MAX, approve_due};
pub(crate) use grant::attempt_grant;
pub use grant::{GrantInput, grant};
pub use review::review;
pub(crate) use review::{commission_reviewed, decline_pending};
pub(crate) use rule_grant::{
    RuleGrant, TotalTold, change_grant, commission_granted, find_grant, grant_by_rule, price_by_totals,
};
