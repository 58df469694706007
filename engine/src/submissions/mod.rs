//! Lead forms: filled in by anybody, accepted or rejected by the merchant, and evidence for customers with the same
//! e-mail address.

mod attach;
mod erase;
mod step;
mod submit;

pub use submit::{FORM_DAY_MAX, LeadForm, SubmissionInput};

use crate::{
    Engine, Error, Permit,
    audit::view,
    need::ReadConversions,
    ports::{Expected, ListOf, SubmissionColumn, VersionKey, list_of},
};
use facts::SubmissionChanged;
use referral::{Submission, SubmissionStatus};
use serde_json::Value;
use words::{EmailHash, Scope, SubmissionId};

/// What one address submits, or is submitted for: more than anybody does.
const SUBMISSIONS_OF_ADDRESS_MAX: usize = 200;

impl Engine {
    pub async fn submission(
        &self,
        caller: &Permit<ReadConversions>,
        id: SubmissionId,
    ) -> Result<Submission, Error> {
        Ok(self.submission_of(caller.scope, id).await?.0)
    }

    /// The submission, and what every change of submissions expects.
    pub(crate) async fn submission_of(
        &self,
        scope: Scope,
        id: SubmissionId,
    ) -> Result<(Submission, Expected), Error> {
        let query = ListOf::<Submission>::new(1).only(SubmissionColumn::ID, id);
        let expected = self.submissions_version(scope).await?;
        let found = list_of(self.book(), scope, &query).await?.pop();
        Ok((found.ok_or_else(|| Error::not_found("submission", id))?, expected))
    }

    pub(crate) async fn submissions_version(&self, scope: Scope) -> Result<Expected, Error> {
        let key = VersionKey::Submissions(scope);
        let version = self.book().version(&key).await?;
        Ok(Expected { key, version })
    }

    /// What was submitted for an address, in all programs.
    pub(crate) async fn submissions_for(
        &self,
        scope: Scope,
        hash: &EmailHash,
        status: Option<SubmissionStatus>,
    ) -> Result<Vec<Submission>, Error> {
        let mut query =
            ListOf::<Submission>::new(SUBMISSIONS_OF_ADDRESS_MAX).only(SubmissionColumn::EMAIL, &hash.0);
        if let Some(status) = status {
            query = query.only(SubmissionColumn::STATUS, status.name());
        }
        Ok(list_of(self.book(), scope, &query).await?)
    }
}

/// As the audit log remembers it: without whom it is about.
fn recorded(submission: &Submission) -> Option<Value> {
    view(&Submission { company: None, reason: None, ..submission.clone() })
}

/// The body of a fact about a submission.
fn changed(after: &Submission) -> SubmissionChanged {
    SubmissionChanged { submission: after.id, partner: after.partner, status: after.status }
}
