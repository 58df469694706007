//! `POST /v1/rates`.

use crate::{
    access::Allowed,
    intake::{self, required},
    problem::{Problem, WriteProblems},
    wire::DailyRate,
};
use axum::{Json, http::StatusCode};
use engine::{Error, RateInput, need::WriteStatements, rates};
use serde::Deserialize;
use utoipa::ToSchema;
use words::{ExchangeRate, Invalid};

/// What one unit of a currency is in another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "base": "EUR", "quote": "USD", "rate": "1.0823", "day": "2026-11-27" }))]
pub(crate) struct EnterRate {
    base: String,
    quote: String,
    /// So many `quote` are one `base`: a text, with up to nine decimals.
    rate: String,
    #[schema(format = Date)]
    day: String,
}

/// Enter a rate by hand
///
/// One that was there for the same pair and day gives way. What was exchanged at it keeps it.
#[utoipa::path(
    post, path = "/v1/rates", tag = "Owed", operation_id = "create_rate",
    request_body = EnterRate,
    responses((status = 201, description = "The rate", body = DailyRate), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_rate(
    payer: Allowed<WriteStatements>,
    intake::Json { value, hash }: intake::Json<EnterRate>,
) -> Result<(StatusCode, Json<DailyRate>), Problem> {
    let malformed = |fault: words::Malformed| Error::from(Invalid::new("rate", fault.expected));
    let input = RateInput {
        base: required("base", &value.base)?,
        quote: required("quote", &value.quote)?,
        billionths: ExchangeRate::parse_billionths(&value.rate).map_err(malformed)?,
        day: required("day", &value.day)?,
    };
    let rate = rates::enter(payer.engine(), &payer.permit(&hash), &input).await?;
    Ok((StatusCode::CREATED, Json(rate.into())))
}
