//! `GET` and `POST /v1/postback`: the same events in the parameters of an address, for networks
//! that can only call one.

use super::{
    answer::{TrackAnswer, answer_to_browser},
    event::{Event, TYPES},
    lead::LeadRequest,
    refund::RefundRequest,
    refund_reversal::RefundReversalRequest,
    request::{EventCustomer, EventOrganization},
    sale::SaleRequest,
    stage::StageRequest,
};
use crate::{
    access::{IdempotencyHeader, PostbackTracker},
    answer::Answer,
    intake::{Form, read_report},
    problem::{Problem, TrackProblems},
    wire::{Codes, Kind, Money},
};
use serde::Deserialize;
use serde_json::{Map, map::Entry};
use utoipa::{IntoParams, ToSchema};
use words::{Invalid, filled};

/// What a postback may say. Unknown parameters are ignored. A parameter that is empty or an unfilled
/// macro like `{click_id}` counts as absent; of repeated ones the first counts, but every code does.
#[derive(Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub(crate) struct Postback {
    #[serde(rename = "type")]
    #[param(value_type = Kind, required)]
    #[schema(value_type = Kind, required)]
    kind: Option<String>,
    /// Your own id of the sale or refund; may be absent for a lead.
    external_id: Option<String>,
    /// Your own id of the customer, for leads and sales.
    customer_external_id: Option<String>,
    customer_email: Option<String>,
    /// `false` or `0` if the address may be anybody's.
    customer_email_verified: Option<String>,
    customer_name: Option<String>,
    /// Your own id of the organization on whose behalf the customer acts.
    organization_external_id: Option<String>,
    organization_name: Option<String>,
    organization_domain: Option<String>,
    click_id: Option<String>,
    /// One referral code, or several: repeated, or with commas between them.
    code: Option<String>,
    /// More of them.
    codes: Option<String>,
    /// For leads: which kind of lead.
    event_name: Option<String>,
    /// Whole minor units, for sales (from 0) and refunds (from 1). A refund
    /// reversal without an amount is of the whole refund.
    #[param(value_type = Option<i64>, minimum = 0)]
    #[schema(value_type = Option<i64>, minimum = 0)]
    amount: Option<String>,
    /// ISO 4217, for sales and refunds.
    currency: Option<String>,
    /// For refunds: the external id of the sale.
    sale_external_id: Option<String>,
    /// For refund reversals: the external id of the refund; `external_id` if absent.
    refund_external_id: Option<String>,
    program_id: Option<String>,
    /// `api` if absent.
    source: Option<String>,
    #[param(format = DateTime)]
    #[schema(format = DateTime)]
    occurred_at: Option<String>,
}

/// Report an event by address (GET)
///
/// For networks that can only call an address: the key stands in the query, so give it a key that can
/// only track. The answer says what became of the event, and nothing of partners and customers.
#[utoipa::path(
    get, path = "/v1/postback", tag = "Tracking", operation_id = "postback_get",
    params(Postback),
    responses(
        (status = 201, description = "The event was recorded", body = TrackAnswer),
        (status = 200, description = "The same event was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "A refund that waits for its sale", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = []), ("key_in_query" = [])),
)]
pub(crate) async fn postback_get(
    PostbackTracker(tracker): PostbackTracker,
    form: Form,
) -> Result<Answer<TrackAnswer>, Problem> {
    let event = Postback::read(form.pairs)?.event().map_err(as_parameter)?;
    let done = event.record(tracker.engine(), &tracker.permit(&form.hash)).await.map_err(as_problem)?;
    // A network learns the outcome of its event, not who else referred the customer.
    let mut answer = answer_to_browser(done);
    for warning in &mut answer.body.warnings {
        warning.field = parameter(&warning.field).to_owned();
    }
    Ok(answer)
}

/// Report an event by address (POST)
///
/// The parameters of the GET call, in a form body, in the query, or in both; then the query counts.
#[utoipa::path(
    post, path = "/v1/postback", tag = "Tracking", operation_id = "postback_post",
    params(IdempotencyHeader),
    request_body(content = Option<Postback>, content_type = "application/x-www-form-urlencoded",
        description = "The parameters, where they do not stand in the query"),
    responses(
        (status = 201, description = "The event was recorded", body = TrackAnswer),
        (status = 200, description = "The same event was recorded before; nothing changed", body = TrackAnswer),
        (status = 202, description = "A refund that waits for its sale", body = TrackAnswer),
        TrackProblems,
    ),
    security(("api_key" = []), ("key_in_query" = [])),
)]
pub(crate) async fn postback_post(
    tracker: PostbackTracker,
    form: Form,
) -> Result<Answer<TrackAnswer>, Problem> {
    postback_get(tracker, form).await
}

impl Postback {
    fn read(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut said = Map::new();
        for (name, value) in pairs {
            let Some(value) = filled(&value) else { continue };
            if value.starts_with('{') && value.ends_with('}') {
                continue;
            }
            match said.entry(name) {
                Entry::Vacant(place) => drop(place.insert(value.into())),
                Entry::Occupied(mut place) if matches!(place.key().as_str(), "code" | "codes") => {
                    let before = place.get().as_str().unwrap_or_default();
                    let both = format!("{before},{value}");
                    place.insert(both.into());
                }
                // Of repeated ones the first counts.
                Entry::Occupied(_) => {}
            }
        }
        read_report(said.into())
    }

