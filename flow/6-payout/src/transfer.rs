//! A transfer: one payment of one statement, by intent. Everything about it is frozen and stored before any file or call
//! exists, and what becomes of it is booked as what it is, also when it comes late, twice or otherwise than before.

use crate::{AccountFault, Batch, MethodKind, Told};
use commission::{About, Account, Entry, EntryKind, Posting, Subject};
use serde::{Deserialize, Serialize};
use words::{
    BatchId, EnrollmentId, EntryId, ExchangeRate, Instant, MethodId, Money, PartnerId, ProgramId, Scope,
    StatementId, TransferId,
};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferStatus {
    /// Frozen; nobody was asked to pay it.
    Intended,
    /// Given to the bank or the provider.
    HandedOver,
    /// It may have been asked for, and nobody knows what came of it: neither paid again nor given back until that is read.
    Unknown,
    Settled,
    /// Never left; payable again.
    Failed,
    /// Left and came back; payable again.
    Returned,
    /// Taken out before anybody was asked to pay it.
    Canceled,
}

impl TransferStatus {
    pub const ALL: [TransferStatus; 7] = [
        TransferStatus::Intended,
        TransferStatus::HandedOver,
        TransferStatus::Unknown,
        TransferStatus::Settled,
        TransferStatus::Failed,
        TransferStatus::Returned,
        TransferStatus::Canceled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            TransferStatus::Intended => "intended",
            TransferStatus::HandedOver => "handed_over",
            TransferStatus::Unknown => "unknown",
            TransferStatus::Settled => "settled",
            TransferStatus::Failed => "failed",
            TransferStatus::Returned => "returned",
            TransferStatus::Canceled => "canceled",
        }
    }

    /// Handed over, and nobody knows yet where the money is.
    pub fn is_under_way(self) -> bool {
        matches!(self, TransferStatus::HandedOver | TransferStatus::Unknown)
    }
}

/// Why a statement that is due is not in a batch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyLeftOut {
    /// The partner has not said how to be paid.
    NoMethod,
    /// The partner is paid in another way than the batch pays.
    OtherMethod,
    /// The method was changed lately.
    CoolingOff,
    /// A payment came back because the account is closed, blocked or wrong; the partner has to set another.
    Bounced,
    /// The way of paying does not pay in the method's currency.
    CurrencyNotSupported,
    /// One file has one currency, and the batch began with another.
    OtherCurrency,
    /// No payment file can hold the method's details; the partner has to set others.
    InvalidDetails,
    /// More than the rail pays at once.
    AboveMaximum,
    Suspended,
    Banned,
    BelowMinimum,
    InDispute,
    /// No rate to the method's currency is known for the day.
    NoExchangeRate,
    /// The maker left the partner out.
    Excluded,
}

impl WhyLeftOut {
    pub const ALL: [WhyLeftOut; 14] = [
        WhyLeftOut::NoMethod,
        WhyLeftOut::OtherMethod,
        WhyLeftOut::CoolingOff,
        WhyLeftOut::Bounced,
        WhyLeftOut::CurrencyNotSupported,
        WhyLeftOut::OtherCurrency,
        WhyLeftOut::InvalidDetails,
        WhyLeftOut::AboveMaximum,
        WhyLeftOut::Suspended,
        WhyLeftOut::Banned,
        WhyLeftOut::BelowMinimum,
        WhyLeftOut::InDispute,
        WhyLeftOut::NoExchangeRate,
        WhyLeftOut::Excluded,
    ];

    pub fn name(self) -> &'static str {
        match self {
            WhyLeftOut::NoMethod => "no_method",
            WhyLeftOut::OtherMethod => "other_method",
            WhyLeftOut::CoolingOff => "cooling_off",
            WhyLeftOut::Bounced => "bounced",
            WhyLeftOut::CurrencyNotSupported => "currency_not_supported",
            WhyLeftOut::OtherCurrency => "other_currency",
            WhyLeftOut::InvalidDetails => "invalid_details",
            WhyLeftOut::AboveMaximum => "above_maximum",
            WhyLeftOut::Suspended => "suspended",
            WhyLeftOut::Banned => "banned",
            WhyLeftOut::BelowMinimum => "below_minimum",
            WhyLeftOut::InDispute => "in_dispute",
            WhyLeftOut::NoExchangeRate => "no_exchange_rate",
            WhyLeftOut::Excluded => "excluded",
        }
    }
}

