//! Deed: a program's statements of a month. Lines are written in chunks; a close that was
//! interrupted goes on where it stopped, and closing again changes nothing.

use crate::{
    Caller, Engine, Error, Permit,
    need::WriteStatements,
    ports::{Changes, Expected, Page, ROWS_PER_COMMIT_MAX, Row, VersionKey},
};
use payout::{Statement, StatementStatus, line_for};
use program::Enrolment;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use words::{EnrolmentId, Instant, Invalid, Mode, Month, ProgramId, StatementId};

/// Each takes a line, a commission and a version.
pub const LINES_PER_COMMIT_MAX: usize = ROWS_PER_COMMIT_MAX / 5;
const ENROLMENTS_PER_PAGE: usize = 200;

/// What closing a month did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Closed {
    pub statements: u64,
    pub lines: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Step {
    More { lines: u32 },
    Closed { lines: u32 },
    Nothing,
}

impl Engine {
    /// Closes the statements of every enrolment with something to state. The running month may be
    /// closed early: what is approved later stands in the next month's statement.
    pub async fn close_month(
        &self,
        caller: &Permit<WriteStatements>,
        program: ProgramId,
        month: Month,
    ) -> Result<Closed, Error> {
        if caller.scope.mode == Mode::Test {
            return Err(Error::TestMode);
        }
        if month > self.now().month() {
            return Err(Invalid::new("month", "this month or an earlier one, like 2026-11").into());
        }
        self.rulebook(caller.scope, program).await?;
        let caller = &caller.without_idempotency();
        let (mut closed, mut after) = (Closed::default(), None);
        loop {
            let before = month.end().min(self.now().plus_micros(1));
            let page = Page { after, limit: ENROLMENTS_PER_PAGE };
            let found = self.book().enrolments_to_state(caller.scope, program, month, before, page).await?;
            for &enrolment in &found {
                self.close_one(caller, (program, enrolment, month), before, &mut closed).await?;
            }
            after = found.last().copied();
            if found.len() < ENROLMENTS_PER_PAGE {
                return Ok(closed);
            }
        }
    }

    async fn close_one(
        &self,
        caller: &Caller,
        which: (ProgramId, EnrolmentId, Month),
        before: Instant,
        closed: &mut Closed,
    ) -> Result<(), Error> {
        loop {
            let attempt = move || self.close_chunk(caller, which, before);
            match self.turn(caller, "close_statement", attempt).await?.value {
                Step::Nothing => return Ok(()),
                Step::More { lines } => closed.lines += u64::from(lines),
                Step::Closed { lines } => {
                    closed.lines += u64::from(lines);
                    closed.statements += 1;
                    return Ok(());
                }
            }
        }
    }

    /// Writes the next lines of the enrolment's statement, and closes it with the last ones.
    async fn close_chunk(
        &self,
        caller: &Caller,
        (program, enrolment, month): (ProgramId, EnrolmentId, Month),
        before: Instant,
    ) -> Result<(Step, Changes), Error> {
        let (scope, now) = (caller.scope, self.now());
        let (statements, version) = self.book().statements_of(scope, enrolment).await?;
        // A close that was interrupted is finished first, and none is opened behind a later one: each
        // statement carries the balance of the one before it.
        let open = statements.iter().find(|statement| statement.status == StatementStatus::Open);
        if open.is_none() && statements.iter().any(|statement| statement.month >= month) {
            return Ok((Step::Nothing, Changes::default()));
        }
        let before = open.map_or(before, |open| open.month.end().min(before));
        let unstated =
            self.book().unstated_commissions(scope, enrolment, before, LINES_PER_COMMIT_MAX).await?;
        let mut statement = match open {
            Some(open) => open.clone(),
            None => self.open_statement(caller, (program, enrolment, month), &statements, now).await?,
        };
        let mut changes = Changes::default();
        let mut versions = BTreeMap::new();
        let mut lines = 0;
        for (commission, version) in &unstated {
            versions.insert(VersionKey::of_commission(commission), *version);
            if let Some((line, stated)) = line_for(commission, statement.id, statement.lines + 1) {
                statement.lines += 1;
                statement.total += line.amount;
                lines += 1;
                changes.rows.push(Row::StatementLine(line));
                changes.rows.push(Row::Commission(stated));
            }
        }
        let last = unstated.len() < LINES_PER_COMMIT_MAX;
        let wanted = statement.month == month;
        if last {
            statement.status = StatementStatus::Closed;
            statement.closed_at = Some(now);
            let body = json!({
                "statement": statement.id,
                "partner": statement.partner,
                "month": statement.month,
                "total": statement.total,
                "due": statement.due(),
                "currency": statement.currency,
            });
            changes.facts.push(self.fact((scope, Some(program), None), now, "statement.closed", body));
        }
        changes.rows.push(Row::Statement(statement));
        changes.expected = versions.into_iter().map(|(key, version)| Expected { key, version }).collect();
        changes.expected.push(Expected { key: VersionKey::Statements(enrolment), version });
        Ok((if last && wanted { Step::Closed { lines } } else { Step::More { lines } }, changes))
    }

    async fn open_statement(
        &self,
        caller: &Caller,
        (program, enrolment, month): (ProgramId, EnrolmentId, Month),
        statements: &[Statement],
        now: Instant,
    ) -> Result<Statement, Error> {
        let scope = caller.scope;
        let standings = self.book().standings(scope, &[enrolment]).await?;
        let standing = standings.into_iter().next();
        let Enrolment { partner, .. } =
            standing.ok_or_else(|| Error::not_found("enrolment", enrolment))?.enrolment;
        let previous = statements.iter().max_by_key(|statement| statement.month);
        Ok(Statement {
            id: StatementId::draw(now, self.draw()),
            scope,
            program,
            enrolment,
            partner,
            month,
            status: StatementStatus::Open,
            currency: self.rulebook(scope, program).await?.program.currency,
            carried: previous.map_or(0, |previous| previous.due().min(0)),
            total: 0,
            lines: 0,
            opened_at: now,
            closed_at: None,
        })
    }
}
