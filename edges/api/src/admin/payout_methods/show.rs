//! `GET /v1/payout-methods/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::MethodShown,
};
use axum::Json;
use engine::{need::WriteStatements, payout_methods};
use words::MethodId;

/// Show a payout method with where to
///
/// For those who pay: owners and finance, and keys that write statements.
#[utoipa::path(
    get, path = "/v1/payout-methods/{id}", tag = "Partners", operation_id = "get_payout_method",
    params(("id" = String, Path, description = "The method's id")),
    responses((status = 200, description = "The method", body = MethodShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_payout_method(
    payer: Allowed<WriteStatements>,
    Id(id): Id<MethodId>,
) -> Result<Json<MethodShown>, Problem> {
    let method = payout_methods::open(payer.engine(), &payer.permit(""), id).await?;
    payer.presenter().json(method).await
}
