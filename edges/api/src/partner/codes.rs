//! `GET /v1/partner/codes`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Code,
};
use axum::response::Response;

type CodeList = List<Code>;

/// List one's own codes
#[utoipa::path(
    get, path = "/v1/partner/codes", tag = "Portal", operation_id = "list_own_codes",
    params(Asked<Code>),
    responses(
        (status = 200, description = "One's own", content((CodeList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_codes(at: AtPartner, asked: Asked<Code>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
