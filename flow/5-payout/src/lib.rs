//! What is to be paid, and how: statements by period, payout methods, bank accounts.
//!
//! Never async, never I/O, never a clock. Names commission, program and words.

mod bank;
mod method;
mod paying_account;
mod statement;

pub use bank::{BankAccount, Bic, HOLDER_CHARACTERS_MAX, Iban, SEPA_COUNTRIES};
pub use method::{
    Destination, INSTRUCTIONS_CHARACTERS_MAX, METHOD_COOLING_OFF_DAYS, METHODS_PER_PARTNER_MAX, Method,
    MethodKind, STANDINGS, WISE_ACCOUNT_CHARACTERS_MAX, WiseRecipient,
};
pub use paying_account::PayingAccount;
pub use statement::{LineKind, Statement, StatementLine, StatementStatus, explain, line_for};
