//! A process that dies between two commits, as far as the book can tell.

use super::MemoryBook;
use std::sync::PoisonError;

/// When the process dies, as far as the book can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fuse {
    /// Instead of the commit after so many.
    Before(u64),
    /// Right after so many commits: the last is stored, and nobody hears of it.
    After(u64),
}

impl MemoryBook {
    /// From then on nothing is committed any more, until [`MemoryBook::mend`].
    pub fn blow(&self, fuse: Fuse) {
        *self.fuse.lock().unwrap_or_else(PoisonError::into_inner) = Some(fuse);
    }

    /// The process begins anew on what was stored.
    pub fn mend(&self) {
        *self.fuse.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether the next commit is let through, and whether its answer is.
    pub(super) fn lets(&self) -> (bool, bool) {
        let mut fuse = self.fuse.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *fuse {
            None => (true, true),
            Some(Fuse::Before(0)) => (false, false),
            Some(Fuse::Before(left)) => {
                *left -= 1;
                (true, true)
            }
            Some(Fuse::After(0 | 1)) => {
                *fuse = Some(Fuse::Before(0));
                (true, false)
            }
            Some(Fuse::After(left)) => {
                *left -= 1;
                (true, true)
            }
        }
    }
}
