//! Double-entry postings. Every entry sums to zero; history is reversed, never edited.

use crate::Commission;
use serde::{Deserialize, Serialize};
use words::{CommissionId, Currency, EnrolmentId, EntryId, Instant, ProgramId, Scope};

/// The chart of accounts of the commission side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// What the program costs the merchant. Debit.
    CommissionExpense,
    /// Earned by the partner, in hold. Credit.
    PartnerPending,
    /// Approved, to be paid. Credit.
    PartnerPayable,
}

impl Account {
    pub const ALL: [Account; 3] =
        [Account::CommissionExpense, Account::PartnerPending, Account::PartnerPayable];

    pub fn name(self) -> &'static str {
        match self {
            Account::CommissionExpense => "commission_expense",
            Account::PartnerPending => "partner_pending",
            Account::PartnerPayable => "partner_payable",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A credit was priced, or priced anew by late evidence.
    Earned,
    /// A refund took its proportion back.
    Reversed,
    /// The hold ended, or somebody ended it.
    Approved,
    /// Somebody decided that it is not owed.
    Declined,
    /// Somebody decided that it is owed after all.
    Reinstated,
}

impl EntryKind {
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Earned => "earned",
            EntryKind::Reversed => "reversed",
            EntryKind::Approved => "approved",
            EntryKind::Declined => "declined",
            EntryKind::Reinstated => "reinstated",
        }
    }
}

/// One side of an entry, in minor units: debits are positive, credits negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posting {
    pub account: Account,
    pub amount: i64,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub scope: Scope,
    pub program: ProgramId,
    /// Whose accounts the postings touch.
    pub enrolment: EnrolmentId,
    pub commission: CommissionId,
    pub kind: EntryKind,
    pub currency: Currency,
    pub at: Instant,
    pub postings: Vec<Posting>,
}

/// Moves `amount` from `credit` to `debit` (a negative amount moves back); none for zero.
pub fn entry(
    commission: &Commission,
    kind: EntryKind,
    (debit, credit): (Account, Account),
    amount: i64,
    (id, at): (EntryId, Instant),
) -> Option<Entry> {
    (amount != 0).then(|| Entry {
        id,
        scope: commission.scope,
        program: commission.program,
        enrolment: commission.enrolment,
        commission: commission.id,
        kind,
        currency: commission.currency,
        at,
        postings: vec![Posting { account: debit, amount }, Posting { account: credit, amount: -amount }],
    })
}
