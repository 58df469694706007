//! The entries that bring the books from what a commission was to what it is now.

use crate::{Account, Commission, Entry, EntryKind, ledger::entry};
use words::{EntryId, Instant, proportion};

/// How much of `earned` a refund of `refunded` out of a sale's `amount` takes back, in minor
/// units: round(earned × refunded ÷ amount), half-even, and all of it when all is refunded.
pub fn reversal_owed(earned: i64, refunded: i64, amount: i64) -> i64 {
    proportion(earned, refunded.min(amount), amount).unwrap_or_default()
}

/// The entries for a commission that changed from `before` (none: it is new) to `after`.
/// `draw` supplies an id for each entry.
pub fn settle(
    before: Option<&Commission>,
    after: &Commission,
    at: Instant,
    draw: &mut dyn FnMut() -> EntryId,
) -> Vec<Entry> {
    let owed = match after.approved_at {
        Some(_) => Account::PartnerPayable,
        None => Account::PartnerPending,
    };
    let accounts = (Account::CommissionExpense, owed);
    let declined = |commission: &Commission| commission.declined.is_some();
    let moves = match before {
        Some(before) if declined(before) && declined(after) => [(EntryKind::Earned, 0); 2],
        Some(before) if declined(after) => [(EntryKind::Declined, -before.net()), (EntryKind::Earned, 0)],
        Some(before) if declined(before) => [(EntryKind::Reinstated, after.net()), (EntryKind::Earned, 0)],
        None if declined(after) => [(EntryKind::Earned, 0); 2],
        before => {
            let (earned, reversed) = before.map_or((0, 0), |before| (before.earned, before.reversed));
            [(EntryKind::Earned, after.earned - earned), (EntryKind::Reversed, reversed - after.reversed)]
        }
    };
    let entries = moves.into_iter().filter(|(_, amount)| *amount != 0);
    entries.filter_map(|(kind, amount)| entry(after, kind, accounts, amount, (draw(), at))).collect()
}

/// Ends the hold: what is pending becomes payable.
pub fn approve(before: &Commission, at: Instant, id: EntryId) -> (Commission, Option<Entry>) {
    let after = Commission { approved_at: Some(at), ..before.clone() };
    let accounts = (Account::PartnerPending, Account::PartnerPayable);
    let entry = entry(&after, EntryKind::Approved, accounts, after.net(), (id, at));
    (after, entry)
}
