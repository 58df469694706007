//! `GET /v1/simulations/{id}/partners`.

use super::{FoundPage, found};
use crate::{
    access::Allowed,
    intake::{Id, Query},
    list::List,
    problem::{ListProblems, Problem},
    wire::{PartnerEffect, PartnerEffectRow},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use engine::{need::ReadConversions, simulations};
use words::SimulationId;

type PartnerEffectList = List<PartnerEffect>;

/// List what a simulation would change for each partner
///
/// The greatest difference of commission first.
#[utoipa::path(
    get, path = "/v1/simulations/{id}/partners", tag = "What-if", operation_id = "list_simulation_partners",
    params(("id" = String, Path, description = "The simulation's id"), FoundPage),
    responses(
        (status = 200, description = "Partners with credit before or after", content((PartnerEffectList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_simulation_partners(
    reader: Allowed<ReadConversions>,
    Id(id): Id<SimulationId>,
    Query(query): Query<FoundPage>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let (is_table, limit, after) = query.read(&headers)?;
            let simulation = simulations::get(reader.engine(), &reader.permit(""), id).await?;
            let movers = simulation.effects.movers();
            let from = usize::try_from(after).unwrap_or(usize::MAX).min(movers.len());
            let next = (movers.len() - from > limit).then(|| (from + limit).to_string());
            let shown = movers.into_iter().skip(from).take(limit);
            let currency = simulation.currency;
            let shown = shown.map(|(partner, effect)| PartnerEffectRow { partner, effect, currency });
            let items = reader.presenter().all::<PartnerEffect>(shown.collect()).await?;
            found("simulation-partners", items, next, (is_table, &uri))
        })
        .await
}
