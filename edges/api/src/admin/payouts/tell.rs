//! `POST /v1/transfers/{id}/outcomes`.

use crate::{
    access::Allowed,
    intake::{self, Id, optional},
    problem::{Problem, WriteProblems},
    wire::{Money, OutcomeKind, TransferRow, TransferTold},
};
use axum::Json;
use engine::{Error, need::WritePayouts, payouts};
use payout::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;
use words::{Invalid, TransferId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "outcome": "settled", "on": "2026-11-30" }))]
pub(crate) struct TellOutcome {
    outcome: OutcomeKind,
    /// The day on which it happened; today, if absent.
    #[schema(format = Date)]
    on: Option<String>,
    /// Why it failed or came back; the others take none. A reason that says that the account is closed, blocked or wrong, such as
    /// `AC04`, keeps later batches from paying there until the partner sets another payout method.
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
    /// What a settled transfer in another currency cost in the program's own.
    debited: Option<Money>,
}

/// The outcome of these parts. Fails where one of them does not belong to this kind.
pub(super) fn outcome(
    kind: OutcomeKind,
    reason: Option<String>,
    debited: Option<words::Money>,
) -> Result<Outcome, Invalid> {
    if reason.is_some() && !matches!(kind, OutcomeKind::Failed | OutcomeKind::Returned) {
        return Err(Invalid::new("reason", "none, unless the transfer failed or came back"));
    }
    if debited.is_some() && kind != OutcomeKind::Settled {
        return Err(Invalid::new("debited", "none, unless the transfer settled"));
    }
    Ok(match kind {
        OutcomeKind::Settled => Outcome::Settled { debited },
        OutcomeKind::Failed => Outcome::Failed { reason: reason.unwrap_or_default() },
        OutcomeKind::Returned => Outcome::Returned { reason: reason.unwrap_or_default() },
        OutcomeKind::Accepted => Outcome::Accepted,
        OutcomeKind::Unknown => Outcome::Unknown,
    })
}

/// Record a transfer's outcome
///
/// Recording the outcome in which the transfer stands again changes nothing, so no Idempotency-Key is needed; `effect` says whether
/// anything changed. An outcome that contradicts the recorded one is booked and marked, which also corrects a mistake. A settlement
/// of an earlier day than the recorded return is a late report and changes nothing.
#[utoipa::path(
    post, path = "/v1/transfers/{id}/outcomes", tag = "Payouts", operation_id = "record_outcome",
    params(("id" = String, Path, description = "The transfer's id")),
    request_body = TellOutcome,
    responses((status = 200, description = "The transfer, and what the outcome did", body = TransferTold), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn record_outcome(
    payer: Allowed<WritePayouts>,
    Id(id): Id<TransferId>,
    intake::Json { value, hash }: intake::Json<TellOutcome>,
) -> Result<Json<TransferTold>, Problem> {
    let on = optional("on", value.on.as_deref()).map_err(Error::from)?;
    let debited = value.debited.map(|money| money.read()).transpose().map_err(Error::from)?;
    let outcome = outcome(value.outcome, value.reason, debited).map_err(Error::from)?;
    let (transfer, reported) =
        payouts::record_outcome(payer.engine(), &payer.permit(&hash), id, (&outcome, on)).await?;
    payer.presenter().json(TransferRow { transfer, reported }).await
}
