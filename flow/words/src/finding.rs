//! What a linter finds in rules before they are published.

use crate::Sentence;
use serde::{Deserialize, Serialize};

/// What is wrong with a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// It never takes effect.
    Dead,
    /// Another rule does the same already.
    Overlapping,
    /// Together with another rule nothing is left.
    Contradictory,
    /// It may cost more than it brings.
    LossMaking,
}

/// A rule that is probably not meant so, with an example of what comes of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    pub flaw: Flaw,
    /// The field that it is about.
    pub field: &'static str,
    pub sentence: Sentence,
    pub example: Sentence,
}
