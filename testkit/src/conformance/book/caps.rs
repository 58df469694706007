//! Caps: guards, and uses that add up however many commit at once.

use super::{Store, at_once, commit};
use crate::world::{Shop, World, month};
use engine::ports::{Book, CapChange, CapGuard, Changes, CommitError};
use std::{collections::BTreeMap, sync::Arc};
use words::{EnrolmentId, Mode, Month};

fn cap(enrolment: EnrolmentId, of: &str, delta: i64, guard: CapGuard) -> CapChange {
    CapChange { enrolment, month: month(of), delta, guard }
}

fn capping(caps: impl IntoIterator<Item = CapChange>) -> Changes {
    Changes { caps: caps.into_iter().collect(), ..Changes::default() }
}

/// The enrolment's uses; a month that was never used and one whose use is zero are the same.
async fn used(book: &dyn Book, shop: &Shop, enrolment: EnrolmentId) -> BTreeMap<Month, i64> {
    let mut standing = book.standings(shop.scope, &[enrolment]).await.unwrap().remove(0);
    standing.used.retain(|_, amount| *amount != 0);
    standing.used
}

pub(super) async fn guards_hold_and_uses_add_up(book: Store) {
    let world = World::seeded(31);
    let shop = world.shop(world.scope(Mode::Live));
    let (_, other, joined) = world.join(&shop);
    commit(&*book, shop.changes()).await.unwrap();
    commit(&*book, super::rows(joined)).await.unwrap();
    let (own, other) = (shop.enrolment.id, other.id);
    let at_most = CapGuard::AtMost;
    let exactly = CapGuard::Exactly;
    // (change, whether it goes through, the use of March afterwards)
    let steps = [
        (cap(own, "2026-03", 1, exactly(1)), false, 0),
        (cap(own, "2026-03", 700, exactly(0)), true, 700),
        (cap(own, "2026-03", 301, at_most(1_000)), false, 700),
        (cap(own, "2026-03", 300, at_most(1_000)), true, 1_000),
        (cap(own, "2026-03", 0, at_most(1_000)), true, 1_000),
        (cap(own, "2026-03", 0, at_most(999)), false, 1_000),
        (cap(own, "2026-03", 1, exactly(999)), false, 1_000),
        (cap(own, "2026-03", 1, exactly(1_001)), false, 1_000),
        (cap(own, "2026-03", 50, CapGuard::None), true, 1_050),
        (cap(own, "2026-03", -100, at_most(1_000)), true, 950),
        (cap(own, "2026-03", -50, exactly(950)), true, 900),
    ];
    for (change, passes, left) in steps {
        let outcome = commit(&*book, capping([change.clone()])).await;
        assert_eq!(outcome, if passes { Ok(()) } else { Err(CommitError::Conflict) }, "{change:?}");
        let march = used(&*book, &shop, own).await.get(&month("2026-03")).copied().unwrap_or(0);
        assert_eq!(march, left, "{change:?}");
    }
    // Months and enrolments are capped apart; changes of one commit see each other.
    let several = [
        cap(own, "2026-04", 5, exactly(0)),
        cap(other, "2026-03", 7, exactly(0)),
        cap(own, "2026-04", 6, exactly(5)),
        cap(own, "2026-04", 1, at_most(12)),
    ];
    commit(&*book, capping(several)).await.unwrap();
    let both = capping([cap(own, "2026-04", -2, CapGuard::None), cap(other, "2026-03", 1, exactly(0))]);
    assert_eq!(commit(&*book, both).await, Err(CommitError::Conflict));
    let expected = BTreeMap::from([(month("2026-03"), 900), (month("2026-04"), 12)]);
    assert_eq!(used(&*book, &shop, own).await, expected);
    assert_eq!(used(&*book, &shop, other).await, BTreeMap::from([(month("2026-03"), 7)]));
}

pub(super) async fn a_cap_is_never_exceeded_by_64_at_once(book: Store) {
    let world = World::seeded(32);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let turns: Vec<_> = (0..64)
        .map(|place| {
            let change = cap(shop.enrolment.id, "2026-03", 100, CapGuard::AtMost(1_050));
            let facts = vec![world.fact(shop.scope, &format!("try {place}"))];
            let (book, changes) = (Arc::clone(&book), Changes { facts, ..capping([change]) });
            async move { commit(&*book, changes).await }
        })
        .collect();
    let outcomes = at_once(turns).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 10);
    let refused = outcomes.iter().filter(|&outcome| *outcome == Err(CommitError::Conflict));
    assert_eq!(refused.count(), 54);
    let expected = BTreeMap::from([(month("2026-03"), 1_000)]);
    assert_eq!(used(&*book, &shop, shop.enrolment.id).await, expected);
    assert_eq!(book.facts(None, 0, 100).await.unwrap().len(), 10);
}

/// A use at the end of 64 bits refuses more, under every guard, and stays what it is.
pub(super) async fn a_use_never_wraps(book: Store) {
    let world = World::seeded(33);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let own = shop.enrolment.id;
    for (of, end, step) in [("2026-03", i64::MAX, 1), ("2026-04", i64::MIN, -1)] {
        commit(&*book, capping([cap(own, of, end, CapGuard::None)])).await.unwrap();
        let guards = [CapGuard::AtMost(i64::MAX), CapGuard::Exactly(end), CapGuard::None];
        for guard in guards {
            let outcome = commit(&*book, capping([cap(own, of, step, guard)])).await;
            assert!(outcome.is_err(), "{end} and {step} under {guard:?}");
            assert_eq!(used(&*book, &shop, own).await[&month(of)], end);
        }
        commit(&*book, capping([cap(own, of, -step, CapGuard::Exactly(end))])).await.unwrap();
        assert_eq!(used(&*book, &shop, own).await[&month(of)], end - step);
    }
}
