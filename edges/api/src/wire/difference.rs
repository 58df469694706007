//! What changes from one published version to another.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which versions are compared.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Compared {
    /// The id of the version before.
    pub from: String,
    /// The id of the version after.
    pub to: String,
}

/// What changes, one thing at a time; empty when both say the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct Differences {
    pub items: Vec<Difference>,
}

/// One thing that is not as it was.
#[derive(Serialize, ToSchema)]
pub(crate) struct Difference {
    #[schema(example = "hold_days")]
    pub field: &'static str,
    /// In words; null: there was no such thing.
    #[schema(example = "30 days")]
    pub before: Option<String>,
    /// In words; null: there is no such thing any more.
    #[schema(example = "14 days")]
    pub after: Option<String>,
    #[schema(example = "The hold changes from 30 days to 14 days.")]
    pub sentence: String,
}

impl From<Vec<program::Difference>> for Differences {
    fn from(it: Vec<program::Difference>) -> Self {
        let item = |it: program::Difference| Difference {
            field: it.field,
            before: it.before,
            after: it.after,
            sentence: it.sentence,
        };
        Self { items: it.into_iter().map(item).collect() }
    }
}
