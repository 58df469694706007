//! `GET /v1/conversions/{id}`.

use crate::{
    access::Allowed,
    intake::Id,
    present::{View, Viewer},
    problem::{Problem, ReadProblems},
    wire::{Commission, Conversion, Decision},
};
use axum::Json;
use engine::{Mentioned, need::ReadConversions, ports::CaseFile};
use serde::Serialize;
use utoipa::ToSchema;
use words::ConversionId;

/// A conversion with what followed from it. For a refund these are its sale's.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversionShown {
    conversion: Conversion,
    decision: Option<Decision>,
    commissions: Vec<Commission>,
}

/// Show a conversion with its decision and commissions
#[utoipa::path(
    get, path = "/v1/conversions/{id}", tag = "Credit", operation_id = "get_conversion",
    params(("id" = String, Path, description = "The conversion's id")),
    responses((status = 200, description = "The conversion", body = ConversionShown), ReadProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_conversion(
    reader: Allowed<ReadConversions>,
    Id(id): Id<ConversionId>,
) -> Result<Json<ConversionShown>, Problem> {
    let file = reader.book().case_file(reader.scope(), id).await?;
    let file = file.ok_or_else(|| Problem::absent("conversion", id))?;
    reader.presenter().json(file).await
}

impl View for ConversionShown {
    type Row = CaseFile;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        Conversion::mentions(&it.conversion, names);
        it.decision.iter().for_each(|decision| Decision::mentions(decision, names));
        it.commissions.iter().for_each(|commission| Commission::mentions(commission, names));
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            conversion: Conversion::view(it.conversion, by),
            decision: it.decision.map(|decision| Decision::view(decision, by)),
            commissions: it.commissions.into_iter().map(|it| Commission::view(it, by)).collect(),
        }
    }
}
