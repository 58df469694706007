//! `GET /v1/referrals`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Referral,
};
use axum::response::Response;
use engine::need::ReadCustomers;

type ReferralList = List<Referral>;

/// List referrals
#[utoipa::path(
    get, path = "/v1/referrals", tag = "Credit", operation_id = "list_referrals",
    params(Asked<Referral>),
    responses(
        (status = 200, description = "Referrals", content((ReferralList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_referrals(
    reader: Allowed<ReadCustomers>,
    asked: Asked<Referral>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
