//! `GET /v1/deals/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::DealShown,
};
use axum::Json;
use engine::{deals, need::ReadConversions};
use words::DealId;

/// Show a deal, side by side with those that may be about the same company
#[utoipa::path(
    get, path = "/v1/deals/{id}", tag = "Deals", operation_id = "get_deal",
    params(("id" = String, Path, description = "The deal's id")),
    responses((status = 200, description = "The deal", body = DealShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_deal(
    reader: Allowed<ReadConversions>,
    Id(id): Id<DealId>,
) -> Result<Json<DealShown>, Problem> {
    reader
        .aside(move |reader| async move {
            let file = deals::get(reader.engine(), &reader.permit(""), id).await?;
            reader.presenter().json(file).await
        })
        .await
}
