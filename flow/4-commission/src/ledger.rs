//! Double-entry postings. Every entry sums to zero in each currency; history is reversed, never edited.

use crate::Commission;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeMap, fmt, str::FromStr};
use words::{
    CommissionId, Currency, EnrollmentId, EntryId, Instant, Malformed, Money, ProgramId, Scope, StatementId,
    TransferId,
};

/// On which side an account's balance usually stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    Debit,
    Credit,
}

/// What an account is to the merchant's own books.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    Asset,
    Liability,
    Income,
    Expense,
}

/// The chart of accounts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// What the program costs the merchant.
    CommissionExpense,
    /// Earned by partners, in hold.
    PartnerPending,
    /// Approved, to be paid; a debit is what a partner was paid too much.
    PartnerPayable,
    /// What partners owed and nobody will collect.
    ClawbackWriteOff,
    /// Transfers under way: handed over, and not known to have arrived or failed.
    PayoutClearing,
    /// What has left the merchant's bank account for partners.
    Cash,
    /// Through which an amount changes its currency: what went in in one, came out in the other.
    CurrencyExchange,
    /// Transfers that cost less than the rate that was frozen for them.
    ExchangeGain,
    /// Transfers that cost more than the rate that was frozen for them.
    ExchangeLoss,
}

impl Account {
    pub const ALL: [Account; 9] = [
        Account::CommissionExpense,
        Account::PartnerPending,
        Account::PartnerPayable,
        Account::ClawbackWriteOff,
        Account::PayoutClearing,
        Account::Cash,
        Account::CurrencyExchange,
        Account::ExchangeGain,
        Account::ExchangeLoss,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Account::CommissionExpense => "commission_expense",
            Account::PartnerPending => "partner_pending",
            Account::PartnerPayable => "partner_payable",
            Account::ClawbackWriteOff => "clawback_write_off",
            Account::PayoutClearing => "payout_clearing",
            Account::Cash => "cash",
            Account::CurrencyExchange => "currency_exchange",
            Account::ExchangeGain => "exchange_gain",
            Account::ExchangeLoss => "exchange_loss",
        }
    }

    pub fn class(self) -> Class {
        match self {
            Account::CommissionExpense | Account::ClawbackWriteOff | Account::ExchangeLoss => Class::Expense,
            Account::PartnerPending | Account::PartnerPayable | Account::PayoutClearing => Class::Liability,
            Account::Cash | Account::CurrencyExchange => Class::Asset,
            Account::ExchangeGain => Class::Income,
        }
    }

    pub fn side(self) -> Side {
        match self.class() {
            Class::Asset | Class::Expense => Side::Debit,
            Class::Liability | Class::Income => Side::Credit,
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
    /// A transfer was handed over: it is paid as far as the partner's account goes, and under way.
    Paid,
    /// The transfer left the merchant's bank account.
    Settled,
    /// The transfer did not go through; what it paid is payable again.
    Failed,
    /// The transfer went through and came back; what it paid is payable again.
    Returned,
    /// What the partner owed will not be collected.
    WrittenOff,
}

impl EntryKind {
    pub const ALL: [EntryKind; 10] = [
        EntryKind::Earned,
        EntryKind::Reversed,
        EntryKind::Approved,
        EntryKind::Declined,
        EntryKind::Reinstated,
        EntryKind::Paid,
        EntryKind::Settled,
        EntryKind::Failed,
        EntryKind::Returned,
        EntryKind::WrittenOff,
    ];

    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Earned => "earned",
            EntryKind::Reversed => "reversed",
            EntryKind::Approved => "approved",
            EntryKind::Declined => "declined",
            EntryKind::Reinstated => "reinstated",
            EntryKind::Paid => "paid",
            EntryKind::Settled => "settled",
            EntryKind::Failed => "failed",
            EntryKind::Returned => "returned",
            EntryKind::WrittenOff => "written_off",
        }
    }
}

/// What an entry is about; its id says which kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    Commission(CommissionId),
    /// A debt that was carried from statement to statement, and is written off.
    Statement(StatementId),
    Transfer(TransferId),
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Commission(id) => id.fmt(out),
            Subject::Statement(id) => id.fmt(out),
            Subject::Transfer(id) => id.fmt(out),
        }
    }
}

impl FromStr for Subject {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let none = |_| Malformed { expected: "the id of a commission, a statement or a transfer" };
        let statement = || text.parse().map(Subject::Statement);
        let transfer = || text.parse().map(Subject::Transfer);
        text.parse().map(Subject::Commission).or_else(|_| statement()).or_else(|_| transfer()).map_err(none)
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// One side of an entry, in minor units of its currency: debits are positive, credits negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posting {
    pub account: Account,
    pub currency: Currency,
    pub amount: i64,
}

