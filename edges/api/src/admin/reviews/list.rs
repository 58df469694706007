//! `GET /v1/reviews`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Review,
};
use axum::response::Response;
use engine::need::ReadConversions;

type ReviewList = List<Review>;

/// List review items
#[utoipa::path(
    get, path = "/v1/reviews", tag = "Credit", operation_id = "list_reviews",
    params(Asked<Review>),
    responses(
        (status = 200, description = "Conversions in closed statements that later evidence decides differently", content((ReviewList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_reviews(
    reader: Allowed<ReadConversions>,
    asked: Asked<Review>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
