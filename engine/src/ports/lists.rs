//! Lists of any noun: pages, filters, sorts, and where a list goes on.

use super::{
    changes::{Row, StorageError},
    columns::{Column, Noun, Sorting, Value},
};
use async_trait::async_trait;
use std::fmt::Display;
use words::Scope;

/// A page of a list: rows after the cursor, in ascending order of id, at most `limit`.
#[derive(Clone, Debug)]
pub struct Page<I> {
    pub after: Option<I>,
    pub limit: usize,
}

/// What a row must hold to be listed. A row without a value passes none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Test {
    OneOf(Vec<Value>),
    NoneOf(Vec<Value>),
    /// From this value on.
    From(Value),
    /// Before this value.
    Until(Value),
    /// A text with this in it, whatever their cases. Such a list is read from its beginning.
    Contains(String),
}

#[derive(Clone, Debug)]
pub struct Filter {
    pub column: &'static Column,
    pub test: Test,
}

impl Filter {
    fn passes(&self, row: &Row) -> bool {
        let Some(value) = self.column.value(row) else { return false };
        match (&self.test, &value) {
            (Test::OneOf(wanted), _) => wanted.contains(&value),
            (Test::NoneOf(unwanted), _) => !unwanted.contains(&value),
            (Test::From(from), _) => value >= *from,
            (Test::Until(until), _) => value < *until,
            (Test::Contains(part), Value::Text(text)) => text.to_lowercase().contains(&part.to_lowercase()),
            (Test::Contains(_), Value::Number(_)) => false,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Sort {
    pub column: &'static Column,
    pub descending: bool,
}

/// A row's place in a sorted list: what it is sorted by, then its id.
pub type Place = (Value, String);

/// The rows of a noun that pass every filter, sorted, after a place, at most `limit`. What is added meanwhile neither
/// repeats nor hides what was there.
#[derive(Clone, Debug)]
pub struct ListQuery {
    pub noun: Noun,
    pub filters: Vec<Filter>,
    pub sort: Sort,
    pub after: Option<Place>,
    pub limit: usize,
}

impl ListQuery {
    /// All rows of the noun, oldest first.
    pub fn new(noun: Noun, limit: usize) -> Self {
        Self { noun, filters: Vec::new(), sort: noun.sort(), after: None, limit }
    }

    /// Only rows that pass the test, too. A column that the noun does not have is passed by none.
    pub fn with(mut self, name: &str, test: Test) -> Self {
        match self.noun.column(name) {
            Some(column) => self.filters.push(Filter { column, test }),
            None => self.limit = 0,
        }
        self
    }

    /// Only rows that hold this text.
    pub fn only(self, name: &str, value: impl Display) -> Self {
        self.with(name, Test::OneOf(vec![Value::Text(value.to_string())]))
    }

    /// Whether the row passes every filter.
    pub fn wants(&self, row: &Row) -> bool {
        Noun::of(row) == Some(self.noun) && self.filters.iter().all(|filter| filter.passes(row))
    }

    /// Where the row stands in this list.
    pub fn place(&self, row: &Row) -> Place {
        let id = self.noun.columns()[0].value(row);
        let value = match self.sort.column.sorting {
            Sorting::ById => id.clone(),
            Sorting::Sorted | Sorting::Unsorted => self.sort.column.value(row),
        };
        let id = match id {
            Some(Value::Text(id)) => id,
            _ => String::new(),
        };
        (value.unwrap_or(Value::Number(0)), id)
    }

    /// Whether a row at `place` comes after the cursor.
    pub fn reaches(&self, place: &Place) -> bool {
        self.after
            .as_ref()
            .is_none_or(|after| if self.sort.descending { place < after } else { place > after })
    }
}

/// Lists of any noun.
#[async_trait]
pub trait Lists: Send + Sync {
    /// A page of any noun, see [`ListQuery`].
    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError>;
}

/// A list of one noun by its own type.
pub async fn list_of<T: TryFrom<Row>>(
    book: &(impl Lists + ?Sized),
    scope: Scope,
    query: &ListQuery,
) -> Result<Vec<T>, StorageError> {
    let rows = book.list(scope, query).await?;
    Ok(rows.into_iter().filter_map(|row| T::try_from(row).ok()).collect())
}
