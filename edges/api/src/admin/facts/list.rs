//! `GET /v1/facts`.

use super::{cursor, item::Fact};
use crate::{
    access::Allowed,
    intake::Query,
    list::{List, read_limit},
    problem::{ListProblems, Problem},
};
use axum::Json;
use engine::need::ReadFacts;
use serde::Deserialize;
use utoipa::IntoParams;

type FactList = List<Fact>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListFacts {
    /// The `next_cursor` of the page before; from the first fact on, if absent.
    after: Option<String>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

/// Read the facts
///
/// In the order in which they were committed, without gaps, each once: keep `next_cursor` beside what
/// you make of the facts, and go on from there. It is null only before the first fact; when nothing is
/// new, `items` is empty and the cursor stays. Cursors belong to one workspace and mode.
///
/// Each fact says what happened (`kind`, `body`) to what (`object`, `revision`), which partners it concerns, who acted
/// (`actor`) by what means (`origin`), and which fact caused it (`cause`).
#[utoipa::path(
    get, path = "/v1/facts", tag = "Feed", operation_id = "list_facts",
    params(ListFacts),
    responses((status = 200, description = "Facts in the order of commits", body = FactList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_facts(
    reader: Allowed<ReadFacts>,
    Query(query): Query<ListFacts>,
) -> Result<Json<FactList>, Problem> {
    let scope = reader.scope();
    let limit = read_limit(query.limit.as_deref())?;
    let after = query.after.as_deref().map_or(Ok(0), |text| cursor::read(scope, text))?;
    let facts = reader.book().facts(Some(scope), after, limit).await?;
    let last = facts.last().map(|fact| cursor::write(scope, fact.number));
    Ok(Json(List { items: facts.into_iter().map(Into::into).collect(), next_cursor: last.or(query.after) }))
}
