//! Statements and their lines.

use super::{
    Clawback, Event, Kind, LineKind, Money, PartnerRef, ProgramRef, StatementStatus, TransferStatus, said,
};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;
use words::Money as Amount;

/// What one partner is owed for one period.
#[derive(Serialize, ToSchema)]
pub(crate) struct Statement {
    #[schema(example = "stm_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// The first instant of its period.
    #[schema(format = DateTime)]
    pub from: String,
    /// The first instant after it: what was approved before then, and is in no earlier statement, is in this one.
    #[schema(format = DateTime)]
    pub until: String,
    /// 1, 2, 3 … within the program, without gaps; null until it closes.
    pub number: Option<u32>,
    /// The day on which it is to be paid.
    #[schema(format = Date, example = "2026-12-15")]
    pub due_on: String,
    /// `open` while its lines are being written.
    pub status: StatementStatus,
    /// What the statement before carries over; negative for a debt.
    pub carried: Money,
    /// The sum of the lines.
    pub total: Money,
    /// What transfers of earlier statements paid too much, as a negative amount, or turned out not to have paid.
    pub payment_difference: Money,
    /// `carried`, `payment_difference` and `total` together.
    pub balance: Money,
    /// What becomes of what is taken back after it was stated: the program's policy when it opened.
    pub clawback: Clawback,
    /// What its lines take back of what earlier statements show.
    pub taken_back: Money,
    /// What it recovers of that, and of what earlier ones took back.
    pub recovered: Money,
    /// What it writes off, so that the partner keeps it; negative where it makes good an earlier write-off.
    pub written_off: Money,
    /// What is to be paid: the balance and what is still owed back, or nothing of less than the program's minimum.
    pub payable: Money,
    /// What the next statement begins with: the balance and what is written off, less what is paid.
    pub carry_over: Money,
    /// What of it is still owed back, oldest first.
    pub debts: Vec<Debt>,
    /// How many lines it has.
    pub line_count: u32,
    #[schema(format = DateTime)]
    pub opened_at: String,
    /// The transfer that paid it.
    pub transfer_id: Option<String>,
    /// When that settled.
    #[schema(format = DateTime)]
    pub paid_at: Option<String>,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
}

/// What was taken back and is not recovered yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct Debt {
    /// The end of the period whose statement took it back.
    #[schema(format = DateTime)]
    pub since: String,
    pub amount: Money,
}

impl View for Statement {
    type Row = payout::Statement;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let money = |amount| Money::from(Amount::new(amount, it.currency));
        let recovery = it.recovery();
        let debt = |debt: &payout::Debt| Debt { since: debt.since.to_string(), amount: money(debt.amount) };
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            from: it.from.to_string(),
            until: it.until.to_string(),
            number: it.number,
            due_on: it.due_on.to_string(),
            status: it.status.into(),
            carried: money(it.carried),
            payment_difference: money(it.payment_difference),
            total: money(it.total),
            balance: money(it.balance()),
            clawback: it.clawback.into(),
            taken_back: money(it.taken_back),
            recovered: money(recovery.recovered),
            written_off: money(it.written_off()),
            debts: recovery.left.iter().map(debt).collect(),
            payable: money(it.payable()),
            carry_over: money(it.carry_over()),
            line_count: it.lines,
            opened_at: it.opened_at.to_string(),
            transfer_id: it.paid.map(|paid| paid.transfer.to_string()),
            paid_at: it.paid.map(|paid| paid.at.to_string()),
            closed_at: it.closed_at.map(|at| at.to_string()),
        }
    }
}

/// One line of a statement, with the commission behind it in plain words.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementLine {
    /// 1, 2, 3 …
    pub place: u32,
    pub kind: LineKind,
    /// Negative for what is taken back.
    pub amount: Money,
    /// When the conversion occurred.
    #[schema(format = DateTime)]
    pub occurred_at: String,
    pub commission_id: String,
    /// Null, with the next two, for what was granted: it rests on no conversion.
    pub conversion_id: Option<String>,
    pub conversion_kind: Option<Kind>,
    pub conversion_external_id: Option<String>,
    /// What it is for.
    pub event: Event,
    /// The line in words, as it was when the statement closed.
    pub explanation: Vec<String>,
}

impl StatementLine {
    pub(crate) fn new(
        line: payout::StatementLine,
        commission: &commission::Commission,
        conversion: Option<conversion::Conversion>,
    ) -> Self {
        Self {
            explanation: said(&payout::explain(&line, commission)),
            place: line.place,
            kind: line.kind.into(),
            amount: Amount::new(line.amount, commission.currency).into(),
            occurred_at: line.occurred_at.to_string(),
            commission_id: line.commission.to_string(),
            event: commission.event.into(),
            conversion_id: conversion.as_ref().map(|conversion| conversion.id.to_string()),
            conversion_kind: conversion.as_ref().map(|conversion| conversion.kind.into()),
            conversion_external_id: conversion.map(|conversion| conversion.external_id),
        }
    }
}

/// A statement with every line explained.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementShown {
    pub statement: Statement,
    /// The payment that paid it, or is to pay it.
    pub payment: Option<StatementPayment>,
    /// In the order of their places.
    pub lines: Vec<StatementLine>,
}

/// The payment of a statement.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementPayment {
    pub transfer_id: String,
    /// Null for partners.
    pub batch_id: Option<String>,
    pub status: TransferStatus,
    pub amount: Money,
}

impl From<payout::Transfer> for StatementPayment {
    fn from(it: payout::Transfer) -> Self {
        Self {
            transfer_id: it.id.to_string(),
            batch_id: Some(it.batch.to_string()),
            status: it.status.into(),
            amount: it.amount.into(),
        }
    }
}

/// A statement with what pays it, as its reader may know it.
pub(crate) struct StatementRow {
    pub file: engine::ports::StatementFile,
    pub payment: Option<StatementPayment>,
}

impl View for StatementShown {
    type Row = StatementRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Statement::mentions(&it.file.statement, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let StatementRow { file, payment } = it;
        let lines = file.lines.into_iter();
        let line = |(line, commission, conversion)| StatementLine::new(line, &commission, conversion);
        Self { statement: Statement::view(file.statement, by), payment, lines: lines.map(line).collect() }
    }
}
