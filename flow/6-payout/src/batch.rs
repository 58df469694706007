//! A batch: what is paid to partners together. One makes it, another approves it, and only then it is handed over.

use crate::{MethodKind, Statement, Transfer};
use program::PayoutRules;
use serde::{Deserialize, Serialize};
use std::fmt;
use words::{
    BatchId, Currency, Day, Instant, Invalid, KeyId, Money, PartnerId, ProgramId, Role, Scope, StatementId,
    UserId, check_lines,
};

/// Transfers of one batch: as many payments as one file takes.
pub const TRANSFERS_PER_BATCH_MAX: u32 = 10_000;
/// Partners that a maker names, to be in it or left out.
pub const PARTNERS_NAMED_MAX: usize = 1_000;
pub const CANCEL_REASON_CHARACTERS_MAX: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchStatus {
    /// Statements are being collected; what was interrupted goes on.
    Collecting,
    Draft,
    /// Waits for another member's approval.
    Submitted,
    Approved,
    /// Its transfers are being handed over, one chunk after the other.
    HandingOver,
    HandedOver,
    /// Of each transfer it is known what became of it.
    Closed,
    /// Its transfers are being given back.
    Canceling,
    Canceled,
}

impl BatchStatus {
    pub const ALL: [BatchStatus; 9] = [
        BatchStatus::Collecting,
        BatchStatus::Draft,
        BatchStatus::Submitted,
        BatchStatus::Approved,
        BatchStatus::HandingOver,
        BatchStatus::HandedOver,
        BatchStatus::Closed,
        BatchStatus::Canceling,
        BatchStatus::Canceled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            BatchStatus::Collecting => "collecting",
            BatchStatus::Draft => "draft",
            BatchStatus::Submitted => "submitted",
            BatchStatus::Approved => "approved",
            BatchStatus::HandingOver => "handing_over",
            BatchStatus::HandedOver => "handed_over",
            BatchStatus::Closed => "closed",
            BatchStatus::Canceling => "canceling",
            BatchStatus::Canceled => "canceled",
        }
    }

    /// A chunk of work is left, which a job goes on with.
    pub fn is_moving(self) -> bool {
        matches!(self, BatchStatus::Collecting | BatchStatus::HandingOver | BatchStatus::Canceling)
    }
}

/// Who did something to a batch. A key stands for whoever made it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Hand {
    Member {
        user: UserId,
    },
    Key {
        key: KeyId,
        /// None for a key that the operator made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        made_by: Option<UserId>,
    },
    Operator,
}

impl Hand {
    /// The person behind it, if it is known.
    pub fn person(self) -> Option<UserId> {
        match self {
            Hand::Member { user } => Some(user),
            Hand::Key { made_by, .. } => made_by,
            Hand::Operator => None,
        }
    }
}

/// The id of the user or key.
impl fmt::Display for Hand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hand::Member { user } => user.fmt(out),
            Hand::Key { key, .. } => key.fmt(out),
            Hand::Operator => out.write_str("operator"),
        }
    }
}

/// How a batch leaves the house.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// As a file that a person gives to the bank or the provider.
    File,
    /// Transfer by transfer to a provider that is called.
    Direct,
}

/// That, when and by whom something was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    pub at: Instant,
    pub by: Hand,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Batch {
    pub id: BatchId,
    pub scope: Scope,
    pub program: ProgramId,
    pub status: BatchStatus,
    /// Partners who are paid in this way are in it.
    pub rail: MethodKind,
    /// Statements that are due until then, the day included.
    pub due_until: Day,
    /// When the bank shall pay.
    pub execution_day: Day,
    /// Only these; all, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<PartnerId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<PartnerId>,
    /// The program's.
    pub currency: Currency,
    /// What its transfers pay, added up; those that were taken out are not among them.
    pub total: i64,
    pub transfers: u32,
    /// The greatest of them.
    pub greatest: i64,
    pub left_out: u32,
    /// The last statement that was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_to: Option<StatementId>,
    pub created: Done,
    pub submitted: Option<Done>,
    pub approved: Option<Done>,
    /// How it was handed over, and when that was over.
    pub handing: Option<Handing>,
    pub handed_over: Option<Done>,
    pub closed_at: Option<Instant>,
    pub canceled: Option<Done>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
}

/// Why somebody may not approve a batch.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    NotSubmitted,
    /// Who made it, or submitted it, does not approve it, by a key of theirs neither.
    OwnBatch,
    /// Nobody knows who is behind the key.
    NobodyBehindKey,
    /// The batch is greater than the role may approve; an owner may.
    BatchAboveLimit,
    /// A transfer is.
    TransferAboveLimit,
}

impl Refusal {
    pub fn name(self) -> &'static str {
        match self {
            Refusal::NotSubmitted => "not_submitted",
            Refusal::OwnBatch => "own_batch",
            Refusal::NobodyBehindKey => "nobody_behind_key",
            Refusal::BatchAboveLimit => "batch_above_limit",
            Refusal::TransferAboveLimit => "transfer_above_limit",
        }
    }

    /// What was expected instead.
    pub fn expected(self) -> &'static str {
        match self {
            Refusal::NotSubmitted => "a batch that is submitted",
            Refusal::OwnBatch => {
                "another member than who made or submitted the batch, not by a key of theirs either"
            }
            Refusal::NobodyBehindKey => "a member, or a key that a member made",
            Refusal::BatchAboveLimit => "an owner: the batch is greater than the role may approve",
            Refusal::TransferAboveLimit => "an owner: a transfer is greater than the role may approve",
        }
    }
}

