//! `GET /v1/payout-batches/{id}/file`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use engine::need::WritePayouts;
use words::BatchId;

/// Take the file of a batch that was handed over
///
/// pain.001 for a bank, a table for the others; the same bytes every time. It holds account numbers, so that whoever
/// takes it is recorded.
#[utoipa::path(
    get, path = "/v1/payout-batches/{id}/file", tag = "Payouts", operation_id = "take_batch_file",
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
pub(crate) async fn take_batch_file(
    payer: Allowed<WritePayouts>,
    Id(id): Id<BatchId>,
) -> Result<Response, Problem> {
    let file = payer.engine().batch_file(&payer.permit(""), id).await?;
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    let name = format!("attachment; filename=\"{}\"", file.name);
    headers.extend(HeaderValue::try_from(name).map(|name| (header::CONTENT_DISPOSITION, name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
