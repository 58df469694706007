//! A dispute: a partner says that a commission is missing, wrong or wrongly declined; the merchant decides, and where
//! nobody does, the due date.

use crate::State;
use serde::{Deserialize, Serialize};
use words::{
    AMOUNT_MAX, CommissionId, ConversionId, CorrectionId, Currency, CustomerId, DisputeId, EnrollmentId,
    Instant, Invalid, LinkId, Money, PartnerId, ProgramId, Scope, Sealed, Sentence, SubjectKey,
};

pub const DISPUTE_NOTE_CHARACTERS_MAX: usize = 2_000;
/// Links or texts that one side adds to its case at once.
pub const DISPUTE_REFERENCES_MAX: usize = 10;
pub const DISPUTE_REFERENCE_CHARACTERS_MAX: usize = 500;
pub const ORDER_CHARACTERS_MAX: usize = 200;
/// How often a case goes back and forth before somebody has to decide it.
pub const DISPUTE_TURNS_MAX: usize = 40;
/// A merchant is reminded this long before the due date.
pub const REMINDER_DAYS: i64 = 3;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// A sale that the partner has no commission for.
    Untracked,
    WrongAmount,
    /// A commission that was declined.
    Declined,
}

impl DisputeKind {
    pub const ALL: [DisputeKind; 3] =
        [DisputeKind::Untracked, DisputeKind::WrongAmount, DisputeKind::Declined];

    pub fn name(self) -> &'static str {
        match self {
            DisputeKind::Untracked => "untracked",
            DisputeKind::WrongAmount => "wrong_amount",
            DisputeKind::Declined => "declined",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The merchant is to decide it.
    Open,
    /// The partner is to add something.
    Incomplete,
    Upheld,
    Rejected,
    /// The partner took it back.
    Withdrawn,
}

impl DisputeStatus {
    pub const ALL: [DisputeStatus; 5] = [
        DisputeStatus::Open,
        DisputeStatus::Incomplete,
        DisputeStatus::Upheld,
        DisputeStatus::Rejected,
        DisputeStatus::Withdrawn,
    ];

    pub fn name(self) -> &'static str {
        match self {
            DisputeStatus::Open => "open",
            DisputeStatus::Incomplete => "incomplete",
            DisputeStatus::Upheld => "upheld",
            DisputeStatus::Rejected => "rejected",
            DisputeStatus::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody has still to do something about it.
    pub fn is_running(self) -> bool {
        matches!(self, DisputeStatus::Open | DisputeStatus::Incomplete)
    }
}

/// Why a dispute is rejected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeReason {
    AlreadyTracked,
    AnotherPartnerCredited,
    TermsNotMet,
    OrderCanceled,
    CannotBeTraced,
    Incomplete,
    /// Nobody decided in time.
    Undecided,
    /// As the note says.
    Other,
}

impl DisputeReason {
    pub const ALL: [DisputeReason; 8] = [
        DisputeReason::AlreadyTracked,
        DisputeReason::AnotherPartnerCredited,
        DisputeReason::TermsNotMet,
        DisputeReason::OrderCanceled,
        DisputeReason::CannotBeTraced,
        DisputeReason::Incomplete,
        DisputeReason::Undecided,
        DisputeReason::Other,
    ];

    pub fn name(self) -> &'static str {
        match self {
            DisputeReason::AlreadyTracked => "already_tracked",
            DisputeReason::AnotherPartnerCredited => "another_partner_credited",
            DisputeReason::TermsNotMet => "terms_not_met",
            DisputeReason::OrderCanceled => "order_canceled",
            DisputeReason::CannotBeTraced => "cannot_be_traced",
            DisputeReason::Incomplete => "incomplete",
            DisputeReason::Undecided => "undecided",
            DisputeReason::Other => "other",
        }
    }
}

/// Who moved a dispute on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Partner,
    Merchant,
    /// The due date, which passed.
    DueDate,
}

