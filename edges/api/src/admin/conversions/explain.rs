//! `GET /v1/conversions/{id}/explanation`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::Explanation,
};
use axum::Json;
use engine::{conversions, need::ReadConversions};
use words::ConversionId;

/// Explain a conversion
#[utoipa::path(
    get, path = "/v1/conversions/{id}/explanation", tag = "Credit", operation_id = "explain_conversion",
    params(("id" = String, Path, description = "The conversion's id")),
    responses((status = 200, description = "The explanation", body = Explanation), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn explain_conversion(
    reader: Allowed<ReadConversions>,
    Id(id): Id<ConversionId>,
) -> Result<Json<Explanation>, Problem> {
    reader
        .aside(move |reader| async move {
            Ok(Json(conversions::explain(reader.engine(), reader.scope(), id).await?.into()))
        })
        .await
}
