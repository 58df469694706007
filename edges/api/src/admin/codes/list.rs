//! `GET /v1/codes`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Code,
};
use axum::response::Response;
use engine::need::ReadLinks;

type CodeList = List<Code>;

/// List codes
#[utoipa::path(
    get, path = "/v1/codes", tag = "Partners", operation_id = "list_codes",
    params(Asked<Code>),
    responses(
        (status = 200, description = "Codes", content((CodeList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_codes(reader: Allowed<ReadLinks>, asked: Asked<Code>) -> Result<Response, Problem> {
    asked.answer(reader).await
}
