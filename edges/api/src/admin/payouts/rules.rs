//! `GET` and `PUT /v1/programs/{id}/payout-rules`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{self, Id},
    problem::{Problem, ReadProblems, WriteProblems},
    wire::PayoutRules,
};
use axum::Json;
use engine::{
    need::{ReadPayouts, WriteWorkspace},
    payouts,
};
use words::ProgramId;

/// Show who may approve a program's payouts
#[utoipa::path(
    get, path = "/v1/programs/{id}/payout-rules", tag = "Payouts", operation_id = "get_payout_rules",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The rules", body = PayoutRules), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_payout_rules(
    reader: Allowed<ReadPayouts>,
    Id(id): Id<ProgramId>,
) -> Result<Json<PayoutRules>, Problem> {
    let rulebook = rulebook(reader.book(), reader.scope(), id).await?;
    Ok(Json(rulebook.program.payouts.into()))
}

/// Set who may approve a program's payouts
///
/// For owners; no key can.
#[utoipa::path(
    put, path = "/v1/programs/{id}/payout-rules", tag = "Payouts", operation_id = "update_payout_rules",
    params(("id" = String, Path, description = "The program's id")),
    request_body = PayoutRules,
    responses((status = 200, description = "The rules", body = PayoutRules), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn update_payout_rules(
    owner: Allowed<WriteWorkspace>,
    Id(id): Id<ProgramId>,
    intake::Json { value, hash }: intake::Json<PayoutRules>,
) -> Result<Json<PayoutRules>, Problem> {
    let program = payouts::set_rules(owner.engine(), &owner.permit(&hash), id, &value.into()).await?;
    Ok(Json(program.payouts.into()))
}
