//! `/v1/partner/links`.

use crate::{
    access::{AtPartner, IdempotencyHeader},
    answer::Answer,
    intake::{self, required, text},
    list::{Asked, List},
    problem::{PortalProblems, Problem, WriteProblems},
    wire::{Link, QueryPrecedence, Utm, link_options},
};
use axum::response::Response;
use engine::LinkInput;
use serde::Deserialize;
use utoipa::ToSchema;

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
    asked.answer_own(at).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "destination": "https://shop.example/", "slug": "ada-spring"
}))]
pub(crate) struct CreateOwnLink {
    program_id: String,
    /// Where visitors are led; within the program's allowed domains.
    #[schema(max_length = 2048)]
    destination: String,
    /// Drawn, if absent.
    #[schema(min_length = 1, max_length = 100)]
    #[serde(default, deserialize_with = "text")]
    slug: Option<String>,
    utm: Option<Utm>,
    /// Lead `/r/ada/pricing` to `pricing` below the destination. Defaults to false: such a path is not found.
    forwards_path: Option<bool>,
    /// Defaults to `visitor`.
    query_precedence: Option<QueryPrecedence>,
}

/// Create a link of one's own
#[utoipa::path(
    post, path = "/v1/partner/links", tag = "Portal", operation_id = "create_own_link",
    params(IdempotencyHeader),
    request_body = CreateOwnLink,
    responses((status = 201, description = "The link", body = Link), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn create_own_link(
    at: AtPartner,
    intake::Json { value, hash }: intake::Json<CreateOwnLink>,
) -> Result<Answer<Link>, Problem> {
    let input = LinkInput {
        program: required("program_id", &value.program_id)?,
        slug: value.slug,
        destination: value.destination,
        utm: value.utm.unwrap_or_default().into(),
        options: link_options(value.forwards_path, value.query_precedence),
    };
    let portal = at.portal_for(&hash).await?;
    let done = portal.create_link(&input).await?;
    at.presenter(&portal).created(done).await
}
