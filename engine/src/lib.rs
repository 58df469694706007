//! The verbs: one file per deed, each load → decide → commit, and the ports that a deed needs.
//!
//! Never a clock, never chance, never SQL or HTTP: those come through the ports.

mod access;
mod approve_due_commissions;
mod audit;
mod author;
mod browser_leads;
mod budget;
mod caller;
mod close_review;
mod close_statements;
mod correct_credit;
mod create_code;
mod create_key;
mod create_link;
mod create_program;
mod create_workspace;
mod customer_of;
mod deals;
mod disputes;
mod doctor;
mod engine;
mod erase_customer;
mod error;
mod event;
mod evidence;
mod explain;
mod external_ids;
mod far_jobs;
mod grant_commission;
pub mod jobs;
mod journey;
mod known_as;
mod lint;
mod milestones;
mod names;
mod overview;
mod partnership;
mod pass_on;
mod payout_methods;
mod payouts;
mod people;
mod permit;
mod portal;
pub mod ports;
mod price_tiered;
mod program_of_event;
mod publish_policy;
mod publish_terms;
mod queues;
mod rates;
mod readable;
mod record_conversion;
mod record_refund;
mod reprice;
mod review_commission;
mod reward_clicks;
mod reward_recruiter;
mod rule_grant;
mod rulebooks;
mod running_totals;
mod same_customer;
mod search;
mod set_logo;
mod settle_again;
mod settle_program;
mod settle_rest;
mod show_offer;
mod simulate;
mod simulation_changes;
mod simulations;
mod statement_document;
mod submissions;
pub mod table;
mod update_link;
mod update_program;

pub use access::Access;
pub use approve_due_commissions::APPROVALS_PER_COMMIT_MAX;
pub use browser_leads::{
    BROWSER_LEADS_PER_ADDRESS_DAY, BROWSER_LEADS_PER_KEY_DAY, BROWSER_LEADS_PER_LINK_DAY,
};
pub use budget::BudgetState;
pub use caller::{Actor, Caller, Idempotency, Origin};
pub use close_review::ReviewVerdict;
pub use close_statements::{Closed, LINES_PER_COMMIT_MAX};
pub use correct_credit::CorrectionInput;
pub use create_code::CodeInput;
pub use create_key::{KEYS_MAX, KeyInput, KeyMaker, MintedKey, ROTATION_HOURS_MAX, hash_key};
pub use create_link::{LinkInput, OWN_LINKS_MAX};
pub use create_program::{ProgramInput, ProgramMade};
pub use deals::{DEALS_OPEN_MAX, DealConflict, DealFile, DealInput, DealStep, Influencing};
pub use disputes::{DISPUTES_OPEN_MAX, DisputeInput, DisputeStep, DisputedSale};
pub use doctor::{Finding, Report};
pub use engine::{ANSWER_KEPT_HOURS, COMMIT_ATTEMPTS_MAX, CONVERSIONS_SETTLED_MAX, Done, Engine, Ports};
pub use erase_customer::WhichCustomer;
pub use error::Error;
pub use event::{
    CustomerInput, EventInput, LeadMode, OCCURRED_AHEAD_MINUTES_MAX, OCCURRED_BACK_DAYS_MAX,
    OrganizationInput, REFUNDS_PER_SALE_MAX, RefundInput, SOURCE_DEFAULT,
};
pub use evidence::Warning;
pub use explain::{Credit, Explanation, phrases};
pub use external_ids::{ExternalIdInput, Linked};
pub use grant_commission::GrantInput;
pub use journey::{
    JOURNEY_CONVERSIONS_MAX, JOURNEY_TOUCHES_MAX, Journey, JourneyCommission, JourneyConversion, JourneyTouch,
};
pub use lint::{Linted, SALES_SAMPLED_MAX};
pub use names::{CustomerName, Mentioned, Names, SeatMentioned};
pub use overview::{Figured, Overview, OverviewInput, TOP_MAX, WAITING_COUNTED_MAX, WAITING_GRACE_HOURS};
pub use partnership::{
    APPLICATION_CHARACTERS_MAX, APPLICATIONS_PER_DAY, ApplicationInput, EnrollInput, Enrolled,
    EnrollmentChange, PartnerChange, ProgramProfile, RECRUITED_DEPTH_MAX, RECRUITS_SHOWN_MAX, RecruitShown,
    WhichPartner,
};
pub use payout_methods::{MethodInput, OpenAccount, OpenMethod};
pub use payouts::{
    BatchInput, Moved, OUTCOMES_PER_REPORT_MAX, OutcomeInput, OutcomesTold, RECONCILED_DAYS_MAX,
    ReconciledDay, Reconciliation, Reported, RowTold, TRANSFERS_PER_COMMIT_MAX, UNDER_WAY_MAX, UnderWay,
};
pub use people::{
    Accepted, Enrolling, GUESSES_COUNTED_MAX, InviteInput, LogIn, MEMBERS_MAX, Member, NewSession,
    OpenSession, Proof, RecoveryCodes, SetUpInput, SignedIn, UserInput,
};
pub use permit::{Need, Operator, Permit, need};
pub use portal::{OwnLinkInput, Portal, ProfileChange};
pub use publish_policy::PolicyInput;
pub use publish_terms::TermsInput;
pub use rates::{Imported, RATES_FILE_BYTES_MAX, RATES_PER_FILE_MAX, RateInput};
pub use readable::METADATA_VALUE_CHARACTERS_MAX;
pub use record_conversion::{Outcome, Recorded};
pub use reprice::{RepriceInput, Repriced};
pub use search::{FOUND_MAX, Found};
pub use show_offer::{OfferAsked, OfferShown};
pub use simulate::Onlooker;
pub use simulation_changes::ChangesTold;
pub use simulations::{Application, SIMULATIONS_AT_ONCE_MAX, SimulationInput};
pub use statement_document::{DocumentFormat, PDF_LINES_MAX};
pub use submissions::{FORM_DAY_MAX, LeadForm, SubmissionInput};
pub use update_link::{CodeChange, LinkChange};
pub use update_program::{GROUPS_MAX, ProgramChange};
