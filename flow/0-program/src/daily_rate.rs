//! The rates that a workspace goes by: one for each pair of currencies and day.

use serde::{Deserialize, Serialize};
use words::{ExchangeRate, Instant, RateId, Scope};

/// A rate as it was published or entered. A later one of the same pair and day takes its place; what was exchanged at it
/// keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DailyRate {
    /// Drawn at the day's beginning from what it is of, so that the same pair and day are the same row.
    pub id: RateId,
    pub scope: Scope,
    pub rate: ExchangeRate,
    pub entered_at: Instant,
}