/// A statement that was due when a batch was made, and is not in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    pub batch: BatchId,
    pub scope: Scope,
    /// 1, 2, 3 … in the batch.
    pub place: u32,
    pub statement: StatementId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub amount: Money,
    pub why: WhyLeftOut,
}

/// What the next statement has to take back, or to give, because a transfer came out otherwise than it was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Carry {
    /// In minor units of the program's currency; what was paid too much is negative.
    pub amount: i64,
    /// The statement that carries it; none yet.
    pub statement: Option<StatementId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Transfer {
    pub id: TransferId,
    pub scope: Scope,
    pub program: ProgramId,
    pub batch: BatchId,
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    pub statement: StatementId,
    pub status: TransferStatus,
    /// What it pays of the statement, in the program's currency.
    pub amount: Money,
    /// What of the statement it leaves for the next one, in minor units: the rail pays whole units only.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub rest: i64,
    /// What the partner is sent, in the method's currency.
    pub sends: Money,
    /// By which `amount` became `sends`; none where the currency is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ExchangeRate>,
    /// Where it goes. A method never changes, so this freezes the destination.
    pub method: MethodId,
    pub rail: MethodKind,
    /// Enough of the destination to know it again.
    pub hint: String,
    /// What the receiver reads.
    pub remittance: String,
    /// At most one transfer pays a statement: this one does, or would.
    pub holds: bool,
    /// What it cost in the program's currency, where that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debited: Option<Money>,
    /// Why it failed, came back or was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is wrong with the account, where that is why it failed or came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_fault: Option<AccountFault>,
    /// Its batch had been approved when it was taken out, so that the partner knew of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_announced: bool,
    /// In the order in which they were told.
    pub told: Vec<Told>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<Carry>,
    pub created_at: Instant,
    pub handed_over_at: Option<Instant>,
    /// When it last settled, failed or came back.
    pub ended_at: Option<Instant>,
}

fn is_nothing(amount: &i64) -> bool {
    *amount == 0
}

impl Transfer {
    /// Follows the money to the receiver and back, and is the key under which a provider is asked only once.
    pub fn end_to_end_id(&self) -> String {
        self.id.to_string().replace('_', "-")
    }

    /// The transfer that an end-to-end id names, in whatever case: banks print ids in capitals.
    pub fn of_end_to_end_id(text: &str) -> Option<TransferId> {
        text.trim().to_ascii_lowercase().replacen('-', "_", 1).parse().ok()
    }

    /// Whether it was taken out before anybody had approved it. While it is intended, its batch knows.
    pub fn is_withheld(&self) -> bool {
        self.status == TransferStatus::Canceled && !self.was_announced
    }

    /// The statement that no other transfer may pay at the same time.
    pub fn claim(&self) -> Option<StatementId> {
        self.holds.then_some(self.statement)
    }

    /// It went out although another had paid the same, or was about to.
    pub fn is_overpaid(&self) -> bool {
        self.status == TransferStatus::Settled && !self.holds
    }

    /// Somebody said something else of it than before.
    pub fn is_contradicted(&self) -> bool {
        self.told.iter().any(|told| told.contradicts)
    }

    /// What no statement has carried yet.
    pub fn uncarried(&self) -> i64 {
        let open = self.carries.iter().filter(|carry| carry.statement.is_none());
        open.map(|carry| carry.amount).sum()
    }

    /// The same once a statement carries what was left to be carried.
    pub fn carried_by(mut self, statement: StatementId) -> Self {
        for carry in self.carries.iter_mut().filter(|carry| carry.statement.is_none()) {
            carry.statement = Some(statement);
        }
        self
    }

