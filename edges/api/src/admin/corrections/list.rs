//! `GET /v1/corrections`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Correction,
};
use axum::response::Response;
use engine::need::ReadConversions;

type CorrectionList = List<Correction>;

/// List corrections
#[utoipa::path(
    get, path = "/v1/corrections", tag = "Credit", operation_id = "list_corrections",
    params(Asked<Correction>),
    responses(
        (status = 200, description = "What was decided by hand, standing or taken back", content((CorrectionList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_corrections(
    reader: Allowed<ReadConversions>,
    asked: Asked<Correction>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
