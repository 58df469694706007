//! `POST /v1/reviews/{id}/accept`.

use crate::{
    access::Allowed,
    intake::{Id, Nothing},
    problem::{Problem, WriteProblems},
    wire::Review,
};
use axum::Json;
use engine::{ReviewVerdict, need::WriteConversions, reviews};
use words::ReviewId;

/// Accept a review item
///
/// The conversion is decided anew by the evidence as it is now; the next statements show the difference. No body is
/// needed.
#[utoipa::path(
    post, path = "/v1/reviews/{id}/accept", tag = "Credit", operation_id = "accept_review",
    params(("id" = String, Path, description = "The review item's id")),
    responses((status = 200, description = "The review item", body = Review), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn accept_review(
    manager: Allowed<WriteConversions>,
    Id(id): Id<ReviewId>,
    Nothing { hash }: Nothing,
) -> Result<Json<Review>, Problem> {
    let verdict = ReviewVerdict::Accept;
    let review = reviews::close(manager.engine(), &manager.permit(&hash), id, &verdict).await?;
    manager.presenter().json(review).await
}
