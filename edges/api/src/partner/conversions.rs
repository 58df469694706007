//! `GET /v1/partner/conversions`.

use crate::{
    access::AtPartner,
    intake::{Query, required},
    list::{List, read_limit},
    problem::{PortalProblems, Problem},
    wire::{CreditOutcome, Kind, Money, Refusal},
};
use axum::Json;
use conversion::{Conversion, Decision};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::PartnerId;

type WeighedList = List<Weighed>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListOwnConversions {
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The next cursor of the page before.
    cursor: Option<String>,
}

/// A lead or a sale in which one's own evidence was weighed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Weighed {
    #[schema(example = "cnv_01kk8y7d00e6br2v9m5gq4t1hs")]
    conversion_id: String,
    program_id: String,
    customer_id: String,
    kind: Kind,
    /// What became of one's best touch.
    outcome: CreditOutcome,
    /// Why it was not eligible; null when it was.
    refusal: Option<Refusal>,
    /// One's share of the credit, of a million.
    share_millionths: u32,
    /// Null for leads, and where one has no share.
    amount: Option<Money>,
    #[schema(format = DateTime)]
    occurred_at: String,
}

/// List the leads and sales in which one's own evidence was weighed
///
/// Credited or not, the newest first; the journey of the customer says why.
#[utoipa::path(
    get, path = "/v1/partner/conversions", tag = "Portal", operation_id = "list_own_conversions",
    params(ListOwnConversions),
    responses((status = 200, description = "Newest first", body = WeighedList), PortalProblems),
    security(("session" = [])),
)]
pub(crate) async fn list_own_conversions(
    at: AtPartner,
    Query(query): Query<ListOwnConversions>,
) -> Result<Json<WeighedList>, Problem> {
    at.aside(move |at| async move {
        let limit = read_limit(query.limit.as_deref())?;
        let before = query.cursor.as_deref().map(|text| required("cursor", text)).transpose()?;
        let portal = at.portal().await?;
        let mut found = portal.weighed(before, limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_cursor = found.last().filter(|_| more).map(|(conversion, _)| conversion.id.to_string());
        let own = portal.partner();
        let items =
            found.into_iter().filter_map(|(conversion, decision)| Weighed::new(&conversion, decision, own));
        Ok(Json(List { items: items.collect(), next_cursor }))
    })
    .await
}

impl Weighed {
    fn new(conversion: &Conversion, decision: Decision, own: PartnerId) -> Option<Self> {
        let share = decision.shares.iter().find(|share| share.partner == own);
        let share_millionths = share.map_or(0, |share| share.millionths);
        let own = decision.considered.into_iter().filter(|touch| touch.finding.partner == own);
        let best = own.min_by_key(|touch| match touch.finding.outcome {
            conversion::Outcome::Credited => 0,
            conversion::Outcome::Refused { .. } => 2,
            _ => 1,
        })?;
        let considered: crate::wire::Considered = best.into();
        Some(Self {
            conversion_id: conversion.id.to_string(),
            program_id: conversion.program.to_string(),
            customer_id: decision.customer.to_string(),
            kind: conversion.kind.into(),
            outcome: considered.outcome,
            refusal: considered.refusal,
            share_millionths,
            amount: conversion.amount().filter(|_| share_millionths > 0).map(Into::into),
            occurred_at: conversion.occurred_at.to_string(),
        })
    }
}
