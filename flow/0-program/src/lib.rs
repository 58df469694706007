//! Who takes part and on which terms: programs, policies and terms by version, groups, partners,
//! enrolments, links and codes.
//!
//! Never async, never I/O, never a clock. Names only the words.

mod code;
mod enrolment;
mod key;
mod link;
mod partner;
mod policy;
mod program;
mod terms;

pub use code::{CODE_CHARACTERS_MAX, Code, normalize_code};
pub use enrolment::{Enrolment, EnrolmentStatus, Group};
pub use key::{ApiKey, KeyKind};
pub use link::{DESTINATION_CHARACTERS_MAX, Link, SLUG_CHARACTERS_MAX, Utm, check_slug};
pub use partner::{Partner, normalize_email};
pub use policy::{LOOK_BACK_DAYS_MAX, Model, Policy, policy_in_force};
pub use program::{ALLOWED_DOMAINS_MAX, NAME_CHARACTERS_MAX, Program, Workspace, parse_http_url};
pub use terms::{
    Event, HOLD_DAYS_MAX, Limit, RECURRING_MAX, Recurrence, Reward, RewardAmount, Terms, terms_in_force,
};
