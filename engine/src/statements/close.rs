//! Deed: a program's statements of a period. Lines are written in chunks; a close that was
//! interrupted goes on where it stopped, and closing again changes nothing.

use crate::{
    Caller, Engine, Error, Permit,
    need::WriteStatements,
    payouts,
    ports::{Changes, Expected, Page, ROWS_PER_COMMIT_MAX, Row, StorageError, Unstated, VersionKey},
    rulebooks, settle,
};
use commission::Commission;
use facts::{Event, StatementClosed};
use payout::{Statement, StatementStatus, line_for};
use program::{Cadence, Program};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use words::{EnrollmentId, EntryId, Instant, Invalid, MICROS_PER_DAY, Mode, ProgramId, StatementId};

/// Each takes a line, a commission and a version.
pub const LINES_PER_COMMIT_MAX: usize = ROWS_PER_COMMIT_MAX / 5;
const ENROLLMENTS_PER_PAGE: usize = 200;
/// A period is closed by itself this long after its end, so that refunds reported late for its last day are in.
const CLOSE_AFTER_DAYS: i64 = 1;

/// What a close did.
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

/// What is being closed.
struct Closing {
    program: Program,
    /// What was approved before then.
    until: Instant,
    /// Only where so much came together.
    threshold: Option<i64>,
}

/// Closes the statements of every enrollment with something that was approved before `until`, by now if none is
/// named. What is approved later stands in the next statement.
pub async fn close(
    engine: &Engine,
    caller: &Permit<WriteStatements>,
    program: ProgramId,
    until: Option<Instant>,
) -> Result<Closed, Error> {
    if caller.scope.mode == Mode::Test {
        return Err(Error::TestMode);
    }
    let now = engine.now().plus_micros(1);
    let until = until.unwrap_or(now);
    if until > now {
        return Err(Invalid::new("until", "a time that is not to come").into());
    }
    let program = rulebooks::load(engine, caller.scope, program).await?.program;
    close_all(engine, caller, &Closing { program, until, threshold: None }).await
}

/// Closes each period of the program's cadence that ended since then, and answers the end of the last one.
pub(crate) async fn close_ended(
    engine: &Engine,
    caller: &Permit<WriteStatements>,
    program: ProgramId,
    since: Instant,
) -> Result<Instant, Error> {
    let program = rulebooks::load(engine, caller.scope, program).await?.program;
    let cadence = program.statement_schedule.cadence;
    let mut last = since;
    for until in ends(cadence, since, engine.now()) {
        let closing = Closing { program: program.clone(), until, threshold: cadence.threshold() };
        close_all(engine, caller, &closing).await?;
        last = until;
    }
    Ok(last)
}

async fn close_all(engine: &Engine, caller: &Caller, closing: &Closing) -> Result<Closed, Error> {
    let caller = &caller.without_idempotency();
    settle::all_rests(engine, caller, closing.program.id).await?;
    let (mut closed, mut after) = (Closed::default(), None);
    loop {
        let page = Page { after, limit: ENROLLMENTS_PER_PAGE };
        let program = closing.program.id;
        let found = engine.book().enrollments_to_state(caller.scope, program, closing.until, page).await?;
        for &enrollment in &found {
            close_one(engine, caller, closing, enrollment, &mut closed).await?;
        }
        after = found.last().copied();
        if found.len() < ENROLLMENTS_PER_PAGE {
            return Ok(closed);
        }
    }
}

