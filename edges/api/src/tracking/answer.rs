//! What became of an event, the same for every way in which it can be reported.

use crate::{
    answer::Answer,
    wire::{Commission, Conversion, Decision, TrackOutcome},
};
use axum::http::StatusCode;
use engine::{Done, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

/// What became of an event. A publishable key is told `outcome` and `warnings` only.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackAnswer {
    pub outcome: TrackOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<TrackedCustomer>,
    /// Absent for a deferred lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversion: Option<Conversion>,
    /// Who was credited, out of which touches. For a refund: its sale's decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What partners are owed for it. For a refund: what its sale's commissions became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commissions: Option<Vec<Commission>>,
    /// Evidence that led nowhere and was left out; the event was recorded all the same.
    pub warnings: Vec<Warning>,
}

/// The customer that an event was recorded for.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackedCustomer {
    pub id: String,
    /// Your own id.
    pub external_id: String,
}

/// Something in an event that was left out of account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Warning {
    #[schema(example = "code")]
    pub field: String,
    pub text: String,
}

impl TrackAnswer {
    fn new(it: engine::Recorded) -> Self {
        let customer = it.customer.map(|customer| TrackedCustomer {
            id: customer.id.to_string(),
            external_id: customer.external_id,
        });
        Self {
            outcome: it.outcome.into(),
            program_id: Some(it.program.to_string()),
            customer,
            conversion: it.conversion.map(Into::into),
            decision: it.decision.map(Into::into),
            commissions: Some(it.commissions.into_iter().map(Into::into).collect()),
            warnings: it.warnings.into_iter().map(Into::into).collect(),
        }
    }

    /// What a browser may know: nothing of partners and customers.
    fn for_browser(it: engine::Recorded) -> Self {
        Self {
            outcome: it.outcome.into(),
            program_id: None,
            customer: None,
            conversion: None,
            decision: None,
            commissions: None,
            warnings: it.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<engine::Warning> for Warning {
    fn from(it: engine::Warning) -> Self {
        Self { field: it.field, text: it.text }
    }
}

/// The answer to an event. A replay has the status of the first answer, since its outcome is the
/// first one's.
pub(super) fn answer(done: Done<engine::Recorded>, publishable: bool) -> Answer<TrackAnswer> {
    let status = match done.value.outcome {
        Outcome::Recorded => StatusCode::CREATED,
        Outcome::AlreadyRecorded => StatusCode::OK,
        Outcome::Deferred | Outcome::Waiting | Outcome::Received => StatusCode::ACCEPTED,
    };
    let body = if publishable { TrackAnswer::for_browser(done.value) } else { TrackAnswer::new(done.value) };
    Answer { status, replayed: done.replayed, body }
}
