//! `GET /v1/links`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Link,
};
use axum::response::Response;
use engine::need::ReadLinks;

type LinkList = List<Link>;

/// List links
#[utoipa::path(
    get, path = "/v1/links", tag = "Partners", operation_id = "list_links",
    params(Asked<Link>),
    responses(
        (status = 200, description = "Links", content((LinkList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_links(reader: Allowed<ReadLinks>, asked: Asked<Link>) -> Result<Response, Problem> {
    asked.answer(reader).await
}
