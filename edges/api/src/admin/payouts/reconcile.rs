//! `GET /v1/programs/{id}/reconciliation`.

use crate::{
    access::Allowed,
    intake::{Id, Query, required},
    list::table,
    present::{View, Viewer},
    problem::{ListProblems, Problem},
    wire::{Money, Transfer},
};
use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use engine::{Error, Mentioned, ReconciledDay, UnderWay, need::ReadPayouts, payouts};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::ProgramId;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReconcileDays {
    /// The first day.
    #[param(format = Date, example = "2026-11-01")]
    from: String,
    /// The last day, at most 365 after.
    #[param(format = Date, example = "2026-11-30")]
    to: String,
    /// `csv` gives the days only, as does `Accept: text/csv`.
    #[param(value_type = Option<String>)]
    format: Option<String>,
}

/// What was paid, day by day, and what is still under way.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reconciliation {
    pub days: Vec<PayoutDay>,
    /// Transfers of which it is not known yet what became of them, the oldest first.
    pub under_way: Vec<TransferUnderWay>,
    /// What the clearing account holds beyond them: nothing, if the books are right.
    pub unexplained: Vec<Money>,
}

/// One day in one currency, in minor units of it. A transfer that was handed over once counts once: what turned out not to have
/// happened, such as a failure of what settled after all, is taken back on the day on which that was known, and may be below zero.
#[derive(Serialize, ToSchema)]
pub(crate) struct PayoutDay {
    #[schema(format = Date)]
    pub day: String,
    pub currency: String,
    pub handed_over: i64,
    pub handed_over_transfers: i64,
    pub settled: i64,
    pub settled_transfers: i64,
    pub failed: i64,
    pub failed_transfers: i64,
    pub returned: i64,
    pub returned_transfers: i64,
    /// What is under way at the end of the day, by the ledger's clearing account.
    pub clearing: i64,
}

/// A transfer of which it is not known yet what became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct TransferUnderWay {
    pub transfer: Transfer,
    /// Since it was handed over.
    pub days: i64,
}

impl View for TransferUnderWay {
    type Row = UnderWay;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Transfer::mentions(&it.transfer, names);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self { transfer: Transfer::view(it.transfer, by), days: it.days }
    }
}

impl From<ReconciledDay> for PayoutDay {
    fn from(it: ReconciledDay) -> Self {
        Self {
            day: it.day.to_string(),
            currency: it.currency.code().to_owned(),
            handed_over: it.handed_over.amount,
            handed_over_transfers: it.handed_over.transfers,
            settled: it.settled.amount,
            settled_transfers: it.settled.transfers,
            failed: it.failed.amount,
            failed_transfers: it.failed.transfers,
            returned: it.returned.amount,
            returned_transfers: it.returned.transfers,
            clearing: it.clearing,
        }
    }
}

/// Reconcile a program's payouts
#[utoipa::path(
    get, path = "/v1/programs/{id}/reconciliation", tag = "Payouts", operation_id = "get_reconciliation",
    params(("id" = String, Path, description = "The program's id"), ReconcileDays),
    responses(
        (
            status = 200, description = "Days with movements only",
            content((Reconciliation = "application/json"), (String = "text/csv"))
        ),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_reconciliation(
    reader: Allowed<ReadPayouts>,
    Id(program): Id<ProgramId>,
    headers: HeaderMap,
    Query(query): Query<ReconcileDays>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let from = required("from", &query.from).map_err(Error::from)?;
            let to = required("to", &query.to).map_err(Error::from)?;
            let is_table = table::is_table(query.format.as_deref(), &headers).map_err(Error::from)?;
            let found = payouts::reconcile(reader.engine(), &reader.permit(""), program, (from, to)).await?;
            let days: Vec<PayoutDay> = found.days.into_iter().map(Into::into).collect();
            if is_table {
                return table::answer("reconciliation", days, None);
            }
            let under_way = reader.presenter().all(found.under_way).await?;
            let unexplained = found.unexplained.into_iter().map(Into::into).collect();
            Ok(Json(Reconciliation { days, under_way, unexplained }).into_response())
        })
        .await
}
