//! How much of a program's budget is spent. Deed: the team is told that it nears its end, and that it is spent, each once
//! in a window.

use crate::{
    Caller, Engine, Error,
    conversions::phrases,
    jobs, people,
    ports::{Changes, Expected, JobChange, LetterKind, VersionKey},
    rulebooks,
};
use commission::Counted;
use facts::{BudgetReached, Event};
use program::{Budget, BudgetLevel, Program};
use settlement::{Rulebook, TotalKey, TotalOf};
use words::{Day, Language, Money, ProgramId, Resource, Sentence, Value, Verb, Window};

/// A program's budget in one of its windows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BudgetState {
    pub budget: Budget,
    /// The window's first and last day.
    pub days: (Day, Day),
    /// What was earned within it, in minor units.
    pub spent: i64,
    /// What the team was told so far.
    pub told: Vec<BudgetLevel>,
}

/// How the program's budget stands today; none without one.
pub async fn today(engine: &Engine, rulebook: &Rulebook) -> Result<Option<BudgetState>, Error> {
    state_on(engine, &rulebook.program, Day::of(engine.now())).await
}

async fn state_on(engine: &Engine, program: &Program, day: Day) -> Result<Option<BudgetState>, Error> {
    let Some(budget) = program.budget else { return Ok(None) };
    let days = budget.window.around(day);
    let mut told = Vec::new();
    for (level, from) in budget.levels() {
        if engine.book().version(&told_key(program.id, &budget, days, (level, from))).await? > 0 {
            told.push(level);
        }
    }
    let key = TotalKey { of: TotalOf::Program(program.id), counted: Counted::Earned, days };
    let spent = engine.book().totals(&[key]).await?.first().copied().unwrap_or(0);
    Ok(Some(BudgetState { budget, days, spent, told }))
}

/// The job that looks at the budget of today, where it was changed.
pub(crate) fn look_later(engine: &Engine, program: &Program) -> Option<JobChange> {
    let day = Day::of(engine.now());
    program
        .budget
        .map(|_| jobs::put(engine, program.scope, program.id, jobs::LookAtBudget { day }, engine.now()))
}

/// Tells the team what it was not told yet of the budget in the window around the day.
pub(crate) async fn look_at(
    engine: &Engine,
    caller: &Caller,
    program: ProgramId,
    day: Day,
) -> Result<(), Error> {
    let attempt = move || async move {
        let rulebook = rulebooks::load(engine, caller.scope, program).await?;
        let program = &rulebook.program;
        let mut changes = Changes::default();
        let Some(state) = state_on(engine, program, day).await? else { return Ok(((), changes)) };
        let reached = state.budget.levels().into_iter().filter(|(_, from)| state.spent >= *from);
        let news: Vec<_> = reached.filter(|(level, _)| !state.told.contains(level)).collect();
        for &(level, from) in &news {
            let key = told_key(program.id, &state.budget, state.days, (level, from));
            changes.expected.push(Expected { key, version: 0 });
            let reached = BudgetReached {
                program: program.id,
                window: state.budget.window,
                from: state.days.0,
                until: state.days.1,
                amount: state.budget.amount,
                spent: state.spent,
                currency: program.currency,
            };
            let fact = engine.fact(program.scope, engine.now(), Event::of_budget(level, reached));
            changes.facts.push(fact.of_program(program.id));
        }
        // A notice that the budget is spent replaces the notice that it is nearly spent.
        if let Some(&(level, _)) = news.last() {
            let readers = people::team_allowed(engine, program.scope, Resource::Payouts, Verb::Write).await?;
            people::write_to_all(engine, &readers, &letter_of(program, &state, level), &mut changes);
        }
        Ok(((), changes))
    };
    engine.transact(caller, "look_at_budget", attempt).await?;
    Ok(())
}

/// Another amount is another budget, of which the team is told anew.
fn told_key(
    program: ProgramId,
    budget: &Budget,
    (first, _): (Day, Day),
    (level, from): (BudgetLevel, i64),
) -> VersionKey {
    VersionKey::Budget { program, window: budget.window, first, level, from }
}

/// In both languages, one below the other: which of them somebody reads is not known.
fn letter_of(program: &Program, state: &BudgetState, level: BudgetLevel) -> LetterKind {
    let span = if state.budget.window == Window::AllTime { "ever" } else { "within" };
    let money = |amount| Money::new(amount, program.currency);
    let sentence = |code: String| {
        Sentence::new(format!("letter.budget.{code}"))
            .text("program", &program.name)
            .money("spent", money(state.spent))
            .money("budget", money(state.budget.amount))
            .with("from", Value::Day(state.days.0.start()))
            .with("next", Value::Day(state.days.1.plus_days(1).start()))
    };
    let ends = if state.budget.stops { format!("stops.{span}") } else { "goes_on".to_owned() };
    let codes = [format!("{}.{span}", level.name()), ends];
    let said = |language: Language, codes: &[String]| {
        let sentences: Vec<_> = codes.iter().cloned().map(sentence).collect();
        phrases(language).say_all(&sentences).join(" ")
    };
    let subject = Language::ALL.map(|language| said(language, &["subject".to_owned()])).join(" / ");
    LetterKind::Told { subject, paragraphs: Language::ALL.map(|language| said(language, &codes)).to_vec() }
}
