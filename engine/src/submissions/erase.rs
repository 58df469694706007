//! Deed: whom a submission is about is forgotten.

use super::recorded;
use crate::{
    Caller, Engine, Error, Permit,
    need::WriteCustomers,
    ports::{Changes, Expected, ListOf, Row, SubmissionColumn, list_of},
};
use facts::{Event, SubmissionErased};
use referral::{Customer, Evidence, Submission};
use words::SubmissionId;

impl Engine {
    /// Erases name, address, company and message; the verdict and the evidence stay. Again it changes nothing.
    pub async fn erase_submission(
        &self,
        caller: &Permit<WriteCustomers>,
        id: SubmissionId,
    ) -> Result<Submission, Error> {
        let caller = &caller.without_idempotency();
        let attempt = move || self.attempt_submission_erasure(caller, id);
        let submission = self.turn(caller, "erase_submission", attempt).await?.value;
        self.book().scrub().await?;
        Ok(submission)
    }

    async fn attempt_submission_erasure(
        &self,
        caller: &Caller,
        id: SubmissionId,
    ) -> Result<(Submission, Changes), Error> {
        let now = self.now();
        let (before, expected) = self.submission_of(caller.scope, id).await?;
        if before.erased_at.is_some() {
            return Ok((before, Changes::default()));
        }
        let after = before.erased(now);
        let erased = Event::SubmissionErased(SubmissionErased { submission: id, partner: after.partner });
        let kind = erased.kind().text();
        let fact = self.fact(caller.scope, now, erased).of_program(after.program);
        let changes = Changes {
            expected: vec![expected],
            rows: vec![Row::Submission(after.clone())],
            facts: vec![fact.of_customer(after.customers.last().copied())],
            audit: vec![self.audited(caller, now, kind, id, (None, recorded(&after)))],
            ..Changes::default()
        };
        Ok((after, changes))
    }

    /// Everything that was submitted about a customer, without them, and what that expects.
    pub(crate) async fn nameless_submissions(
        &self,
        caller: &Caller,
        customer: &Customer,
    ) -> Result<(Vec<Row>, Expected), Error> {
        let (scope, now) = (caller.scope, self.now());
        let expected = self.submissions_version(scope).await?;
        let mut found = Vec::new();
        // Also for an address that they had before.
        for program in self.book().programs(scope).await? {
            let file = self.book().customer_file_by_id(scope, program.id, customer.id).await?;
            for touch in file.map(|file| file.touches).unwrap_or_default() {
                if let Evidence::Form { submission, .. } = touch.evidence {
                    let query = ListOf::<Submission>::new(1).only(SubmissionColumn::ID, submission);
                    found.extend(list_of(self.book(), scope, &query).await?);
                }
            }
        }
        if let Some(hash) = &customer.personal.email_hash {
            found.extend(self.submissions_for(scope, hash, None).await?);
        }
        found.retain(|submission| submission.erased_at.is_none());
        found.sort_by_key(|submission| submission.id);
        found.dedup_by_key(|submission| submission.id);
        Ok((found.iter().map(|submission| Row::Submission(submission.erased(now))).collect(), expected))
    }
}
