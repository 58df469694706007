//! What a column of a list is: how it is named, filtered and sorted.

use super::{changes::Row, columns::Noun};
use std::marker::PhantomData;
use words::{Instant, Malformed};

/// What a column of a row holds, in the order in which lists sort.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Value {
    /// Minor units, microseconds since 1970, or a count.
    Number(i64),
    Text(String),
}

/// What values a column may hold, and so how it is filtered: instants and amounts by range, all others by one of
/// several values.
#[derive(Clone, Copy, Debug)]
pub enum ColumnKind {
    /// A word of ours that this reads: an id, a month, a currency.
    Word(fn(&str) -> Result<String, Malformed>),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    Text,
    /// The keyed hash of an e-mail address. Outside, the address stands for it.
    EmailHash,
    Number,
    Instant,
    /// Minor units.
    Amount,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sorting {
    Unsorted,
    Sorted,
    /// The row's id was drawn at this time, so the order of ids is its order.
    ById,
}

/// A column by which a noun is filtered or sorted. One that sorts is never without a value.
#[derive(Debug)]
pub struct Column {
    /// As callers name it.
    pub name: &'static str,
    pub kind: ColumnKind,
    pub sorting: Sorting,
    pub(super) read: fn(&Row) -> Option<Value>,
}

impl Column {
    /// What the row holds there.
    pub fn value(&self, row: &Row) -> Option<Value> {
        (self.read)(row)
    }

    /// Whether it holds values of this kind: numbers or texts.
    pub fn holds(&self, value: &Value) -> bool {
        let is_number = matches!(self.kind, ColumnKind::Number | ColumnKind::Instant | ColumnKind::Amount);
        is_number == matches!(value, Value::Number(_))
    }

    pub fn is_range(&self) -> bool {
        matches!(self.kind, ColumnKind::Instant | ColumnKind::Amount)
    }

    /// Reads a value that someone filters by, or says what was expected of it.
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        match self.kind {
            ColumnKind::Word(read) => read(text).map(Value::Text).map_err(|fault| fault.expected.to_owned()),
            ColumnKind::OneOf(words) if words().contains(&text) => Ok(Value::Text(text.to_owned())),
            ColumnKind::OneOf(words) => Err(format!("one of {}", words().join(", "))),
            ColumnKind::Text | ColumnKind::EmailHash => Ok(Value::Text(text.to_owned())),
            ColumnKind::Number | ColumnKind::Amount => {
                text.parse().map(Value::Number).map_err(|_| "a whole number".to_owned())
            }
            ColumnKind::Instant => {
                let at = text.parse::<Instant>().map_err(|fault| fault.expected.to_owned())?;
                Ok(Value::Number(at.micros()))
            }
        }
    }
}

/// A column of one noun: a list of another noun does not take it.
#[derive(Debug)]
pub struct ColumnOf<N> {
    pub column: &'static Column,
    pub(super) of: PhantomData<fn() -> N>,
}

// Derived, these would ask the same of the noun.
impl<N> Clone for ColumnOf<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for ColumnOf<N> {}

/// A type whose values can be listed.
pub trait Listed: TryFrom<Row> {
    const NOUN: Noun;
}
