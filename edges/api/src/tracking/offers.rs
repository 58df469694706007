//! `GET /v1/track/offers`.

use crate::{
    access::Allowed,
    intake::{Query, optional},
    problem::{CustomerProblems, Problem},
    wire::{CustomerOffer, ProgramRef, SeenPartnerRef, said},
};
use axum::Json;
use engine::{OfferAsked, need::SendLeads, offers};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use words::filled;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowOffer {
    /// If absent: the program of the click or code, else the only one, else the default.
    program_id: Option<String>,
    /// The referral code that the customer typed, or several with commas between them, of which the first with an offer
    /// counts; this or `click_id`.
    code: Option<String>,
    /// The value of `hg` on your page's address: a click id `clk_…` or a link id `lnk_…`; this or `code`.
    click_id: Option<String>,
}

/// What a customer gets, and from whom.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfferTold {
    program: ProgramRef,
    /// Who sent the customer; null unless the program names its partners.
    partner: Option<SeenPartnerRef>,
    /// The code as it is written; null where a click was asked about.
    #[schema(example = "ADA20")]
    code: Option<String>,
    /// Of an amount off.
    #[schema(example = "EUR")]
    currency: String,
    customer_offer: CustomerOffer,
    /// As the customer reads it, in the language that `Accept-Language` asks for: `en` or `de`.
    #[schema(example = "10 % off your first purchase.")]
    text: String,
}

/// Show what a customer gets by a code or a click
///
/// For your checkout, to take it off, and for your pages, to say it; a publishable key may ask. A code or click that
/// gives nothing is not found, nor is one of a partner who takes no part any more.
#[utoipa::path(
    get, path = "/v1/track/offers", tag = "Tracking", operation_id = "get_offer",
    params(ShowOffer),
    responses((status = 200, description = "The offer", body = OfferTold), CustomerProblems),
    security(("api_key" = [])),
)]
pub(crate) async fn get_offer(
    sender: Allowed<SendLeads>,
    Query(query): Query<ShowOffer>,
) -> Result<Json<OfferTold>, Problem> {
    let program = optional("program_id", query.program_id.as_deref().and_then(filled))?;
    let asked = OfferAsked { program, code: query.code, click: query.click_id };
    let shown = offers::show(sender.engine(), &sender.permit(""), &asked).await?;
    let currency = shown.program.currency;
    Ok(Json(OfferTold {
        program: ProgramRef { id: shown.program.id.to_string(), name: shown.program.name },
        partner: shown.partner_name.map(|name| SeenPartnerRef { id: None, name: Some(name) }),
        code: shown.code.map(|code| code.code),
        currency: currency.code().to_owned(),
        text: said(&[shown.offer.say(currency)]).concat(),
        customer_offer: shown.offer.into(),
    }))
}
