//! `GET`, `PUT` and `DELETE /v1/programs/{id}/paying-account`.

use crate::{
    access::Allowed,
    intake::{self, Id, Nothing},
    problem::{Problem, ReadProblems, WriteProblems},
    wire::{BankAccount, PayingAccount},
};
use axum::Json;
use engine::{Error, need::WriteStatements, payout_methods};
use words::ProgramId;

/// Show the account from which a program's payouts are paid
///
/// For those who pay: owners and finance, and keys that write statements.
#[utoipa::path(
    get, path = "/v1/programs/{id}/paying-account", tag = "Programs", operation_id = "get_paying_account",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "The account, if there is one", body = PayingAccount), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_paying_account(
    payer: Allowed<WriteStatements>,
    Id(id): Id<ProgramId>,
) -> Result<Json<PayingAccount>, Problem> {
    Ok(Json(payout_methods::paying_account(payer.engine(), &payer.permit(""), id).await?.into()))
}

/// Set the account from which a program's payouts are paid
///
/// A payment file for a bank names it. It is kept encrypted.
#[utoipa::path(
    put, path = "/v1/programs/{id}/paying-account", tag = "Programs", operation_id = "set_paying_account",
    params(("id" = String, Path, description = "The program's id")),
    request_body = BankAccount,
    responses((status = 200, description = "The account", body = PayingAccount), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn set_paying_account(
    payer: Allowed<WriteStatements>,
    Id(id): Id<ProgramId>,
    intake::Json { value, hash }: intake::Json<BankAccount>,
) -> Result<Json<PayingAccount>, Problem> {
    let account = value.read().map_err(Error::from)?;
    Ok(Json(
        payout_methods::set_paying_account(payer.engine(), &payer.permit(&hash), id, Some(&account))
            .await?
            .into(),
    ))
}

/// Take the account away from which a program's payouts are paid
#[utoipa::path(
    delete, path = "/v1/programs/{id}/paying-account", tag = "Programs", operation_id = "remove_paying_account",
    params(("id" = String, Path, description = "The program's id")),
    responses((status = 200, description = "No account", body = PayingAccount), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn remove_paying_account(
    payer: Allowed<WriteStatements>,
    Id(id): Id<ProgramId>,
    Nothing { hash }: Nothing,
) -> Result<Json<PayingAccount>, Problem> {
    Ok(Json(payout_methods::set_paying_account(payer.engine(), &payer.permit(&hash), id, None).await?.into()))
}
