//! `POST /v1/track/refund`.

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

/// A customer got all or part of a sale back, or the merchant did.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundRequest {
    /// If absent: the program of the sale, else the only one, else the default.
    pub program_id: Option<String>,
    /// Your own id of the refund or chargeback.
    #[schema(min_length = 1, max_length = 200)]
    pub external_id: String,
    /// The external id of the sale, reported under the same `source`.
    #[schema(min_length = 1, max_length = 200)]
    pub sale_external_id: String,
    /// What was given back, in the sale's currency; of a refund at most what is left of the sale, of a chargeback at most
    /// the sale.
    pub amount: Money,
    /// Of a refund, what of it is of which products of the sale, if you know: each takes back what it earned. The rest is
    /// of the whole sale. `product_id` null names the part of the sale that no item covers, such as shipping or tax.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub items: Vec<Item>,
    /// Which system reports it: 1 to 40 of a–z, 0–9, _ and -. `api` if absent.
    #[schema(max_length = 40)]
    pub source: Option<String>,
    /// At most 90 days back and 5 minutes ahead; the time of arrival, if absent.
    #[schema(format = DateTime)]
    pub occurred_at: Option<String>,
    /// Your own notes: at most 50, names of at most 40 characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

impl RefundRequest {
    pub(super) fn input(self, kind: Kind) -> Result<RefundInput, Invalid> {
        Ok(RefundInput {
            kind,
            program: optional("program_id", self.program_id.as_deref())?,
            source: self.source.unwrap_or_else(|| SOURCE_DEFAULT.to_owned()),
            external_id: self.external_id,
            sale: Some(self.sale_external_id),
            refund: None,
            amount: Some(self.amount.read()?),
            items: self.items.into_iter().map(Into::into).collect(),
            occurred_at: optional("occurred_at", self.occurred_at.as_deref())?,
            metadata: self.metadata.unwrap_or_default(),
        })
    }
}

/// Report a refund
///
/// Takes back each commission of the sale in proportion, or what the products earned that it names; never more than was
/// earned. A refund may be reported before its sale: it waits.
#[utoipa::path(
    post, path = "/v1/track/refund", tag = "Tracking", operation_id = "track_refund",
    params(IdempotencyHeader),
    request_body(content = RefundRequest, example = json!({
        "external_id": "RF-7", "sale_external_id": "INV-2026-0042",
        "amount": { "amount": 2500, "currency": "EUR" }, "items": [{ "product_id": "seat", "amount": 2500 }]
    })),
    responses(
        (status = 201, description = "The refund was recorded", body = TrackAnswer),
        (status = 200, description = "The same refund was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "The refund waits for its sale to be reported", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = [])),
)]
pub(crate) async fn track_refund(
    tracker: Allowed<WriteEvents>,
    Report { value, hash }: Report<RefundRequest>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let done =
        conversions::record_refund(tracker.engine(), &tracker.permit(&hash), &value.input(Kind::Refund)?)
            .await?;
    answer(&tracker.presenter(), done).await
}