impl Posting {
    pub fn debit(account: Account, money: Money) -> Self {
        Self { account, currency: money.currency, amount: money.amount }
    }

    pub fn credit(account: Account, money: Money) -> Self {
        Self { account, currency: money.currency, amount: -money.amount }
    }

    /// The way back.
    pub fn reversed(self) -> Self {
        Self { amount: -self.amount, ..self }
    }
}

/// In whose books an entry stands, and what it is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct About {
    pub scope: Scope,
    pub program: ProgramId,
    /// Whose accounts the postings touch.
    pub enrollment: EnrollmentId,
    pub subject: Subject,
}

impl From<&Commission> for About {
    fn from(it: &Commission) -> Self {
        let subject = Subject::Commission(it.id);
        Self { scope: it.scope, program: it.program, enrollment: it.enrollment, subject }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub scope: Scope,
    pub program: ProgramId,
    /// Whose accounts the postings touch.
    pub enrollment: EnrollmentId,
    pub subject: Subject,
    pub kind: EntryKind,
    pub at: Instant,
    /// They sum to zero in each currency.
    pub postings: Vec<Posting>,
}

impl Entry {
    pub fn new(about: About, kind: EntryKind, postings: Vec<Posting>, (id, at): (EntryId, Instant)) -> Self {
        let About { scope, program, enrollment, subject } = about;
        Self { id, scope, program, enrollment, subject, kind, at, postings }
    }

    pub fn balances(&self) -> bool {
        let mut sums = BTreeMap::<Currency, i128>::new();
        for posting in &self.postings {
            *sums.entry(posting.currency).or_default() += i128::from(posting.amount);
        }
        sums.values().all(|sum| *sum == 0)
    }
}

/// Moves an amount from `credit` to `debit` (a negative amount moves back); none for zero.
pub fn moved(
    about: About,
    kind: EntryKind,
    (debit, credit): (Account, Account),
    money: Money,
    id: (EntryId, Instant),
) -> Option<Entry> {
    let postings = || vec![Posting::debit(debit, money), Posting::credit(credit, money)];
    (money.amount != 0).then(|| Entry::new(about, kind, postings(), id))
}

/// The same about a commission, in its currency.
pub fn entry(
    commission: &Commission,
    kind: EntryKind,
    accounts: (Account, Account),
    amount: i64,
    id: (EntryId, Instant),
) -> Option<Entry> {
    moved(commission.into(), kind, accounts, Money::new(amount, commission.currency), id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_has_the_chart_of_accounts() {
        let guide = include_str!("../../../docs/guide/books.md");
        for account in Account::ALL {
            let class = format!("{:?}", account.class()).to_lowercase();
            let side = format!("{:?}", account.side()).to_lowercase();
            let row = format!("| `{}` | {class} | {side} |", account.name());
            assert!(guide.contains(&row), "{row}");
        }
        for kind in EntryKind::ALL {
            assert!(guide.contains(&format!("`{}`", kind.name())), "{}", kind.name());
        }
    }

    #[test]
    fn a_subject_is_read_as_it_is_written() {
        let at = Instant::from_micros(1_000_000);
        let subjects = [
            Subject::Commission(CommissionId::draw(at, 1)),
            Subject::Statement(StatementId::draw(at, 2)),
            Subject::Transfer(TransferId::draw(at, 3)),
        ];
        for subject in subjects {
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        assert!(EnrollmentId::draw(at, 4).to_string().parse::<Subject>().is_err());
    }

    #[test]
    fn an_entry_balances_in_each_currency_by_itself() {
        let at = Instant::from_micros(1_000_000);
        let [euro, dollar] = ["EUR", "USD"].map(|code| code.parse().unwrap());
        let about = About {
            scope: Scope { workspace: words::WorkspaceId::draw(at, 1), mode: words::Mode::Live },
            program: ProgramId::draw(at, 2),
            enrollment: EnrollmentId::draw(at, 3),
            subject: Subject::Transfer(TransferId::draw(at, 4)),
        };
        let entry = |postings: &[(Account, i64, Currency)]| {
            let posting = |&(account, amount, currency)| Posting { account, currency, amount };
            let postings = postings.iter().map(posting).collect();
            Entry::new(about, EntryKind::Paid, postings, (EntryId::draw(at, 5), at))
        };
        let exchanged = [
            (Account::PartnerPayable, 100, euro),
            (Account::CurrencyExchange, -100, euro),
            (Account::CurrencyExchange, 108, dollar),
            (Account::PayoutClearing, -108, dollar),
        ];
        assert!(entry(&exchanged).balances());
        let across = [(Account::PartnerPayable, 100, euro), (Account::PayoutClearing, -100, dollar)];
        assert!(!entry(&across).balances(), "a sum over two currencies is no balance");
    }
}