impl Batch {
    pub fn money(&self) -> Money {
        Money::new(self.total, self.currency)
    }

    /// The batch with one more transfer.
    pub fn add(&mut self, transfer: &Transfer) {
        self.transfers += 1;
        self.total += transfer.amount.amount;
        self.greatest = self.greatest.max(transfer.amount.amount);
    }

    /// The batch without a transfer that was taken out. `greatest` is the greatest of what is left.
    pub fn take_out(&mut self, transfer: &Transfer, greatest: i64) {
        self.transfers = self.transfers.saturating_sub(1);
        self.total -= transfer.amount.amount;
        self.greatest = greatest;
    }

    /// Whether this hand, in this role, may approve it under the program's rules; or why not.
    pub fn approval(&self, by: Hand, role: Role, rules: &PayoutRules) -> Result<(), Refusal> {
        if self.status != BatchStatus::Submitted {
            return Err(Refusal::NotSubmitted);
        }
        if !rules.single_person_approves {
            // The operator's own commands are nobody's, and cannot be the second pair of eyes.
            let person = by.person().ok_or(Refusal::NobodyBehindKey)?;
            let hands = [Some(self.created), self.submitted];
            if hands.iter().flatten().any(|done| done.by.person() == Some(person) || done.by == by) {
                return Err(Refusal::OwnBatch);
            }
        }
        let Some(limit) = rules.limits.iter().find(|limit| limit.role == role) else { return Ok(()) };
        if role == Role::Owner {
            return Ok(());
        }
        if limit.batch_max.is_some_and(|most| self.total > most) {
            return Err(Refusal::BatchAboveLimit);
        }
        if limit.transfer_max.is_some_and(|most| self.greatest > most) {
            return Err(Refusal::TransferAboveLimit);
        }
        Ok(())
    }

    /// Whether the maker wants this partner in it.
    pub fn wants(&self, partner: PartnerId) -> bool {
        (self.only.is_empty() || self.only.contains(&partner)) && !self.except.contains(&partner)
    }

    /// Checks what a maker typed.
    pub fn check(&self, today: Day) -> Result<(), Invalid> {
        for (field, named) in [("only_partner_ids", &self.only), ("except_partner_ids", &self.except)] {
            if named.len() > PARTNERS_NAMED_MAX {
                return Err(Invalid::new(field, format!("at most {PARTNERS_NAMED_MAX} partners")));
            }
        }
        if self.execution_day < today || self.execution_day > today.plus_days(EXECUTION_DAYS_AHEAD_MAX) {
            let expected = format!("today or one of the {EXECUTION_DAYS_AHEAD_MAX} days after");
            return Err(Invalid::new("execution_day", expected));
        }
        Ok(())
    }
}

/// How far ahead a bank takes an order.
pub const EXECUTION_DAYS_AHEAD_MAX: i64 = 90;

/// What somebody does to a batch as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BatchStep {
    Submit,
    Approve,
    /// Back to its maker.
    SendBack,
    HandOver(Handing),
    Cancel {
        reason: String,
    },
}

impl BatchStep {
    fn from(&self) -> &'static [BatchStatus] {
        use BatchStatus::{Approved, Draft, Submitted};
        match self {
            BatchStep::Submit => &[Draft],
            BatchStep::Approve => &[Submitted],
            BatchStep::SendBack => &[Submitted, Approved],
            BatchStep::HandOver(_) => &[Approved],
            // Once anybody was asked to pay, outcomes say what became of it.
            BatchStep::Cancel { .. } => &[Draft, Submitted, Approved],
        }
    }

    /// The batch after the step; approval is asked for beforehand.
    pub fn on(&self, before: &Batch, done: Done) -> Result<Batch, Invalid> {
        if !self.from().contains(&before.status) {
            let from: Vec<_> = self.from().iter().map(|status| status.name()).collect();
            let expected = format!("a batch that is {}, not {}", from.join(" or "), before.status.name());
            return Err(Invalid::new("status", expected));
        }
        let mut after = before.clone();
        match self {
            BatchStep::Submit if before.transfers == 0 => {
                return Err(Invalid::new("status", "a batch with at least one transfer"));
            }
            BatchStep::Submit => (after.status, after.submitted) = (BatchStatus::Submitted, Some(done)),
            BatchStep::Approve => (after.status, after.approved) = (BatchStatus::Approved, Some(done)),
            BatchStep::SendBack => {
                (after.status, after.submitted, after.approved) = (BatchStatus::Draft, None, None);
            }
            BatchStep::HandOver(handing) => {
                (after.status, after.handing) = (BatchStatus::HandingOver, Some(*handing));
                after.handed_over = Some(done);
            }
            BatchStep::Cancel { reason } => {
                check_lines("reason", reason, CANCEL_REASON_CHARACTERS_MAX)?;
                (after.status, after.canceled) = (BatchStatus::Canceling, Some(done));
                after.cancel_reason = Some(reason.clone());
            }
        }
        Ok(after)
    }
}

/// What the receiver of a payment reads: whose statement it is, by its number where it has one.
pub fn remittance(program: &str, statement: &Statement) -> String {
    const PROGRAM_CHARACTERS: usize = 60;
    let program: String = program.chars().take(PROGRAM_CHARACTERS).collect();
    match statement.number {
        Some(number) => format!("{} statement {number}", program.trim()),
        None => format!("{} {}", program.trim(), statement.id),
    }
}
