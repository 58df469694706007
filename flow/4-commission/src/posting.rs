//! The postings that bring the books from what a commission was to what it is now.

use crate::{Account, Commission, Entry, EntryKind, ledger::entry, parts_of};
use conversion::Conversion;
use words::{EntryId, Instant, Overflow, proportion};

/// A sale's parts as pricing saw them, and what was refunded and charged back of it, in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Refunded<'a> {
    /// What each part came to; they sum to the sale.
    pub parts: &'a [i64],
    /// What of that is known to be given back; what is absent at the end is nothing.
    pub of_parts: &'a [i64],
    /// All that was given back.
    pub total: i64,
}

/// How much of `earned` refunds take back, in minor units: all of it when all is refunded. What is known to be of a part
/// takes back round(what the part earned × refunded ÷ the part), half-even; the rest takes the same proportion of all that
/// is left. `by_part` is empty where the sale was priced as one.
pub fn reversal_owed(earned: i64, by_part: &[i64], refunded: &Refunded<'_>) -> i64 {
    let amount: i64 = refunded.parts.iter().sum();
    let total = refunded.total.min(amount);
    let known = refunded.of_parts.iter().zip(refunded.parts).zip(by_part);
    let (mut left_of_sale, mut left_to_refund, mut kept) = (amount, total, earned);
    for ((&back, &part), &earned) in known {
        left_of_sale -= back;
        left_to_refund -= back;
        kept -= proportion(earned, back, part).unwrap_or_default();
    }
    let rest = proportion(kept, left_to_refund.max(0), left_of_sale);
    let rest = rest.unwrap_or(if left_of_sale == 0 { kept } else { 0 });
    earned - kept + rest
}

/// The same of a conversion, whatever it is.
pub fn reversal_of(earned: i64, by_part: &[i64], conversion: &Conversion) -> Result<i64, Overflow> {
    if conversion.refunded == 0 {
        return Ok(0);
    }
    let content = conversion.in_program_currency()?;
    let parts: Vec<_> = parts_of(&content).iter().map(|part| part.amount).collect();
    let refunded =
        Refunded { parts: &parts, of_parts: &conversion.refunded_items, total: conversion.refunded };
    Ok(reversal_owed(earned, by_part, &refunded))
}

/// The entries for a commission that changed from `before` (none: it is new) to `after`.
/// `draw` supplies an id for each entry.
pub fn post(
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

/// Ends the hold: what is pending becomes payable. What rose after it was approved is payable already, and may be stated.
pub fn approve(before: &Commission, at: Instant, id: EntryId) -> (Commission, Option<Entry>) {
    let after = before.approved(at);
    if before.approved_at.is_some() {
        return (after, None);
    }
    let accounts = (Account::PartnerPending, Account::PartnerPayable);
    let entry = entry(&after, EntryKind::Approved, accounts, after.net(), (id, at));
    (after, entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn refunds_take_back_no_more_than_was_earned_and_all_of_it_in_the_end(
            parts in prop::collection::vec((1i64..1_000_000, 0i64..200_000, 0u8..=100), 1..8),
            rest in 0u8..=100,
        ) {
            let amounts: Vec<_> = parts.iter().map(|part| part.0).collect();
            let by_part: Vec<_> = parts.iter().map(|part| part.1).collect();
            let of_parts: Vec<_> = parts.iter().map(|part| part.0 * i64::from(part.2) / 100).collect();
            let (amount, earned) = (amounts.iter().sum::<i64>(), by_part.iter().sum::<i64>());
            let known: i64 = of_parts.iter().sum();
            let back = |total, of_parts: &[i64]| {
                reversal_owed(earned, &by_part, &Refunded { parts: &amounts, of_parts, total })
            };
            let total = known + (amount - known) * i64::from(rest) / 100;
            prop_assert!((0..=earned).contains(&back(total, &of_parts)));
            prop_assert_eq!(back(amount, &of_parts), earned);
            prop_assert_eq!(back(amount, &[]), earned);
            prop_assert_eq!(back(0, &[]), 0);
            prop_assert!(back(known, &of_parts) <= back(total, &of_parts), "more is taken back of more");
            // A part that goes back alone takes back what it earned.
            let alone: Vec<_> = (0..amounts.len()).map(|place| if place == 0 { amounts[0] } else { 0 }).collect();
            prop_assert_eq!(back(amounts[0], &alone), by_part[0]);
        }
    }
}
