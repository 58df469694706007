//! What stores are asked to add up.

use crate::{Figures, Slot};
use words::{Instant, LinkId, PartnerId, ProgramId};

/// Whose figures, and of which time: from `since` on, before `until`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    pub programs: Vec<ProgramId>,
    /// Only what is credited to this partner, by their share of it; none: all that is credited.
    pub partner: Option<PartnerId>,
    pub since: Instant,
    pub until: Instant,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByPartner {
    pub partner: PartnerId,
    pub figures: Figures,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BySource {
    /// The campaign's `utm_source`, else the host that the visitor came from, else empty.
    pub source: String,
    pub clicks: u64,
}

/// Leads, sales, customers, revenue and commission. In no particular order, a slot or partner once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConversionTallies {
    pub slots: Vec<(Slot, Figures)>,
    pub partners: Vec<ByPartner>,
}

/// Clicks of people. In no particular order, a slot, link or source once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClickTallies {
    pub slots: Vec<(Slot, Figures)>,
    pub links: Vec<(LinkId, u64)>,
    pub sources: Vec<BySource>,
}
