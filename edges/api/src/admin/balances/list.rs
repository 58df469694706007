//! `GET /v1/programs/{id}/balances`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query},
    list::{List, Wanted},
    problem::{ListProblems, Problem},
    wire::{Account, Money},
};
use axum::Json;
use engine::need::ReadStatements;
use engine::ports;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::{Money as Amount, ProgramId};

type BalanceList = List<Balance>;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListBalances {
    /// Items of a page, 50 if absent.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What an account of the double-entry ledger holds for one partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct Balance {
    enrollment_id: String,
    /// `commission_expense`: what the program costs; `partner_pending`: earned, in hold;
    /// `partner_payable`: approved, to be paid; `payout_clearing`: transfers under way; `cash`: paid. The others are
    /// in the guide to the books.
    account: Account,
    /// Debits are positive, credits negative; all balances of a program sum to zero.
    amount: Money,
}

/// List a program's balances
#[utoipa::path(
    get, path = "/v1/programs/{id}/balances", tag = "Owed", operation_id = "list_balances",
    params(("id" = String, Path, description = "The program's id"), ListBalances),
    responses(
        (status = 200, description = "Balances by enrollment; zeros are left out", body = BalanceList),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_balances(
    reader: Allowed<ReadStatements>,
    Id(program): Id<ProgramId>,
    Query(query): Query<ListBalances>,
) -> Result<Json<BalanceList>, Problem> {
    reader
        .aside(move |reader| async move {
            let wanted: Wanted<String> = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
            rulebook(reader.book(), reader.scope(), program).await?;
            let balances = reader.book().balances(reader.scope(), program).await?;
            Ok(Json(wanted.cut(balances, place, Into::into)))
        })
        .await
}

fn place(balance: &ports::Balance) -> String {
    format!("{}.{}.{}", balance.enrollment, balance.account.name(), balance.currency)
}

impl From<ports::Balance> for Balance {
    fn from(it: ports::Balance) -> Self {
        Self {
            enrollment_id: it.enrollment.to_string(),
            account: it.account.into(),
            amount: Amount::new(it.amount, it.currency).into(),
        }
    }
}