    fn event(self) -> Result<Event, Invalid> {
        match self.kind.as_deref() {
            Some("lead") => self.lead()?.try_into(),
            Some("stage") => self.stage()?.try_into(),
            Some("sale") => self.sale()?.try_into(),
            Some("refund") => Event::of_sale(self.refund()?, Kind::Refund.into()),
            Some("refund_reversal") => self.refund_reversal()?.try_into(),
            Some("chargeback") => Event::of_sale(self.refund()?, Kind::Chargeback.into()),
            Some("chargeback_reversal") => Event::of_sale(self.refund()?, Kind::ChargebackReversal.into()),
            _ => Err(Invalid::new("type", TYPES)),
        }
    }

    fn lead(self) -> Result<LeadRequest, Invalid> {
        let (customer, organization) = self.parties()?;
        Ok(LeadRequest {
            customer,
            organization,
            program_id: self.program_id,
            click_id: self.click_id,
            code: self.code.map(Codes::One),
            codes: self.codes.map(Codes::One),
            event_name: self.event_name,
            external_id: self.external_id,
            source: self.source,
            mode: None,
            occurred_at: self.occurred_at,
            metadata: None,
        })
    }

    fn stage(self) -> Result<StageRequest, Invalid> {
        let (customer, organization) = self.parties()?;
        Ok(StageRequest {
            stage: need("event_name", self.event_name)?,
            customer,
            organization,
            program_id: self.program_id,
            click_id: self.click_id,
            code: self.code.map(Codes::One),
            codes: self.codes.map(Codes::One),
            source: self.source,
            occurred_at: self.occurred_at,
            metadata: None,
        })
    }

    fn sale(self) -> Result<SaleRequest, Invalid> {
        let (customer, organization) = self.parties()?;
        Ok(SaleRequest {
            external_id: need("external_id", self.external_id)?,
            customer,
            organization,
            amount: money(self.amount, self.currency)?,
            program_id: self.program_id,
            click_id: self.click_id,
            code: self.code.map(Codes::One),
            codes: self.codes.map(Codes::One),
            renewal: false,
            items: Vec::new(),
            source: self.source,
            occurred_at: self.occurred_at,
            metadata: None,
        })
    }

    fn parties(&self) -> Result<(EventCustomer, Option<EventOrganization>), Invalid> {
        let customer = EventCustomer {
            external_id: need("customer_external_id", self.customer_external_id.clone())?,
            email: self.customer_email.clone(),
            email_verified: self.customer_email_verified.as_deref().map(is_true),
            name: self.customer_name.clone(),
        };
        let organization = EventOrganization {
            external_id: self.organization_external_id.clone(),
            name: self.organization_name.clone(),
            domain: self.organization_domain.clone(),
        };
        Ok((customer, Some(organization)))
    }

    fn refund(self) -> Result<RefundRequest, Invalid> {
        Ok(RefundRequest {
            external_id: need("external_id", self.external_id)?,
            sale_external_id: need("sale_external_id", self.sale_external_id)?,
            amount: money(self.amount, self.currency)?,
            program_id: self.program_id,
            source: self.source,
            occurred_at: self.occurred_at,
            items: Vec::new(),
            metadata: None,
        })
    }
}

impl Postback {
    fn refund_reversal(self) -> Result<RefundReversalRequest, Invalid> {
        let is_whole = self.amount.is_none() && self.currency.is_none();
        let amount = (!is_whole).then(|| money(self.amount, self.currency)).transpose()?;
        Ok(RefundReversalRequest {
            external_id: need("external_id", self.external_id)?,
            refund_external_id: self.refund_external_id,
            sale_external_id: self.sale_external_id,
            amount,
            program_id: self.program_id,
            source: self.source,
            occurred_at: self.occurred_at,
            items: Vec::new(),
            metadata: None,
        })
    }
}

fn need(field: &'static str, value: Option<String>) -> Result<String, Invalid> {
    value.ok_or_else(|| Invalid::new(field, "this parameter, with a value"))
}

fn money(amount: Option<String>, currency: Option<String>) -> Result<Money, Invalid> {
    let amount = need("amount", amount)?.parse();
    let amount = amount.map_err(|_| Invalid::new("amount", "whole minor units like 1250"))?;
    Ok(Money { amount, currency: need("currency", currency)? })
}

/// The fields of objects are parameters of their own here.
fn as_parameter(fault: Invalid) -> Invalid {
    Invalid { field: parameter(fault.field), ..fault }
}

fn parameter(field: &str) -> &str {
    match field {
        "amount.amount" => "amount",
        "amount.currency" => "currency",
        "customer.external_id" => "customer_external_id",
        "customer.email" => "customer_email",
        "customer.name" => "customer_name",
        "organization.external_id" => "organization_external_id",
        "organization.name" => "organization_name",
        "organization.domain" => "organization_domain",
        field => field,
    }
}

fn as_problem(error: engine::Error) -> Problem {
    match error {
        engine::Error::Invalid(fault) => as_parameter(fault).into(),
        error => error.into(),
    }
}

fn is_true(text: &str) -> bool {
    !matches!(text.to_ascii_lowercase().as_str(), "false" | "0" | "no")
}
