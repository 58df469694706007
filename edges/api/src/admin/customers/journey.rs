//! `GET /v1/customers/{external_id}/journey`.

use super::show::{ShowCustomer, customer_meant};
use crate::{
    access::Allowed,
    intake::{Name, Query},
    problem::{CustomerProblems, Problem},
    wire::{Eyes, Journey, JourneyRow},
};
use axum::Json;
use engine::{customers, need::ReadCustomers};

/// Show a customer's journey
///
/// From the first touch to what was owed for each lead and sale: what was weighed, who was credited and why, until when
/// commissions are held, which statement shows them, and what was refunded.
#[utoipa::path(
    get, path = "/v1/customers/{external_id}/journey", tag = "Credit", operation_id = "get_journey",
    params(("external_id" = String, Path, description = "Your own id of the customer, or ours (`cus_…`)"), ShowCustomer),
    responses((status = 200, description = "The journey", body = Journey), CustomerProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn get_journey(
    reader: Allowed<ReadCustomers>,
    Name(external_id): Name,
    Query(query): Query<ShowCustomer>,
) -> Result<Json<Journey>, Problem> {
    reader
        .aside(move |reader| async move {
            let (engine, scope) = (reader.engine(), reader.scope());
            let (program, file) = customer_meant(reader.book(), scope, &query, &external_id).await?;
            let journey = customers::journey(engine, scope, program, file.customer.id).await?;
            reader.presenter().json(JourneyRow { journey, eyes: Eyes::Merchant }).await
        })
        .await
}
