//! `GET /v1/partner/links`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Link,
};
use axum::response::Response;

type LinkList = List<Link>;

/// List one's own links
#[utoipa::path(
    get, path = "/v1/partner/links", tag = "Portal", operation_id = "list_own_links",
    params(Asked<Link>),
    responses(
        (status = 200, description = "One's own", content((LinkList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_links(at: AtPartner, asked: Asked<Link>) -> Result<Response, Problem> {
    asked.answer_own(&at.portal().await?).await
}
