//! `GET /v1/partner/statements`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Statement,
};
use axum::response::Response;

type StatementList = List<Statement>;

/// List one's own statements
#[utoipa::path(
    get, path = "/v1/partner/statements", tag = "Portal", operation_id = "list_own_statements",
    params(Asked<Statement>),
    responses(
        (status = 200, description = "One's own", content((StatementList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_statements(at: AtPartner, asked: Asked<Statement>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
