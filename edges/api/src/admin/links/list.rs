//! `GET /v1/links`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    state::Api,
    wire::Link,
};
use axum::{Json, extract::State};
use engine::need::ReadLinks;
use serde::Deserialize;
use utoipa::IntoParams;

type LinkList = List<Link>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListLinks {
    /// Only this program's.
    program_id: Option<String>,
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List links
#[utoipa::path(
    get, path = "/v1/links", tag = "Partners", operation_id = "list_links",
    params(ListLinks),
    responses((status = 200, description = "Links, oldest first", body = LinkList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_links(
    State(api): State<Api>,
    reader: Allowed<ReadLinks>,
    Query(query): Query<ListLinks>,
) -> Result<Json<LinkList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let program = optional("program_id", query.program_id.as_deref())?;
    let links = reader.book().links(reader.scope(), program, wanted.page()).await?;
    Ok(Json(wanted.list(links, |link| link.id, |link| Link::new(link, &api.public_url))))
}
