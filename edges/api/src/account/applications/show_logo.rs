//! `GET /v1/programs/{id}/logo`.

use crate::{
    access::Guest,
    intake::Id,
    problem::{Problem, ReadProblems},
};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use engine::programs;
use words::ProgramId;

/// A logo's address holds what tells it from an earlier one, so it may be kept.
const KEPT: &str = "public, max-age=86400";

/// Show a program's logo
///
/// For everybody. The address stands in the program's `logo_url`.
#[utoipa::path(
    get, path = "/v1/programs/{id}/logo", tag = "People", operation_id = "get_logo",
    params(("id" = String, Path, description = "The program's id")),
    responses(
        (status = 200, description = "The picture", content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"),
            (Vec<u8> = "image/webp"))),
        ReadProblems,
    ),
    security(()),
)]
pub(crate) async fn get_logo(guest: Guest, Id(program): Id<ProgramId>) -> Result<Response, Problem> {
    let picture = programs::logo(guest.engine(), program).await?;
    let media_type = picture.media_type().unwrap_or("application/octet-stream");
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, KEPT)], picture.bytes).into_response())
}