async fn close_one(
    engine: &Engine,
    caller: &Caller,
    closing: &Closing,
    enrollment: EnrollmentId,
    closed: &mut Closed,
) -> Result<(), Error> {
    loop {
        let attempt = move || close_chunk(engine, caller, closing, enrollment);
        match engine.transact(caller, "close_statement", attempt).await?.value {
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

/// Writes the next lines of the enrollment's statement, and closes it with the last ones.
async fn close_chunk(
    engine: &Engine,
    caller: &Caller,
    closing: &Closing,
    enrollment: EnrollmentId,
) -> Result<(Step, Changes), Error> {
    let scope = caller.scope;
    let (statements, version) = engine.book().statements_of(scope, enrollment).await?;
    // A close that was interrupted is finished first, and none is opened behind a later one: each
    // statement carries the balance of the one before it.
    let open = statements.iter().find(|statement| statement.status == StatementStatus::Open);
    if open.is_none() && statements.iter().any(|statement| statement.until >= closing.until) {
        return Ok((Step::Nothing, Changes::default()));
    }
    let until = open.map_or(closing.until, |open| open.until);
    let unstated = engine.book().unstated_commissions(scope, enrollment, until, LINES_PER_COMMIT_MAX).await?;
    let mut carried = Vec::new();
    let mut statement = match open {
        Some(open) => open.clone(),
        None => {
            let mut opened = next_statement(engine, caller, closing, enrollment, statements.first()).await?;
            carried = payouts::carry_payments(engine, &mut opened).await?;
            if !is_worth_closing(engine, closing, &opened, &unstated).await? {
                return Ok((Step::Nothing, Changes::default()));
            }
            opened
        }
    };
    let mut changes = Changes { rows: carried, ..Changes::default() };
    let lines = with_lines(&mut statement, &unstated, &mut changes);
    let last = unstated.len() < LINES_PER_COMMIT_MAX;
    let wanted = statement.until == closing.until;
    if last {
        number_and_close(engine, &mut statement, &mut changes).await?;
    }
    changes.rows.push(Row::Statement(statement));
    changes.expected.push(Expected { key: VersionKey::Statements(enrollment), version });
    Ok((if last && wanted { Step::Closed { lines } } else { Step::More { lines } }, changes))
}

/// The enrollment's next statement, as yet without lines.
async fn next_statement(
    engine: &Engine,
    caller: &Caller,
    closing: &Closing,
    enrollment: EnrollmentId,
    previous: Option<&Statement>,
) -> Result<Statement, Error> {
    let (scope, now) = (caller.scope, engine.now());
    let Closing { program, until, .. } = closing;
    let found = engine.book().enrollment(scope, enrollment).await?;
    let found = found.ok_or_else(|| Error::not_found("enrollment", enrollment))?;
    let schedule = &program.statement_schedule;
    let earliest = previous.map(|previous| previous.until);
    let start = schedule.cadence.start_of(until.plus_micros(-1));
    let from = start.max(earliest).unwrap_or_else(|| found.created_at.day());
    let id = StatementId::draw(now, engine.draw());
    let left = previous.map(Statement::left_behind).unwrap_or_default();
    Ok(Statement {
        from: from.min(until.plus_micros(-1)),
        due_on: schedule.due_on(*until),
        // Closed for a write-off alone, it pays no less than it would have waited for.
        minimum: schedule.minimum.max(closing.threshold.unwrap_or(0)),
        clawback: program.clawback,
        ..Statement::open((id, now), &found, program.currency, *until, left)
    })
}

/// Not where too little came together, nor where there is nothing to say: no line, and what was carried here
/// is carried on.
async fn is_worth_closing(
    engine: &Engine,
    closing: &Closing,
    opened: &Statement,
    unstated: &[(Commission, u64)],
) -> Result<bool, Error> {
    let mut closed = Statement { status: StatementStatus::Closed, ..opened.clone() };
    if let Some(threshold) = closing.threshold {
        let Statement { scope, enrollment, until, .. } = *opened;
        let Unstated { total, taken_back, given_back } =
            engine.book().unstated(scope, enrollment, until).await?;
        closed = Statement { total, taken_back, given_back, minimum: 0, ..closed };
        return Ok(closed.payable() >= threshold || closed.written_off() != 0);
    }
    Ok(!unstated.is_empty() || closed.payable() > 0 || closed.written_off() != 0)
}

async fn number_and_close(
    engine: &Engine,
    statement: &mut Statement,
    changes: &mut Changes,
) -> Result<(), Error> {
    let (scope, program, now) = (statement.scope, statement.program, engine.now());
    let (last, version) = engine.book().last_statement_number(scope, program).await?;
    let none_left = || StorageError::new("no number is left for another statement".to_owned());
    let number = last.checked_add(1).ok_or_else(none_left)?;
    statement.status = StatementStatus::Closed;
    statement.closed_at = Some(now);
    statement.number = Some(number);
    changes.entries.extend(statement.books((EntryId::draw(now, engine.draw()), now)));
    let closed = StatementClosed {
        statement: statement.id,
        partner: statement.partner,
        number,
        from: statement.from,
        until: statement.until,
        due_on: statement.due_on,
        carried: statement.carried,
        payment_difference: statement.payment_difference,
        total: statement.total,
        written_off: statement.written_off(),
        payable: statement.payable(),
        currency: statement.currency,
    };
    changes.facts.push(engine.fact(scope, now, Event::StatementClosed(closed)).of_program(program));
    changes.expected.push(Expected { key: VersionKey::StatementNumbers(program), version });
    Ok(())
}

/// The ends of periods after `since` that are to be closed by now. Of a threshold, which looks at all that there
/// is, only the last.
fn ends(cadence: Cadence, since: Instant, now: Instant) -> Vec<Instant> {
    if cadence.threshold().is_some() {
        let today = now.day();
        return if today > since { vec![today] } else { Vec::new() };
    }
    let by = now.plus_micros(-CLOSE_AFTER_DAYS * MICROS_PER_DAY);
    let following = |end: &Instant| Some(cadence.end_of(*end));
    let first = cadence.end_of(since);
    std::iter::successors(Some(first), following).take_while(|end| *end <= by).collect()
}

/// The statement with the lines of these commissions, and what that changes.
fn with_lines(statement: &mut Statement, unstated: &[(Commission, u64)], changes: &mut Changes) -> u32 {
    let mut versions = BTreeMap::new();
    let mut lines = 0;
    for (commission, version) in unstated {
        versions.insert(VersionKey::of_commission(commission), *version);
        if let Some((line, stated)) = line_for(commission, statement.id, statement.lines + 1) {
            statement.count(&line);
            lines += 1;
            changes.rows.push(Row::StatementLine(line));
            changes.rows.push(Row::Commission(stated));
        }
    }
    changes.expected.extend(versions.into_iter().map(|(key, version)| Expected { key, version }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn each_period_that_ended_is_closed_a_day_later_and_a_threshold_once() {
        let (since, now) = (at("2026-11-01T00:00:00Z"), at("2026-12-01T23:59:59Z"));
        let days =
            |cadence| ends(cadence, since, now).into_iter().map(Instant::human_date).collect::<Vec<_>>();
        assert_eq!(days(Cadence::Monthly), [""; 0], "not before a day has passed");
        assert_eq!(days(Cadence::SemiMonthly), ["16 Nov 2026"]);
        let weeks = ["2 Nov 2026", "9 Nov 2026", "16 Nov 2026", "23 Nov 2026", "30 Nov 2026"];
        assert_eq!(days(Cadence::Weekly), weeks);
        assert_eq!(days(Cadence::Threshold { amount: 1 }), ["1 Dec 2026"]);
        assert_eq!(ends(Cadence::Threshold { amount: 1 }, now.day(), now), []);
        let later = ends(Cadence::Monthly, since, at("2027-02-02T00:00:00Z"));
        let months = ["1 Dec 2026", "1 Jan 2027", "1 Feb 2027"];
        assert_eq!(later.into_iter().map(Instant::human_date).collect::<Vec<_>>(), months);
    }
}
