//! What a linter finds in rules.

use super::{Flaw, Money, Said, said};
use serde::Serialize;
use utoipa::ToSchema;

/// A rule that is probably not meant so, with a conversion as an example of what comes of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Finding {
    pub flaw: Flaw,
    /// The field that it is about.
    #[schema(example = "stand_down_seconds")]
    pub field: &'static str,
    pub sentence: Said,
    pub example: Said,
}

impl From<words::Finding> for Finding {
    fn from(it: words::Finding) -> Self {
        Self {
            flaw: it.flaw.into(),
            field: it.field,
            sentence: Said::one(it.sentence),
            example: Said::one(it.example),
        }
    }
}

/// What a recorded sale would earn, line by line.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriceExample {
    pub external_id: String,
    pub amount: Money,
    pub earned: Money,
    /// The arithmetic in words.
    pub explanation: Vec<String>,
}

impl From<commission::PriceExample> for PriceExample {
    fn from(it: commission::PriceExample) -> Self {
        Self {
            explanation: said(&it.sentences),
            external_id: it.external_id,
            amount: it.amount.into(),
            earned: it.earned.into(),
        }
    }
}
