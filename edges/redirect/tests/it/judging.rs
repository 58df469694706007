//! People, repeats, bots and browsers that ask ahead.

use crate::stage::{CHROME, FIREFOX, PROXY, Stage, get};
use click::{BotReason, Consent, REPEAT_WINDOW_MICROS, Verdict};
use http::StatusCode;
use words::MICROS_PER_DAY;

#[tokio::test]
async fn a_second_click_within_the_hour_repeats_the_first_and_carries_its_id() {
    let stage = Stage::set().await;
    let first = stage.visit(get("/r/ada")).await;
    let original = stage.last_click();
    assert_eq!(original.verdict, Verdict::Person);
    stage.world.clock.advance(REPEAT_WINDOW_MICROS - 1);
    let second = stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Repeat { of: original.id });
    assert_eq!(second.hg(), first.hg());
    stage.world.clock.advance(1);
    let third = stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Person, "a repeat does not prolong the hour");
    assert_ne!(third.hg(), first.hg());
    assert_eq!(stage.kept().len(), 3);
}

#[tokio::test]
async fn another_browser_address_or_link_is_another_visit() {
    let stage = Stage::set().await;
    stage.put_link(stage.link("", "eve")).await;
    stage.visit(get("/r/ada")).await;
    for visitor in [
        get("/r/ada").with("user-agent", CHROME),
        get("/r/ada").from("192.0.2.2:4711"),
        get("/r/eve"),
        get("/r/ada").from(PROXY).with("x-forwarded-for", "192.0.2.3"),
    ] {
        stage.visit(visitor).await;
        assert_eq!(stage.last_click().verdict, Verdict::Person);
    }
}

#[tokio::test]
async fn the_address_is_the_clients_behind_trusted_proxies_only() {
    let stage = Stage::set().await;
    stage.visit(get("/r/ada")).await;
    let direct = stage.last_click();
    stage.visit(get("/r/ada").from(PROXY).with("x-forwarded-for", "6.6.6.6, 192.0.2.1, 10.0.0.9")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Repeat { of: direct.id });
    stage.visit(get("/r/ada").with("x-forwarded-for", "198.51.100.1")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Repeat { of: direct.id }, "nobody trusts this peer");
    assert_eq!(stage.last_click().fingerprint, direct.fingerprint);
    for click in stage.kept() {
        let stored = serde_json::to_string(&click).unwrap();
        assert!(!stored.contains("192.0.2.1") && !stored.contains("198.51.100.1"), "{stored}");
    }
}

#[tokio::test]
async fn bots_are_written_with_their_reason_and_get_no_id() {
    let stage = Stage::set().await;
    let crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    for (visitor, reason) in [
        (get("/r/ada").method("HEAD"), BotReason::HeadRequest),
        (get("/r/ada").with("user-agent", crawler), BotReason::Crawler),
        (get("/r/ada").with("user-agent", "Java/17.0.1"), BotReason::Program),
        (get("/r/ada").with("sec-fetch-dest", "image"), BotReason::NotNavigation),
        (get("/r/ada").with("x-purpose", "preview"), BotReason::Preview),
        (get("/r/ada").without("user-agent"), BotReason::NoUserAgent),
        (get("/r/ada").with("user-agent", " "), BotReason::NoUserAgent),
    ] {
        let seen = stage.visit(visitor).await;
        assert_eq!((seen.status, seen.location()), (StatusCode::FOUND, "https://shop.example/pricing"));
        assert_eq!(stage.last_click().verdict, Verdict::Bot { reason });
    }
    stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Person, "a link preview does not spoil the visit");
    stage.visit(get("/r/ada").method("HEAD")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Bot { reason: BotReason::HeadRequest });
}

#[tokio::test]
async fn a_browser_that_asks_ahead_is_told_to_come_back() {
    let stage = Stage::set().await;
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("sec-purpose", "prefetch; anonymous-client-ip"),
        ("purpose", "prefetch"),
    ] {
        let seen = stage.visit(get("/r/ada").with(name, value)).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE, "{name}: {value}");
        assert_eq!((seen.cache.as_deref(), seen.location), (Some("no-store"), None));
        let reason = BotReason::Prefetch;
        assert_eq!(stage.last_click().verdict, Verdict::Bot { reason });
    }
    let nobody = stage.visit(get("/r/nobody").with("sec-purpose", "prefetch")).await;
    assert_eq!(nobody.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(stage.unknown().is_empty(), "the person will come and be counted");
    stage.visit(get("/r/ada")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Person);
}

#[tokio::test]
async fn fingerprints_of_two_days_cannot_be_joined() {
    let stage = Stage::set().await;
    stage.visit(get("/r/ada")).await;
    stage.world.clock.advance(MICROS_PER_DAY);
    stage.visit(get("/r/ada")).await;
    let kept = stage.kept();
    assert_ne!(kept[0].fingerprint, kept[1].fingerprint);
}

#[tokio::test]
async fn odd_headers_are_left_out_and_long_ones_cut() {
    let stage = Stage::set().await;
    let visitor = get("/r/ada")
        .with("user-agent", &FIREFOX.repeat(500))
        .with("accept-language", "*, <script>;q=1")
        .with("referer", &format!("https://blog.example/{}", "x".repeat(5_000)));
    stage.visit(visitor).await;
    let click = stage.last_click();
    assert_eq!((click.verdict, click.consent, click.language), (Verdict::Person, Consent::Unknown, None));
    assert_eq!(click.referrer.map(|referrer| referrer.len()), Some(click::TEXT_CHARACTERS_MAX));
}
