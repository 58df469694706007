//! Rates between currencies.

use super::{Money, RateSource};
use crate::present::{View, Viewer};
use serde::Serialize;
use utoipa::ToSchema;

/// What one unit of a currency was in another on a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct DailyRate {
    #[schema(example = "rat_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    #[schema(format = Date, example = "2026-11-27")]
    pub day: String,
    #[schema(example = "EUR")]
    pub base: String,
    #[schema(example = "USD")]
    pub quote: String,
    /// Of one `base`, in billionths of a `quote`.
    #[schema(example = 1_082_300_000)]
    pub billionths: i64,
    /// The same as people write it.
    #[schema(example = "1.0823")]
    pub rate: String,
    pub source: RateSource,
    #[schema(format = DateTime)]
    pub entered_at: String,
}

impl View for DailyRate {
    type Row = program::DailyRate;

    fn view(it: Self::Row, _: &Viewer<'_>) -> Self {
        it.into()
    }
}

impl From<program::DailyRate> for DailyRate {
    fn from(it: program::DailyRate) -> Self {
        Self {
            id: it.id.to_string(),
            day: it.rate.day.to_string(),
            base: it.rate.base.to_string(),
            quote: it.rate.quote.to_string(),
            billionths: it.rate.quote_billionths,
            rate: it.rate.to_string(),
            source: it.rate.source.into(),
            entered_at: it.entered_at.to_string(),
        }
    }
}

/// An amount that was exchanged.
#[derive(PartialEq, Debug, Serialize, ToSchema)]
pub(crate) struct Exchange {
    /// As it was reported.
    pub from: Money,
    pub to: Money,
    /// So many `quote` are one `base`; shortened to six digits.
    #[schema(example = "1.0823")]
    pub rate: String,
    #[schema(example = "USD")]
    pub base: String,
    #[schema(example = "EUR")]
    pub quote: String,
    /// Whose rate it is: the latest at or before the day of the event.
    #[schema(format = Date)]
    pub day: String,
    pub source: RateSource,
}

impl From<words::Exchange> for Exchange {
    fn from(it: words::Exchange) -> Self {
        Self {
            from: it.from.into(),
            to: it.to.into(),
            rate: it.rate.to_string(),
            base: it.rate.base.to_string(),
            quote: it.rate.quote.to_string(),
            day: it.rate.day.to_string(),
            source: it.rate.source.into(),
        }
    }
}
