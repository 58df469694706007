//! Mails that wait to be sent.

use super::changes::StorageError;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use words::{Instant, LetterId, Sealed, SubjectKey};

/// A letter that waits to be sent, sealed: links in it open accounts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutgoingLetter {
    pub id: LetterId,
    pub key: SubjectKey,
    /// Address and kind as JSON.
    pub content: Sealed,
    pub run_at: Instant,
    pub attempts: u32,
    pub created_at: Instant,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LetterChange {
    Put(OutgoingLetter),
    /// Sent, or given up. The letter must still be there, else the commit is a conflict.
    Done(LetterId),
}

/// Mails that wait to be sent.
#[async_trait]
pub trait Letters: Send + Sync {
    /// The longest due first.
    async fn due_letters(&self, now: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError>;

    /// Those that are due after `after`, in order of time.
    async fn letters_after(&self, after: Instant, limit: usize) -> Result<Vec<OutgoingLetter>, StorageError>;
}
