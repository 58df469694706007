//! `/v1/simulations`: what-if.

pub(super) mod apply;
pub(super) mod ask;
pub(super) mod cancel;
pub(super) mod list;
pub(super) mod list_changes;
pub(super) mod list_partners;
pub(super) mod show;

use crate::{
    list::{List, table},
    problem::Problem,
};
use axum::{
    Json,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, PartialSchema};
use words::Invalid;

/// Which page of what a simulation found.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FoundPage {
    /// Items of a page: at most 200, 50 if absent; as CSV at most 10000 rows, which is also the default.
    limit: Option<String>,
    /// The next cursor of the page before.
    cursor: Option<String>,
    /// `csv` is the same as `Accept: text/csv`.
    format: Option<String>,
}

impl FoundPage {
    /// Whether a table is wanted, how many items, after how many.
    pub(super) fn read(&self, headers: &HeaderMap) -> Result<(bool, usize, u64), Problem> {
        let is_table = table::is_table(self.format.as_deref(), headers)?;
        let limit = table::read_limit(self.limit.as_deref(), is_table)?;
        let expected = "the next_cursor of an earlier page";
        let after =
            self.cursor.as_deref().map(|text| text.parse().map_err(|_| Invalid::new("cursor", expected)));
        Ok((is_table, limit, after.transpose()?.unwrap_or(0)))
    }
}

/// The answer: a page, or a table that says where the rest of it is.
pub(super) fn found<T: Serialize + PartialSchema>(
    name: &str,
    items: Vec<T>,
    next_cursor: Option<String>,
    (is_table, uri): (bool, &Uri),
) -> Result<Response, Problem> {
    if !is_table {
        return Ok(Json(List { items, next_cursor }).into_response());
    }
    let next = next_cursor.map(|cursor| table::page_at(uri, &cursor));
    table::answer(name, items, next.as_deref())
}
