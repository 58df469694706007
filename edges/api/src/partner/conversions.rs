//! `GET /v1/partner/conversions`.

use crate::{
    access::AtPartner,
    intake::{Query, required},
    list::{List, read_limit},
    present::{View, Viewer},
    problem::{PortalProblems, Problem},
    wire::{CreditOutcome, CustomerRef, Kind, Money, ProgramRef, Refusal, outcome},
};
use axum::Json;
use conversion::{Conversion, Decision};
use engine::Mentioned;
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
    program: ProgramRef,
    customer: CustomerRef,
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
        let rows = found.into_iter().filter_map(|(conversion, decision)| {
            let best = best_touch(&decision, own)?;
            Some(WeighedRow { conversion, decision, best, own })
        });
        let items = at.presenter(&portal).all(rows.collect()).await?;
        Ok(Json(List { items, next_cursor }))
    })
    .await
}

/// The outcome of the partner's best touch; none if the decision weighed no touch of theirs.
fn best_touch(decision: &Decision, own: PartnerId) -> Option<conversion::Outcome> {
    let own = decision.considered.iter().filter(|touch| touch.finding.partner == own);
    let best = own.min_by_key(|touch| match touch.finding.outcome {
        conversion::Outcome::Credited => 0,
        conversion::Outcome::Refused { .. } => 2,
        _ => 1,
    })?;
    Some(best.finding.outcome)
}

/// A conversion and the part that a partner had in it.
pub(crate) struct WeighedRow {
    conversion: Conversion,
    decision: Decision,
    best: conversion::Outcome,
    own: PartnerId,
}

impl View for Weighed {
    type Row = WeighedRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.conversion.program);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let WeighedRow { conversion, decision, best, own } = it;
        let share = decision.shares.iter().find(|share| share.partner == own);
        let share_millionths = share.map_or(0, |share| share.millionths);
        let (outcome, refusal) = outcome(best);
        Self {
            conversion_id: conversion.id.to_string(),
            program: by.program(conversion.program),
            customer: by.customer(decision.customer),
            kind: conversion.kind.into(),
            outcome,
            refusal,
            share_millionths,
            amount: conversion.amount().filter(|_| share_millionths > 0).map(Into::into),
            occurred_at: conversion.occurred_at.to_string(),
        }
    }
}
