//! `GET /v1/external-ids`.

use crate::{
    access::Linker,
    intake::{Query, required},
    list::List,
    problem::{ListProblems, Problem},
    wire::ExternalId,
};
use axum::Json;
use engine::external_ids;
use serde::Deserialize;
use utoipa::IntoParams;
use words::Invalid;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListExternalIds {
    /// The other system, such as `stripe`; with `kind` and `external_id`.
    #[param(min_length = 1, max_length = 40)]
    system: Option<String>,
    /// What the record is in the other system, such as `payment`.
    #[param(min_length = 1, max_length = 40)]
    kind: Option<String>,
    /// The record's id in the other system.
    #[param(min_length = 1, max_length = 200)]
    external_id: Option<String>,
    /// One of our objects, instead of the three others: all its external ids.
    object_id: Option<String>,
}

type ExternalIdList = List<ExternalId>;

/// List external ids
///
/// Finds what a record of another system names by `system`, `kind` and `external_id`: one item, or none if the record is
/// not linked or you may not read the object. With `object_id` lists all external ids of a partner, customer, conversion,
/// commission, deal or transfer, oldest first. The list has one page.
#[utoipa::path(
    get, path = "/v1/external-ids", tag = "Integrations", operation_id = "list_external_ids",
    params(ListExternalIds),
    responses((status = 200, description = "External ids", body = ExternalIdList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_external_ids(
    reader: Linker,
    Query(query): Query<ListExternalIds>,
) -> Result<Json<ExternalIdList>, Problem> {
    let (engine, access) = (reader.engine(), reader.access());
    let found = match (query.object_id, query.system, query.kind, query.external_id) {
        (Some(object), None, None, None) => {
            external_ids::of_object(engine, access, required("object_id", &object)?).await?
        }
        (None, Some(system), Some(kind), Some(external_id)) => {
            let found = external_ids::find(engine, access, &system, &kind, &external_id).await?;
            found.into_iter().collect()
        }
        _ => {
            let expected = "either object_id, or system, kind and external_id";
            return Err(Invalid::new("object_id", expected).into());
        }
    };
    Ok(Json(List { items: found.into_iter().map(Into::into).collect(), next_cursor: None }))
}
