//! The verbs: use cases, and the ports that they need.
//!
//! A use case is a function in the module of its noun. It loads, decides and commits. Its first parameter is the
//! [`Engine`], its second the caller: `links::create(&engine, &permit, &input)`.
//!
//! Never a clock, never chance, never SQL or HTTP: those come through the ports.

pub mod access;
mod audit;
mod author;
pub mod budget;
mod caller;
pub mod codes;
pub mod commissions;
pub mod conversions;
pub mod corrections;
pub mod customers;
pub mod deals;
pub mod disputes;
pub mod doctor;
mod engine;
pub mod enrollments;
mod error;
mod evidence;
pub mod external_ids;
pub mod groups;
pub mod jobs;
pub mod keys;
pub mod known_as;
pub mod letters;
pub mod links;
pub mod milestones;
pub mod names;
pub mod offers;
pub mod overview;
pub mod partners;
pub mod payout_methods;
pub mod payouts;
pub mod people;
mod permit;
pub mod policies;
mod portal;
pub mod ports;
pub mod programs;
mod queues;
pub mod rates;
pub mod reviews;
mod rewards;
mod rulebooks;
pub mod search;
mod settle;
pub mod simulations;
pub mod statements;
pub mod submissions;
pub mod table;
pub mod terms;
pub mod workspaces;

pub use access::Access;
pub use budget::BudgetState;
pub use caller::{Actor, Caller, Idempotency, Origin};
pub use codes::{CodeChange, CodeInput};
pub use commissions::{APPROVALS_PER_COMMIT_MAX, GrantInput};
pub use conversions::{
    BROWSER_LEADS_PER_ADDRESS_DAY, BROWSER_LEADS_PER_KEY_DAY, BROWSER_LEADS_PER_LINK_DAY, Credit,
    CustomerInput, EventInput, Explanation, LeadMode, METADATA_VALUE_CHARACTERS_MAX,
    OCCURRED_AHEAD_MINUTES_MAX, OCCURRED_BACK_DAYS_MAX, OrganizationInput, Outcome, REFUNDS_PER_SALE_MAX,
    Recorded, RefundInput, RepriceInput, Repriced, SOURCE_DEFAULT, phrases,
};
pub use corrections::CorrectionInput;
pub use customers::{
    JOURNEY_CONVERSIONS_MAX, JOURNEY_TOUCHES_MAX, Journey, JourneyCommission, JourneyConversion,
    JourneyTouch, WhichCustomer,
};
pub use deals::{DEALS_OPEN_MAX, DealConflict, DealFile, DealInput, DealStep, Influencing};
pub use disputes::{DISPUTES_OPEN_MAX, DisputeInput, DisputeStep, DisputedSale};
pub use doctor::{Finding, Report};
pub use engine::{ANSWER_KEPT_HOURS, COMMIT_ATTEMPTS_MAX, CONVERSIONS_SETTLED_MAX, Done, Engine, Ports};
pub use enrollments::{
    APPLICATION_CHARACTERS_MAX, APPLICATIONS_PER_DAY, ApplicationInput, EnrollInput, Enrolled,
    EnrollmentChange, ProgramProfile, RECRUITED_DEPTH_MAX, RECRUITS_SHOWN_MAX, RecruitShown, WhichPartner,
};
pub use error::Error;
pub use evidence::Warning;
pub use external_ids::{ExternalIdInput, Linked};
pub use groups::GROUPS_MAX;
pub use keys::{KEYS_MAX, KeyInput, KeyMaker, MintedKey, ROTATION_HOURS_MAX, hash_key};
pub use links::{LinkChange, LinkInput, OWN_LINKS_MAX};
pub use names::{CustomerName, Mentioned, Names, SeatMentioned};
pub use offers::{OfferAsked, OfferShown};
pub use overview::{Figured, Overview, OverviewInput, TOP_MAX, WAITING_COUNTED_MAX, WAITING_GRACE_HOURS};
pub use partners::PartnerChange;
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
pub use policies::PolicyInput;
pub use portal::{Portal, ProfileChange};
pub use programs::{Linted, ProgramChange, ProgramInput, ProgramMade, SALES_SAMPLED_MAX};
pub use rates::{Imported, RATES_FILE_BYTES_MAX, RATES_PER_FILE_MAX, RateInput};
pub use reviews::ReviewVerdict;
pub use search::{FOUND_MAX, Found};
pub use simulations::{Application, ChangesTold, Onlooker, SIMULATIONS_AT_ONCE_MAX, SimulationInput};
pub use statements::{Closed, DocumentFormat, LINES_PER_COMMIT_MAX, PDF_LINES_MAX};
pub use submissions::{FORM_DAY_MAX, LeadForm, SubmissionInput};
pub use terms::TermsInput;
