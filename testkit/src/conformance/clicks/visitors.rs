//! A visitor's earlier clicks: newest first, people's only, of one scope and program.

use super::Store;
use crate::world::{World, instant};
use click::{BotReason, Click, Consent, Verdict};
use program::Link;
use words::{Instant, Mode, Scope, VisitorId};

fn visit(world: &World, link: &Link, visitor: VisitorId, at: Instant) -> Click {
    Click { visitor: Some(visitor), consent: Consent::Granted, ..world.click(link, at) }
}

pub(super) async fn a_visitors_clicks_come_newest_first(store: Store) {
    let world = World::seeded(211);
    let shop = world.shop(world.scope(Mode::Live));
    let second = world.link(&shop.enrollment);
    let visitor = VisitorId::draw(world.now(), world.draw());
    let times = [
        "2025-12-31T23:59:59.999999Z",
        "2026-01-01T00:00:00Z",
        "2026-01-31T23:59:59.999999Z",
        "2026-02-01T00:00:00Z",
        "2026-02-01T00:00:00.000001Z",
        "2026-03-15T12:00:00Z",
    ];
    let links = [&shop.link, &second];
    let visits: Vec<Click> = times
        .iter()
        .zip(links.into_iter().cycle())
        .map(|(at, link)| visit(&world, link, visitor, instant(at)))
        .collect();
    // Stored in no order of time.
    for place in [3, 0, 5, 1, 4, 2] {
        store.append(visits[place].clone()).await.unwrap();
    }
    let found = async |since, until, limit| {
        let (scope, program) = (shop.scope, shop.program.id);
        store.visitor_clicks(scope, program, visitor, since, until, limit).await.unwrap()
    };
    for first in 0..times.len() {
        for last in first..times.len() {
            let (since, until) = (instant(times[first]), instant(times[last]));
            let mut expected = visits[first..=last].to_vec();
            expected.reverse();
            assert_eq!(found(since, until, 100).await, expected, "both bounds are within");
            let inner: Vec<_> =
                expected.iter().filter(|it| since < it.at && it.at < until).cloned().collect();
            assert_eq!(found(since.plus_micros(1), until.plus_micros(-1), 100).await, inner);
            for limit in 1..=expected.len() {
                assert_eq!(found(since, until, limit).await, expected[..limit], "the newest stay");
            }
        }
    }
    let mut all = visits;
    all.reverse();
    assert_eq!(found(Instant::MIN, Instant::MAX, 100).await, all);
    assert_eq!(found(Instant::MAX, Instant::MIN, 100).await, []);
}

pub(super) async fn only_people_of_the_scope_and_program_are_visitors(store: Store) {
    let world = World::seeded(212);
    let live = world.scope(Mode::Live);
    let test = Scope { mode: Mode::Test, ..live };
    let (shop, neighbor) = (world.shop(live), world.shop(live));
    let (abroad, trial) = (world.shop(world.scope(Mode::Live)), world.shop(test));
    let [visitor, other] = [0, 1].map(|_| VisitorId::draw(world.now(), world.draw()));
    let at = world.now();
    let own = visit(&world, &shop.link, visitor, at);
    let mut repeat = visit(&world, &shop.link, visitor, at);
    repeat.verdict = Verdict::Repeat { of: own.id };
    let mut bot = visit(&world, &shop.link, visitor, at);
    bot.verdict = Verdict::Bot { reason: BotReason::HeadRequest };
    // A click of the test scope that names the live program is still the test scope's.
    let astray = Click { scope: test, ..visit(&world, &shop.link, visitor, at) };
    let of_test = visit(&world, &trial.link, visitor, at);
    let next_door = visit(&world, &neighbor.link, visitor, at);
    let clicks = [
        visit(&world, &shop.link, other, at),
        world.click(&shop.link, at),
        visit(&world, &abroad.link, visitor, at),
    ];
    let named = [&own, &repeat, &bot, &astray, &of_test, &next_door];
    for click in named.into_iter().chain(&clicks) {
        store.append(click.clone()).await.unwrap();
    }
    let found = async |scope, program: &program::Program| {
        store.visitor_clicks(scope, program.id, visitor, at, at, 100).await.unwrap()
    };
    assert_eq!(found(live, &shop.program).await, [own]);
    assert_eq!(found(live, &neighbor.program).await, [next_door]);
    assert_eq!(found(test, &shop.program).await, [astray]);
    assert_eq!(found(test, &trial.program).await, [of_test]);
    assert_eq!(found(live, &trial.program).await, []);
    assert_eq!(found(live, &abroad.program).await, []);
}
