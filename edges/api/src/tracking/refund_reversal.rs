//! `POST /v1/track/refund-reversal`.

use super::answer::{TrackAnswer, answer};
use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Report, optional},
    problem::{Problem, TrackProblems},
    wire::{Item, Money},
};
use conversion::Kind;
use engine::{RefundInput, SOURCE_DEFAULT, conversions, need::WriteEvents};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::Invalid;

/// A refund failed or was canceled, or its order was paid after all.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundReversalRequest {
    /// May be left out: the refund, its sale, or the default program says which.
    pub program_id: Option<String>,
    /// Your own id of the reversal. It may be the refund's own id where you reverse a refund once.
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    /// The external id of the refund, reported under the same `source`; `external_id` if absent.
    #[schema(min_length = 1, max_length = 200)]
    pub refund_external_id: Option<String>,
    /// The external id of the refund's sale; not needed, but checked if it is there.
    #[schema(min_length = 1, max_length = 200)]
    pub sale_external_id: Option<String>,
    /// What of the refund is given back, in the refund's currency; the whole refund, if absent.
    pub amount: Option<Money>,
    /// Of a part of a refund, what of it is of which products, if you know; otherwise it is of all that is left of the refund
    /// in proportion. `product_id` null is the part of the sale that no item covers.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub items: Vec<Item>,
    /// Which system reports it: 1 to 40 of a–z, 0–9, _ and -. `api` if absent.
    #[schema(min_length = 1, max_length = 40)]
    pub source: Option<String>,
    /// At most 90 days back and 5 minutes ahead; the time of arrival, if absent.
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

impl RefundReversalRequest {
    pub(super) fn input(self) -> Result<RefundInput, Invalid> {
        Ok(RefundInput {
            kind: Kind::RefundReversal,
            program: optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: self.external_id,
            sale: self.sale_external_id,
            refund: self.refund_external_id,
            amount: self.amount.as_ref().map(Money::read).transpose()?,
            items: self.items.into_iter().map(Into::into).collect(),
            occurred_at: optional("occurred_at", self.occurred_at.as_deref())?,
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// Report that a refund was reversed
///
/// A refund failed, was canceled or rejected, or an order that was refunded was paid after all: what the refund had taken back
/// of each commission is owed again, as far as `amount` goes, and never more than the refund took. It may be reported before
/// the refund, and before the sale. What a statement showed as taken back is given back by the next statement.
#[utoipa::path(
    post, path = "/v1/track/refund-reversal", tag = "Tracking", operation_id = "track_refund_reversal",
    params(IdempotencyHeader),
    request_body(content = RefundReversalRequest, examples(
        ("The whole refund" = (value = json!({ "external_id": "RF-7-FAILED", "refund_external_id": "RF-7" }))),
        ("A part of it" = (value = json!({
            "external_id": "RF-7-PART", "refund_external_id": "RF-7",
            "amount": { "amount": 1000, "currency": "EUR" }
        }))),
    )),
    responses(
        (status = 201, description = "It was recorded", body = TrackAnswer),
        (status = 200, description = "The same was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "It waits for its refund or sale to be reported", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_refund_reversal(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<RefundReversalRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let done = conversions::record_refund(tracker.engine(), &tracker.permit(&hash), &value.input()?).await?;
    answer(&tracker.presenter(), done).await
}
