//! What is to be paid, and how: statements by period, payout methods, bank accounts.
//!
//! Never async, never I/O, never a clock. Names commission, program and words.

mod bank;
mod batch;
mod bounce;
mod clawback;
mod consequence;
mod document;
mod document_table;
mod method;
mod movement;
mod outcome;
mod paying_account;
mod rail;
mod statement;
mod transfer;

pub use bank::{BankAccount, Bic, HOLDER_CHARACTERS_MAX, Iban, SEPA_COUNTRIES};
pub use batch::{
    Batch, BatchStatus, BatchStep, CANCEL_REASON_CHARACTERS_MAX, Done, EXECUTION_DAYS_AHEAD_MAX, Hand,
    Handing, PARTNERS_NAMED_MAX, Refusal, TRANSFERS_PER_BATCH_MAX, remittance,
};
pub use bounce::{AccountFault, Bounced};
pub use clawback::{Debt, LeftBehind, Recovery};
pub use consequence::{
    Consequence, DEBITED_TIMES_MAX, Effect, OUTCOME_REASON_CHARACTERS_MAX, OUTCOMES_PER_TRANSFER_MAX, Other,
};
pub use document::{Document, DocumentLine, ENGLISH, Figure, GERMAN, Parties, Stated, document};
pub use document_table::{Cell, DOCUMENT_COLUMNS, document_table};
pub use method::{
    Destination, FORMULA_SIGNS, INSTRUCTIONS_CHARACTERS_MAX, METHOD_COOLING_OFF_DAYS,
    METHODS_PER_PARTNER_MAX, Method, MethodKind, STANDINGS, WISE_ACCOUNT_CHARACTERS_MAX, WiseRecipient,
};
pub use movement::Movement;
pub use outcome::{Outcome, OutcomeSource, Told};
pub use paying_account::PayingAccount;
pub use rail::SEPA_AMOUNT_MAX;
pub use statement::{LineKind, Paid, Statement, StatementLine, StatementStatus, explain, line_for};
pub use transfer::{Carry, LeftOut, Transfer, TransferStatus, WhyLeftOut, book};
