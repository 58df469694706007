//! `GET /v1/search`.

use crate::{
    access::Searcher,
    intake::Query,
    problem::{ListProblems, Problem},
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// An id of ours or yours, an e-mail address, a code, a slug, or a part of a partner's name or company.
    #[param(min_length = 1, max_length = 200)]
    q: String,
}

/// What a text names, best first.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchResults {
    /// At most 20.
    items: Vec<Found>,
}

/// One thing that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found {
    /// What it is: `partner`, `customer`, `link` …
    #[schema(example = "partner")]
    kind: &'static str,
    #[schema(example = "prt_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    /// What people call it.
    title: String,
    /// What tells it from others of the same name.
    detail: String,
}

/// Search for anything
///
/// By id, e-mail address, code, slug, your own ids, and a part of a partner's name or company. Found is what the key or
/// role may read: with `links:read` only, links and codes.
#[utoipa::path(
    get, path = "/v1/search", tag = "Feed", operation_id = "search",
    params(Search),
    responses((status = 200, description = "What was found, best first", body = SearchResults), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn search(
    searcher: Searcher,
    Query(query): Query<Search>,
) -> Result<Json<SearchResults>, Problem> {
    let found = searcher.search(query.q).await?;
    Ok(Json(SearchResults { items: found.into_iter().map(Into::into).collect() }))
}

impl From<engine::Found> for Found {
    fn from(it: engine::Found) -> Self {
        Self { kind: it.noun.name(), id: it.id, title: it.title, detail: it.detail }
    }
}
