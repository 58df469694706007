//! `DELETE /v1/customers/{external_id}`.

use crate::{
    access::Allowed,
    intake::Name,
    problem::{Problem, WriteProblems},
};
use axum::http::StatusCode;
use engine::{WhichCustomer, customers, need::WriteCustomers};

/// Erase a customer
///
/// Destroys the key under which e-mail address and name are kept, and takes your own id and all metadata out of
/// what the customer did, in every program, and removes the customer's external ids. Sums, credit, commissions and
/// facts stay. It cannot be taken back; again it changes nothing. A later event under the same id makes a new customer.
/// Ids of events that you sent yourself stay as they are.
#[utoipa::path(
    delete, path = "/v1/customers/{external_id}", tag = "Credit", operation_id = "erase_customer",
    params(("external_id" = String, Path, description = "Your own id of the customer, or ours (`cus_…`)")),
    responses((status = 204, description = "The customer is forgotten"), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn erase_customer(
    manager: Allowed<WriteCustomers>,
    Name(name): Name,
) -> Result<StatusCode, Problem> {
    customers::erase(manager.engine(), &manager.permit(""), &WhichCustomer::read(&name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
