//! `POST /v1/links`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, required, text},
    problem::{Problem, WriteProblems},
    wire::{Link, QueryPrecedence, Utm, link_options},
};
use engine::{LinkInput, links, need::WriteLinks};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{Invalid, PartnerId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "partner_id": "prt_01kk8y7d00e6br2v9m5gq4t1hs",
    "destination": "https://shop.example/", "slug": "ada"
}))]
pub(crate) struct CreateLink {
    program_id: String,
    partner_id: String,
    /// Where visitors are led; within the program's allowed domains.
    #[schema(max_length = 2048)]
    destination: String,
    /// 1 to 100 of a–z, 0–9, -, _ and ., not beginning with a full stop; upper case is read as lower
    /// case. Drawn, if absent.
    #[schema(min_length = 1, max_length = 100)]
    #[serde(default, deserialize_with = "text")]
    slug: Option<String>,
    /// Added to the destination where absent; wins over the program's.
    utm: Option<Utm>,
    /// Lead `/r/ada/pricing` to `pricing` below the destination. Defaults to false: such a path is not found.
    forwards_path: Option<bool>,
    /// Defaults to `visitor`.
    query_precedence: Option<QueryPrecedence>,
}

/// Create a link for a partner
///
/// It stands under the program's link host, or under `/r/` of this server if the program has none.
#[utoipa::path(
    post, path = "/v1/links", tag = "Partners", operation_id = "create_link",
    params(IdempotencyHeader),
    request_body = CreateLink,
    responses((status = 201, description = "The link", body = Link), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_link(
    manager: Allowed<WriteLinks>,
    Json { value, hash }: Json<CreateLink>,
) -> Result<Answer<Link>, Problem> {
    let (partner, input) = value.read()?;
    let done = links::create(manager.engine(), &manager.permit(&hash), partner, &input).await?;
    manager.presenter().created(done).await
}

impl CreateLink {
    /// The partner, and the link for them.
    pub(super) fn read(self) -> Result<(PartnerId, LinkInput), Invalid> {
        let input = LinkInput {
            program: required("program_id", &self.program_id)?,
            slug: self.slug,
            destination: self.destination,
            utm: self.utm.unwrap_or_default().into(),
            options: link_options(self.forwards_path, self.query_precedence),
        };
        Ok((required("partner_id", &self.partner_id)?, input))
    }
}
