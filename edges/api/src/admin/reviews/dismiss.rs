//! `POST /v1/reviews/{id}/dismiss`.

use crate::{
    access::Allowed,
    intake::{self, Id},
    problem::{Problem, WriteProblems},
    wire::Review,
};
use axum::Json;
use engine::{ReviewVerdict, need::WriteConversions, reviews};
use serde::Deserialize;
use utoipa::ToSchema;
use words::ReviewId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Paid and agreed on the phone" }))]
pub(crate) struct DismissReview {
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Dismiss a review item
///
/// What was decided stays, and is not asked about again unless the evidence names others.
#[utoipa::path(
    post, path = "/v1/reviews/{id}/dismiss", tag = "Credit", operation_id = "dismiss_review",
    params(("id" = String, Path, description = "The review item's id")),
    request_body = DismissReview,
    responses((status = 200, description = "The review item", body = Review), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn dismiss_review(
    manager: Allowed<WriteConversions>,
    Id(id): Id<ReviewId>,
    intake::Json { value, hash }: intake::Json<DismissReview>,
) -> Result<Json<Review>, Problem> {
    let verdict = ReviewVerdict::Dismiss { reason: value.reason };
    let review = reviews::close(manager.engine(), &manager.permit(&hash), id, &verdict).await?;
    manager.presenter().json(review).await
}
