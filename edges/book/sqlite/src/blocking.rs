//! Reads that may block, on the runtime's threads for them.

use engine::ports::StorageError;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::spawn_blocking;

/// Does the work on a thread that may block; `what` names it if it panics. Work of every type runs as one type of task, so
/// that the runtime's code for tasks is compiled once instead of for each read.
pub(crate) async fn blocking<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    let result = Arc::new(Mutex::new(None));
    let filled = result.clone();
    let task: Box<dyn FnOnce() + Send> = Box::new(move || {
        let done = work();
        *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    });
    let ended = spawn_blocking(task).await;

    let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    let broke_off = || {
        let why = ended.err().map(|fault| fault.to_string()).unwrap_or_default();
        Err(StorageError::new(format!("{what} broke off: {why}")))
    };
    result.unwrap_or_else(broke_off)
}
