//! The journey: a customer's way through a program.

use super::{
    Basis, Commission, CreditOutcome, CustomerRef, Evidence, Kind, Money, ProgramRef, Referral, Refusal,
    Said, SeenPartnerRef, StatementStatus, TouchSource, decision::outcome,
};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::PartnerId;

/// A customer's way through a program, from the first touch to what was owed for it. A partner sees their own part:
/// other partners have no names and ids, and neither has the customer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Journey {
    pub program: ProgramRef,
    pub customer: CustomerRef,
    /// The bond as it is now; null where the touches make none, and to a partner whose it is not.
    pub referral: Option<Referral>,
    /// Oldest first; at most the latest 200.
    pub touches: Vec<JourneyTouch>,
    /// How many earlier touches are left out.
    pub touches_left_out: u32,
    /// Leads and sales, oldest first; at most the latest 25.
    pub conversions: Vec<JourneyConversion>,
    /// How many earlier ones are left out.
    pub left_out: u32,
}

/// A piece of evidence that a partner led the customer.
#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyTouch {
    pub id: String,
    pub partner: SeenPartnerRef,
    /// Whether it is the asking partner's own; true to the merchant.
    pub is_own: bool,
    pub evidence: Evidence,
    pub source: TouchSource,
    /// The link's slug or the code as it was written; null to other partners.
    pub through: Option<String>,
    /// To other partners: the beginning of the day.
    #[schema(format = DateTime)]
    pub occurred_at: String,
}

