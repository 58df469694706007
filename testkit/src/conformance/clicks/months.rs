//! Retention: whole months go, and nothing of a month that has not ended.

use super::Store;
use crate::world::{World, instant};
use click::{Click, Consent};
use words::{Instant, Mode, VisitorId};

pub(super) async fn retiring_drops_whole_months_only(store: Store) {
    let world = World::seeded(231);
    let shop = world.shop(world.scope(Mode::Live));
    let visitor = VisitorId::draw(world.now(), world.draw());
    let times = [
        "2025-11-30T23:59:59.999999Z",
        "2026-01-01T00:00:00Z",
        "2026-01-31T23:59:59.999999Z",
        "2026-02-01T00:00:00Z",
        "2026-02-28T23:59:59.999999Z",
        "2026-03-01T00:00:00Z",
    ];
    let clicks = times.map(|at| {
        let click = world.click(&shop.link, instant(at));
        Click { visitor: Some(visitor), consent: Consent::Granted, ..click }
    });
    for click in &clicks {
        store.append(click.clone()).await.unwrap();
    }
    // (retire before, months dropped, clicks left)
    let steps = [
        ("2025-11-30T00:00:00Z", 0, 6),
        ("2026-01-31T23:59:59Z", 1, 5),
        ("2026-02-28T12:00:00Z", 1, 3),
        ("2026-02-28T12:00:00Z", 0, 3),
        ("2026-03-15T00:00:00Z", 1, 1),
        ("2026-03-31T00:00:00Z", 0, 1),
    ];
    for (before, months, left) in steps {
        assert_eq!(store.retire(instant(before)).await.unwrap(), months, "before {before}");
        assert_eq!(store.count_all().await.unwrap(), left as u64, "before {before}");
        let (gone, kept) = clicks.split_at(clicks.len() - left);
        for click in gone {
            assert_eq!(store.click(click.id).await.unwrap(), None, "before {before}");
        }
        for click in kept {
            assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click), "before {before}");
        }
        let (scope, program) = (shop.scope, shop.program.id);
        let (since, until) = (Instant::MIN, Instant::MAX);
        let found = store.visitor_clicks(scope, program, visitor, since, until, 100).await.unwrap();
        assert!(found.iter().rev().eq(kept), "before {before}");
        let counts = store.count_by_link(scope, program, since, until).await.unwrap();
        assert_eq!(counts.iter().map(|(_, count)| count.people).sum::<u64>(), left as u64);
    }
    // The store goes on taking clicks, of the month that is running and the next.
    for at in ["2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"] {
        let click = world.click(&shop.link, instant(at));
        store.append(click.clone()).await.unwrap();
        assert_eq!(store.click(click.id).await.unwrap(), Some(click));
    }
    assert_eq!(store.retire(instant("2026-05-02T00:00:00Z")).await.unwrap(), 2);
    assert_eq!(store.count_all().await.unwrap(), 0);
}
