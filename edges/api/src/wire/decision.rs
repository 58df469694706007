//! Decisions: who got which share of the credit, out of which touches.

use super::{Basis, CreditOutcome, CustomerRef, Evidence, PartnerRef, ProgramRef, Refusal};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::Serialize;
use utoipa::ToSchema;

/// Who got the credit for a conversion. A later decision, made when late evidence arrives, takes its
/// place until a commission stands in a closed statement.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decision {
    #[schema(example = "dec_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub customer: CustomerRef,
    pub conversion_id: String,
    pub policy_id: String,
    pub policy_version: u32,
    /// The revision of the rules that decided.
    pub rules_revision: u32,
    /// SHA-256 of the evidence in canonical form, hexadecimal.
    pub evidence_digest: String,
    pub basis: Basis,
    /// The correction that it rests on; null without one.
    pub correction_id: Option<String>,
    /// The first credited conversion, where its credit is kept; null elsewhere.
    pub bond_conversion_id: Option<String>,
    /// Empty when nobody is credited; otherwise the shares sum to a million.
    pub shares: Vec<Share>,
    /// The touches of the customer in the program that were weighed, oldest first.
    pub considered: Vec<Considered>,
    /// How many more touches there were: of very many only the first and the latest are weighed.
    pub touches_left_out: u32,
    #[schema(format = DateTime)]
    pub decided_at: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Share {
    pub partner: PartnerRef,
    pub enrollment_id: String,
    /// Of a million.
    #[schema(example = 1_000_000)]
    pub millionths: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Considered {
    pub touch_id: String,
    pub partner: PartnerRef,
    pub enrollment_id: String,
    pub evidence: Evidence,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    pub outcome: CreditOutcome,
    /// The touch's own part of the credit, of a million.
    pub millionths: u32,
    /// Why the touch was not eligible; null when it was.
    pub refusal: Option<Refusal>,
}

impl View for Share {
    type Row = conversion::Share;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            partner: by.partner(it.partner),
            enrollment_id: it.enrollment.to_string(),
            millionths: it.millionths,
        }
    }
}

impl View for Decision {
    type Row = conversion::Decision;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).customer(it.customer);
        for share in &it.shares {
            Share::mentions(share, names);
        }
        for considered in &it.considered {
            Considered::mentions(considered, names);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            customer: by.customer(it.customer),
            conversion_id: it.conversion.to_string(),
            policy_id: it.policy.to_string(),
            policy_version: it.policy_version,
            rules_revision: it.rules_revision,
            evidence_digest: it.evidence_digest,
            basis: it.basis.into(),
            correction_id: it.correction.map(|correction| correction.id.to_string()),
            bond_conversion_id: it.bond.map(|bond| bond.conversion.to_string()),
            shares: it.shares.into_iter().map(|share| Share::view(share, by)).collect(),
            touches_left_out: it.left_out,
            considered: it.considered.into_iter().map(|touch| Considered::view(touch, by)).collect(),
            decided_at: it.decided_at.to_string(),
        }
    }
}

impl View for Considered {
    type Row = conversion::Considered;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.finding.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let finding = it.finding;
        let (outcome, refusal) = outcome(finding.outcome);
        Self {
            touch_id: it.touch.to_string(),
            partner: by.partner(finding.partner),
            enrollment_id: finding.enrollment.to_string(),
            evidence: finding.class.into(),
            occurred_at: it.occurred_at.to_string(),
            outcome,
            millionths: it.millionths,
            refusal,
        }
    }
}

/// The outcome of a touch, and the reason if it was not eligible.
pub(crate) fn outcome(outcome: conversion::Outcome) -> (CreditOutcome, Option<Refusal>) {
    match outcome {
        conversion::Outcome::Credited => (CreditOutcome::Credited, None),
        conversion::Outcome::NotChosen => (CreditOutcome::NotChosen, None),
        conversion::Outcome::BehindBond => (CreditOutcome::BehindBond, None),
        conversion::Outcome::BehindCode => (CreditOutcome::BehindCode, None),
        conversion::Outcome::BehindDeal => (CreditOutcome::BehindDeal, None),
        conversion::Outcome::BehindCorrection => (CreditOutcome::BehindCorrection, None),
        conversion::Outcome::Refused { reason } => (CreditOutcome::Refused, Some(reason.into())),
    }
}
