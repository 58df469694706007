//! `GET /v1/payout-batches/{id}/file`.

use crate::{
    access::Allowed,
    answer::attachment,
    intake::Id,
    problem::{Problem, ReadProblems},
};
use axum::response::Response;
use engine::{need::WritePayouts, payouts};
use words::BatchId;

/// Take the file of a batch that was handed over
///
/// pain.001 for a bank, a table for the others; the same bytes every time. It holds account numbers, so that whoever
/// takes it is recorded.
#[utoipa::path(
    get, path = "/v1/payout-batches/{id}/file", tag = "Payouts", operation_id = "download_batch_file",
    params(("id" = String, Path, description = "The batch's id")),
    responses(
        (
            status = 200, description = "The file",
            content((String = "application/xml"), (String = "text/csv"))
        ),
        ReadProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn download_batch_file(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
) -> Result<Response, Problem> {
    payer
        .aside(move |payer| async move {
            Ok(attachment(payouts::file(payer.engine(), &payer.permit(""), id).await?))
        })
        .await
}
