//! Running totals: guards, and counts that add up however many commit at once.

use super::{Store, at_once, commit, rows};
use crate::world::{Shop, World};
use commission::{Commission, Counted};
use engine::ports::{Changes, CommitError, Commits, Facts, Row};
use program::Event;
use settlement::{TotalChange, TotalGuard, TotalKey, TotalOf};
use std::sync::Arc;
use words::{CommissionId, Day, Mode, Window};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Of the month in which the day lies.
fn of_month(of: TotalOf, at: &str) -> TotalKey {
    TotalKey { of, counted: Counted::Earned, days: Window::Month.around(day(at)) }
}

fn adding(of: TotalOf, at: &str, delta: i64) -> TotalChange {
    TotalChange { of, counted: Counted::Earned, day: day(at), delta }
}

async fn total(book: &(impl Commits + ?Sized), key: TotalKey) -> i64 {
    book.totals(&[key]).await.unwrap()[0]
}

fn own(shop: &Shop) -> TotalOf {
    TotalOf::Enrollment(shop.enrollment.id)
}

pub(super) async fn guards_hold_and_totals_add_up(book: Arc<impl Commits + ?Sized>) {
    let world = World::seeded(31);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (own, march) = (own(&shop), of_month(own(&shop), "2026-03-15"));
    // (day, delta, bounds, whether it goes through, the total of March afterwards)
    let steps = [
        ("2026-03-01", 1, (1, 1), false, 0),
        ("2026-03-01", 700, (0, 0), true, 700),
        ("2026-03-31", 301, (i64::MIN, 699), false, 700),
        ("2026-03-31", 300, (i64::MIN, 700), true, 1_000),
        ("2026-02-28", 5, (1_000, 1_000), true, 1_000),
        ("2026-04-01", 5, (1_000, i64::MAX), true, 1_000),
        ("2026-03-15", 1, (1_001, i64::MAX), false, 1_000),
        ("2026-03-15", -100, (i64::MIN, i64::MAX), true, 900),
    ];
    for (at, delta, (least, most), passes, left) in steps {
        let changes = Changes {
            guards: vec![TotalGuard { key: march, least, most }],
            totals: vec![adding(own, at, delta)],
            ..Changes::default()
        };
        let outcome = commit(&*book, changes).await;
        assert_eq!(outcome, if passes { Ok(()) } else { Err(CommitError::Conflict) }, "{at} {delta}");
        assert_eq!(total(&*book, march).await, left, "{at} {delta}");
    }
    // A guard looks at what was there before the commit's own changes, which add up.
    let guards = vec![TotalGuard { key: march, least: 900, most: 900 }];
    let twice = vec![adding(own, "2026-03-02", 40), adding(own, "2026-03-02", 60)];
    commit(&*book, Changes { guards, totals: twice, ..Changes::default() }).await.unwrap();
    let all = TotalKey { days: Window::AllTime.around(day("2026-03-15")), ..march };
    let program = of_month(TotalOf::Program(shop.program.id), "2026-03-15");
    let counted = TotalKey { counted: Counted::Events(Event::Sale), ..march };
    assert_eq!(book.totals(&[march, all, program, counted]).await.unwrap(), [1_000, 1_010, 0, 0]);
}

pub(super) async fn what_was_earned_with_a_customer_is_told_by_their_commissions(book: Store) {
    let world = World::seeded(34);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let purchase = world.purchase(&shop, "ORD-1", 90_000);
    let at = purchase.commission.occurred_at;
    let another = |earned, share_millionths, at| {
        let id = CommissionId::draw(world.now(), world.draw());
        let commission =
            Commission { id, earned, share_millionths, occurred_at: at, ..purchase.commission.clone() };
        Row::Commission(commission)
    };
    let others = [another(7, 1, at), another(100, 0, at), another(1_000, 1, at.plus_days(40))];
    commit(&*book, rows(purchase.rows().into_iter().chain(others))).await.unwrap();
    let of = TotalOf::Customer(shop.enrollment.id, purchase.customer.id);
    let key = |window: Window| TotalKey { of, counted: Counted::Earned, days: window.around(Day::of(at)) };
    let earned = purchase.commission.earned;
    let asked = [key(Window::Day), key(Window::AllTime)];
    assert_eq!(book.totals(&asked).await.unwrap(), [earned + 7, earned + 1_007]);
}

pub(super) async fn a_cap_is_never_exceeded_by_64_at_once(
    book: Arc<impl Commits + Facts + ?Sized + 'static>,
) {
    let world = World::seeded(32);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let (own, key) = (own(&shop), of_month(own(&shop), "2026-03-15"));
    let turns: Vec<_> = (0..64)
        .map(|place| {
            let facts = vec![world.fact(shop.scope, &format!("try {place}"))];
            let guards = vec![TotalGuard { key, least: i64::MIN, most: 950 }];
            let totals = vec![adding(own, "2026-03-15", 100)];
            let (book, changes) =
                (Arc::clone(&book), Changes { facts, guards, totals, ..Changes::default() });
            async move { commit(&*book, changes).await }
        })
        .collect();
    let outcomes = at_once(turns).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 10);
    let refused = outcomes.iter().filter(|&outcome| *outcome == Err(CommitError::Conflict));
    assert_eq!(refused.count(), 54);
    assert_eq!(total(&*book, key).await, 1_000);
    assert_eq!(book.facts(None, 0, 100).await.unwrap().len(), 10);
}

/// A total at the end of 64 bits refuses more and stays what it is.
pub(super) async fn a_total_never_wraps(book: Arc<impl Commits + ?Sized>) {
    let world = World::seeded(33);
    let shop = world.shop(world.scope(Mode::Live));
    commit(&*book, shop.changes()).await.unwrap();
    let own = own(&shop);
    for (at, end, step) in [("2026-03-15", i64::MAX, 1), ("2026-04-15", i64::MIN, -1)] {
        let change = |delta| Changes { totals: vec![adding(own, at, delta)], ..Changes::default() };
        commit(&*book, change(end)).await.unwrap();
        assert!(commit(&*book, change(step)).await.is_err(), "{end} and {step}");
        assert_eq!(total(&*book, of_month(own, at)).await, end);
        commit(&*book, change(-step)).await.unwrap();
        assert_eq!(total(&*book, of_month(own, at)).await, end - step);
    }
}
