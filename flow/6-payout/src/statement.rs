//! The statement: what was approved and what was taken back since the last one.

use crate::{Debt, LeftBehind};
use commission::Commission;
use program::{Clawback, Enrollment};
use serde::{Deserialize, Serialize};
use words::{
    CommissionId, Currency, Day, EnrollmentId, Instant, Money, PartnerId, ProgramId, Scope, Sentence,
    StatementId, TransferId, Value,
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
    pub enrollment: EnrollmentId,
    pub partner: PartnerId,
    /// The first instant of its period.
    pub from: Instant,
    /// The first instant after it: what was approved before then, and is in no earlier statement, is in this one.
    pub until: Instant,
    pub status: StatementStatus,
    /// 1, 2, 3 … within the program, without gaps; given when it closes.
    pub number: Option<u32>,
    /// When it is to be paid.
    pub due_on: Day,
    pub currency: Currency,
    /// A balance of less than this is not paid but carried to the next statement.
    pub minimum: i64,
    /// What becomes of what it takes back, and of what earlier ones took back.
    #[serde(default)]
    pub clawback: Clawback,
    /// What the statement before carries over.
    pub carried: i64,
    /// What of it is still to be recovered, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debts: Vec<Debt>,
    /// What earlier ones wrote off, and nothing made good since.
    #[serde(default)]
    pub written_off_before: i64,
    /// What transfers of earlier statements paid too much, as a negative amount, or turned out not to have paid.
    #[serde(default)]
    pub payment_difference: i64,
    /// The sum of the lines.
    pub total: i64,
    /// What lines take back of what earlier statements show.
    #[serde(default)]
    pub taken_back: i64,
    /// What lines give back of it.
    #[serde(default)]
    pub given_back: i64,
    pub lines: u32,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    /// The transfer that paid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Paid>,
}

/// That a transfer has settled what was to be paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paid {
    pub transfer: TransferId,
    pub at: Instant,
}

impl Statement {
    /// What was carried here and the lines together: what is to be paid, carried on or written off.
    pub fn balance(&self) -> i64 {
        self.carried + self.payment_difference + self.total
    }

    /// The next one of an enrollment, as yet without lines: of nothing but what the one before left.
    pub fn open(
        (id, now): (StatementId, Instant),
        enrollment: &Enrollment,
        currency: Currency,
        until: Instant,
        LeftBehind { carried, debts, written_off }: LeftBehind,
    ) -> Statement {
        Statement {
            id,
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            from: enrollment.created_at,
            until,
            status: StatementStatus::Open,
            number: None,
            due_on: Day::of(until),
            currency,
            minimum: 0,
            clawback: Clawback::default(),
            carried,
            debts,
            written_off_before: written_off,
            payment_difference: 0,
            total: 0,
            taken_back: 0,
            given_back: 0,
            lines: 0,
            opened_at: now,
            closed_at: None,
            paid: None,
        }
    }

    /// The statement with one more line.
    pub fn count(&mut self, line: &StatementLine) {
        self.lines += 1;
        self.total += line.amount;
        if line.kind != LineKind::Commission {
            self.taken_back -= line.amount.min(0);
        }
        self.given_back += line.given_back;
    }

    /// What is still to be paid.
    pub fn to_pay(&self) -> i64 {
        if self.paid.is_some() { 0 } else { self.payable() }
    }

    /// The last day of its period.
    pub fn last_day(&self) -> Day {
        Day::of(self.until.plus_micros(-1))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Commission,
    /// A refund or chargeback took back what an earlier statement had shown.
    Reversal,
    /// The credit of what an earlier statement had shown was decided or priced anew, or a chargeback of it was won.
    Adjustment,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatementLine {
    pub statement: StatementId,
    /// 1, 2, 3 …
    pub place: u32,
    pub commission: CommissionId,
    pub kind: LineKind,
    pub amount: i64,
    /// What of it gives back what earlier lines took back of the commission; the rest is newly earned.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub given_back: i64,
    /// When the conversion occurred.
    pub occurred_at: Instant,
}

fn is_nothing(amount: &i64) -> bool {
    *amount == 0
}

/// A line in words. What it says was true when the statement closed, and stays so: how the credit
/// was priced, what a later refund took back, or that the credit was decided anew.
pub fn explain(line: &StatementLine, commission: &Commission) -> Vec<Sentence> {
    let changed = |code, amount| {
        let sentence = Sentence::new(code).money("amount", Money::new(amount, commission.currency));
        sentence.with("day", Value::Day(commission.adjusted_at.unwrap_or(line.occurred_at)))
    };
    match line.kind {
        LineKind::Commission if commission.adjusted_at.is_some() => vec![changed("line.stated", line.amount)],
        LineKind::Commission => {
            let mut sentences = commission.priced();
            if line.amount != commission.earned {
                sentences.push(commission.reversal(commission.earned - line.amount, line.amount));
            }
            sentences
        }
        LineKind::Reversal => vec![changed("line.reversal", -line.amount)],
        // Nobody decided anew, so what is owed again was charged back, and that was won.
        LineKind::Adjustment if commission.adjusted_at.is_none() => {
            vec![changed("line.restored", line.amount)]
        }
        LineKind::Adjustment if line.amount < 0 => vec![changed("line.adjustment.less", -line.amount)],
        LineKind::Adjustment => vec![changed("line.adjustment.more", line.amount)],
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
        Some(_) if amount > 0 || commission.adjusted_at.is_some() => LineKind::Adjustment,
        // What stands in a statement is not priced anew unless it says so, so only a refund or chargeback can have changed it.
        Some(_) => LineKind::Reversal,
    };
    let line = StatementLine {
        statement,
        place,
        commission: commission.id,
        kind,
        amount,
        given_back: amount.clamp(0, commission.taken_back),
        occurred_at: commission.occurred_at,
    };
    let took = if kind == LineKind::Commission { 0 } else { -amount.min(0) };
    let stated = Commission {
        taken_back: commission.taken_back + took - line.given_back,
        stated: commission.stated + amount,
        statement: commission.statement.or(Some(statement)),
        ..commission.clone()
    };
    Some((line, stated))
}
