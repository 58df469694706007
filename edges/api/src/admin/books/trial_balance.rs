//! `GET /v1/programs/{id}/trial-balance`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query, optional},
    list::table,
    problem::{ListProblems, Problem},
    wire::Account,
};
use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use engine::{
    Error,
    need::ReadStatements,
    ports::{AccountSum, LedgerFilter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::{Day, ProgramId};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BalanceDay {
    /// At the end of this day; now, if absent.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-30")]
    on: Option<String>,
    /// `csv` is the same as `Accept: text/csv`.
    #[param(value_type = Option<String>)]
    format: Option<String>,
}

/// Every account of a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrialBalance {
    /// In the order of the chart of accounts; the balances of each currency sum to zero.
    pub accounts: Vec<AccountBalance>,
}

/// An account in one currency, in minor units.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountBalance {
    pub account: Account,
    pub currency: String,
    pub debits: i64,
    pub credits: i64,
    /// Debits less credits.
    pub balance: i64,
}

impl From<AccountSum> for AccountBalance {
    fn from(it: AccountSum) -> Self {
        Self {
            account: it.account.into(),
            currency: it.currency.code().to_owned(),
            debits: it.debits,
            credits: it.credits,
            balance: it.balance(),
        }
    }
}

/// Show a program's trial balance
#[utoipa::path(
    get, path = "/v1/programs/{id}/trial-balance", tag = "Books", operation_id = "get_trial_balance",
    params(("id" = String, Path, description = "The program's id"), BalanceDay),
    responses(
        (
            status = 200, description = "The accounts with postings",
            content((TrialBalance = "application/json"), (String = "text/csv"))
        ),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_trial_balance(
    reader: Allowed<ReadStatements>,
    Id(program): Id<ProgramId>,
    headers: HeaderMap,
    Query(query): Query<BalanceDay>,
) -> Result<Response, Problem> {
    reader
        .aside(move |reader| async move {
            let on: Option<Day> = optional("on", query.on.as_deref()).map_err(Error::from)?;
            let is_table = table::is_table(query.format.as_deref(), &headers).map_err(Error::from)?;
            rulebook(reader.book(), reader.scope(), program).await?;
            let until = on.map(|day| day.plus_days(1).start());
            let filter = LedgerFilter { program: Some(program), until, ..LedgerFilter::default() };
            let sums = reader.book().trial_balance(reader.scope(), &filter).await?;
            let accounts: Vec<AccountBalance> = sums.into_iter().map(Into::into).collect();
            if is_table {
                return table::answer("trial-balance", accounts, None);
            }
            Ok(Json(TrialBalance { accounts }).into_response())
        })
        .await
}
