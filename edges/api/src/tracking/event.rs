//! Any event, where its kind is told by a field: in batches and postbacks.

use super::{
    lead::LeadRequest, refund::RefundRequest, refund_reversal::RefundReversalRequest, sale::SaleRequest,
    stage::StageRequest,
};
use conversion::{Conversion, Kind};
use engine::{
    Done, Engine, Error, EventInput, Permit, Recorded, RefundInput, conversions, need::WriteEvents,
};
use words::Invalid;

pub(super) enum Event {
    Conversion(Box<EventInput>),
    Refund(Box<RefundInput>),
}

/// What `type` may be, to complete "expected …".
pub(super) const TYPES: &str =
    "lead, stage, sale, refund, refund_reversal, chargeback or chargeback_reversal";

impl Event {
    /// The sale and the refund that the event is or names, each by its source and external id.
    pub(super) fn names(&self) -> Vec<String> {
        let named = |kind: Kind, source: &str, name: &str| Conversion::key_of(kind, source, name);
        match self {
            Event::Conversion(event) if event.kind == Kind::Sale => {
                let name = event.external_id.iter();
                name.map(|name| named(Kind::Sale, &event.source, name)).collect()
            }
            Event::Conversion(_) => Vec::new(),
            Event::Refund(it) => {
                let refund = match it.kind {
                    Kind::Refund => Some(&it.external_id),
                    Kind::RefundReversal => Some(it.refund.as_ref().unwrap_or(&it.external_id)),
                    _ => None,
                };
                let sale = it.sale.iter().map(|name| named(Kind::Sale, &it.source, name));
                sale.chain(refund.map(|name| named(Kind::Refund, &it.source, name))).collect()
            }
        }
    }

    pub(super) async fn record(
        &self,
        engine: &Engine,
        permit: &Permit<WriteEvents>,
    ) -> Result<Done<Recorded>, Error> {
        match self {
            Event::Conversion(input) if input.kind == Kind::Lead => {
                conversions::record_lead(engine, &permit.into(), input).await
            }
            Event::Conversion(input) if input.kind == Kind::Stage => {
                conversions::record_stage(engine, permit, input).await
            }
            Event::Conversion(input) => conversions::record_sale(engine, permit, input).await,
            Event::Refund(input) => conversions::record_refund(engine, permit, input).await,
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

impl TryFrom<RefundReversalRequest> for Event {
    type Error = Invalid;

    fn try_from(request: RefundReversalRequest) -> Result<Self, Invalid> {
        Ok(Event::Refund(Box::new(request.input()?)))
    }
}

impl Event {
    /// A refund, a chargeback, or one that was won.
    pub(super) fn of_sale(request: RefundRequest, kind: Kind) -> Result<Self, Invalid> {
        Ok(Event::Refund(Box::new(request.input(kind)?)))
    }
}
