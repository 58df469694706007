//! `POST /v1/conversions/{id}/corrections`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Id, Json, required},
    problem::{Problem, WriteProblems},
    wire::Correction,
};
use engine::{CorrectionInput, corrections, need::WriteConversions};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ConversionId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "shares": [{ "partner_id": "prt_01kk8y7d00e6br2v9m5gq4t1hs", "millionths": 1_000_000 }],
    "reason": "The customer named her in the first call"
}))]
pub(crate) struct CorrectCredit {
    /// Who is credited; empty: nobody. At most 10 partners, whose parts sum to a million.
    #[schema(max_items = 10)]
    shares: Vec<CorrectedShare>,
    /// Merchant and partners read it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// A partner's part of a corrected credit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectedShare {
    /// Approved in the conversion's program, now or once.
    partner_id: String,
    /// Of a million.
    #[schema(minimum = 1, maximum = 1000000)]
    millionths: u32,
}

/// Decide the credit for a conversion by hand
///
/// It stands above all evidence, for this lead or sale and its refunds, until it is taken back; an earlier correction
/// is taken back with it. What a closed statement shows stays there: the difference comes with the next one.
#[utoipa::path(
    post, path = "/v1/conversions/{id}/corrections", tag = "Credit", operation_id = "create_correction",
    params(("id" = String, Path, description = "The conversion's id"), IdempotencyHeader),
    request_body = CorrectCredit,
    responses((status = 201, description = "The correction", body = Correction), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_correction(
    manager: Allowed<WriteConversions>,
    Id(id): Id<ConversionId>,
    Json { value, hash }: Json<CorrectCredit>,
) -> Result<Answer<Correction>, Problem> {
    let shares = value.shares.iter();
    let shares = shares.map(|share| Ok((required("shares", &share.partner_id)?, share.millionths)));
    let input = CorrectionInput { shares: shares.collect::<Result<_, Problem>>()?, reason: value.reason };
    let done = corrections::correct(manager.engine(), &manager.permit(&hash), id, &input).await?;
    manager.presenter().created(done).await
}
