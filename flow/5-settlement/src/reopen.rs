//! Which conversions settlement decides again although a statement shows them, and what a part leaves to the next.

use crate::{History, Settlement};
use serde::{Deserialize, Serialize};
use words::{ConversionId, Day, Instant};

/// Which conversions are decided or priced again although a closed statement shows their commissions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopen {
    /// None: evidence that comes late opens a review item for a person.
    Nothing,
    /// The conversion that a person corrects.
    Conversion(ConversionId),
    /// The conversion whose review item a person accepts.
    Accepted(ConversionId),
    /// The conversion that a person reprices; its credit stays.
    Priced(ConversionId),
    /// Those that retroactive tiers priced from the first to the last day; their credit stays.
    Tiered(Day, Day),
    /// All that occurred since then: the merchant applies other rules to them.
    Since(Instant),
}

impl Reopen {
    /// What the parts behind the first reopen: a person's decision about one conversion is done with that one.
    fn behind(self) -> Self {
        match self {
            Reopen::Conversion(_) | Reopen::Accepted(_) | Reopen::Priced(_) => Reopen::Nothing,
            Reopen::Nothing | Reopen::Tiered(..) | Reopen::Since(_) => self,
        }
    }
}

/// What a part leaves: where settling the customer continues, and how.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Rest {
    pub from: RestFrom,
    /// Stored as `thaw`.
    #[serde(rename = "thaw")]
    pub reopen: Reopen,
    /// An earlier conversion's credit or price changed, so that the rest is priced again.
    pub is_disturbed: bool,
}

/// The first conversion of the rest, by its time or by its id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestFrom {
    Instant(Instant),
    Conversion(ConversionId),
}

impl Rest {
    /// The whole history of a customer.
    pub fn all(reopen: Reopen) -> Self {
        Self { from: RestFrom::Instant(Instant::MIN), reopen, is_disturbed: false }
    }

    /// What remains after settling this part of a history. None if the part reaches its end.
    pub fn of(history: &History, settlement: &Settlement, reopen: Reopen) -> Option<Self> {
        let (_, conversion) = history.rest.as_ref()?;
        let from = RestFrom::Conversion(*conversion);
        Some(Self { from, reopen: reopen.behind(), is_disturbed: settlement.is_disturbed })
    }
}
