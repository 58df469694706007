//! `GET /v1/simulations/{id}/changes`.

use super::{FoundPage, found};
use crate::{
    access::Allowed,
    intake::{Id, Query},
    list::List,
    problem::{ListProblems, Problem},
    wire::{Change, ChangeRow},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use engine::{need::ReadConversions, simulations};
use words::SimulationId;

type ChangeList = List<Change>;

/// List the conversions that a simulation would credit or pay otherwise, and why
#[utoipa::path(
    get, path = "/v1/simulations/{id}/changes", tag = "What-if", operation_id = "list_simulation_changes",
    params(("id" = String, Path, description = "The simulation's id"), FoundPage),
    responses(
        (status = 200, description = "By customer, then by time; at most 50000 are kept", content((ChangeList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_simulation_changes(
    reader: Allowed<ReadConversions>,
    Id(id): Id<SimulationId>,
    Query(query): Query<FoundPage>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let (is_table, limit, after) = query.read(&headers)?;
            let told =
                simulations::changes(reader.engine(), &reader.permit(""), id, after, limit + 1).await?;
            let more = told.changes.len() > limit;
            let currency = told.simulation.currency;
            let shown = told.changes.into_iter().take(limit);
            let shown = shown.map(|(kept, sentences)| ChangeRow { kept, sentences, currency }).collect();
            let items = reader.presenter().all::<Change>(shown).await?;
            let next = items.last().filter(|_| more).map(|change| change.place.to_string());
            found("simulation-changes", items, next, (is_table, &uri))
        })
        .await
}
