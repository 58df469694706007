//! `POST /v1/external-ids`.

use crate::{
    access::{IdempotencyHeader, Linker},
    answer::Answer,
    intake::{Json, required},
    problem::{Problem, WriteProblems},
    wire::ExternalId,
};
use axum::http::StatusCode;
use engine::{ExternalIdInput, external_ids};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "system": "stripe", "kind": "payment", "external_id": "pi_3QKxYz2eZvKYlo2C",
    "object_id": "cnv_01kk8y7d00e6br2v9m5gq4t1hs"
}))]
pub(crate) struct LinkExternalId {
    /// The other system: 1 to 40 of a–z, 0–9, _ and -.
    #[schema(min_length = 1, max_length = 40)]
    system: String,
    /// What the record is in the other system, such as `payment`, `subscription`, `contact` or `company`: 1 to 40 of a–z,
    /// 0–9, _ and -.
    #[schema(min_length = 1, max_length = 40)]
    kind: String,
    /// The record's id in the other system. Blanks at the ends are left out.
    #[schema(min_length = 1, max_length = 200)]
    external_id: String,
    /// The id of a partner, customer, conversion, commission, deal or transfer, which may have up to 100 external ids.
    object_id: String,
}

/// Link an external id
///
/// From then on the record of the other system names the object, and is found both ways. The same again answers 200 and
/// changes nothing. A record names one object: if it names another, the answer is 409 `taken` and `detail` says which;
/// unlink it first. You need the scope or role that may write the object.
#[utoipa::path(
    post, path = "/v1/external-ids", tag = "Integrations", operation_id = "link_external_id",
    params(IdempotencyHeader),
    request_body = LinkExternalId,
    responses(
        (status = 201, description = "The external id", body = ExternalId),
        (status = 200, description = "The external id, which was linked before", body = ExternalId),
        WriteProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn link_external_id(
    writer: Linker,
    Json { value, hash }: Json<LinkExternalId>,
) -> Result<Answer<ExternalId>, Problem> {
    let LinkExternalId { system, kind, external_id, object_id } = value;
    let object = required("object_id", &object_id)?;
    let input = ExternalIdInput { system, kind, external_id, object };
    let done = external_ids::link(writer.engine(), &writer.named(&hash), &input).await?;
    let status = if done.value.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Answer { status, replayed: done.replayed, body: done.value.external_id.into() })
}
