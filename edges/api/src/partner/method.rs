//! `/v1/partner/payout-method` and `/v1/partner/payout-methods`.

use crate::{
    access::AtPartner,
    intake,
    list::{Asked, List},
    problem::{PortalProblems, Problem, WriteProblems},
    wire::{Method, MethodShown, OwnMethod, SetMethod},
};
use axum::{Json, response::Response};

type MethodList = List<Method>;

/// Show how one is paid
#[utoipa::path(
    get, path = "/v1/partner/payout-method", tag = "Portal", operation_id = "get_own_payout_method",
    responses((status = 200, description = "The method, if there is one", body = OwnMethod), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn get_own_payout_method(at: AtPartner) -> Result<Json<OwnMethod>, Problem> {
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.method().await?).await
}

/// Say how one wants to be paid
///
/// The first method is paid with at once. A change waits for seven days, and is told to every address that is known:
/// one's own, that of everybody who enters this portal, and those that the method before and the new one lead to.
#[utoipa::path(
    put, path = "/v1/partner/payout-method", tag = "Portal", operation_id = "set_own_payout_method",
    request_body = SetMethod,
    responses((status = 200, description = "The method", body = MethodShown), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn set_own_payout_method(
    at: AtPartner,
    intake::Json { value, .. }: intake::Json<SetMethod>,
) -> Result<Json<MethodShown>, Problem> {
    let input = value.read()?;
    let portal = at.portal().await?;
    at.presenter(&portal).json(portal.set_method(&input).await?).await
}

/// List how one was paid
#[utoipa::path(
    get, path = "/v1/partner/payout-methods", tag = "Portal", operation_id = "list_own_payout_methods",
    params(Asked<Method>),
    responses(
        (status = 200, description = "One's own", content((MethodList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_payout_methods(
    at: AtPartner,
    asked: Asked<Method>,
) -> Result<Response, Problem> {
    asked.answer_own(at).await
}
