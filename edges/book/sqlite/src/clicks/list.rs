//! Clicks as a list: the newest month's file first.

use super::{
    month_file,
    readers::Readers,
    row::{self, COLUMNS},
};
use click::Click;
use engine::ports::{ClickFilter, StorageError};
use rusqlite::{params_from_iter, types::Value};
use std::fmt::Display;
use words::{ClickId, Instant, Month, Scope};

/// What a list asks of every file: the text, and what is bound in it.
struct Question {
    conditions: Vec<String>,
    bound: Vec<Value>,
}

impl Question {
    fn new(scope: Scope, filter: &ClickFilter, after: Option<ClickId>) -> Self {
        let mut question = Self { conditions: Vec::new(), bound: Vec::new() };
        question.add("workspace =", scope.workspace.to_string());
        question.add("mode =", scope.mode.name().to_owned());
        question.one_of("program", &filter.programs);
        question.one_of("link", &filter.links);
        question.one_of("verdict", &filter.verdicts);
        // The range of ids spares reading the rest of the month; `at` is what counts.
        if let Some(since) = filter.since {
            question.add("at >=", since.micros());
            question.add("id >=", ClickId::floor(since).bytes().to_vec());
        }
        if let Some(until) = filter.until {
            question.add("at <", until.micros());
            question.add("id <", ClickId::floor(until.plus_micros(1_000)).bytes().to_vec());
        }
        if let Some(after) = after {
            question.add("id <", after.bytes().to_vec());
        }
        question
    }

    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.bound.push(value.into());
        self.conditions.push(format!("{condition} ?{}", self.bound.len()));
    }

    /// No values: any will do.
    fn one_of(&mut self, column: &str, values: &[impl Display]) {
        let first = self.bound.len() + 1;
        self.bound.extend(values.iter().map(|value| Value::Text(value.to_string())));
        let places: Vec<_> = (first..=self.bound.len()).map(|place| format!("?{place}")).collect();
        if !places.is_empty() {
            self.conditions.push(format!("{column} IN ({})", places.join(", ")));
        }
    }

    fn sql(&self, limit: usize) -> String {
        let conditions = self.conditions.join(" AND ");
        format!("SELECT {COLUMNS} FROM visits WHERE {conditions} ORDER BY id DESC LIMIT {limit}")
    }
}

pub(super) fn list(
    readers: &Readers,
    scope: Scope,
    filter: &ClickFilter,
    after: Option<ClickId>,
    limit: usize,
) -> Result<Vec<Click>, StorageError> {
    let question = Question::new(scope, filter, after);
    let since = filter.since.unwrap_or(Instant::MIN).month();
    let until = filter.until.unwrap_or(Instant::MAX).month();
    let until = after.map_or(until, |after| until.min(after.drawn_at().month()));
    let is_asked = |month: &Month| (since..=until).contains(month);
    let months = month_file::months(&readers.folder)?.into_iter().filter(is_asked);
    let mut clicks = Vec::new();
    for month in months.rev() {
        let left = limit - clicks.len();
        if left == 0 {
            break;
        }
        let found = readers.read(month, |file| {
            let mut ask = file.prepare(&question.sql(left))?;
            ask.query_map(params_from_iter(&question.bound), row::read)?.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        clicks.extend(found.into_iter().flatten());
    }
    Ok(clicks)
}
