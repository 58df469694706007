//! `GET /v1/partner/referrals`.

use crate::{
    access::AtPartner,
    list::{Asked, List},
    problem::{PortalProblems, Problem},
    wire::Referral,
};
use axum::response::Response;

type ReferralList = List<Referral>;

/// List the customers whom one leads
///
/// The bond that the evidence makes, with how far each has come. Customers are named by our id only.
#[utoipa::path(
    get, path = "/v1/partner/referrals", tag = "Portal", operation_id = "list_own_referrals",
    params(Asked<Referral>),
    responses(
        (status = 200, description = "One's own", content((ReferralList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_referrals(at: AtPartner, asked: Asked<Referral>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
