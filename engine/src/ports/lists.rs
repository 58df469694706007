//! Lists of any noun: pages, filters, sorts, and where a list goes on.

use super::{
    changes::{Row, StorageError},
    column::{Column, ColumnOf, Listed, Sorting, Value},
    columns::Noun,
};
use async_trait::async_trait;
use std::{fmt::Display, marker::PhantomData, ops::Deref};
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
    /// Whether the test's values are of the column's kind.
    fn is_typed(&self) -> bool {
        match &self.test {
            Test::OneOf(values) | Test::NoneOf(values) => values.iter().all(|value| self.column.holds(value)),
            Test::From(value) | Test::Until(value) => self.column.holds(value),
            Test::Contains(part) => self.column.holds(&Value::Text(part.clone())),
        }
    }

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

    /// Only rows that pass the test, too. The column is one of the noun's.
    pub fn with(mut self, column: &'static Column, test: Test) -> Self {
        self.filters.push(Filter { column, test });
        self
    }

    /// Only rows that hold this text.
    pub fn only(self, column: &'static Column, value: impl Display) -> Self {
        self.with(column, Test::OneOf(vec![Value::Text(value.to_string())]))
    }

    /// Whether every value is of its column's kind. If one is not, the list is empty, because stores compare numbers with
    /// texts in different ways, or not at all.
    pub fn is_typed(&self) -> bool {
        let is_place_typed = match &self.after {
            Some((value, _)) if self.sort.column.sorting != Sorting::ById => self.sort.column.holds(value),
            _ => true,
        };
        is_place_typed && self.filters.iter().all(Filter::is_typed)
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
    /// A page of any noun, see [`ListQuery`]. Texts are compared by their bytes. A page with fewer rows than the limit is
    /// the last one. A query that is not [typed](ListQuery::is_typed) finds nothing.
    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError>;
}

/// A query for rows of one noun, which takes columns of that noun only.
#[derive(Clone, Debug)]
pub struct ListOf<N> {
    query: ListQuery,
    of: PhantomData<fn() -> N>,
}

impl<N: Listed> ListOf<N> {
    /// All rows of the noun, oldest first.
    pub fn new(limit: usize) -> Self {
        Self { query: ListQuery::new(N::NOUN, limit), of: PhantomData }
    }

    /// Only rows that pass the test, too.
    pub fn with(self, column: ColumnOf<N>, test: Test) -> Self {
        Self { query: self.query.with(column.column, test), ..self }
    }

    /// Only rows that hold this text.
    pub fn only(self, column: ColumnOf<N>, value: impl Display) -> Self {
        Self { query: self.query.only(column.column, value), ..self }
    }

    /// The newest first.
    pub fn newest_first(mut self) -> Self {
        self.query.sort.descending = true;
        self
    }

    /// In ascending order of a column that lists are sorted by.
    pub fn by(mut self, column: ColumnOf<N>) -> Self {
        self.query.sort = Sort { column: column.column, descending: false };
        self
    }

    /// In descending order of a column that lists are sorted by.
    pub fn by_greatest(mut self, column: ColumnOf<N>) -> Self {
        self.query.sort = Sort { column: column.column, descending: true };
        self
    }

    /// Only rows after the place.
    pub fn after(mut self, place: Option<Place>) -> Self {
        self.query.after = place;
        self
    }
}

impl<N> From<ListOf<N>> for ListQuery {
    fn from(list: ListOf<N>) -> Self {
        list.query
    }
}

impl<N> Deref for ListOf<N> {
    type Target = ListQuery;

    fn deref(&self) -> &ListQuery {
        &self.query
    }
}

/// The rows of one noun, by its own type.
pub async fn list_of<N: Listed>(
    lists: &(impl Lists + ?Sized),
    scope: Scope,
    query: &ListOf<N>,
) -> Result<Vec<N>, StorageError> {
    let rows = lists.list(scope, query).await?;
    Ok(rows.into_iter().filter_map(|row| N::try_from(row).ok()).collect())
}
