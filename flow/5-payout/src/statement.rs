//! The monthly statement: what was approved and what was taken back since the last one.

use commission::Commission;
use serde::{Deserialize, Serialize};
use words::{
    CommissionId, Currency, EnrolmentId, Instant, Money, Month, PartnerId, ProgramId, Scope, StatementId,
};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementStatus {
    /// Lines are being written; a close that was interrupted goes on from here.
    Open,
    Closed,
}

/// Amounts in minor units of `currency`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    pub scope: Scope,
    pub program: ProgramId,
    pub enrolment: EnrolmentId,
    pub partner: PartnerId,
    pub month: Month,
    pub status: StatementStatus,
    pub currency: Currency,
    /// A negative balance of the statement before, to be netted with this one.
    pub carried: i64,
    /// The sum of the lines.
    pub total: i64,
    pub lines: u32,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
}

impl Statement {
    /// What is to be paid, or, if negative, carried to the next statement.
    pub fn due(&self) -> i64 {
        self.carried + self.total
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Commission,
    /// A refund took back what an earlier statement had shown.
    Reversal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatementLine {
    pub statement: StatementId,
    /// 1, 2, 3 …
    pub place: u32,
    pub commission: CommissionId,
    pub kind: LineKind,
    pub amount: i64,
    /// When the conversion occurred.
    pub occurred_at: Instant,
}

/// A line in words. What it says was true when the statement closed, and stays so: how the credit
/// was priced, or what a later refund took back.
pub fn explain(line: &StatementLine, commission: &Commission) -> Vec<String> {
    let money = |amount| Money::new(amount, commission.currency);
    match line.kind {
        LineKind::Commission => {
            let mut sentences = vec![commission.priced()];
            if line.amount != commission.earned {
                sentences.push(commission.reversal(commission.earned - line.amount, line.amount));
            }
            sentences
        }
        LineKind::Reversal => vec![format!(
            "{} of what an earlier statement shows was reversed in proportion to a refund.",
            money(-line.amount)
        )],
    }
}

/// The line that brings a statement up to date with a commission, and the commission with that
/// line stated; none when there is nothing new to show.
pub fn line_for(
    commission: &Commission,
    statement: StatementId,
    place: u32,
) -> Option<(StatementLine, Commission)> {
    let amount = commission.unstated();
    if amount == 0 {
        return None;
    }
    let kind = match commission.statement {
        None => LineKind::Commission,
        // What stands in a statement is not priced anew, so only a refund can have changed it.
        Some(_) => LineKind::Reversal,
    };
    let line = StatementLine {
        statement,
        place,
        commission: commission.id,
        kind,
        amount,
        occurred_at: commission.occurred_at,
    };
    let stated = Commission {
        stated: commission.stated + amount,
        statement: commission.statement.or(Some(statement)),
        ..commission.clone()
    };
    Some((line, stated))
}
