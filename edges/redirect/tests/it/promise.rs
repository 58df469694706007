//! Promise 1: nobody is sent on before their click is on disk, and nobody waits for ever for it.

use crate::stage::{Disk, Stage, get};
use click::Verdict;
use honeyguide_redirect::REDIRECT_DEADLINE;
use http::StatusCode;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn the_visitor_waits_for_the_disk() {
    let stage = Stage::set().await;
    let disk = REDIRECT_DEADLINE - Duration::from_millis(1);
    stage.set_disk(Disk::Takes(disk));
    let begun = Instant::now();
    let seen = stage.visit(get("/r/ada")).await;
    assert!(begun.elapsed() >= disk && !seen.degraded);
    assert_eq!(stage.kept().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn after_the_deadline_the_visitor_goes_and_the_click_is_written_still() {
    let stage = Stage::set().await;
    let disk = REDIRECT_DEADLINE * 10;
    stage.set_disk(Disk::Takes(disk));
    let begun = Instant::now();
    let seen = stage.visit(get("/r/ada")).await;
    assert!((REDIRECT_DEADLINE..disk).contains(&begun.elapsed()));
    assert_eq!((seen.status, seen.degraded), (StatusCode::FOUND, true));
    assert!(stage.kept().is_empty());
    tokio::time::sleep(disk).await;
    let click = stage.last_click();
    assert_eq!(seen.hg(), Some(click.id.to_string().as_str()));
}

#[tokio::test]
async fn a_broken_disk_degrades_and_the_link_stands_for_the_lost_click() {
    let stage = Stage::set().await;
    stage.set_disk(Disk::Fails);
    let seen = stage.visit(get("/r/ada?x=1")).await;
    assert_eq!((seen.status, seen.degraded), (StatusCode::FOUND, true));
    let expected = format!("https://shop.example/pricing?x=1&hg={}", stage.shop.link.id);
    assert_eq!(seen.location(), expected);
    stage.set_disk(Disk::Works);
    let seen = stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Person, "there is no click that this could repeat");
    assert_eq!(seen.hg(), Some(stage.last_click().id.to_string().as_str()));
}

#[tokio::test]
async fn of_two_clicks_at_once_one_repeats_the_other() {
    let stage = Stage::set().await;
    let (one, other) = tokio::join!(stage.visit(get("/r/ada")), stage.visit(get("/r/ada")));
    assert_eq!(one.hg(), other.hg());
    let people = stage.kept().into_iter().filter(|click| click.verdict == Verdict::Person);
    assert_eq!(people.count(), 1);
}