    /// Given to the bank or the provider; `answered` is false where the answer of a call is still to come.
    pub fn handed_over(&self, at: Instant, answered: bool) -> Self {
        let status = if answered { TransferStatus::HandedOver } else { TransferStatus::Unknown };
        Self { status, handed_over_at: Some(at), ..self.clone() }
    }

    /// Taken out of its batch before anybody was asked to pay it.
    pub fn canceled(&self, reason: &str, batch: &Batch, at: Instant) -> Self {
        Self {
            status: TransferStatus::Canceled,
            holds: false,
            reason: Some(reason.to_owned()),
            was_announced: batch.approved.is_some(),
            ended_at: Some(at),
            ..self.clone()
        }
    }

    /// Under which name its entries stand.
    fn about(&self) -> About {
        let subject = Subject::Transfer(self.id);
        About { scope: self.scope, program: self.program, enrollment: self.enrollment, subject }
    }

    /// What the postings of all its entries sum to, by what the transfer says.
    pub fn books(&self) -> Vec<Posting> {
        match self.status {
            TransferStatus::Intended
            | TransferStatus::Canceled
            | TransferStatus::Failed
            | TransferStatus::Returned => Vec::new(),
            TransferStatus::HandedOver | TransferStatus::Unknown => self.paid(),
            TransferStatus::Settled => [self.paid(), self.settled()].concat(),
        }
    }

    fn paid(&self) -> Vec<Posting> {
        let payable = Posting::debit(Account::PartnerPayable, self.amount);
        let clearing = Posting::credit(Account::PayoutClearing, self.sends);
        if self.rate.is_none() {
            return vec![payable, clearing];
        }
        let given = Posting::credit(Account::CurrencyExchange, self.amount);
        let got = Posting::debit(Account::CurrencyExchange, self.sends);
        vec![payable, given, got, clearing]
    }

    fn settled(&self) -> Vec<Posting> {
        let clearing = Posting::debit(Account::PayoutClearing, self.sends);
        let Some(debited) = self.debited.filter(|_| self.rate.is_some()) else {
            return vec![clearing, Posting::credit(Account::Cash, self.sends)];
        };
        // The exchange is closed at the frozen rate; what it really cost beside that is gain or loss.
        let mut postings = vec![
            clearing,
            Posting::credit(Account::CurrencyExchange, self.sends),
            Posting::debit(Account::CurrencyExchange, self.amount),
            Posting::credit(Account::Cash, debited),
        ];
        let more = Money::new(debited.amount - self.amount.amount, debited.currency);
        if more.amount > 0 {
            postings.push(Posting::debit(Account::ExchangeLoss, more));
        } else if more.amount < 0 {
            postings.push(Posting {
                account: Account::ExchangeGain,
                currency: more.currency,
                amount: more.amount,
            });
        }
        postings
    }
}

/// The entries that bring the books from what a transfer was to what it is now.
pub fn book(
    before: &Transfer,
    after: &Transfer,
    at: Instant,
    draw: &mut dyn FnMut() -> EntryId,
) -> Vec<Entry> {
    use TransferStatus::{Failed, Returned, Settled};
    let (was, is) = (before.books(), after.books());
    if was == is {
        return Vec::new();
    }
    let about = after.about();
    let mut entry = |kind, postings: Vec<Posting>| Entry::new(about, kind, postings, (draw(), at));
    let back = |postings: Vec<Posting>| postings.into_iter().map(Posting::reversed).collect::<Vec<_>>();
    match (was.is_empty(), after.status) {
        (true, Settled) => {
            vec![entry(EntryKind::Paid, after.paid()), entry(EntryKind::Settled, after.settled())]
        }
        (true, _) => vec![entry(EntryKind::Paid, after.paid())],
        (false, Settled) if before.status == Settled => {
            vec![entry(EntryKind::Settled, [back(before.settled()), after.settled()].concat())]
        }
        (false, Settled) => vec![entry(EntryKind::Settled, after.settled())],
        (false, Returned) => vec![entry(EntryKind::Returned, back(was))],
        (false, Failed) => vec![entry(EntryKind::Failed, back(was))],
        (false, _) => vec![entry(EntryKind::Failed, back(was))],
    }
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
