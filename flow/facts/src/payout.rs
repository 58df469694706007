//! Statements, batches and their transfers.

use crate::{Object, example::example, shape::shape};
use payout::{AccountFault, BatchStatus, MethodKind};
use words::{BatchId, Currency, Day, Instant, Money, PartnerId, StatementId, TransferId};

shape! {
    /// A closed statement. Amounts are minor units of its currency.
    StatementClosed {
        /// The statement.
        statement: StatementId = example();
        /// The partner.
        partner: PartnerId = example();
        /// Its number in the program, from 1 without gaps.
        number: u32 = 7;
        /// When its period begins.
        #[serde(with = "crate::form::time")]
        from: Instant = example();
        /// When its period ends; that moment is not in it.
        #[serde(with = "crate::form::time")]
        until: Instant = example();
        /// From which day on it is due.
        due_on: Day = example();
        /// Minor units carried over from the statement before.
        carried: i64 = 0;
        /// Minor units by which earlier payments differed from what was owed.
        payment_difference: i64 = 0;
        /// Minor units that its lines sum to.
        total: i64 = 12_340;
        /// Minor units of debt that were written off.
        written_off: i64 = 0;
        /// Minor units that are paid out.
        payable: i64 = 12_340;
        /// The currency.
        currency: Currency = example();
    }
    object(it) = Object::Statement(it.statement);
    partners(it) = vec![it.partner];
}

shape! {
    /// A new payout batch.
    BatchMade {
        /// The batch.
        batch: BatchId = example();
        /// How it pays.
        rail: MethodKind = MethodKind::Bank;
        /// The last due day of the statements that it collects.
        due_until: Day = example();
    }
    object(it) = Object::Batch(it.batch);
    partners(_it) = Vec::new();
}

shape! {
    /// A payout batch as it is now.
    BatchChanged {
        /// The batch.
        batch: BatchId = example();
        /// Its status now.
        status: BatchStatus = BatchStatus::Submitted;
        /// Minor units that its transfers pay in total.
        total: i64 = 123_400;
        /// The currency.
        currency: Currency = example();
        /// How many transfers it has.
        transfers: u32 = 12;
    }
    object(it) = Object::Batch(it.batch);
    partners(_it) = Vec::new();
}

shape! {
    /// A batch whose transfers have all been handed over.
    BatchLeft {
        /// The batch.
        batch: BatchId = example();
        /// Minor units that its transfers pay in total.
        total: i64 = 123_400;
        /// The currency.
        currency: Currency = example();
    }
    object(it) = Object::Batch(it.batch);
    partners(_it) = Vec::new();
}

shape! {
    /// A batch of which every transfer has a known outcome.
    BatchClosed {
        /// The batch.
        batch: BatchId = example();
    }
    object(it) = Object::Batch(it.batch);
    partners(_it) = Vec::new();
}

shape! {
    /// The outcome of a transfer, as it was reported.
    TransferReported {
        /// The transfer.
        transfer: TransferId = example();
        /// Its batch.
        batch: BatchId = example();
        /// The partner who is paid.
        partner: PartnerId = example();
        /// The statement that it pays.
        statement: StatementId = example();
        /// What it pays of the statement, in the program's currency.
        amount: Money = example();
        /// What it sends, in the currency of the payout method.
        sends: Money = example();
        /// The day of the outcome.
        on: Day = example();
        /// What is wrong with the account; null if nothing is known to be.
        account_fault: Option<AccountFault> = None;
        /// Whether reports contradict each other.
        contradicted: bool = false;
        /// Whether it settled although another transfer paid the same statement.
        overpaid: bool = false;
    }
    object(it) = Object::Transfer(it.transfer);
    partners(it) = vec![it.partner];
}
