//! Commits, and what they are checked against.

use super::changes::{Changes, CommitError, StorageError, VersionKey};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use settlement::TotalKey;
use words::Instant;

/// What was answered under an idempotency key: kept for `ANSWER_KEPT_HOURS`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Who asked: a key, or a user in a workspace.
    pub asker: String,
    pub operation: String,
    pub idempotency_key: String,
    /// SHA-256 of the request's body.
    pub body_hash: String,
    /// The deed's result in its stored form.
    pub result: String,
    pub at: Instant,
}

/// Commits, and what they are checked against.
#[async_trait]
pub trait Commits: Send + Sync {
    /// Commits all of `changes` or nothing, durably when it answers `Ok`. `name` is the deed's,
    /// for metrics and logs. Commits of several callers may share one transaction and one fsync; a
    /// failing one leaves the others be. If the caller stops waiting, the commit is still written whole or not at all.
    ///
    /// Commits take effect as if they ran one after the other. What is expected, unchanged or guarded holds until the
    /// commit is done, even if nothing was stored under that key yet. Rows are written in their order, so a row may take
    /// what an earlier one gives up.
    ///
    /// If several things are wrong, the error is `Taken(Answer)` first, then `Conflict`, then any other `Taken`. With the
    /// answer first, a request that is sent twice gets its first answer, whatever the first one has changed. The store
    /// retries a commit that only lost a deadlock.
    ///
    /// The store numbers facts: from 1 over all scopes, in the order of commits, those of one commit in their own order.
    /// No number is left out, also when a commit fails, and a reader that sees a number sees every lesser one. Whether
    /// a fact gets its number as it is inserted or afterwards is the store's affair; until it has one, no reader sees it.
    /// A read that begins after `commit` returned sees its facts. A commit that saw what another one did has greater
    /// numbers than that one.
    async fn commit(&self, name: &'static str, changes: Changes) -> Result<(), CommitError>;

    /// The version under which a deed may expect to find things; 0 if it was never committed.
    async fn version(&self, key: &VersionKey) -> Result<u64, StorageError>;

    /// What was counted, in the order of the keys; 0 where nothing was.
    async fn totals(&self, keys: &[TotalKey]) -> Result<Vec<i64>, StorageError>;

    /// None also when the answer was given before `since`.
    async fn answer(
        &self,
        asker: &str,
        operation: &str,
        idempotency_key: &str,
        since: Instant,
    ) -> Result<Option<Answer>, StorageError>;
}
