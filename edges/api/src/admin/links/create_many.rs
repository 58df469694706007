//! `POST /v1/links/bulk`.

use super::create::CreateLink;
use crate::{
    access::{Allowed, IdempotencyHeader},
    admin::bulk::{Attempt, Outcomes, check_count},
    intake,
    problem::{Problem, WriteProblems},
    wire::Link,
};
use axum::Json;
use engine::{links, need::WriteLinks};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateLinks {
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    links: Vec<CreateLink>,
}

/// Create many links
///
/// Each has its own outcome, in the order of the request. Under an Idempotency-Key those that were made are not
/// made again.
#[utoipa::path(
    post, path = "/v1/links/bulk", tag = "Partners", operation_id = "create_links",
    params(IdempotencyHeader),
    request_body = CreateLinks,
    responses((status = 200, description = "The outcome of each", body = Outcomes<Link>), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_links(
    manager: Allowed<WriteLinks>,
    intake::Json { value, hash }: intake::Json<CreateLinks>,
) -> Result<Json<Outcomes<Link>>, Problem> {
    check_count("links", value.links.len())?;
    let mut items = Vec::new();
    for (line, link) in (1..).zip(value.links) {
        let permit = manager.permit_for_line(line, &hash);
        let done = match link.read() {
            Ok((partner, input)) => links::create(manager.engine(), &permit, partner, &input).await,
            Err(fault) => Err(fault.into()),
        };
        items.push(Attempt::of(None, done.map(|done| done.value))?);
    }
    Ok(Json(Outcomes { items: manager.presenter().all(items).await? }))
}
