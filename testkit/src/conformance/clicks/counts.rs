//! Counts: clicks by link and verdict, and slugs that no link has.

use super::{Store, soon, sorted_by};
use crate::world::{World, instant};
use click::{BotReason, Click, Verdict};
use engine::ports::ClickCount;
use report::{BySource, ClickTallies, Figures, Question, Slot};
use words::{ClickId, Instant, Mode, Scope};

pub(super) async fn links_are_counted_by_verdict(store: Store) {
    let world = World::seeded(221);
    let live = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..live };
    let (shop, neighbor, trial) = (world.shop(live), world.shop(live), world.shop(test));
    let second = world.link(&shop.enrollment);
    let (since, until) = (instant("2026-01-20T00:00:00Z"), instant("2026-03-10T00:00:00Z"));
    let february = instant("2026-02-01T00:00:00Z");
    let of = ClickId::draw(february, world.draw());
    let bot = |reason| Verdict::Bot { reason };
    let repeat = Verdict::Repeat { of };
    let mut clicks = Vec::new();
    let mut visit = |link, at, verdict| clicks.push(Click { verdict, ..world.click(link, at) });
    for at in [since, february.plus_micros(-1), february, until.plus_micros(-1)] {
        visit(&shop.link, at, Verdict::Person);
    }
    visit(&shop.link, since, repeat);
    visit(&shop.link, until.plus_micros(-1), repeat);
    visit(&shop.link, february, bot(BotReason::Crawler));
    visit(&shop.link, february, bot(BotReason::NoUserAgent));
    visit(&shop.link, since, bot(BotReason::HeadRequest));
    visit(&second, february, bot(BotReason::Crawler));
    for outside in [since.plus_micros(-1), until] {
        visit(&shop.link, outside, Verdict::Person);
        visit(&neighbor.link, outside, repeat);
    }
    visit(&neighbor.link, february, Verdict::Person);
    visit(&trial.link, february, Verdict::Person);
    for click in &clicks {
        store.append(click.clone()).await.unwrap();
    }
    assert_eq!(store.count_all().await.unwrap(), clicks.len() as u64);
    let counts = async |scope, program: &program::Program, since, until| {
        let counts = store.count_by_link(scope, program.id, since, until).await.unwrap();
        sorted_by(counts, |&(link, _)| link)
    };
    let count = |people, repeats, bots| ClickCount { people, repeats, bots };
    let one = count(1, 0, 0);
    let both =
        sorted_by(vec![(shop.link.id, count(4, 2, 3)), (second.id, count(0, 0, 1))], |&(link, _)| link);
    assert_eq!(counts(live, &shop.program, since, until).await, both);
    assert_eq!(counts(live, &neighbor.program, since, until).await, [(neighbor.link.id, one)]);
    assert_eq!(counts(test, &trial.program, since, until).await, [(trial.link.id, one)]);
    assert_eq!(counts(test, &shop.program, since, until).await, []);
    assert_eq!(counts(live, &trial.program, since, until).await, []);
    assert_eq!(counts(live, &shop.program, since, since).await, [], "the end is not within");
    let ever = counts(live, &shop.program, Instant::MIN, Instant::MAX).await;
    assert_eq!(ever.iter().find(|(link, _)| *link == shop.link.id), Some(&(shop.link.id, count(6, 2, 3))));
}

