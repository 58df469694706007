//! `GET /v1/partner/links`.

use super::page::WantedPage;
use crate::{
    access::AtPartner,
    intake::Query,
    list::{List, Wanted},
    problem::{PortalProblems, Problem},
    state::Api,
    wire::Link,
};
use axum::{Json, extract::State};

type LinkList = List<Link>;

/// List one's own links
#[utoipa::path(
    get, path = "/v1/partner/links", tag = "Portal", operation_id = "list_own_links",
    params(WantedPage),
    responses((status = 200, description = "Oldest first", body = LinkList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_links(
    State(api): State<Api>,
    at: AtPartner,
    Query(query): Query<WantedPage>,
) -> Result<Json<LinkList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let found = at.portal().await?.links(wanted.page()).await?;
    Ok(Json(wanted.list(found, |item| item.id, |link| Link::new(link, &api.public_url))))
}