/// A lead or a sale, how it was decided, and what was earned with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyConversion {
    pub id: String,
    pub kind: Kind,
    /// Null to partners.
    pub external_id: Option<String>,
    pub event_name: Option<String>,
    /// Null for leads, and to partners who have no part of the credit.
    pub amount: Option<Money>,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    /// Every touch that was weighed, oldest first.
    pub considered: Vec<JourneyConsidered>,
    /// Empty when nobody is credited; otherwise they sum to a million.
    pub shares: Vec<JourneyShare>,
    /// The decision in plain words.
    pub sentences: Vec<Said>,
    /// What the credit rests on; null without a decision.
    pub basis: Option<Basis>,
    /// What each partner earned; to a partner, their own.
    pub commissions: Vec<JourneyCommission>,
    /// Oldest first.
    pub refunds: Vec<JourneyRefund>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyConsidered {
    pub touch_id: String,
    pub outcome: CreditOutcome,
    /// Why the touch was not eligible; null when it was.
    pub refusal: Option<Refusal>,
    /// Its part of the credit, of a million.
    pub millionths: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyShare {
    pub partner: SeenPartnerRef,
    pub is_own: bool,
    /// Of a million.
    pub millionths: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyCommission {
    #[serde(flatten)]
    pub commission: Commission,
    pub statement: Option<JourneyStatement>,
}

/// The first statement that shows a commission.
#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyStatement {
    pub id: String,
    /// The first instant of its period.
    #[schema(format = DateTime)]
    pub from: String,
    /// The first instant after it.
    #[schema(format = DateTime)]
    pub until: String,
    /// Null until it closes.
    pub number: Option<u32>,
    pub status: StatementStatus,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JourneyRefund {
    pub id: String,
    pub kind: Kind,
    pub amount: Option<Money>,
    #[schema(format = DateTime)]
    pub occurred_at: String,
}

/// Who looks.
#[derive(Clone, Copy)]
pub(crate) enum Eyes {
    Merchant,
    Partner(PartnerId),
}

impl Eyes {
    fn are_of(self, partner: PartnerId) -> bool {
        match self {
            Eyes::Merchant => true,
            Eyes::Partner(own) => own == partner,
        }
    }
}

/// A journey and who looks at it.
pub(crate) struct JourneyRow {
    pub journey: engine::Journey,
    pub eyes: Eyes,
}

impl View for Journey {
    type Row = JourneyRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.journey.program.id).customer(it.journey.customer.id);
        if let Some(referral) = &it.journey.referral {
            Referral::mentions(referral, names);
        }
        for told in it.journey.conversions.iter().flat_map(|conversion| &conversion.commissions) {
            Commission::mentions(&told.commission, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let JourneyRow { journey: it, eyes } = it;
        let referral = it.referral.filter(|referral| eyes.are_of(referral.partner));
        Self {
            program: by.program(it.program.id),
            customer: by.customer(it.customer.id),
            referral: referral.map(|referral| Referral::view(referral, by)),
            touches: it.touches.into_iter().map(|touch| JourneyTouch::seen(touch, eyes)).collect(),
            touches_left_out: u32::try_from(it.touches_left_out).unwrap_or(u32::MAX),
            conversions: it
                .conversions
                .into_iter()
                .map(|conversion| JourneyConversion::seen(conversion, eyes, &it.partner_names, by))
                .collect(),
            left_out: u32::try_from(it.left_out).unwrap_or(u32::MAX),
        }
    }
}

impl JourneyTouch {
    fn seen(it: engine::JourneyTouch, eyes: Eyes) -> Self {
        let is_own = eyes.are_of(it.touch.partner);
        let through = match &it.touch.evidence {
            referral::Evidence::Code { written, .. } => Some(written.clone()),
            _ => it.link.map(|link| link.slug),
        };
        Self {
            id: it.touch.id.to_string(),
            partner: seen(it.touch.partner, is_own, it.partner_name),
            is_own,
            evidence: it.touch.class().into(),
            source: it.touch.source.into(),
            through: through.filter(|_| is_own),
            occurred_at: it.touch.occurred_at.to_string(),
        }
    }
}

impl JourneyConversion {
    fn seen(
        it: engine::JourneyConversion,
        eyes: Eyes,
        names: &BTreeMap<PartnerId, String>,
        by: &Viewer<'_>,
    ) -> Self {
        let basis = it.decision.as_ref().map(|decision| decision.basis.into());
        let (shares, considered) =
            it.decision.map(|decision| (decision.shares, decision.considered)).unwrap_or_default();
        let is_shown =
            shares.iter().any(|share| eyes.are_of(share.partner)) || matches!(eyes, Eyes::Merchant);
        let share = |share: conversion::Share| {
            let is_own = eyes.are_of(share.partner);
            let partner = seen(share.partner, is_own, names.get(&share.partner).cloned());
            JourneyShare { partner, is_own, millionths: share.millionths }
        };
        let refund = |refund: conversion::Conversion| JourneyRefund {
            id: refund.id.to_string(),
            kind: refund.kind.into(),
            amount: refund.amount().filter(|_| is_shown).map(Into::into),
            occurred_at: refund.occurred_at.to_string(),
        };
        Self {
            id: it.conversion.id.to_string(),
            kind: it.conversion.kind.into(),
            external_id: match eyes {
                Eyes::Merchant => Some(it.conversion.external_id.clone()),
                Eyes::Partner(_) => None,
            },
            event_name: it.conversion.content.event_name.clone(),
            amount: it.conversion.amount().filter(|_| is_shown).map(Into::into),
            occurred_at: it.conversion.occurred_at.to_string(),
            considered: considered.into_iter().map(Into::into).collect(),
            shares: shares.into_iter().map(share).collect(),
            sentences: Said::all(it.sentences),
            basis,
            commissions: it.commissions.into_iter().map(|it| JourneyCommission::new(it, by)).collect(),
            refunds: it.refunds.into_iter().map(refund).collect(),
        }
    }
}

/// A partner by id, to the merchant and to themselves; the name is there where the reader may know it.
fn seen(partner: PartnerId, is_own: bool, name: Option<String>) -> SeenPartnerRef {
    SeenPartnerRef { id: is_own.then(|| partner.to_string()), name }
}

impl From<conversion::Considered> for JourneyConsidered {
    fn from(it: conversion::Considered) -> Self {
        let (outcome, refusal) = outcome(it.finding.outcome);
        Self { touch_id: it.touch.to_string(), outcome, refusal, millionths: it.millionths }
    }
}

impl JourneyCommission {
    fn new(it: engine::JourneyCommission, by: &Viewer<'_>) -> Self {
        let statement = it.statement.map(|statement| JourneyStatement {
            id: statement.id.to_string(),
            from: statement.from.to_string(),
            until: statement.until.to_string(),
            number: statement.number,
            status: statement.status.into(),
        });
        Self { commission: Commission::view(it.commission, by), statement }
    }
}
