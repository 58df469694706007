//! Appending: what was stored is read, each click once, whoever waits for it.

use super::{Store, at_once, soon};
use crate::world::{World, instant};
use click::{
    Agent, BotReason, Browser, Click, Consent, Device, Machine, OperatingSystem, TEXT_CHARACTERS_MAX, Verdict,
};
use engine::ports::ClickCount;
use program::Utm;
use std::{future::poll_fn, sync::Arc, task::Poll};
use words::{ClickId, Instant, Mode, VisitorId};

/// Clicks that together use every part of the row.
fn every_kind(world: &World) -> Vec<Click> {
    let link = world.shop(world.scope(Mode::Live)).link;
    let at = instant("2026-02-28T23:59:59.999999Z");
    let plain = world.click(&link, at);
    let text = |text: &str| Some(text.to_owned());
    let agent = |device, os, browser, machine| Agent { device, os, browser, machine };
    let bare = Click {
        referrer: None,
        language: None,
        fingerprint: None,
        consent: Consent::Denied,
        path: String::new(),
        host: String::new(),
        ..world.click(&link, instant("2026-03-01T00:00:00Z"))
    };
    let full = Click {
        host: "gö.shop.example".to_owned(),
        path: format!("/r/{}", "🐝".repeat(TEXT_CHARACTERS_MAX)),
        referrer: text("https://blog.example/'\"%_;--"),
        agent: agent(Device::Desktop, OperatingSystem::Windows, Browser::Edge, Some(Machine::Crawler)),
        language: text("zh-Hant-TW"),
        utm: Utm {
            source: text("newsletter"),
            medium: text("e-mail"),
            campaign: text("spring & summer"),
            term: text(""),
            content: text("日本語"),
        },
        subs: [text("1"), None, text("3"), text(""), text("5\n")],
        consent: Consent::Granted,
        visitor: Some(VisitorId::draw(at, world.draw())),
        fingerprint: Some(i64::MIN),
        verdict: Verdict::Repeat { of: plain.id },
        ..world.click(&link, at)
    };
    let bots = BotReason::ALL.map(|reason| Click {
        verdict: Verdict::Bot { reason },
        fingerprint: Some(i64::MAX),
        agent: agent(Device::Unknown, OperatingSystem::Other, Browser::Other, Some(Machine::Program)),
        ..world.click(&link, Instant::from_micros(0))
    });
    [vec![plain, bare, full], bots.to_vec()].concat()
}

pub(super) async fn what_is_appended_can_be_read(store: Store) {
    let world = World::seeded(201);
    assert_eq!(store.count_all().await.unwrap(), 0);
    let clicks = every_kind(&world);
    for click in &clicks {
        assert_eq!(store.click(click.id).await.unwrap(), None);
        store.append(click.clone()).await.unwrap();
        assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click));
    }
    for click in &clicks {
        assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click));
    }
    assert_eq!(store.count_all().await.unwrap(), clicks.len() as u64);
    let never = ClickId::draw(clicks[0].at, world.draw());
    assert_eq!(store.click(never).await.unwrap(), None);
}

/// The clicks lie in five months, so that those who write at once do not all write one file.
pub(super) async fn of_200_at_once_all_are_stored_once(store: Store) {
    let world = World::seeded(202);
    let shop = world.shop(world.scope(Mode::Live));
    let start = instant("2026-01-15T00:00:00Z");
    let clicks: Vec<Click> =
        (0..200).map(|place| world.click(&shop.link, start.plus_days(place % 5 * 30))).collect();
    let appends: Vec<_> = clicks
        .iter()
        .map(|click| {
            let (store, click) = (Arc::clone(&store), click.clone());
            async move {
                store.append(click.clone()).await.unwrap();
                // Whoever was told that it is stored reads it, at once.
                assert_eq!(store.click(click.id).await.unwrap(), Some(click));
            }
        })
        .collect();
    at_once(appends).await;
    assert_eq!(store.count_all().await.unwrap(), 200);
    for click in &clicks {
        assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click));
    }
}

pub(super) async fn a_click_sent_again_is_stored_once(store: Store) {
    let world = World::seeded(203);
    let shop = world.shop(world.scope(Mode::Live));
    let click = world.click(&shop.link, world.now());
    let neighbor = world.click(&shop.link, world.now());
    store.append(click.clone()).await.unwrap();
    store.append(click.clone()).await.unwrap();
    let again = (0..16).map(|place| {
        let click = if place == 7 { neighbor.clone() } else { click.clone() };
        let store = Arc::clone(&store);
        async move { store.append(click).await }
    });
    let outcomes = at_once(again.collect::<Vec<_>>()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(store.count_all().await.unwrap(), 2);
    let (since, until) = (world.now().plus_days(-1), world.now().plus_days(1));
    let counts = store.count_by_link(shop.scope, shop.program.id, since, until).await.unwrap();
    assert_eq!(counts, [(shop.link.id, ClickCount { people: 2, repeats: 0, bots: 0 })]);
    assert_eq!(store.click(click.id).await.unwrap(), Some(click));
}

pub(super) async fn a_click_survives_a_caller_who_stops_waiting(store: Store) {
    let world = World::seeded(204);
    let shop = world.shop(world.scope(Mode::Live));
    let clicks: Vec<Click> = (0..20).map(|_| world.click(&shop.link, world.now())).collect();
    for click in &clicks {
        let mut append = store.append(click.clone());
        poll_fn(|context| {
            let _ = append.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
        drop(append);
        assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click), "found while it is written");
    }
    let stored = async || store.count_all().await.unwrap() == 20;
    assert!(soon(stored).await, "{} of 20 clicks", store.count_all().await.unwrap());
    for click in &clicks {
        assert_eq!(store.click(click.id).await.unwrap().as_ref(), Some(click));
    }
}
