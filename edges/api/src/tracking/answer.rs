//! What became of an event, the same for every way in which it can be reported.

use crate::{
    answer::Answer,
    present::{Presenter, View, Viewer},
    problem::Problem,
    wire::{Commission, Conversion, CustomerRef, Decision, ProgramRef, TrackOutcome},
};
use axum::http::StatusCode;
use engine::{Done, Mentioned, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

/// What became of an event. A publishable key is told `outcome` and `warnings` only.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackAnswer {
    pub outcome: TrackOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerRef>,
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

/// Something in an event that was left out of account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Warning {
    #[schema(example = "code")]
    pub field: String,
    pub text: String,
}

impl View for TrackAnswer {
    type Row = engine::Recorded;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program).customer(it.customer.as_ref().map(|customer| customer.id));
        it.conversion.iter().for_each(|conversion| Conversion::mentions(conversion, names));
        it.decision.iter().for_each(|decision| Decision::mentions(decision, names));
        it.commissions.iter().for_each(|commission| Commission::mentions(commission, names));
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let customer = it.customer.map(|it| by.customer_reported(it.id, Some(it.external_id)));
        let commissions = it.commissions.into_iter().map(|commission| Commission::view(commission, by));
        Self {
            outcome: it.outcome.into(),
            program: Some(by.program(it.program)),
            customer,
            conversion: it.conversion.map(|conversion| Conversion::view(conversion, by)),
            decision: it.decision.map(|decision| Decision::view(decision, by)),
            commissions: Some(commissions.collect()),
            warnings: it.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl TrackAnswer {
    /// What a browser may know: nothing of partners and customers.
    fn for_browser(it: engine::Recorded) -> Self {
        Self {
            outcome: it.outcome.into(),
            program: None,
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

/// The answer to an event, to a server. A replay has the status of the first answer, since its outcome is the first
/// one's.
pub(super) async fn answer(
    presenter: &Presenter<'_>,
    done: Done<engine::Recorded>,
) -> Result<Answer<TrackAnswer>, Problem> {
    let Done { value, replayed } = done;
    let status = status_of(value.outcome);
    Ok(Answer { status, replayed, body: presenter.one(value).await? })
}

/// The same to a browser or a network.
pub(super) fn answer_to_browser(done: Done<engine::Recorded>) -> Answer<TrackAnswer> {
    let Done { value, replayed } = done;
    Answer { status: status_of(value.outcome), replayed, body: TrackAnswer::for_browser(value) }
}

fn status_of(outcome: Outcome) -> StatusCode {
    match outcome {
        Outcome::Recorded => StatusCode::CREATED,
        Outcome::AlreadyRecorded => StatusCode::OK,
        Outcome::Deferred | Outcome::Waiting | Outcome::Received => StatusCode::ACCEPTED,
    }
}
