//! `GET /v1/programs/{id}/balances`.

use crate::{
    access::Allowed,
    admin::programs::show::rulebook,
    intake::{Id, Query},
    list::{List, Wanted},
    present::{View, Viewer},
    problem::{ListProblems, Problem},
    wire::{Account, Money, PartnerRef},
};
use axum::Json;
use engine::{
    Mentioned,
    need::ReadStatements,
    ports::{self, StorageError},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display},
    str::FromStr,
};
use utoipa::{IntoParams, ToSchema};
use words::{Currency, EnrollmentId, Malformed, Money as Amount, PartnerId, ProgramId};

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
    partner: PartnerRef,
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
            let wanted: Wanted<Place> = Wanted::read(query.limit.as_deref(), query.cursor.as_deref())?;
            rulebook(reader.book(), reader.scope(), program).await?;
            let balances = reader.book().balances(reader.scope(), program).await?;
            let List { items, next_cursor } = wanted.cut(balances, place, |balance| balance);

            let rows = with_partners(&reader, items).await?;
            Ok(Json(List { items: reader.presenter().all(rows).await?, next_cursor }))
        })
        .await
}

/// A balance, and the partner whose enrollment it is of.
pub(crate) struct BalanceRow {
    balance: ports::Balance,
    partner: PartnerId,
}

async fn with_partners(
    reader: &Allowed<ReadStatements>,
    balances: Vec<ports::Balance>,
) -> Result<Vec<BalanceRow>, Problem> {
    let enrollments: BTreeSet<_> = balances.iter().map(|balance| balance.enrollment).collect();
    let enrollments: Vec<_> = enrollments.into_iter().collect();
    let snapshots = reader.book().enrollment_snapshots(reader.scope(), &enrollments).await?;
    let partners: BTreeMap<_, _> =
        snapshots.into_iter().map(|it| (it.enrollment.id, it.partner.id)).collect();

    let row = |balance: ports::Balance| {
        let partner = partners.get(&balance.enrollment).copied();
        let missing = || StorageError::new(format!("the enrollment {} is not there", balance.enrollment));
        Ok(BalanceRow { partner: partner.ok_or_else(missing)?, balance })
    };
    balances.into_iter().map(row).collect()
}

/// Where a page ends: the enrollment, account and currency of its last balance, as the cursor shows them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place(String);

impl FromStr for Place {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let parts: Vec<_> = text.split('.').collect();
        let is_place = matches!(parts[..], [enrollment, account, currency]
            if enrollment.parse::<EnrollmentId>().is_ok()
                && commission::Account::ALL.iter().any(|it| it.name() == account)
                && currency.parse::<Currency>().is_ok());
        let expected = "an enrollment, an account and a currency";
        if is_place { Ok(Self(text.to_owned())) } else { Err(Malformed { expected }) }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn place(balance: &ports::Balance) -> Place {
    Place(format!("{}.{}.{}", balance.enrollment, balance.account.name(), balance.currency))
}

impl View for Balance {
    type Row = BalanceRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let BalanceRow { balance: it, partner } = it;
        Self {
            partner: by.partner(partner),
            enrollment_id: it.enrollment.to_string(),
            account: it.account.into(),
            amount: Amount::new(it.amount, it.currency).into(),
        }
    }
}
