//! `GET` and `POST /v1/postback`: the same events in the parameters of an address, for networks
//! that can only call one.

use super::{
    answer::{TrackAnswer, answer},
    event::{Event, TYPES},
    lead::LeadRequest,
    refund::RefundRequest,
    sale::SaleRequest,
};
use crate::{
    access::{IdempotencyHeader, PostbackTracker},
    answer::Answer,
    intake::Form,
    problem::{Problem, TrackProblems},
    state::Api,
    wire::{Kind, Money},
};
use axum::extract::State;
use utoipa::IntoParams;
use words::Invalid;

/// What a postback may say. Unknown parameters are ignored. A parameter that is empty or an unfilled
/// macro like `{click_id}` counts as absent; of repeated ones the first counts.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PostbackParameters {
    /// A secret key with the scope `track` and no other, unless the Authorization header has it.
    #[param(required = false)]
    _key: String,
    #[param(rename = "type")]
    _kind: Kind,
    /// Your own id of the sale or refund; may be absent for a lead.
    #[param(required = false)]
    _external_id: String,
    /// Your own id of the customer, for leads and sales.
    #[param(required = false)]
    _customer_external_id: String,
    #[param(required = false)]
    _customer_email: String,
    #[param(required = false)]
    _customer_name: String,
    #[param(required = false)]
    _click_id: String,
    #[param(required = false)]
    _code: String,
    #[param(required = false)]
    _event_name: String,
    /// Whole minor units, for sales and refunds.
    #[param(required = false, minimum = 1)]
    _amount: i64,
    /// ISO 4217, for sales and refunds.
    #[param(required = false)]
    _currency: String,
    /// For refunds: the external id of the sale.
    #[param(required = false)]
    _sale_external_id: String,
    #[param(required = false)]
    _program_id: String,
    /// `api` if absent.
    #[param(required = false)]
    _source: String,
    /// RFC 3339.
    #[param(required = false, format = DateTime)]
    _occurred_at: String,
}

/// Report an event by address (GET)
///
/// For networks that can only call an address: the key stands in the query, so give it a key that can
/// only track. The answers are those of the JSON calls.
#[utoipa::path(
    get, path = "/v1/postback", tag = "Tracking", operation_id = "postback_get",
    params(PostbackParameters),
    responses(
        (status = 201, description = "The event was recorded", body = TrackAnswer),
        (status = 200, description = "The same event was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "A refund that waits for its sale", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = []), ()),
)]
pub(crate) async fn postback_get(
    State(api): State<Api>,
    PostbackTracker(tracker): PostbackTracker,
    form: Form,
) -> Result<Answer<TrackAnswer>, Problem> {
    let event = Parameters(form.pairs).event().map_err(as_parameter)?;
    let done = event.record(&api.engine, &tracker.caller(&form.hash)).await.map_err(as_problem)?;
    Ok(answer(done, false))
}

/// Report an event by address (POST)
///
/// As with GET; the parameters may also stand in a form body. The query counts before the body.
#[utoipa::path(
    post, path = "/v1/postback", tag = "Tracking", operation_id = "postback_post",
    params(PostbackParameters, IdempotencyHeader),
    request_body(content = Option<String>, content_type = "application/x-www-form-urlencoded",
        description = "The parameters, where they do not stand in the query"),
    responses(
        (status = 201, description = "The event was recorded", body = TrackAnswer),
        (status = 200, description = "The same event was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "A refund that waits for its sale", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = []), ()),
)]
pub(crate) async fn postback_post(
    api: State<Api>,
    tracker: PostbackTracker,
    form: Form,
) -> Result<Answer<TrackAnswer>, Problem> {
    postback_get(api, tracker, form).await
}

struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn get(&self, name: &str) -> Option<String> {
        let unfilled = |value: &str| value.starts_with('{') && value.ends_with('}');
        let says =
            |(other, value): &&(String, String)| other == name && !value.is_empty() && !unfilled(value);
        self.0.iter().find(says).map(|(_, value)| value.clone())
    }

    fn need(&self, name: &'static str, expected: &str) -> Result<String, Invalid> {
        self.get(name).ok_or_else(|| Invalid::new(name, expected))
    }

    fn amount(&self) -> Result<Money, Invalid> {
        let expected = "whole minor units like 1250";
        let amount = self.need("amount", expected)?;
        let amount = amount.parse().map_err(|_| Invalid::new("amount", expected))?;
        Ok(Money { amount, currency: self.need("currency", "an ISO 4217 currency code like EUR")? })
    }

    fn customer(&self) -> Result<String, Invalid> {
        self.need("customer_external_id", "your own id of the customer")
    }

    fn event(&self) -> Result<Event, Invalid> {
        match self.get("type").as_deref() {
            Some("lead") => self.lead()?.try_into(),
            Some("sale") => self.sale()?.try_into(),
            Some("refund") => self.refund()?.try_into(),
            _ => Err(Invalid::new("type", TYPES)),
        }
    }

    fn lead(&self) -> Result<LeadRequest, Invalid> {
        Ok(LeadRequest {
            program_id: self.get("program_id"),
            customer_external_id: self.customer()?,
            customer_email: self.get("customer_email"),
            customer_name: self.get("customer_name"),
            click_id: self.get("click_id"),
            code: self.get("code"),
            event_name: self.get("event_name"),
            external_id: self.get("external_id"),
            source: self.get("source"),
            mode: None,
            occurred_at: self.get("occurred_at"),
            metadata: None,
        })
    }

    fn sale(&self) -> Result<SaleRequest, Invalid> {
        Ok(SaleRequest {
            program_id: self.get("program_id"),
            external_id: self.need("external_id", "your own id of the sale")?,
            customer_external_id: self.customer()?,
            customer_email: self.get("customer_email"),
            customer_name: self.get("customer_name"),
            click_id: self.get("click_id"),
            code: self.get("code"),
            amount: self.amount()?,
            source: self.get("source"),
            occurred_at: self.get("occurred_at"),
            metadata: None,
        })
    }

    fn refund(&self) -> Result<RefundRequest, Invalid> {
        Ok(RefundRequest {
            program_id: self.get("program_id"),
            external_id: self.need("external_id", "your own id of the refund")?,
            sale_external_id: self.need("sale_external_id", "the external id of the sale")?,
            amount: self.amount()?,
            source: self.get("source"),
            occurred_at: self.get("occurred_at"),
            metadata: None,
        })
    }
}

/// Amount and currency are parameters of their own here.
fn as_parameter(fault: Invalid) -> Invalid {
    let field = match fault.field {
        "amount.amount" => "amount",
        "amount.currency" => "currency",
        field => field,
    };
    Invalid { field, ..fault }
}

fn as_problem(error: engine::Error) -> Problem {
    match error {
        engine::Error::Invalid(fault) => as_parameter(fault).into(),
        error => error.into(),
    }
}