pub(super) async fn people_are_added_up_by_time_link_and_source(store: Store) {
    let world = World::seeded(223);
    let live = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..live };
    let (shop, neighbor, trial) = (world.shop(live), world.shop(live), world.shop(test));
    let second = world.link(&shop.enrollment);
    let (since, until) = (instant("2026-01-31T23:00:00Z"), instant("2026-02-01T01:00:00Z"));
    let midnight = instant("2026-02-01T00:00:00Z");
    let visit = |link, at, source: &str, referrer: Option<&str>| {
        let mut click = world.click(link, at);
        click.utm.source = (!source.is_empty()).then(|| source.to_owned());
        click.referrer = referrer.map(str::to_owned);
        click
    };
    let one_before = midnight.plus_micros(-1);
    let mut clicks = vec![
        visit(&shop.link, since, "", None),
        visit(&shop.link, one_before, "", Some("https://blog.example/reviews?x=//y")),
        visit(&second, midnight, "", Some("https://blog.example")),
        visit(&second, midnight, "newsletter", Some("https://blog.example/")),
        visit(&shop.link, until, "", None),
        visit(&neighbor.link, midnight, "", None),
        visit(&trial.link, midnight, "", None),
    ];
    clicks.push(Click {
        verdict: Verdict::Repeat { of: clicks[0].id },
        ..visit(&shop.link, midnight, "", None)
    });
    clicks.push(Click {
        verdict: Verdict::Bot { reason: BotReason::Crawler },
        ..visit(&shop.link, midnight, "", None)
    });
    for click in &clicks {
        store.append(click.clone()).await.unwrap();
    }
    let asked = Question { programs: vec![shop.program.id], partner: None, since, until };
    let tallies = store.tally(live, &asked, None).await.unwrap();
    let figures = |clicks| Figures { clicks, ..Figures::default() };
    let slots =
        [(Slot::of(since), figures(1)), (Slot::of(one_before), figures(1)), (Slot::of(midnight), figures(2))];
    assert_eq!(sorted_by(tallies.slots, |&(slot, _)| slot), slots);
    let links = sorted_by(vec![(shop.link.id, 2), (second.id, 2)], |&(link, _)| link);
    assert_eq!(sorted_by(tallies.links, |&(link, _)| link), links);
    let source = |source: &str, clicks| BySource { source: source.to_owned(), clicks };
    let sources = [source("", 1), source("blog.example", 2), source("newsletter", 1)];
    assert_eq!(sorted_by(tallies.sources, |it| it.source.clone()), sources);
    let of_second = store.tally(live, &asked, Some(&[second.id])).await.unwrap();
    assert_eq!(
        (of_second.slots, of_second.links),
        (vec![(Slot::of(midnight), figures(2))], vec![(second.id, 2)])
    );
    assert_eq!(store.tally(live, &asked, Some(&[])).await.unwrap(), ClickTallies::default());
    assert_eq!(store.tally(test, &asked, None).await.unwrap(), ClickTallies::default());
}

pub(super) async fn unknown_slugs_are_counted_by_day(store: Store) {
    let world = World::seeded(222);
    let noon = instant("2026-02-28T12:00:00Z");
    let midnight = instant("2026-03-01T00:00:00Z");
    let (default, host) = ("", "go.shop.example");
    let mut expected = Vec::new();
    for (host, slug, visits) in [(host, "old", 5), (default, "old", 3), (host, "%_'é🐝", 2), (host, "OLD", 1)]
    {
        expected.push((host.to_owned(), slug.to_owned(), visits));
        for visit in 0..visits {
            let at = if visit == 0 { midnight.plus_micros(-1) } else { noon };
            store.count_unknown_slug(host, slug, at);
        }
    }
    store.count_unknown_slug(host, "old", midnight);
    let found = async |day, limit| store.unknown_slugs(day, limit).await.unwrap();
    let counted = soon(async || found(noon, 100).await == expected).await;
    assert!(counted, "{:?}", found(noon, 100).await);
    let next_day = vec![(host.to_owned(), "old".to_owned(), 1)];
    let counted = soon(async || found(midnight, 100).await == next_day).await;
    assert!(counted, "{:?}", found(midnight, 100).await);
    assert_eq!(found(midnight.plus_micros(-1), 2).await, expected[..2]);
    assert_eq!(found(noon.plus_days(-1), 100).await, []);
    // More visits add to what was written; clicks are counted apart.
    let shop = world.shop(world.scope(Mode::Live));
    (0..3).for_each(|_| store.count_unknown_slug(default, "old", noon));
    store.append(world.click(&shop.link, noon)).await.unwrap();
    (expected[0], expected[1]) = ((default.to_owned(), "old".to_owned(), 6), expected[0].clone());
    let counted = soon(async || found(noon, 100).await == expected).await;
    assert!(counted, "{:?}", found(noon, 100).await);
    assert_eq!(store.count_all().await.unwrap(), 1);
}
