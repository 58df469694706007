//! `GET /v1/programs/{id}/liabilities`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query},
    list::table,
    problem::{ListProblems, Problem},
    wire::{LiabilityKind, Money},
};
use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use engine::{Error, need::ReadStatements, ports};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::{Money as Amount, ProgramId};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LiabilityFormat {
    /// `csv` is the same as `Accept: text/csv`.
    #[param(value_type = Option<String>)]
    format: Option<String>,
}

/// What a program owes its partners, by day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Liabilities {
    pub items: Vec<Liability>,
}

/// What is owed by a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Liability {
    #[schema(format = Date)]
    pub day: String,
    /// `pending`: the hold ends then; `approved`: since then, and in no statement yet; `payable`: a statement is due then;
    /// `under_way`: handed over then.
    pub kind: LiabilityKind,
    pub amount: Money,
    /// Commissions, statements or transfers.
    pub count: u64,
}

impl From<ports::Liability> for Liability {
    fn from(it: ports::Liability) -> Self {
        Self {
            day: it.day.to_string(),
            kind: it.kind.into(),
            amount: Amount::new(it.amount, it.currency).into(),
            count: it.count,
        }
    }
}

/// Show what a program owes, by day
#[utoipa::path(
    get, path = "/v1/programs/{id}/liabilities", tag = "Books", operation_id = "list_liabilities",
    params(("id" = String, Path, description = "The program's id"), LiabilityFormat),
    responses(
        (
            status = 200, description = "By day and kind",
            content((Liabilities = "application/json"), (String = "text/csv"))
        ),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_liabilities(
    reader: Allowed<ReadStatements>,
    Id(program): Id<ProgramId>,
    headers: HeaderMap,
    Query(query): Query<LiabilityFormat>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let is_table = table::is_table(query.format.as_deref(), &headers).map_err(Error::from)?;
            rulebook(reader.book(), reader.scope(), program).await?;
            let found = reader.book().liabilities(reader.scope(), program).await?;
            let items: Vec<Liability> = found.into_iter().map(Into::into).collect();
            if is_table {
                return table::answer("liabilities", items, None);
            }
            Ok(Json(Liabilities { items }).into_response())
        })
        .await
}
