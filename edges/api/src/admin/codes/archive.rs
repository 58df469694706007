//! `POST /v1/codes/{id}/archive`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
    wire::Code,
};
use axum::Json;
use engine::{codes, need::WriteLinks};
use words::CodeId;

/// Archive a code
///
/// What occurs from now on with it is nobody's; its text stays taken, since what was printed must never be
/// another partner's. No body is needed.
#[utoipa::path(
    post, path = "/v1/codes/{id}/archive", tag = "Partners", operation_id = "archive_code",
    params(("id" = String, Path, description = "The code's id")),
    responses((status = 200, description = "The code", body = Code), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn archive_code(
    manager: Allowed<WriteLinks>,
    Id(id): Id<CodeId>,
    Nothing { hash }: Nothing,
) -> Result<Json<Code>, Problem> {
    let code = codes::archive(manager.engine(), &manager.permit(&hash), id).await?;
    manager.presenter().json(code).await
}
