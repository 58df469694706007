//! `GET /v1/facts`.

use super::cursor;
use crate::{
    access::Allowed,
    intake::Query,
    list::{List, read_limit},
    problem::{ListProblems, Problem},
};
use axum::Json;
use engine::need::ReadFacts;
use engine::ports::NumberedFact;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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

/// Something that happened. Facts hold ids and amounts, no personal data, and never change.
#[derive(Serialize, ToSchema)]
pub(crate) struct Fact {
    #[schema(example = "fct_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    #[schema(example = "conversion.recorded")]
    kind: String,
    /// The version of the body's form.
    v: u16,
    #[schema(format = DateTime)]
    at: String,
    program_id: Option<String>,
    customer_id: Option<String>,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

/// Read the facts
///
/// In the order in which they were committed, without gaps, each once: keep `next_cursor` beside what
/// you make of the facts, and go on from there. It is null only before the first fact; when nothing is
/// new, `items` is empty and the cursor stays. Cursors belong to one workspace and mode.
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

impl From<NumberedFact> for Fact {
    fn from(NumberedFact { fact, .. }: NumberedFact) -> Self {
        Self {
            id: fact.id.to_string(),
            kind: fact.kind,
            v: fact.v,
            at: fact.at.to_string(),
            program_id: fact.program.map(|id| id.to_string()),
            customer_id: fact.customer.map(|id| id.to_string()),
            body: fact.body,
        }
    }
}
