//! `PUT` and `DELETE /v1/programs/{id}/logo`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing, Received, read_body},
    problem::{Problem, WriteProblems},
    state::Api,
    wire::Program,
};
use axum::{
    Json,
    extract::{FromRequest, Request},
};
use engine::{need::WritePrograms, programs};
use program::LOGO_BYTES_MAX;
use words::ProgramId;

/// The picture as it came, with the hash of the request.
pub(crate) struct PictureBody(Received);

impl FromRequest<Api> for PictureBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        read_body(request, LOGO_BYTES_MAX).await.map(Self)
    }
}

/// Give a program its logo
///
/// The body is the picture: PNG, JPEG or WebP, at most 128 KiB, told by its first bytes. It is seen by everybody, on
/// the program's public page and in its portal.
#[utoipa::path(
    put, path = "/v1/programs/{id}/logo", tag = "Programs", operation_id = "set_logo",
    params(("id" = String, Path, description = "The program's id")),
    request_body(content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"))),
    responses((status = 200, description = "The program", body = Program), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn set_logo(
    manager: Allowed<WritePrograms>,
    Id(id): Id<ProgramId>,
    PictureBody(Received { bytes, hash, .. }): PictureBody,
) -> Result<Json<Program>, Problem> {
    let done = programs::set_logo(manager.engine(), &manager.permit(&hash), id, Some(&bytes)).await?;
    Ok(Json(done.value.into()))
}

/// Take a program's logo away
#[utoipa::path(
    delete, path = "/v1/programs/{id}/logo", tag = "Programs", operation_id = "remove_logo",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The program", body = Program), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn remove_logo(
    manager: Allowed<WritePrograms>,
    Id(id): Id<ProgramId>,
    Nothing { hash }: Nothing,
) -> Result<Json<Program>, Problem> {
    let done = programs::set_logo(manager.engine(), &manager.permit(&hash), id, None).await?;
    Ok(Json(done.value.into()))
}
