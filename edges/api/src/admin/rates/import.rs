//! `POST /v1/rates/import`.

use crate::{
    access::Allowed,
    intake::{Received, read_body},
    problem::{Problem, WriteProblems},
    state::Api,
    wire::RateSource,
};
use axum::{
    Json,
    extract::{FromRequest, Request},
};
use engine::{RATES_FILE_BYTES_MAX, need::WriteStatements, rates};
use serde::Serialize;
use utoipa::ToSchema;

/// The file as it came, with the hash of the request.
pub(crate) struct FileBody(Received);

impl FromRequest<Api> for FileBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        read_body(request, RATES_FILE_BYTES_MAX).await.map(Self)
    }
}

/// What a file brought.
#[derive(Serialize, ToSchema)]
pub(crate) struct RatesImported {
    rates: u64,
    source: RateSource,
    #[schema(format = Date)]
    first_day: String,
    #[schema(format = Date)]
    last_day: String,
    /// Currencies that are none any more, or that nobody pays in.
    left_out: Vec<String>,
}

/// Import a file of rates
///
/// The body is the file: the European Central Bank's reference rates (`eurofxref`, daily or since 1999, CSV or XML, unpacked), or a
/// table with the columns `day`, `base`, `quote` and `rate` in any order, with commas, semicolons or tabs, decimal points or
/// commas, and days like 2026-11-27 or 27.11.2026. What was there for the same pairs and days gives way.
#[utoipa::path(
    post, path = "/v1/rates/import", tag = "Owed", operation_id = "import_rates",
    request_body(content((String = "text/csv"), (String = "application/xml"))),
    responses((status = 200, description = "What the file brought", body = RatesImported), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn import_rates(
    payer: Allowed<WriteStatements>,
    FileBody(Received { bytes, hash, .. }): FileBody,
) -> Result<Json<RatesImported>, Problem> {
    payer
        .aside(move |payer| async move {
            let done = rates::import(payer.engine(), &payer.permit(&hash), &bytes).await?;
            Ok(Json(RatesImported {
                rates: done.rates as u64,
                source: done.source.into(),
                first_day: done.first_day.to_string(),
                last_day: done.last_day.to_string(),
                left_out: done.left_out,
            }))
        })
        .await
}
