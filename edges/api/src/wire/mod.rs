//! The nouns as HTTP shows them. Stored forms belong to flow; these may differ and stay stable.

mod click;
mod codes;
mod commission;
mod conversion;
mod customer;
mod deal;
mod decision;
mod difference;
mod dispute;
mod explanation;
mod external_id;
mod finding;
mod journey;
mod link;
mod method;
mod money;
mod named;
mod offer;
mod overview;
mod partner;
mod payout;
mod people;
mod program;
mod rate;
mod review;
mod reward;
mod said;
mod schedule;
mod simulation;
mod statement;
mod submission;
mod terms;
mod word;

pub(crate) use click::Click;
pub(crate) use codes::{Codes, joined};
pub(crate) use commission::Commission;
pub(crate) use conversion::{Conversion, Item, Reported};
pub(crate) use customer::{Customer, Referral, Touch};
pub(crate) use deal::{Deal, DealShown};
pub(crate) use decision::{Decision, outcome};
pub(crate) use difference::{Compared, Differences};
pub(crate) use dispute::{Dispute, OwnDispute};
pub(crate) use explanation::Explanation;
pub(crate) use external_id::ExternalId;
pub(crate) use finding::{Finding, PriceExample};
pub(crate) use journey::{Eyes, Journey, JourneyRow};
pub(crate) use link::{Code, Link, Utm, link_options};
pub(crate) use method::{BankAccount, Method, MethodShown, OwnMethod, PayingAccount, SetMethod};
pub(crate) use money::Money;
pub(crate) use named::{CustomerRef, PartnerRef, ProgramRef, SeenPartnerRef};
pub(crate) use offer::{CodeOffer, CustomerOffer};
pub(crate) use overview::Overview;
pub(crate) use partner::{Enrollment, Partner};
pub(crate) use payout::{
    Batch, BatchShown, BatchTally, HandName, LeftOut, OutcomeEffect, OwnTransfer, PayoutRules, Transfer,
    TransferRow, TransferTold,
};
pub(crate) use people::{
    AuditRecord, EmailOnly, Invitation, Key, ListedKey, Member, NewKey, Seat, Session, User,
};
pub(crate) use program::{
    DisputeRules, Group, Policy, PolicyRules, Program, half_life_days, logo_url, refuses_own_company,
    rules_of,
};
pub(crate) use rate::{DailyRate, Exchange};
pub(crate) use review::{Correction, Review};
pub(crate) use reward::{Budget, BudgetState, Cap, Reward, Strategy};
pub(crate) use said::{Said, in_language_of, in_same_language, language, said};
pub(crate) use schedule::{Clawback, StatementSchedule};
pub(crate) use simulation::{Change, ChangeRow, PartnerEffect, PartnerEffectRow, Simulation, TermsDraft};
pub(crate) use statement::{Statement, StatementPayment, StatementRow, StatementShown};
pub(crate) use submission::{OwnSubmission, Submission};
pub(crate) use terms::Terms;
pub(crate) use word::{
    Account, AccountFault, Applications, Basis, BatchStatus, Booking, CapScope, CommissionState, Comparison,
    Consent, CreditOutcome, DealStatus, DisputeDefault, DisputeKind, DisputeMove, DisputeReason,
    DisputeStatus, EnrollmentStatus, Event, Evidence, Flaw, KeyKind, Kind, LeadForms, LeadMode,
    LiabilityKind, LineKind, Measure, MethodKind, Mode, Model, OutcomeKind, Party, QueryPrecedence,
    RateSource, Refusal, ReviewStatus, Role, SimulationStatus, Stage, StatementStatus, SubmissionStatus,
    Suspension, TermsAcceptance, TouchSource, TrackOutcome, TransferStatus, Trigger, WhyLeftOut, Window,
};
