//! `POST /v1/disputes/{id}/transitions`.

use crate::{
    access::Allowed,
    intake::{self, Id, optional, text},
    problem::{Problem, WriteProblems},
    wire::{Dispute, DisputeReason, Money},
};
use axum::Json;
use engine::{DisputeStep, Error, disputes, need::WriteCommissions};
use serde::Deserialize;
use utoipa::ToSchema;
use words::DisputeId;

/// What is done with a dispute. Notes are read by both sides.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "action": "reject", "reason": "order_canceled", "note": "Returned on 3 November." }))]
pub(crate) enum TransitionDispute {
    /// The partner is right.
    Uphold {
        /// What the commission is to be; what the partner expects, if absent.
        amount: Option<Money>,
        /// The sale that was not tracked; the one with the order's number, if absent.
        #[serde(default, deserialize_with = "text")]
        conversion_id: Option<String>,
        /// What the sale really came to, where that is what was wrong: then it is priced anew.
        sale_amount: Option<Money>,
        #[schema(min_length = 1, max_length = 2000)]
        #[serde(default, deserialize_with = "text")]
        note: Option<String>,
    },
    Reject {
        reason: DisputeReason,
        /// Required where the reason is `other`.
        #[schema(min_length = 1, max_length = 2000)]
        note: Option<String>,
    },
    /// Asks the partner for more. Their time begins.
    Ask {
        #[schema(min_length = 1, max_length = 2000)]
        note: String,
    },
}

impl TransitionDispute {
    fn read(self) -> Result<DisputeStep, Error> {
        Ok(match self {
            TransitionDispute::Uphold { amount, conversion_id, sale_amount, note } => DisputeStep::Uphold {
                amount: amount.map(|amount| amount.read()).transpose()?,
                conversion: optional("conversion_id", conversion_id.as_deref())?,
                sale_amount: sale_amount.map(|amount| amount.read()).transpose()?,
                note,
            },
            TransitionDispute::Reject { reason, note } => DisputeStep::Reject { reason: reason.into(), note },
            TransitionDispute::Ask { note } => DisputeStep::Ask { note },
        })
    }
}

/// Decide a dispute, or ask for more
///
/// What upholding books: a declined commission is reinstated; a wrong amount's difference is granted as an adjustment;
/// an untracked sale is credited to the partner by a correction, if you have the sale and name no amount, else the
/// amount is granted. The commission's suspension ends.
#[utoipa::path(
    post, path = "/v1/disputes/{id}/transitions", tag = "Disputes", operation_id = "transition_dispute",
    params(("id" = String, Path, description = "The dispute's id")),
    request_body = TransitionDispute,
    responses((status = 200, description = "The dispute", body = Dispute), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn transition_dispute(
    manager: Allowed<WriteCommissions>,
    Id(id): Id<DisputeId>,
    intake::Json { value, hash }: intake::Json<TransitionDispute>,
) -> Result<Json<Dispute>, Problem> {
    let dispute = disputes::transition(manager.engine(), &manager.permit(&hash), id, &value.read()?).await?;
    manager.presenter().json(dispute).await
}
