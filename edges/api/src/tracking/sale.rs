//! `POST /v1/track/sale`.

use super::{
    answer::{TrackAnswer, answer},
    request::event_request,
};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::Report,
    problem::{Problem, TrackProblems},
    wire::{Item, Money},
};
use conversion::Kind;
use engine::{EventInput, conversions, need::WriteEvents};
use words::Invalid;

event_request! {
    /// A customer paid.
    SaleRequest {
        /// Your own id of the sale, such as the invoice number.
        #[schema(min_length = 1, max_length = 200)]
        external_id: String,
        /// What the partner is credited for: 0 to 1000000000000 minor units. An amount in another currency than the
        /// program's is exchanged at the rate of its day.
        amount: Money,
        /// Whether it renews what the customer already has. Rewards for renewals price it, if the terms have any.
        #[serde(default)]
        renewal: bool,
        /// The products of the sale, at most 100. They sum to at most the amount; the rest has no product.
        #[serde(default)]
        #[schema(max_items = 100)]
        items: Vec<Item>,
    }
}

impl SaleRequest {
    pub(super) fn input(mut self) -> Result<EventInput, Invalid> {
        let common = self.common().input(Kind::Sale)?;
        Ok(EventInput {
            external_id: Some(self.external_id),
            amount: Some(self.amount.read()?),
            renewal: self.renewal,
            items: self.items.into_iter().map(Into::into).collect(),
            ..common
        })
    }
}

/// Report a sale
///
/// Recorded once, for ever, with its decision and commissions. A sale without evidence is kept and
/// decided again when evidence arrives.
#[utoipa::path(
    post, path = "/v1/track/sale", tag = "Tracking", operation_id = "track_sale",
    params(IdempotencyHeader),
    request_body(content = SaleRequest, examples(
        ("A sale of a known customer" = (value = json!({
            "external_id": "INV-2026-0042", "customer": { "external_id": "user-4711" },
            "amount": { "amount": 12500, "currency": "EUR" }
        }))),
        ("A first sale with a code" = (value = json!({
            "external_id": "INV-2026-0043", "customer": { "external_id": "user-4713" },
            "amount": { "amount": 4900, "currency": "EUR" }, "code": "ADA20",
            "occurred_at": "2026-11-22T14:03:00Z", "metadata": { "plan": "pro" }
        }))),
        ("A renewal of two products" = (value = json!({
            "external_id": "INV-2026-0044", "customer": { "external_id": "user-4713" }, "renewal": true,
            "amount": { "amount": 9900, "currency": "EUR" },
            "items": [{ "product_id": "pro", "amount": 4900 }, { "product_id": "seat", "quantity": 5, "amount": 5000 }]
        }))),
    )),
    responses(
        (status = 201, description = "The sale was recorded", body = TrackAnswer),
        (status = 200, description = "The same sale was recorded before; nothing changed", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_sale(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<SaleRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let done = conversions::record_sale(tracker.engine(), &tracker.permit(&hash), &value.input()?).await?;
    answer(&tracker.presenter(), done).await
}
