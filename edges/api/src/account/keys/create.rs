//! `POST /v1/keys`.

use crate::{
    access::Allowed,
    intake::{self, optional, required, text},
    problem::{Problem, TeamProblems},
    wire::{KeyKind, NewKey},
};
use axum::{Json, http::StatusCode};
use engine::{KeyInput, keys, need::WriteKeys};
use serde::Deserialize;
use utoipa::ToSchema;
use words::Grant;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Shop server", "kind": "secret", "scopes": ["events:write"] }))]
pub(crate) struct CreateKey {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    kind: KeyKind,
    /// What a secret key may do: `resource:verb` with the verbs read and write, or `*` for every resource. The
    /// resources are audit_log, programs, partners, links, clicks, customers, conversions, commissions, statements,
    /// facts and events. A publishable key has none.
    #[serde(default)]
    scopes: Vec<String>,
    /// It never expires, if absent.
    #[schema(format = DateTime)]
    #[serde(default, deserialize_with = "text")]
    expires_at: Option<String>,
}

/// Make an API key
///
/// In the mode of the request: send `Honeyguide-Mode: test` for a test key. The key is shown this once.
#[utoipa::path(
    post, path = "/v1/keys", tag = "People", operation_id = "create_key",
    request_body = CreateKey,
    responses((status = 201, description = "The key", body = NewKey), TeamProblems),
    security(("session" = [])),
)]
pub(crate) async fn create_key(
    owner: Allowed<WriteKeys>,
    intake::Json { value, hash }: intake::Json<CreateKey>,
) -> Result<(StatusCode, Json<NewKey>), Problem> {
    let scopes = value.scopes.iter().map(|text| required::<Grant>("scopes", text));
    let input = KeyInput {
        name: value.name,
        kind: value.kind.into(),
        allows: scopes.collect::<Result<_, _>>()?,
        expires_at: optional("expires_at", value.expires_at.as_deref())?,
    };
    let minted = keys::create(owner.engine(), &owner.permit(&hash), &input).await?;
    Ok((StatusCode::CREATED, Json(minted.into())))
}
