//! Who takes part and on which terms: programs, policies and terms by version, groups, partners,
//! enrollments, links and codes; users with their seats, sessions and keys.
//!
//! Never async, never I/O, never a clock. Names only the words.

mod clawback;
mod code;
mod condition;
mod customer_offer;
mod daily_rate;
mod difference;
mod enrollment;
mod host;
mod key;
mod limits;
mod link;
mod logo;
mod mailbox;
mod milestone;
mod partner;
mod password;
mod payout_rules;
mod policy;
mod program;
mod reward;
mod schedule;
mod session;
mod terms;
mod trigger;
mod user;

pub use clawback::{CLAWBACK_DAYS_MAX, Clawback};
pub use code::{CODE_CHARACTERS_MAX, CODES_PER_EVENT_MAX, Code, codes_in, normalize_code};
pub use condition::{
    CONDITION_GROUPS_MAX, CONDITION_VALUE_CHARACTERS_MAX, CONDITION_VALUES_MAX, CONDITIONS_PER_GROUP_MAX,
    Circumstances, Comparison, Condition, Field, Part,
};
pub use customer_offer::{
    CodeOffer, CustomerOffer, Discount, ENGLISH, GERMAN, OFFER_DESCRIPTION_CHARACTERS_MAX, OFFER_MONTHS_MAX,
    OfferDuration, offer_of,
};
pub use daily_rate::DailyRate;
pub use difference::{Difference, policy_diff, terms_diff};
pub use enrollment::{
    Acceptance, Enrollment, EnrollmentStatus, Group, HISTORY_ENTRIES_MAX, Inactivity, REASON_CHARACTERS_MAX,
    Recruitment, Stay, Step,
};
pub use host::{complete_url, normalize_host, parse_http_url, read_host, read_hosts};
pub use key::{ApiKey, KeyKind};
pub use limits::{Budget, BudgetLevel, Cap, CapScope};
pub use link::{
    ALIASES_MAX, DESTINATION_CHARACTERS_MAX, Link, LinkOptions, QueryPrecedence, SLUG_CHARACTERS_MAX, Utm,
    check_slug,
};
pub use logo::{LOGO_BYTES_MAX, Logo, Picture};
pub use mailbox::{bare_address, mailbox};
pub use milestone::{MILESTONE_TIMES_MAX, Milestone};
pub use partner::{NOTES_CHARACTERS_MAX, Partner, normalize_email, normalize_letter_address};
pub use password::{PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN, check_password};
pub use payout_rules::{ApprovalLimit, PayoutRules};
pub use policy::{
    CLICK_TO_CONVERSION_SECONDS_MAX, HALF_LIFE_DAYS_MAX, IGNORED_DOMAINS_MAX, LOOK_BACK_DAYS_MAX, Model,
    Policy, PolicyRules, STAND_DOWN_SECONDS_MAX, policy_in_force,
};
pub use program::{
    ALLOWED_DOMAINS_MAX, Applications, DESCRIPTION_CHARACTERS_MAX, DISPUTE_DAYS_MAX, DISPUTE_WINDOW_DAYS_MAX,
    DisputeDefault, DisputeRules, LeadForms, NAME_CHARACTERS_MAX, Program, Workspace, default_program,
};
pub use reward::{
    Event, Limit, Measure, RECURRING_MAX, Recurrence, Reward, RewardAmount, Strategy, TIERS_MAX, Tier, Tiers,
};
pub use schedule::{Cadence, PAYMENT_DAYS_MAX, StatementSchedule};
pub use session::{
    FREE_FAILURES_FROM_ADDRESS, FREE_FAILURES_FROM_SITE, FREE_FAILURES_OF_ACCOUNT,
    FREE_FAILURES_OF_ACCOUNT_ANYWHERE, INVITATION_DAYS, Invitation, InvitationStatus, LOG_IN_LINK_MINUTES,
    PASSWORD_RESET_MINUTES, Purpose, SESSION_DAYS, SESSION_IDLE_DAYS, SET_UP_MINUTES, Session,
    THROTTLE_HOURS, THROTTLE_SECONDS_MAX, Throttle, Token,
};
pub use terms::{CAPS_MAX, HOLD_DAYS_MAX, REWARDS_MAX, Terms, TermsAcceptance, latest_terms, terms_in_force};
pub use trigger::Trigger;
pub use user::{Membership, RECOVERY_CODES, Seat, SecondFactor, User};
