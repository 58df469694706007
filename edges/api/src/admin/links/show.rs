//! `GET /v1/links/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::Link,
};
use axum::Json;
use engine::need::ReadLinks;
use words::LinkId;

/// Show a link
#[utoipa::path(
    get, path = "/v1/links/{id}", tag = "Partners", operation_id = "get_link",
    params(("id" = String, Path, description = "The link's id")),
    responses((status = 200, description = "The link", body = Link), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_link(reader: Allowed<ReadLinks>, Id(id): Id<LinkId>) -> Result<Json<Link>, Problem> {
    let link = reader.book().link(reader.scope(), id).await?;
    let link = link.ok_or_else(|| Problem::absent("link", id))?;
    reader.presenter().json(link).await
}
