//! `POST /v1/commissions/reprice`.

use crate::present::{View, Viewer};
use crate::{
    access::Allowed,
    admin::bulk::{Attempt, Outcomes, ids},
    intake::{self, optional, text},
    problem::{Problem, WriteProblems},
    wire::{Commission, Money},
};
use axum::Json;
use engine::{Error, Mentioned, RepriceInput, Repriced, conversions, need::WriteCommissions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{ConversionId, Invalid};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "conversion_ids": ["cnv_01kk8y7d00e6br2v9m5gq4t1hs"], "amount": { "amount": 4_900, "currency": "EUR" },
    "reason": "The invoice was wrong"
}))]
pub(crate) struct RepriceCommissions {
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    conversion_ids: Vec<String>,
    /// What the sale really came to, for one sale; at least what was given back of it.
    amount: Option<Money>,
    /// The version of the terms to price with; the one that priced each, if absent.
    #[serde(default, deserialize_with = "text")]
    terms_id: Option<String>,
    /// The partner reads it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
    /// Only says what would come out.
    #[serde(default)]
    dry_run: bool,
}

/// What pricing anew did to one conversion's commissions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Repricing {
    pub before: Vec<Commission>,
    pub after: Vec<Commission>,
}

impl View for Repricing {
    type Row = Repriced;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        for commission in it.before.iter().chain(&it.after) {
            Commission::mentions(commission, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let shown = |commissions: Vec<commission::Commission>| {
            commissions.into_iter().map(|commission| Commission::view(commission, by)).collect()
        };
        Self { before: shown(it.before), after: shown(it.after) }
    }
}

/// Price conversions anew
///
/// Who is credited stays. Each has its own outcome: its commissions before and after. What a statement shows is not
/// edited: the difference stands in the next one as an adjustment.
#[utoipa::path(
    post, path = "/v1/commissions/reprice", tag = "Owed", operation_id = "reprice_commissions",
    request_body = RepriceCommissions,
    responses(
        (status = 200, description = "The outcome of each", body = Outcomes<Repricing>),
        WriteProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn reprice_commissions(
    manager: Allowed<WriteCommissions>,
    intake::Json { value, hash }: intake::Json<RepriceCommissions>,
) -> Result<Json<Outcomes<Repricing>>, Problem> {
    manager
        .aside(move |manager| async move {
            let conversions = ids::<ConversionId>("conversion_ids", &value.conversion_ids)?;
            if value.amount.is_some() && conversions.len() > 1 {
                return Err(Error::from(Invalid::new("amount", "an amount for one conversion only")).into());
            }
            let input = RepriceInput {
                amount: value.amount.map(|amount| amount.read()).transpose().map_err(Error::from)?,
                terms: optional("terms_id", value.terms_id.as_deref()).map_err(Error::from)?,
                reason: value.reason,
            };
            let permit = manager.permit(&hash);
            let mut items = Vec::new();
            for id in conversions {
                let result = conversions::reprice(manager.engine(), &permit, id, &input, value.dry_run).await;
                items.push(Attempt::of(Some(id.to_string()), result)?);
            }
            Ok(Json(Outcomes { items: manager.presenter().all(items).await? }))
        })
        .await
}