/// What was done in a dispute.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeMove {
    Opened,
    /// The merchant asked for more.
    Asked,
    /// The partner added it.
    Answered,
    Upheld,
    Rejected,
    Withdrawn,
}

impl DisputeMove {
    fn from(self) -> &'static [DisputeStatus] {
        use DisputeStatus::{Incomplete, Open};
        match self {
            DisputeMove::Opened => &[],
            DisputeMove::Asked => &[Open],
            DisputeMove::Answered => &[Incomplete],
            DisputeMove::Upheld | DisputeMove::Rejected | DisputeMove::Withdrawn => &[Open, Incomplete],
        }
    }

    fn to(self) -> DisputeStatus {
        match self {
            DisputeMove::Opened | DisputeMove::Answered => DisputeStatus::Open,
            DisputeMove::Asked => DisputeStatus::Incomplete,
            DisputeMove::Upheld => DisputeStatus::Upheld,
            DisputeMove::Rejected => DisputeStatus::Rejected,
            DisputeMove::Withdrawn => DisputeStatus::Withdrawn,
        }
    }
}

/// One line of a dispute's history, which both sides read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Turn {
    pub at: Instant,
    pub did: DisputeMove,
    pub by: Party,
    /// The id of the user or key who did it; none where the due date did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DisputeReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sealed>,
    /// Links and other references that were given with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Sealed>,
}

/// A sale that a partner has no commission for, as the partner knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// The merchant's own number of the order.
    pub order: String,
    pub occurred_at: Instant,
    /// What was paid.
    pub amount: Money,
    /// How the customer is known to the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkId>,
}

/// What had been decided about the conversion, in words, when the case was opened or settled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Record {
    pub at: Instant,
    /// As the merchant reads it.
    pub merchant: Vec<Sentence>,
    /// As the partner reads it: others are not named.
    pub partner: Vec<Sentence>,
    /// The commission as it stood; none where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// What the partner kept of it, in minor units.
    #[serde(default)]
    pub amount: i64,
}

impl Record {
    /// Of nothing that is known.
    pub fn empty(at: Instant) -> Self {
        Self { at, merchant: Vec::new(), partner: Vec::new(), state: None, amount: 0 }
    }
}

/// What an upheld dispute booked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Booked {
    /// The declined commission is owed after all.
    Reinstated { commission: CommissionId },
    /// The difference was granted beside the commission.
    Adjusted { commission: CommissionId },
    /// The sale's credit was corrected.
    Corrected { correction: CorrectionId },
    /// The sale was priced anew.
    Repriced { conversion: ConversionId },
}

/// Amounts are minor units of `currency`. Texts are sealed under the dispute's own key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    pub id: DisputeId,
    pub scope: Scope,
    pub program: ProgramId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub kind: DisputeKind,
    /// What it is about; none for an untracked sale.
    pub commission: Option<CommissionId>,
    /// The conversion behind it, once it is known.
    pub conversion: Option<ConversionId>,
    /// Whose conversion that is.
    pub customer: Option<CustomerId>,
    /// The sale that has no commission.
    pub claim: Option<Claim>,
    pub currency: Currency,
    /// What the partner says that the commission should be.
    pub expected: Option<i64>,
    pub status: DisputeStatus,
    pub key: Option<SubjectKey>,
    /// The first: how it was opened.
    pub history: Vec<Turn>,
    pub opened_with: Record,
    pub settled_with: Option<Record>,
    /// What it was upheld at.
    pub granted: Option<i64>,
    pub booked: Vec<Booked>,
    /// When the side whose turn it is has lost it.
    pub due_at: Instant,
    /// Whether the merchant was told that it falls due.
    #[serde(default)]
    pub is_reminded: bool,
    pub opened_at: Instant,
    pub changed_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Instant>,
}

/// What the passing of the due date does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    Uphold,
    Reject(DisputeReason),
}

