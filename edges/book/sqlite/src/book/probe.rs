//! Whether the book can be written just now, asked of the writer itself and no more often than it is worth.

use super::writer::Writer;
use engine::ports::{CommitError, StorageError};
use std::time::Duration;
use tokio::{sync::Mutex, time::Instant};

/// How long an answer is reused, so that frequent probes cost the disk nothing.
const GOOD_FOR: Duration = Duration::from_secs(2);
/// How long a write may take before the book is said not to be ready.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Default)]
pub(super) struct Probe(Mutex<Option<(Instant, Result<(), StorageError>)>>);

impl Probe {
    pub(super) async fn ask(&self, writer: &Writer) -> Result<(), StorageError> {
        // Held while the write is under way, so that those who come meanwhile share its outcome.
        let mut last = self.0.lock().await;
        if let Some((at, outcome)) = &*last
            && at.elapsed() < GOOD_FOR
        {
            return outcome.clone();
        }

        let written = tokio::time::timeout(PATIENCE, writer.probe()).await;
        let late = |_| StorageError::passing("the book takes long to write");
        let outcome = written.map_err(late).and_then(|outcome| outcome.map_err(storage_fault));
        *last = Some((Instant::now(), outcome.clone()));
        outcome
    }
}

/// What is left of a commit's refusals where nothing is expected of it.
pub(super) fn storage_fault(refusal: CommitError) -> StorageError {
    match refusal {
        CommitError::Storage(fault) => fault,
        other => StorageError::new(other.to_string()),
    }
}
