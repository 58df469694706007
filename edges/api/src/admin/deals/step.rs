//! `POST /v1/deals/{id}/transitions`.

use crate::{
    access::Allowed,
    intake::{self, Id, optional, required, text},
    problem::{Problem, WriteProblems},
    wire::{Deal, Money},
};
use axum::Json;
use engine::{DealStep, Error, Influencing, deals, need::WriteConversions};
use referral::PROTECTION_DAYS_DEFAULT;
use serde::Deserialize;
use utoipa::ToSchema;
use words::DealId;

/// What is done with a deal.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "action": "approve", "customer_external_id": "acme", "protection_days": 90 }))]
pub(crate) enum TransitionDeal {
    /// Somebody looks at it.
    StartReview {},
    /// Protects the company for the partner.
    Approve {
        /// Your own id of the customer; made if it is not known yet.
        #[schema(min_length = 1, max_length = 200)]
        customer_external_id: String,
        /// 1 to 365; 90, if absent.
        protection_days: Option<u32>,
        /// Another partner who shares the credit.
        influencing: Option<InfluencingPartner>,
    },
    Reject {
        /// The partner reads it.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Protects it for longer, also after its protection ended.
    Extend {
        /// 1 to 365.
        days: u32,
    },
    /// Makes a sale of it, which is credited to its partners.
    Win {
        amount: Money,
        /// Now, if absent.
        #[schema(format = DateTime)]
        #[serde(default, deserialize_with = "text")]
        occurred_at: Option<String>,
    },
    Lose {
        /// The partner reads it.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
}

/// Who shares the credit with the sourcing partner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InfluencingPartner {
    partner_id: String,
    /// Of a million.
    #[schema(minimum = 1, maximum = 999999)]
    millionths: u32,
}

impl TransitionDeal {
    fn read(self) -> Result<DealStep, Error> {
        Ok(match self {
            TransitionDeal::StartReview {} => DealStep::StartReview,
            TransitionDeal::Approve { customer_external_id, protection_days, influencing } => {
                let influencing = influencing.map(|it| {
                    let partner = required("influencing.partner_id", &it.partner_id)?;
                    Ok::<_, Error>(Influencing { partner, millionths: it.millionths })
                });
                DealStep::Approve {
                    customer: customer_external_id,
                    protection_days: protection_days.unwrap_or(PROTECTION_DAYS_DEFAULT),
                    influencing: influencing.transpose()?,
                }
            }
            TransitionDeal::Reject { reason } => DealStep::Reject { reason },
            TransitionDeal::Extend { days } => DealStep::Extend { days },
            TransitionDeal::Win { amount, occurred_at } => DealStep::Win {
                amount: amount.read()?,
                occurred_at: optional("occurred_at", occurred_at.as_deref())?,
            },
            TransitionDeal::Lose { reason } => DealStep::Lose { reason },
        })
    }
}

/// Take a deal one step on
///
/// Only one registration of a company is protected at a time: while another is, approving answers which. A won deal
/// becomes a sale of source `deal`, once.
#[utoipa::path(
    post, path = "/v1/deals/{id}/transitions", tag = "Deals", operation_id = "transition_deal",
    params(("id" = String, Path, description = "The deal's id")),
    request_body = TransitionDeal,
    responses((status = 200, description = "The deal", body = Deal), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn transition_deal(
    manager: Allowed<WriteConversions>,
    Id(id): Id<DealId>,
    intake::Json { value, hash }: intake::Json<TransitionDeal>,
) -> Result<Json<Deal>, Problem> {
    manager
        .aside(move |manager| async move {
            let deal =
                deals::transition(manager.engine(), &manager.permit(&hash), id, &value.read()?).await?;
            manager.presenter().json(deal).await
        })
        .await
}
