//! The bank to which files are given: it pays or does not, and says so, late, twice, or otherwise than before.

use super::Chance;
use payout::{Outcome, Transfer};
use std::collections::BTreeMap;
use words::TransferId;

/// What the bank does with one transfer.
#[derive(Clone, Debug)]
pub(super) struct Fate {
    pub(super) transfer: Transfer,
    /// Whether the money went out.
    pub(super) paid: bool,
    /// What it says next.
    news: Vec<Outcome>,
    /// What it said last that was not a shrug.
    pub(super) last: Option<Outcome>,
    pub(super) contradicted: bool,
}

impl Fate {
    /// Whether the partner has the money for good, as far as it is known today.
    pub(super) fn is_with_partner(&self) -> bool {
        self.paid && !matches!(self.last, Some(Outcome::Returned { .. }))
    }
}

#[derive(Default)]
pub(super) struct Bank {
    pub(super) fates: BTreeMap<TransferId, Fate>,
}

impl Bank {
    /// A transfer was handed over in a file.
    pub(super) fn takes(&mut self, transfer: &Transfer, chance: &mut Chance) {
        let settled = || Outcome::Settled { debited: None };
        let failed = || Outcome::Failed { reason: "the bank refused it".to_owned() };
        let returned = || Outcome::Returned { reason: "the bank refused it".to_owned() };
        let (paid, mut news) = match chance.below(8) {
            0 => (true, vec![settled()]),
            2 => (true, vec![Outcome::Unknown, settled()]),
            3 => (true, vec![settled(), Outcome::Unknown, settled()]),
            4 => (false, vec![failed(), failed()]),
            5 | 6 => (true, vec![settled(), returned()]),
            _ => (true, vec![failed(), settled()]),
        };
        news.reverse();
        let contradicted = false;
        let fate = Fate { transfer: transfer.clone(), paid, news, last: None, contradicted };
        self.fates.entry(transfer.id).or_insert(fate);
    }

    /// What is yet to be heard.
    pub(super) fn with_news(&self) -> Vec<TransferId> {
        self.fates.iter().filter(|(_, fate)| !fate.news.is_empty()).map(|(id, _)| *id).collect()
    }

    /// Whether it failed, will settle all the same, and nobody has paid its statement again yet: what then comes out is
    /// that the partner was paid twice.
    pub(super) fn may_be_paid_twice(&self, id: TransferId) -> bool {
        let Some(fate) = self.fates.get(&id) else { return false };
        let has_failed = matches!(fate.last, Some(Outcome::Failed { .. }));
        let settles = matches!(fate.news.last(), Some(Outcome::Settled { .. }));
        let mut others = self.fates.values().filter(|it| it.transfer.id != id);
        let is_paid_again =
            others.any(|it| it.transfer.statement == fate.transfer.statement && it.last.is_none());
        has_failed && settles && !is_paid_again
    }

    pub(super) fn next(&mut self, id: TransferId) -> Option<Outcome> {
        self.fates.get_mut(&id)?.news.pop()
    }

    pub(super) fn said(&mut self, id: TransferId, outcome: Outcome) {
        let Some(fate) = self.fates.get_mut(&id) else { return };
        if matches!(outcome, Outcome::Unknown | Outcome::Accepted) {
            return;
        }
        let was_failed = matches!(fate.last, Some(Outcome::Failed { .. }));
        fate.contradicted |= was_failed && matches!(outcome, Outcome::Settled { .. });
        fate.last = Some(outcome);
    }
}
