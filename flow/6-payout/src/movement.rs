//! What moved with a transfer, as it is reported day by day. A contradiction takes back what was counted before, so that a
//! transfer that was handed over once counts once, in whatever order its outcomes arrive.

use crate::{Transfer, TransferStatus};
use words::Instant;

/// What a movement is counted as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Movement {
    HandedOver,
    Settled,
    Failed,
    Returned,
}

impl Transfer {
    /// What moved, in order: 1 for what happened, -1 for what turned out not to have. Each is about all that was sent.
    pub fn movements(&self) -> Vec<(Instant, Movement, i64)> {
        use TransferStatus::{Failed, HandedOver, Returned, Settled};
        let Some(handed_over_at) = self.handed_over_at else { return Vec::new() };
        let mut moved = vec![(handed_over_at, Movement::HandedOver, 1)];
        let (mut status, mut has_settled) = (HandedOver, false);
        for told in &self.told {
            let mut count = |movement, times| moved.push((told.at, movement, times));
            let next = match (status, told.outcome.status()) {
                // It only adds why: what ended without being paid is counted as what it ended as first.
                (Failed | Returned, Failed | Returned) => status,
                (_, next) => next,
            };
            match (status, next) {
                (Failed, Settled) => count(Movement::Failed, -1),
                (Returned, Settled) => count(Movement::Returned, -1),
                (Settled, Failed) => count(Movement::Settled, -1),
                _ => {}
            }
            match (status, next) {
                (before, after) if before == after => {}
                (_, Failed) => {
                    count(Movement::Failed, 1);
                    has_settled = false;
                }
                // It went out, and came back.
                (_, Returned) => count(Movement::Returned, 1),
                // What settled before it came back is counted already.
                (_, Settled) if !has_settled => {
                    count(Movement::Settled, 1);
                    has_settled = true;
                }
                _ => {}
            }
            status = next;
        }
        moved
    }
}
