//! Words that stand for one of a few cases.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A word with the case of the flow that it stands for. A case that is new there does not compile
/// until it has a word here.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $flow:ty { $($case:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($case),* }

        impl From<$flow> for $name {
            fn from(case: $flow) -> Self {
                match case { $(<$flow>::$case => $name::$case),* }
            }
        }

        impl From<$name> for $flow {
            fn from(word: $name) -> Self {
                match word { $($name::$case => <$flow>::$case),* }
            }
        }
    )*};
}

words! {
    /// Whether data is for real. Test data never reaches statements.
    Mode = ::words::Mode { Live, Test }
    /// What somebody is in a workspace.
    Role = ::words::Role { Owner, Manager, Finance, Analyst, Partner }
    KeyKind = program::KeyKind { Publishable, Secret }
    /// How eligible touches share the credit: the last or the first takes all; each the same; 40/20/40 by position;
    /// by age, halved with each half-life.
    Model = program::Model { LastTouch, FirstTouch, Linear, PositionBased, TimeDecay }
    /// What a credit rests on.
    Basis = conversion::Basis { Correction, Deal, Code, Bond, Model }
    /// `accepted`: decided anew; `dismissed`: what was decided stays; `settled`: the evidence agrees again.
    ReviewStatus = conversion::ReviewStatus { Open, Accepted, Dismissed, Settled }
    /// What a commission is for. `click`: the clicks of a day; `partner`: a partner whom another one brought; `milestone`: what
    /// the partner has reached; `bonus` and `adjustment` are granted by a person and are no event of a reward.
    Event = program::Event { Lead, Stage, Sale, Renewal, Click, Partner, Milestone, Bonus, Adjustment }
    /// For what a flat reward for a partner whom another one brought is given, once: their approval, or the first sale that
    /// they are credited with.
    Trigger = program::Trigger { Joined, FirstSale }
    /// Where a partner stands in a program. Only `approved` earns; `suspended`, `banned` and `left` keep what
    /// came before, but what was pending at a ban is declined.
    EnrollmentStatus = program::EnrollmentStatus { Applied, Invited, Approved, Rejected, Suspended, Banned, Left }
    /// Who may apply to take part: nobody; anybody, and the merchant decides; anybody, at once.
    Applications = program::Applications { Closed, ByApproval, Automatic }
    /// Whether partners have lead forms: none; what is submitted counts once you accept it; it counts at once, until you
    /// reject it.
    LeadForms = program::LeadForms { Closed, ByApproval, Automatic }
    /// Which value wins when a parameter appears twice. `visitor`: the visitor's query, including what newsletters and blogs
    /// add to links. `link`: the destination and the UTM template.
    QueryPrecedence = program::QueryPrecedence { Visitor, Link }
    /// What tiers are reached by: what customers paid as far as the partner was credited, or how many events.
    Measure = program::Measure { Revenue, Events }
    /// Whose earnings a cap counts: all that one partner earns, or what they earn with one customer.
    CapScope = program::CapScope { Partner, Customer }
    /// Days in UTC; weeks begin on Monday.
    Window = ::words::Window { Day, Week, Month, Quarter, Year, AllTime }
    /// `more_than`, `at_least`, `less_than` and `at_most` compare numbers; `starts_with`, `ends_with` and `contains` texts.
    Comparison = program::Comparison {
        Equals, NotEquals, In, NotIn, StartsWith, EndsWith, Contains, MoreThan, AtLeast, LessThan, AtMost,
    }
    /// From when new terms hold: from their publication, or once the partner has accepted them. Who is approved
    /// or accepts an invitation accepts the latest with it.
    TermsAcceptance = program::TermsAcceptance { ByPublication, ByPartner }
    /// `chargeback_reversal`: a chargeback was won, or a part of it. `refund_reversal`: a refund failed or was canceled, or
    /// its order was paid after all.
    Kind = conversion::Kind { Lead, Stage, Sale, Refund, Chargeback, ChargebackReversal, RefundReversal }
    /// `now` records the lead. `deferred` only binds the evidence to the customer, until the lead is
    /// reported again with `now`.
    LeadMode = engine::LeadMode { Now, Deferred }
    /// What became of an event: `recorded`; `already_recorded`: it was known and nothing changed;
    /// `deferred`: its evidence is bound to the customer; `waiting`: a refund or reversal that
    /// names a sale, refund or chargeback which was not reported yet;
    /// `received`: a browser's, of which nothing more is said.
    TrackOutcome = engine::Outcome { Recorded, AlreadyRecorded, Deferred, Waiting, Received }
    /// What was allowed to be remembered of a visitor.
    Consent = click::Consent { Unknown, Granted, Denied }
    /// Who vouches for a touch.
    TouchSource = referral::TouchSource { Browser, Server }
    /// How far a referred customer has come.
    Stage = referral::Stage { Claimed, Qualified, Won }
    /// How strong a touch is, strongest last.
    Evidence = referral::EvidenceClass { VisitorClick, Form, Click, Code, Deal }
    /// Why a touch was not eligible.
    Refusal = conversion::Refusal {
        OutsideLookBack, ProtectionEnded, FormRejected, PartnerNotActive, SelfReferral, Bot, NoConsent, TooFast,
        ExistingCustomer, Unconfirmed, CodeWithoutOwner, OutrankedByServer, StandDown,
    }
    /// Where a commission is in its life. `disputed`: in dispute or in review, neither approved nor stated until that is
    /// decided. `none`: it earned nothing.
    CommissionState = commission::State { Pending, Approved, Declined, InStatement, Paid, Reversed, Withdrawn, Disputed, None }
    /// What keeps a commission from being approved: its partner disputes it; late evidence questions its credit.
    Suspension = commission::Suspension { Dispute, Review }
    /// `dead`: it never takes effect; `overlapping`: another rule does the same; `contradictory`: nothing is left;
    /// `loss_making`: it may cost more than it brings.
    Flaw = ::words::Flaw { Dead, Overlapping, Contradictory, LossMaking }
    /// `approved` is protected; `expired`: it was, and its protection has ended.
    DealStatus = referral::DealStatus { Submitted, InReview, Approved, Rejected, Won, Lost, Expired }
    /// `submitted`: evidence for nothing yet.
    SubmissionStatus = referral::SubmissionStatus { Submitted, Accepted, Rejected }
    /// `untracked`: a sale that has no commission.
    DisputeKind = commission::DisputeKind { Untracked, WrongAmount, Declined }
    /// `incomplete`: the partner was asked for more; `withdrawn`: the partner took it back.
    DisputeStatus = commission::DisputeStatus { Open, Incomplete, Upheld, Rejected, Withdrawn }
    /// Why a dispute is rejected. `undecided`: nobody decided in time, which only the due date says.
    DisputeReason = commission::DisputeReason {
        AlreadyTracked, AnotherPartnerCredited, TermsNotMet, OrderCanceled, CannotBeTraced, Incomplete, Undecided,
        Other,
    }
    /// What was done in a dispute.
    DisputeMove = commission::DisputeMove { Opened, Asked, Answered, Upheld, Rejected, Withdrawn }
    /// Who moved a dispute on.
    Party = commission::Party { Partner, Merchant, DueDate }
    /// What the passing of a dispute's due date decides where nobody did.
    DisputeDefault = program::DisputeDefault { Uphold, Reject }
    SimulationStatus = report::SimulationStatus { Waiting, Running, Done, Canceled, Failed }
    Account = commission::Account {
        CommissionExpense, PartnerPending, PartnerPayable, ClawbackWriteOff, PayoutClearing, Cash, CurrencyExchange,
        ExchangeGain, ExchangeLoss,
    }
    /// `bank` is a SEPA transfer in euro.
    MethodKind = payout::MethodKind { Bank, Paypal, Wise, ByHand }
    /// `ecb`: the European Central Bank's reference rates; `file`: a file of your own; `manual`: entered by hand.
    RateSource = ::words::RateSource { Ecb, File, Manual }
    /// `collecting`, `handing_over` and `canceling` go on by themselves; `closed`: of each transfer it is known what became
    /// of it.
    BatchStatus = payout::BatchStatus {
        Collecting, Draft, Submitted, Approved, HandingOver, HandedOver, Closed, Canceling, Canceled,
    }
    /// `unknown`: it may have been paid, and is neither paid again nor given back until that is known.
    TransferStatus = payout::TransferStatus {
        Intended, HandedOver, Unknown, Settled, Failed, Returned, Canceled,
    }
    /// What is wrong with the account that a payment went to.
    AccountFault = payout::AccountFault { Invalid, Closed, Blocked }
    /// Why a statement that is due is not in a batch. `bounced`: a payment came back because of the account.
    WhyLeftOut = payout::WhyLeftOut {
        NoMethod, OtherMethod, CoolingOff, Bounced, CurrencyNotSupported, OtherCurrency, InvalidDetails, AboveMaximum, Suspended, Banned, BelowMinimum, InDispute, NoExchangeRate, Excluded,
    }
    LiabilityKind = engine::ports::LiabilityKind { Pending, Approved, Payable, UnderWay, Carried }
    StatementStatus = payout::StatementStatus { Open, Closed }
    /// `reversal`: a refund took back what an earlier statement showed; `adjustment`: its credit was decided anew.
    LineKind = payout::LineKind { Commission, Reversal, Adjustment }
}

/// What an upheld dispute booked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Booking {
    /// The declined commission is owed after all.
    Reinstated,
    /// An adjustment was granted.
    Adjusted,
    /// The sale's credit was corrected.
    Corrected,
    /// The sale was priced anew.
    Repriced,
}

/// What became of a transfer. `accepted`: the bank or the provider works on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutcomeKind {
    Settled,
    Failed,
    Returned,
    Accepted,
    Unknown,
}

/// The outcome of a touch in a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CreditOutcome {
    Credited,
    /// Eligible, but the model chose another touch.
    NotChosen,
    /// Eligible, but the customer's bond is kept.
    BehindBond,
    /// Eligible, but a code used at the purchase wins outright.
    BehindCode,
    /// Eligible, but a registered deal is inside its protection.
    BehindDeal,
    /// Eligible, but the merchant decided by hand.
    BehindCorrection,
    /// Not eligible; `refusal` says why.
    Refused,
}
