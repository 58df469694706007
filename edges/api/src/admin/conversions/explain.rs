//! `GET /v1/conversions/{id}/explanation`.

use crate::{
    access::Allowed,
    intake::Id,
    problem::{Problem, ReadProblems},
    wire::{CommissionState, Money},
};
use axum::Json;
use engine::need::ReadConversions;
use serde::Serialize;
use utoipa::ToSchema;
use words::ConversionId;

/// Why a conversion was credited as it was, in plain words: the same for merchant and partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    conversion_id: String,
    /// Who was credited, and what became of every touch.
    sentences: Vec<String>,
    /// What each credited partner is owed.
    credits: Vec<Credit>,
}

/// One partner's commission in plain words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Credit {
    partner_id: String,
    partner_name: String,
    commission_id: String,
    state: CommissionState,
    /// What the partner keeps.
    amount: Money,
    sentences: Vec<String>,
}

/// Explain a conversion
#[utoipa::path(
    get, path = "/v1/conversions/{id}/explanation", tag = "Credit", operation_id = "explain_conversion",
    params(("id" = String, Path, description = "The conversion's id")),
    responses((status = 200, description = "The explanation", body = Explanation), ReadProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn explain_conversion(
    reader: Allowed<ReadConversions>,
    Id(id): Id<ConversionId>,
) -> Result<Json<Explanation>, Problem> {
    let explanation = reader.engine().explain(reader.scope(), id).await?;
    Ok(Json(Explanation {
        conversion_id: explanation.conversion.id.to_string(),
        sentences: explanation.sentences,
        credits: explanation.credits.into_iter().map(Into::into).collect(),
    }))
}

impl From<engine::Credit> for Credit {
    fn from(it: engine::Credit) -> Self {
        Self {
            partner_id: it.partner.to_string(),
            partner_name: it.partner_name,
            commission_id: it.commission.to_string(),
            state: it.state.into(),
            amount: it.amount.into(),
            sentences: it.sentences,
        }
    }
}
