//! Statements and their lines.

use super::{Event, Kind, LineKind, Money, StatementStatus, said};
use serde::Serialize;
use utoipa::ToSchema;
use words::Money as Amount;

/// What one partner is owed for one month.
#[derive(Serialize, ToSchema)]
pub(crate) struct Statement {
    #[schema(example = "stm_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    pub partner_id: String,
    pub enrolment_id: String,
    /// A calendar month in UTC.
    #[schema(example = "2026-11")]
    pub month: String,
    /// `open` while its lines are being written.
    pub status: StatementStatus,
    /// A negative balance of the statement before, netted with this one.
    pub carried: Money,
    /// The sum of the lines.
    pub total: Money,
    /// What is to be paid: `carried` and `total`. If negative, it is carried to the next statement.
    pub due: Money,
    /// How many lines it has.
    pub line_count: u32,
    #[schema(format = DateTime)]
    pub opened_at: String,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
}

impl From<payout::Statement> for Statement {
    fn from(it: payout::Statement) -> Self {
        let money = |amount| Money::from(Amount::new(amount, it.currency));
        Self {
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            partner_id: it.partner.to_string(),
            enrolment_id: it.enrolment.to_string(),
            month: it.month.to_string(),
            status: it.status.into(),
            carried: money(it.carried),
            total: money(it.total),
            due: money(it.due()),
            line_count: it.lines,
            opened_at: it.opened_at.to_string(),
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
    /// In the order of their places.
    pub lines: Vec<StatementLine>,
}

impl From<engine::ports::StatementFile> for StatementShown {
    fn from(it: engine::ports::StatementFile) -> Self {
        let lines = it.lines.into_iter();
        let line = |(line, commission, conversion)| StatementLine::new(line, &commission, conversion);
        Self { statement: it.statement.into(), lines: lines.map(line).collect() }
    }
}
