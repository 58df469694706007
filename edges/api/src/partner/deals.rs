//! `/v1/partner/deals`.

use crate::{
    access::{AtPartner, IdempotencyHeader},
    answer::Answer,
    intake::{self, required, text},
    list::{Asked, List},
    problem::{PortalProblems, Problem, WriteProblems},
    wire::{Deal, Money},
};
use axum::response::Response;
use engine::{DealInput, Error};
use serde::Deserialize;
use utoipa::ToSchema;

type DealList = List<Deal>;

/// List one's own deals
#[utoipa::path(
    get, path = "/v1/partner/deals", tag = "Portal", operation_id = "list_own_deals",
    params(Asked<Deal>),
    responses(
        (status = 200, description = "One's own", content((DealList = "application/json"), (String = "text/csv"))),
        PortalProblems,
    ),
    security(("session" = [])),
)]
pub(crate) async fn list_own_deals(at: AtPartner, asked: Asked<Deal>) -> Result<Response, Problem> {
    asked.answer_own(at).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "program_id": "prg_01kk8y7d00e6br2v9m5gq4t1hs", "company": "Acme GmbH", "domain": "acme.example",
    "contact_name": "Grace Hopper", "contact_email": "grace@acme.example",
    "expected": { "amount": 1_200_000, "currency": "EUR" }
}))]
pub(crate) struct RegisterDeal {
    program_id: String,
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

/// Register a deal
///
/// A company that one works on. The merchant approves it, which protects it for a time, or rejects it with a reason.
#[utoipa::path(
    post, path = "/v1/partner/deals", tag = "Portal", operation_id = "register_deal",
    params(IdempotencyHeader),
    request_body = RegisterDeal,
    responses((status = 201, description = "The deal, submitted", body = Deal), WriteProblems),
    security(("session" = [])),
)]
pub(crate) async fn register_deal(
    at: AtPartner,
    intake::Json { value, hash }: intake::Json<RegisterDeal>,
) -> Result<Answer<Deal>, Problem> {
    at.aside(move |at| async move {
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
        let portal = at.portal_for(&hash).await?;
        let done = portal.register_deal(&input).await?;
        at.presenter(&portal).created(done).await
    })
    .await
}
