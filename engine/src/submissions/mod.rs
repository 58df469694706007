//! Lead forms: filled in by anybody, accepted or rejected by the merchant, and evidence for customers with the same
//! e-mail address.

mod attach;
mod erase;
mod submit;
mod transition;

pub(crate) use attach::attach;
pub use erase::erase;
pub(crate) use erase::nameless;
pub(crate) use submit::attach_later;
pub use submit::{FORM_DAY_MAX, LeadForm, SubmissionInput, form, submit};
pub use transition::{accept, reject};

use crate::{
    Engine, Error, Permit,
    audit::view,
    need::ReadConversions,
    ports::{Expected, ListOf, SubmissionColumn, VersionKey, list_of},
    submissions,
};
use facts::SubmissionChanged;
use referral::{Submission, SubmissionStatus};
use serde_json::Value;
use words::{EmailHash, Scope, SubmissionId};

/// What one address submits, or is submitted for: more than anybody does.
const SUBMISSIONS_OF_ADDRESS_MAX: usize = 200;

pub async fn get(
    engine: &Engine,
    caller: &Permit<ReadConversions>,
    id: SubmissionId,
) -> Result<Submission, Error> {
    Ok(submissions::find(engine, caller.scope, id).await?.0)
}

/// The submission, and what every change of submissions expects.
pub(crate) async fn find(
    engine: &Engine,
    scope: Scope,
    id: SubmissionId,
) -> Result<(Submission, Expected), Error> {
    let query = ListOf::<Submission>::new(1).only(SubmissionColumn::ID, id);
    let expected = submissions::version(engine, scope).await?;
    let found = list_of(engine.book(), scope, &query).await?.pop();
    Ok((found.ok_or_else(|| Error::not_found("submission", id))?, expected))
}

pub(crate) async fn version(engine: &Engine, scope: Scope) -> Result<Expected, Error> {
    let key = VersionKey::Submissions(scope);
    let version = engine.book().version(&key).await?;
    Ok(Expected { key, version })
}

/// What was submitted for an address, in all programs.
pub(crate) async fn of_address(
    engine: &Engine,
    scope: Scope,
    hash: &EmailHash,
    status: Option<SubmissionStatus>,
) -> Result<Vec<Submission>, Error> {
    let mut query =
        ListOf::<Submission>::new(SUBMISSIONS_OF_ADDRESS_MAX).only(SubmissionColumn::EMAIL, &hash.0);
    if let Some(status) = status {
        query = query.only(SubmissionColumn::STATUS, status.name());
    }
    Ok(list_of(engine.book(), scope, &query).await?)
}

/// As the audit log remembers it: without whom it is about.
fn recorded(submission: &Submission) -> Option<Value> {
    view(&Submission { company: None, reason: None, ..submission.clone() })
}

/// The body of a fact about a submission.
fn changed(after: &Submission) -> SubmissionChanged {
    SubmissionChanged { submission: after.id, partner: after.partner, status: after.status }
}
