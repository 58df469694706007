//! What people decided about credit by hand, and what they are asked about it.

use super::{ReviewStatus, decision::Share};
use serde::Serialize;
use utoipa::ToSchema;

/// Credit for a conversion decided by hand. It stands above all evidence until it is taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct Correction {
    #[schema(example = "cor_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    pub customer_id: String,
    pub conversion_id: String,
    /// Who is credited; empty: nobody.
    pub shares: Vec<Share>,
    /// Merchant and partners read it.
    pub reason: String,
    /// The id of the user or key who decided it.
    pub by: String,
    #[schema(format = DateTime)]
    pub at: String,
    #[schema(format = DateTime)]
    pub taken_back_at: Option<String>,
}

impl From<conversion::Correction> for Correction {
    fn from(it: conversion::Correction) -> Self {
        Self {
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            customer_id: it.customer.to_string(),
            conversion_id: it.conversion.to_string(),
            shares: it.shares.into_iter().map(Into::into).collect(),
            reason: it.reason,
            by: it.by,
            at: it.at.to_string(),
            taken_back_at: it.taken_back_at.map(|at| at.to_string()),
        }
    }
}

/// A conversion in a closed statement that later evidence decides differently. One per conversion.
#[derive(Serialize, ToSchema)]
pub(crate) struct Review {
    #[schema(example = "rev_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program_id: String,
    pub customer_id: String,
    pub conversion_id: String,
    pub status: ReviewStatus,
    /// Who is credited by what was decided.
    pub stands: Vec<Share>,
    /// Who would be credited by the evidence as it is now.
    pub proposed: Vec<Share>,
    /// Why it was dismissed.
    pub reason: Option<String>,
    #[schema(format = DateTime)]
    pub opened_at: String,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// The id of the user or key who closed it; null where the evidence did.
    pub closed_by: Option<String>,
}

impl From<conversion::Review> for Review {
    fn from(it: conversion::Review) -> Self {
        Self {
            id: it.id.to_string(),
            program_id: it.program.to_string(),
            customer_id: it.customer.to_string(),
            conversion_id: it.conversion.to_string(),
            status: it.status.into(),
            stands: it.stands.into_iter().map(Into::into).collect(),
            proposed: it.proposed.shares.into_iter().map(Into::into).collect(),
            reason: it.reason,
            opened_at: it.opened_at.to_string(),
            closed_at: it.closed_at.map(|at| at.to_string()),
            closed_by: it.closed_by,
        }
    }
}
