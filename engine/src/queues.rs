//! Deeds on one customer, or one sale, wait for each other in this process instead of deciding in vain. Versions, not these
//! queues, are what keeps several processes right.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};
use words::Scope;

/// By the exact name: where names share a queue by their hash, a sale waits behind a stranger's batch.
type Key = (Scope, String);

/// As many queues as there are names that somebody deals with just now.
#[derive(Default)]
pub(crate) struct Queues(Mutex<HashMap<Key, Arc<Queue<()>>>>);

/// A place in a queue. Dropping it lets the next one go on.
pub(crate) struct Place {
    queues: Arc<Queues>,
    key: Key,
    /// None while it waits.
    turn: Option<OwnedMutexGuard<()>>,
}

impl Queues {
    /// Waits until everybody before has gone.
    pub(crate) async fn enter(self: &Arc<Self>, scope: Scope, name: &str) -> Place {
        let key = (scope, name.to_owned());
        let queue = self.queues().entry(key.clone()).or_default().clone();
        // Made first, so that who gives up waiting leaves nothing behind.
        let mut place = Place { queues: self.clone(), key, turn: None };
        place.turn = Some(queue.lock_owned().await);
        place
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Key, Arc<Queue<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turn = None;
        let mut queues = self.queues.queues();
        if queues.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            queues.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };
    use words::{Mode, WorkspaceId};

    #[test]
    fn those_of_one_name_wait_for_each_other_and_for_nobody_else() {
        let queues = Arc::new(Queues::default());
        let scope = Scope { workspace: WorkspaceId::from_bytes([7; 16]), mode: Mode::Live };
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(first) = pin!(queues.enter(scope, "a")).poll(&mut context) else {
            panic!("it waits")
        };
        for other in 0..2_000 {
            let name = format!("b{other}");
            assert!(pin!(queues.enter(scope, &name)).poll(&mut context).is_ready(), "{name}");
        }
        {
            let mut second = pin!(queues.enter(scope, "a"));
            assert!(second.as_mut().poll(&mut context).is_pending());
            let mut gives_up = Box::pin(queues.enter(scope, "a"));
            assert!(gives_up.as_mut().poll(&mut context).is_pending());
            drop((first, gives_up));
            assert!(second.as_mut().poll(&mut context).is_ready());
        }
        assert!(queues.queues().is_empty(), "nothing is kept of those who have gone");
    }
}
