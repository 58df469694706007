//! `POST /v1/deals`.

use crate::{
    access::{Allowed, IdempotencyHeader},
    answer::Answer,
    intake::{Json, required, text},
    problem::{Problem, WriteProblems},
    wire::{Deal, Money},
};
use engine::{DealInput, Error, deals, need::WriteConversions};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "partner_id": "prt_01kk8y7d00e6br2v9m5gq4t1hs",
    "company": "Acme GmbH", "domain": "acme.example"
}))]
pub(crate) struct EnterDeal {
    program_id: String,
    /// For whom it is registered.
    partner_id: String,
    #[schema(min_length = 1, max_length = 200)]
    company: String,
    /// The company's domain, or an address that holds it.
    #[serde(default, deserialize_with = "text")]
    domain: Option<String>,
    #[schema(min_length = 1, max_length = 120)]
    #[serde(default, deserialize_with = "text")]
    contact_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    contact_email: Option<String>,
    /// What it is about; deals about different products do not stand in each other's way.
    #[serde(default)]
    #[schema(max_items = 20)]
    products: Vec<String>,
    /// What it may bring.
    expected: Option<Money>,
    #[schema(min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
}

/// Register a deal for a partner
///
/// As the partner would: by telephone, or from a system of yours.
#[utoipa::path(
    post, path = "/v1/deals", tag = "Deals", operation_id = "create_deal",
    params(IdempotencyHeader),
    request_body = EnterDeal,
    responses((status = 201, description = "The deal, submitted", body = Deal), WriteProblems),
    security(("api_key" = []), ("session" = [])),
)]
pub(crate) async fn create_deal(
    manager: Allowed<WriteConversions>,
    Json { value, hash }: Json<EnterDeal>,
) -> Result<Answer<Deal>, Problem> {
    manager
        .aside(move |manager| async move {
            let partner = required("partner_id", &value.partner_id)?;
            let input = DealInput {
                program: required("program_id", &value.program_id)?,
                company: value.company,
                domain: value.domain,
                contact_name: value.contact_name,
                contact_email: value.contact_email,
                products: value.products,
                expected: value.expected.map(|money| money.read()).transpose().map_err(Error::from)?,
                note: value.note,
            };
            let done = deals::enter(manager.engine(), &manager.permit(&hash), partner, &input).await?;
            manager.presenter().created(done).await
        })
        .await
}
