//! Clicks as a list: newest first over the months, filtered, page by page.

use super::Store;
use crate::world::{World, instant};
use click::{BotReason, Click, Verdict};
use engine::ports::ClickFilter;
use words::{ClickId, Mode, Scope};

pub(super) async fn clicks_are_listed_newest_first_in_pages(store: Store) {
    let world = World::seeded(241);
    let live = world.scope(Mode::Live);
    let (shop, other) = (world.shop(live), world.shop(live));
    let abroad = world.shop(Scope { mode: Mode::Test, ..live });
    let times =
        ["2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z", "2026-01-31T12:00:00Z", "2026-03-15T12:00:00Z"];
    let mut clicks = Vec::new();
    for (place, at) in (0..24).zip(times.into_iter().cycle()) {
        let link = [&shop.link, &other.link, &abroad.link][place % 3];
        let mut click = world.click(link, instant(at));
        click.verdict = match place % 5 {
            0 => Verdict::Bot { reason: BotReason::HeadRequest },
            1 => Verdict::Repeat { of: ClickId::draw(click.at, world.draw()) },
            _ => Verdict::Person,
        };
        store.append(click.clone()).await.unwrap();
        clicks.push(click);
    }
    clicks.sort_by_key(|click| std::cmp::Reverse(click.id));
    let none = ClickFilter::default();
    let filters = [
        none.clone(),
        ClickFilter { programs: vec![shop.program.id], ..none.clone() },
        ClickFilter { programs: vec![shop.program.id, other.program.id], ..none.clone() },
        ClickFilter { links: vec![other.link.id], ..none.clone() },
        ClickFilter { links: vec![abroad.link.id], ..none.clone() },
        ClickFilter { verdicts: vec!["person".into(), "bot_head_request".into()], ..none.clone() },
        ClickFilter { since: Some(instant(times[1])), until: Some(instant(times[2])), ..none.clone() },
        ClickFilter { since: Some(instant(times[2])), verdicts: vec!["repeat".into()], ..none },
    ];
    for filter in &filters {
        let of_live = clicks.iter().filter(|click| click.scope == live && filter.wants(click));
        let expected: Vec<Click> = of_live.cloned().collect();
        for limit in [1, 3, 100] {
            let (mut after, mut found) = (None, Vec::new());
            loop {
                let page = store.list(live, filter, after, limit).await.unwrap();
                assert!(page.len() <= limit);
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                found.extend(page);
            }
            assert_eq!(found, expected, "{filter:?} by {limit}");
        }
    }
    let listed = store.list(Scope { mode: Mode::Test, ..live }, &filters[0], None, 100).await.unwrap();
    assert_eq!(listed.len(), 8);
}
