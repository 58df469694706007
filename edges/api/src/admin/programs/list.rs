//! `GET /v1/programs`.

use crate::{
    access::Allowed,
    intake::Query,
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::Program,
};
use axum::Json;
use engine::need::ReadPrograms;
use serde::Deserialize;
use utoipa::IntoParams;

type ProgramList = List<Program>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListPrograms {
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List programs
#[utoipa::path(
    get, path = "/v1/programs", tag = "Programs", operation_id = "list_programs",
    params(ListPrograms),
    responses((status = 200, description = "Programs, oldest first", body = ProgramList), ListProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_programs(
    reader: Allowed<ReadPrograms>,
    Query(query): Query<ListPrograms>,
) -> Result<Json<ProgramList>, Problem> {
    let wanted = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
    let programs = reader.book().programs(reader.scope()).await?;
    Ok(Json(wanted.cut(programs, |program| program.id, Into::into)))
}
