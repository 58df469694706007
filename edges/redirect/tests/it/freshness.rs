//! The links in memory follow the book.

use crate::stage::{LINK_HOST, Stage, get};
use honeyguide_redirect::LinkTable;
use http::StatusCode;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

#[tokio::test]
async fn a_link_works_as_soon_as_it_is_committed() {
    let stage = Stage::set().await;
    assert_eq!(stage.visit(get("/r/eve")).await.status, StatusCode::NOT_FOUND);
    stage.put_link(stage.link("", "eve")).await;
    assert_eq!(stage.visit(get("/r/eve")).await.status, StatusCode::FOUND);
}

#[tokio::test(start_paused = true)]
async fn changes_are_followed_when_news_rings_and_every_second_without() {
    let stage = Stage::set().await;
    let news = Arc::new(Notify::new());
    let follow = tokio::spawn(stage.links.clone().follow(news.clone()));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut link = stage.shop.link.clone();
    link.destination = "https://shop.example/new".to_owned();
    stage.put_link(link.clone()).await;
    news.notify_waiters();
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(stage.visit(get("/r/ada")).await.location().starts_with("https://shop.example/new?"));
    link.destination = "https://shop.example/newer".to_owned();
    stage.put_link(link).await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(stage.visit(get("/r/ada")).await.location().starts_with("https://shop.example/newer?"));
    follow.abort();
}

#[tokio::test]
async fn a_slug_that_moves_leads_to_its_new_link() {
    let stage = Stage::set().await;
    let mut old = stage.shop.link.clone();
    old.slug = "lovelace".to_owned();
    stage.put_link(old.clone()).await;
    let new = stage.link("", "ada");
    stage.put_link(new.clone()).await;
    stage.links.refresh().await.unwrap();
    stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().link, new.id);
    stage.visit(get("/r/lovelace")).await;
    assert_eq!(stage.last_click().link, old.id);
}

#[tokio::test]
async fn a_link_leads_nowhere_while_its_program_does_not_allow_the_domain() {
    let stage = Stage::set().await;
    let mut program = stage.shop.program.clone();
    program.allowed_domains = vec!["other.example".to_owned()];
    stage.put_program(program.clone()).await;
    stage.links.refresh().await.unwrap();
    assert_eq!(stage.visit(get("/r/ada")).await.status, StatusCode::NOT_FOUND);
    program.allowed_domains = vec!["shop.example".to_owned()];
    program.utm.source = Some("friends".to_owned());
    stage.put_program(program).await;
    stage.links.refresh().await.unwrap();
    let seen = stage.visit(get("/bob").on(LINK_HOST)).await;
    assert!(seen.location().starts_with("https://shop.example/pricing?utm_source=friends&hg="));
}

#[tokio::test]
async fn a_table_loaded_later_begins_where_the_facts_end() {
    let stage = Stage::set().await;
    for number in 1..70 {
        stage.put_link(stage.link("", &format!("link-{number}"))).await;
        let table = LinkTable::load(stage.book.clone()).await.unwrap();
        assert!(table.find(None, &format!("link-{number}")).is_some());
        assert_eq!(table.len(), 2 + number);
        let mut link = stage.shop.link.clone();
        link.slug = format!("ada-{number}");
        stage.put_link(link).await;
        assert!(table.find(None, &format!("ada-{number}")).is_none());
        table.refresh().await.unwrap();
        assert!(table.find(None, &format!("ada-{number}")).is_some());
    }
}

#[tokio::test]
async fn visitors_go_on_while_a_program_with_many_links_changes() {
    let stage = Stage::set().await;
    for number in 0..1_000 {
        stage.put_link(stage.link("", &format!("link-{number}"))).await;
    }
    stage.links.refresh().await.unwrap();
    let mut program = stage.shop.program.clone();
    program.utm.source = Some("friends".to_owned());
    stage.put_program(program).await;

    let links = stage.links.clone();
    let refreshing = tokio::spawn(async move { links.refresh().await });
    let mut looks = 0;
    while !refreshing.is_finished() {
        tokio::task::yield_now().await;
        assert!(stage.links.find(None, "link-999").is_some());
        looks += 1;
    }
    // On this one thread a visitor comes in only between two pieces of the change.
    assert!(looks > 5, "{looks}");
    for number in 0..1_000 {
        let seen = stage.visit(get(&format!("/r/link-{number}"))).await;
        assert!(seen.location().contains("utm_source=friends"), "{}", seen.location());
    }
}
