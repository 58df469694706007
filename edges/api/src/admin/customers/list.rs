//! `GET /v1/customers`.

use crate::{
    access::Allowed,
    list::{Asked, List},
    problem::{ListProblems, Problem},
    wire::Customer,
};
use axum::response::Response;
use engine::need::ReadCustomers;

type CustomerList = List<Customer>;

/// List customers
#[utoipa::path(
    get, path = "/v1/customers", tag = "Credit", operation_id = "list_customers",
    params(Asked<Customer>),
    responses(
        (status = 200, description = "Customers", content((CustomerList = "application/json"), (String = "text/csv"))),
        ListProblems,
    ),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn list_customers(
    reader: Allowed<ReadCustomers>,
    asked: Asked<Customer>,
) -> Result<Response, Problem> {
    asked.answer(reader).await
}
