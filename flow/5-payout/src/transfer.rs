//! A transfer: one payment of one statement, by intent. Everything about it is frozen and stored before any file or call
//! exists, and what becomes of it is booked as what it is, also when it comes late, twice or otherwise than before.

use crate::{MethodKind, Outcome, Told};
use commission::{About, Account, Entry, EntryKind, Posting, Subject};
use serde::{Deserialize, Serialize};
use words::{
    BatchId, Day, EnrolmentId, EntryId, ExchangeRate, Instant, Invalid, MethodId, Money, PartnerId,
    ProgramId, Scope, StatementId, TransferId, check_lines,
};

pub const OUTCOME_REASON_CHARACTERS_MAX: usize = 500;
/// Outcomes that are told of one transfer: more than any bank has to say.
pub const OUTCOMES_PER_TRANSFER_MAX: usize = 50;
/// What a transfer cost is so many times what it pays at most, and no less than that part of it: else the unit is wrong.
pub const DEBITED_TIMES_MAX: i64 = 2;

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
    Cancelled,
}

impl TransferStatus {
    pub const ALL: [TransferStatus; 7] = [
        TransferStatus::Intended,
        TransferStatus::HandedOver,
        TransferStatus::Unknown,
        TransferStatus::Settled,
        TransferStatus::Failed,
        TransferStatus::Returned,
        TransferStatus::Cancelled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            TransferStatus::Intended => "intended",
            TransferStatus::HandedOver => "handed_over",
            TransferStatus::Unknown => "unknown",
            TransferStatus::Settled => "settled",
            TransferStatus::Failed => "failed",
            TransferStatus::Returned => "returned",
            TransferStatus::Cancelled => "cancelled",
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
    pub const ALL: [WhyLeftOut; 9] = [
        WhyLeftOut::NoMethod,
        WhyLeftOut::OtherMethod,
        WhyLeftOut::CoolingOff,
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
    pub enrolment: EnrolmentId,
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
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    pub statement: StatementId,
    pub status: TransferStatus,
    /// What it pays of the statement, in the program's currency.
    pub amount: Money,
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
    /// In the order in which they were told.
    pub told: Vec<Told>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<Carry>,
    pub created_at: Instant,
    pub handed_over_at: Option<Instant>,
    /// When it last settled, failed or came back.
    pub ended_at: Option<Instant>,
}

impl Transfer {
    /// Follows the money to the receiver and back, and is the key under which a provider is asked only once.
    pub fn end_to_end_id(&self) -> String {
        self.id.to_string().replace('_', "-")
    }

    /// The transfer that an end-to-end id names.
    pub fn of_end_to_end_id(text: &str) -> Option<TransferId> {
        text.replacen('-', "_", 1).parse().ok()
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

    /// Taken out before anybody was asked to pay it.
    pub fn cancelled(&self, reason: &str, at: Instant) -> Self {
        let status = TransferStatus::Cancelled;
        Self { status, holds: false, reason: Some(reason.to_owned()), ended_at: Some(at), ..self.clone() }
    }

    /// Under which name its entries stand.
    fn about(&self) -> About {
        let subject = Subject::Transfer(self.id);
        About { scope: self.scope, program: self.program, enrolment: self.enrolment, subject }
    }

    /// What the postings of all its entries sum to, by what the transfer says.
    pub fn books(&self) -> Vec<Posting> {
        match self.status {
            TransferStatus::Intended
            | TransferStatus::Cancelled
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

/// What an outcome changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consequence {
    pub transfer: Transfer,
    /// The other transfer of the same statement, where it changes with it.
    pub other: Option<Transfer>,
}

impl Transfer {
    /// What follows from an outcome. `others` are all other transfers of the same statement. Nothing changes where the
    /// same was told before, so that a message that comes twice does nothing the second time.
    pub fn told(&self, told: &Told, others: &[Transfer]) -> Result<Option<Consequence>, Invalid> {
        use TransferStatus::{Cancelled, Failed, HandedOver, Intended, Returned, Settled, Unknown};
        self.check(told)?;
        let again = |known: &Told| known.outcome.name() == told.outcome.name() && known.on == told.on;
        let same = |known: &Told| known.outcome == told.outcome && known.on == told.on;
        let is_known = self.told.iter().any(same);
        if is_known || self.told.iter().any(again) && !self.completes(&told.outcome) {
            return Ok(None);
        }
        let status = match (self.status, &told.outcome) {
            (Intended | Cancelled, _) => {
                let expected = format!("a transfer that was handed over, not {}", self.status.name());
                return Err(Invalid::new("status", expected));
            }
            (Settled, Outcome::Settled { .. }) if self.completes(&told.outcome) => Settled,
            (Settled, Outcome::Settled { .. } | Outcome::Unknown)
            | (Failed, Outcome::Failed { .. } | Outcome::Returned { .. } | Outcome::Unknown)
            | (Returned, Outcome::Returned { .. } | Outcome::Failed { .. } | Outcome::Unknown)
            | (Unknown, Outcome::Unknown)
            | (HandedOver | Settled | Failed | Returned, Outcome::Accepted) => return Ok(None),
            (HandedOver, Outcome::Unknown) => Unknown,
            (Unknown, Outcome::Accepted) => HandedOver,
            (_, Outcome::Settled { .. }) => Settled,
            (_, Outcome::Failed { .. }) => Failed,
            (_, Outcome::Returned { .. }) => Returned,
        };
        let contradicts = matches!((self.status, status), (Failed | Returned, Settled) | (Settled, Failed));
        let mut after = Transfer { status, ..self.clone() };
        after.told.push(Told { contradicts, ..told.clone() });
        match &told.outcome {
            Outcome::Settled { debited } => (after.debited, after.reason) = (*debited, None),
            Outcome::Failed { reason } | Outcome::Returned { reason } => {
                (after.reason, after.debited) = (Some(reason.clone()), None);
            }
            Outcome::Accepted | Outcome::Unknown => {}
        }
        if !status.is_under_way() {
            after.ended_at = Some(told.at);
        }
        if self.status == status {
            return Ok(Some(Consequence { transfer: after, other: None }));
        }
        Ok(Some(after.with_claim(told.at, others)))
    }

    /// What a settled transfer cost is told later than that it settled, or put right.
    fn completes(&self, outcome: &Outcome) -> bool {
        let Outcome::Settled { debited: debited @ Some(_) } = outcome else { return false };
        self.status == TransferStatus::Settled && self.debited != *debited
    }

    fn check(&self, told: &Told) -> Result<(), Invalid> {
        if self.told.len() >= OUTCOMES_PER_TRANSFER_MAX {
            return Err(Invalid::new(
                "outcome",
                format!("at most {OUTCOMES_PER_TRANSFER_MAX} outcomes of a transfer"),
            ));
        }
        if let Some(handed) = self.handed_over_at
            && (told.on < Day::of(handed).plus_days(-1) || told.on > Day::of(told.at).plus_days(1))
        {
            return Err(Invalid::new("on", "a day from the one of the handing over to today"));
        }
        match &told.outcome {
            Outcome::Settled { debited: Some(debited) } => {
                if self.rate.is_none() {
                    let expected =
                        "nothing for a transfer in the program's own currency: it cost what it pays";
                    return Err(Invalid::new("debited", expected));
                }
                if debited.currency != self.amount.currency || debited.amount <= 0 {
                    let expected =
                        format!("a positive amount in the program's currency {}", self.amount.currency);
                    return Err(Invalid::new("debited", expected));
                }
                let Money { amount, .. } = self.amount;
                let likely = amount / DEBITED_TIMES_MAX..=amount.saturating_mul(DEBITED_TIMES_MAX);
                if !likely.contains(&debited.amount) {
                    let (least, most) = likely.into_inner();
                    let expected =
                        format!("{least} to {most} minor units: the transfer pays {}", self.amount);
                    return Err(Invalid::new("debited", expected));
                }
                Ok(())
            }
            Outcome::Failed { reason } | Outcome::Returned { reason } => {
                check_lines("reason", reason, OUTCOME_REASON_CHARACTERS_MAX)
            }
            Outcome::Settled { debited: None } | Outcome::Accepted | Outcome::Unknown => Ok(()),
        }
    }

    /// Who pays the statement, now that this one stands as it does.
    fn with_claim(mut self, at: Instant, others: &[Transfer]) -> Consequence {
        let holder = others.iter().find(|other| other.holds);
        match self.status {
            TransferStatus::Settled if !self.holds => match holder {
                None => {
                    self.holds = true;
                    Consequence { transfer: self, other: None }
                }
                // Nobody was asked to pay the other: it is taken out, and the statement is paid once.
                Some(other) if other.status == TransferStatus::Intended => {
                    self.holds = true;
                    let reason = format!("{} paid it after all", self.id);
                    Consequence { transfer: self, other: Some(other.cancelled(&reason, at)) }
                }
                Some(_) => {
                    self.carry(-self.amount.amount);
                    Consequence { transfer: self, other: None }
                }
            },
            TransferStatus::Failed | TransferStatus::Returned if self.holds => {
                self.holds = false;
                // Another that went out beside it has paid the statement, then.
                let mut heir = others.iter().find(|other| other.is_overpaid()).cloned();
                if let Some(heir) = &mut heir {
                    heir.holds = true;
                    heir.carry(heir.amount.amount);
                }
                Consequence { transfer: self, other: heir }
            }
            TransferStatus::Failed | TransferStatus::Returned => {
                let overpaid: i64 = self.carries.iter().map(|carry| carry.amount).sum();
                self.carry(-overpaid);
                Consequence { transfer: self, other: None }
            }
            _ => Consequence { transfer: self, other: None },
        }
    }

    fn carry(&mut self, amount: i64) {
        if amount == 0 {
            return;
        }
        // What no statement has carried yet and is made good again needs to be carried nowhere.
        let open = self.carries.iter().position(|carry| carry.statement.is_none() && carry.amount == -amount);
        match open {
            Some(place) => drop(self.carries.remove(place)),
            None => self.carries.push(Carry { amount, statement: None }),
        }
    }
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
