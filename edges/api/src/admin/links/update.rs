//! `PATCH /v1/links/{id}`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::{Link, QueryPrecedence, Utm},
};
use axum::Json;
use engine::{LinkChange, links, need::WriteLinks};
use serde::Deserialize;
use utoipa::ToSchema;
use words::LinkId;

/// What is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "slug": "ada-spring", "destination": "https://shop.example/spring" }))]
pub(crate) struct UpdateLink {
    /// The old slug leads there for ever.
    #[schema(min_length = 1, max_length = 100)]
    slug: Option<String>,
    /// Within the program's allowed domains.
    #[schema(max_length = 2048)]
    destination: Option<String>,
    utm: Option<Utm>,
    /// Lead `/r/ada/pricing` to `pricing` below the destination.
    forwards_path: Option<bool>,
    query_precedence: Option<QueryPrecedence>,
    /// An archived link answers like an unknown slug; its slugs stay its own and its clicks still count.
    archived: Option<bool>,
}

/// Change or archive a link
#[utoipa::path(
    patch, path = "/v1/links/{id}", tag = "Partners", operation_id = "update_link",
    params(("id" = String, Path, description = "The link's id")),
    request_body = UpdateLink,
    responses((status = 200, description = "The link", body = Link), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn update_link(
    manager: Allowed<WriteLinks>,
    Id(id): Id<LinkId>,
    intake::Json { value, hash }: intake::Json<UpdateLink>,
) -> Result<Json<Link>, Problem> {
    let UpdateLink { slug, destination, utm, forwards_path, query_precedence, archived } = value;
    let (utm, query_precedence) = (utm.map(Into::into), query_precedence.map(Into::into));
    let change = LinkChange { slug, destination, utm, forwards_path, query_precedence, archived };
    let link = links::update(manager.engine(), &manager.permit(&hash), id, &change).await?;
    manager.presenter().json(link).await
}
