//! `GET /v1/customers/{external_id}`.

use crate::{
    access::Allowed,
    intake::{Name, Query, optional},
    list::LIMIT_MAX,
    present::{View, Viewer},
    problem::{CustomerProblems, Problem},
    wire::{Conversion, Customer, Referral, Touch},
};
use axum::Json;
use engine::{
    Error, Mentioned, WhichCustomer,
    need::ReadCustomers,
    ports::{Book, ConversionFilter, Page, ProgramClue},
};
use serde::{Deserialize, Serialize};
use settlement::CustomerFile;
use utoipa::{IntoParams, ToSchema};
use words::{ProgramId, Scope};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowCustomer {
    /// May be left out while there is one program, or one that knows the customer by your id.
    program_id: Option<String>,
}

/// A customer as one program sees them.
#[derive(Serialize, ToSchema)]
pub(crate) struct CustomerShown {
    customer: Customer,
    /// Those who belong to it, if it is an organization.
    people: Vec<Customer>,
    /// The bond that the touches make; null when there are none.
    referral: Option<Referral>,
    /// Oldest first.
    touches: Vec<Touch>,
    /// The first 200 recorded; `GET /v1/conversions?customer_id=` has all.
    conversions: Vec<Conversion>,
}

/// Show a customer with referral, touches and conversions
#[utoipa::path(
    get, path = "/v1/customers/{external_id}", tag = "Credit", operation_id = "get_customer",
    params(("external_id" = String, Path, description = "Your own id of the customer, or ours (`cus_…`)"), ShowCustomer),
    responses((status = 200, description = "The customer", body = CustomerShown), CustomerProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_customer(
    reader: Allowed<ReadCustomers>,
    Name(external_id): Name,
    Query(query): Query<ShowCustomer>,
) -> Result<Json<CustomerShown>, Problem> {
    let (book, scope) = (reader.book(), reader.scope());
    let (program, mut file) = customer_meant(book, scope, &query, &external_id).await?;
    file.touches.sort_by_key(|touch| (touch.occurred_at, touch.id));
    let filter =
        ConversionFilter { program: Some(program), customer: Some(file.customer.id), ..Default::default() };
    let conversions = book.conversions(scope, &filter, Page { after: None, limit: LIMIT_MAX }).await?;
    reader.presenter().json(CustomerRow { file, conversions }).await
}

/// What one program knows of a customer, and what they did.
pub(crate) struct CustomerRow {
    file: CustomerFile,
    conversions: Vec<conversion::Conversion>,
}

impl View for CustomerShown {
    type Row = CustomerRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        let CustomerRow { file, conversions } = it;
        file.people.iter().chain([&file.customer]).for_each(|customer| Customer::mentions(customer, names));
        file.referral.iter().for_each(|referral| Referral::mentions(referral, names));
        file.touches.iter().for_each(|touch| Touch::mentions(touch, names));
        conversions.iter().for_each(|conversion| Conversion::mentions(conversion, names));
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let CustomerRow { file, conversions } = it;
        Self {
            customer: Customer::view(file.customer, by),
            people: file.people.into_iter().map(|person| Customer::view(person, by)).collect(),
            referral: file.referral.map(|referral| Referral::view(referral, by)),
            touches: file.touches.into_iter().map(|touch| Touch::view(touch, by)).collect(),
            conversions: conversions.into_iter().map(|it| Conversion::view(it, by)).collect(),
        }
    }
}

/// The customer as the program that is meant sees them.
pub(super) async fn customer_meant(
    book: &dyn Book,
    scope: Scope,
    query: &ShowCustomer,
    name: &str,
) -> Result<(ProgramId, CustomerFile), Problem> {
    let program = match optional("program_id", query.program_id.as_deref())? {
        Some(program) => program,
        None => program_knowing(book, scope, name).await?,
    };
    let file = match WhichCustomer::read(name) {
        WhichCustomer::Known(id) => book.customer_file_by_id(scope, program, id).await?,
        WhichCustomer::Named(name) => book.customer_file(scope, program, &name).await?,
    };
    Ok((program, file.ok_or_else(|| Problem::absent("customer", name))?))
}

/// The scope's only program, or the only one that knows the customer.
async fn program_knowing(book: &dyn Book, scope: Scope, name: &str) -> Result<ProgramId, Problem> {
    if let [only] = book.programs(scope).await?.as_slice() {
        return Ok(only.id);
    }
    match book.programs_knowing(scope, ProgramClue::Customer(name)).await?.as_slice() {
        [only] => Ok(*only),
        _ => Err(Error::ProgramUnclear.into()),
    }
}
