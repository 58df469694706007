//! Lists: every one takes `limit` and `cursor` and answers `items` and `next_cursor`. Those of the book's nouns are
//! asked for through [`Asked`], which adds filters, sorts and CSV.

mod asked;
pub(crate) mod cursor;
pub(crate) mod table;
mod views;

pub(crate) use asked::{Asked, VALUES_MAX};

use engine::ports::Page;
use serde::Serialize;
use std::{borrow::Cow, str::FromStr};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Array, ObjectBuilder, Ref, RefOr, Schema,
        schema::{SchemaType, Type},
    },
};
use words::Invalid;

/// Items of a page.
pub(crate) const LIMIT_MAX: usize = 200;
const LIMIT_DEFAULT: usize = 50;

/// One page of a list.
#[derive(Serialize)]
pub(crate) struct List<T> {
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; null on the last one. Treat it as opaque.
    pub next_cursor: Option<String>,
}

/// By hand, so that a list refers to its items' schema instead of repeating it.
impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        let items = Array::new(Ref::from_schema_name(T::name()));
        let cursor = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The next page's cursor; null on the last page. Treat it as opaque."));
        let list = ObjectBuilder::new()
            .description(Some("One page of a list."))
            .property("items", items)
            .property("next_cursor", cursor)
            .required("items")
            .required("next_cursor");
        list.into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> Cow<'static, str> {
        format!("{}List", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// Which page is wanted.
pub(crate) struct Wanted<I> {
    after: Option<I>,
    limit: usize,
}

impl<I: FromStr> Wanted<I> {
    pub(crate) fn read(limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Invalid> {
        Self::with_limit(read_limit(limit)?, cursor)
    }

    pub(crate) fn with_limit(limit: usize, cursor: Option<&str>) -> Result<Self, Invalid> {
        let expected = "the next_cursor of an earlier page";
        let after = cursor.map(|text| text.parse().map_err(|_| Invalid::new("cursor", expected)));
        Ok(Self { after: after.transpose()?, limit })
    }
}

pub(crate) fn read_limit(limit: Option<&str>) -> Result<usize, Invalid> {
    let Some(text) = limit else { return Ok(LIMIT_DEFAULT) };
    let number = text.parse().ok().filter(|number| (1..=LIMIT_MAX).contains(number));
    number.ok_or_else(|| Invalid::new("limit", format!("a number from 1 to {LIMIT_MAX}")))
}

impl<I: Clone> Wanted<I> {
    /// The page to ask a port for: one more than wanted shows whether more follow.
    pub(crate) fn page(&self) -> Page<I> {
        Page { after: self.after.clone(), limit: self.limit + 1 }
    }
}

impl<I: ToString> Wanted<I> {
    /// Makes the answer of what the port gave for [`Wanted::page`].
    pub(crate) fn list<R, T>(
        &self,
        mut rows: Vec<R>,
        id: impl Fn(&R) -> I,
        view: impl FnMut(R) -> T,
    ) -> List<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| id(row).to_string());
        List { items: rows.into_iter().map(view).collect(), next_cursor }
    }
}

impl<I: Ord + Clone + ToString> Wanted<I> {
    /// The page out of rows that a port gives all at once, in any order.
    pub(crate) fn cut<R, T>(
        &self,
        mut rows: Vec<R>,
        id: impl Fn(&R) -> I,
        view: impl FnMut(R) -> T,
    ) -> List<T> {
        rows.retain(|row| self.after.as_ref().is_none_or(|after| id(row) > *after));
        rows.sort_by_cached_key(&id);
        rows.truncate(self.limit + 1);
        self.list(rows, id, view)
    }
}
