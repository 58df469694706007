//! Any event, where its kind is told by a field: in batches and postbacks.

use super::{lead::LeadRequest, refund::RefundRequest, sale::SaleRequest, stage::StageRequest};
use conversion::Kind;
use engine::{
    Done, Engine, Error, EventInput, OrganisationInput, Permit, Recorded, RefundInput, need::WriteEvents,
};
use words::Invalid;

pub(super) enum Event {
    Conversion(Box<EventInput>),
    Refund(Box<RefundInput>),
}

/// The organisation that an event names. Without its id its name and domain are left out with a warning.
pub(super) fn organisation(
    external_id: Option<String>,
    name: Option<String>,
    domain: Option<String>,
) -> Option<OrganisationInput> {
    let is_named = external_id.is_some() || name.is_some() || domain.is_some();
    let external_id = external_id.unwrap_or_default();
    is_named.then_some(OrganisationInput { external_id, name, domain })
}

/// What `type` may be, to complete "expected …".
pub(super) const TYPES: &str = "lead, stage, sale, refund, chargeback or chargeback_reversal";

impl Event {
    /// The sale that the event is or reverses, by its source and external id.
    pub(super) fn sale(&self) -> Option<String> {
        match self {
            Event::Conversion(event) if event.kind == Kind::Sale => {
                Some(format!("{}/{}", event.source, event.external_id.as_deref()?))
            }
            Event::Conversion(_) => None,
            Event::Refund(refund) => Some(format!("{}/{}", refund.source, refund.sale)),
        }
    }

    pub(super) async fn record(
        &self,
        engine: &Engine,
        permit: &Permit<WriteEvents>,
    ) -> Result<Done<Recorded>, Error> {
        match self {
            Event::Conversion(input) if input.kind == Kind::Lead => {
                engine.record_lead(&permit.into(), input).await
            }
            Event::Conversion(input) if input.kind == Kind::Stage => engine.record_stage(permit, input).await,
            Event::Conversion(input) => engine.record_sale(permit, input).await,
            Event::Refund(input) => engine.record_refund(permit, input).await,
        }
    }
}

impl TryFrom<LeadRequest> for Event {
    type Error = Invalid;

    fn try_from(request: LeadRequest) -> Result<Self, Invalid> {
        Ok(Event::Conversion(Box::new(request.input()?)))
    }
}

impl TryFrom<StageRequest> for Event {
    type Error = Invalid;

    fn try_from(request: StageRequest) -> Result<Self, Invalid> {
        Ok(Event::Conversion(Box::new(request.input()?)))
    }
}

impl TryFrom<SaleRequest> for Event {
    type Error = Invalid;

    fn try_from(request: SaleRequest) -> Result<Self, Invalid> {
        Ok(Event::Conversion(Box::new(request.input()?)))
    }
}

impl Event {
    /// A refund, a chargeback, or one that was won.
    pub(super) fn of_sale(request: RefundRequest, kind: Kind) -> Result<Self, Invalid> {
        Ok(Event::Refund(Box::new(request.input(kind)?)))
    }
}