impl Dispute {
    /// What was asked for, checked as far as the dispute itself tells.
    pub fn check(&self) -> Result<(), Invalid> {
        if let Some(claim) = &self.claim {
            words::check_text("sale.order", &claim.order, ORDER_CHARACTERS_MAX)?;
            if !(1..=AMOUNT_MAX).contains(&claim.amount.amount) {
                return Err(Invalid::new("sale.amount.amount", format!("1 to {AMOUNT_MAX} minor units")));
            }
        }
        // An adjustment that takes is below zero, and what it should be may be nothing.
        let least = if self.kind == DisputeKind::Untracked { 1 } else { -AMOUNT_MAX };
        if self.expected.is_some_and(|expected| !(least..=AMOUNT_MAX).contains(&expected)) {
            return Err(Invalid::new("expected.amount", format!("{least} to {AMOUNT_MAX} minor units")));
        }
        Ok(())
    }

    /// The dispute after a turn, or why it cannot be taken. Whoever is waited for has `days` from then on.
    pub fn moved(&self, turn: Turn, days: u32) -> Result<Dispute, Invalid> {
        let from = turn.did.from();
        if !from.contains(&self.status) {
            let names: Vec<_> = from.iter().map(|status| status.name()).collect();
            let expected = format!("a dispute that is {}, not {}", names.join(" or "), self.status.name());
            return Err(Invalid::new("status", expected));
        }
        let status = turn.did.to();
        if status.is_running() && self.history.len() >= DISPUTE_TURNS_MAX {
            let expected = format!("at most {DISPUTE_TURNS_MAX} turns before it is decided");
            return Err(Invalid::new("status", expected));
        }
        let due_at = if status.is_running() { turn.at.plus_days(i64::from(days)) } else { self.due_at };
        let mut after = Dispute { status, due_at, is_reminded: false, changed_at: turn.at, ..self.clone() };
        after.history.push(turn);
        Ok(after)
    }

    /// When there is something to do about it without anybody: to remind, then to let the due date decide.
    pub fn next_look(&self) -> Option<Instant> {
        let remind_at = self.due_at.plus_days(-REMINDER_DAYS);
        match self.status {
            DisputeStatus::Open if !self.is_reminded && remind_at > self.changed_at => Some(remind_at),
            status if status.is_running() => Some(self.due_at),
            _ => None,
        }
    }

    /// The disputed amount, in minor units: what a declined commission would give back, or `rise`, by which a wrong amount would
    /// rise.
    pub fn in_question(&self, (rise, earned): (i64, i64)) -> i64 {
        match self.kind {
            DisputeKind::Declined => earned,
            DisputeKind::WrongAmount => rise,
            DisputeKind::Untracked => self.expected.unwrap_or(0),
        }
    }

    /// What the due date decides. Whoever was asked for more and gave nothing has lost. Nothing is paid without a person
    /// for a sale that nobody knows, nor for more than the merchant lets pass.
    pub fn on_silence(&self, upholds: bool, in_question: i64, most: i64) -> Silence {
        match (self.status, self.kind) {
            (DisputeStatus::Incomplete, _) => Silence::Reject(DisputeReason::Incomplete),
            (_, DisputeKind::Untracked) => Silence::Reject(DisputeReason::Undecided),
            _ if upholds && in_question <= most => Silence::Uphold,
            _ => Silence::Reject(DisputeReason::Undecided),
        }
    }

    /// Without what anybody wrote in it.
    pub fn erased(&self, at: Instant) -> Dispute {
        let silent = |turn: &Turn| Turn { note: None, references: Vec::new(), ..turn.clone() };
        Dispute {
            key: None,
            history: self.history.iter().map(silent).collect(),
            claim: self.claim.as_ref().map(|claim| Claim { customer: None, ..claim.clone() }),
            erased_at: self.erased_at.or(Some(at)),
            ..self.clone()
        }
    }
}
