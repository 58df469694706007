//! What may be remembered of a visitor: nothing unless they allow it, and nothing at all if they
//! forbid it.

use crate::stage::{PROXY, Seen, Stage, Visitor, get};
use click::{Consent, Verdict};
use words::VisitorId;

const YEAR_SECONDS: u32 = 365 * 86_400;

fn visitor_of(seen: &Seen) -> VisitorId {
    let cookie = seen.cookie.as_deref().expect("a cookie is set");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, format!("Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax"));
    pair.strip_prefix("hg_visitor=").unwrap().parse().unwrap()
}

fn with_cookie(visitor: Visitor, id: VisitorId) -> Visitor {
    visitor.with("cookie", &format!("theme=dark; hg_visitor={id}; x=y"))
}

#[tokio::test]
async fn nobody_who_was_not_asked_gets_a_cookie() {
    let stage = Stage::set().await;
    let seen = stage.visit(get("/r/ada")).await;
    let click = stage.last_click();
    assert_eq!((seen.cookie.as_deref(), click.consent, click.visitor), (None, Consent::Unknown, None));
    assert_eq!(seen.hg(), Some(click.id.to_string().as_str()));
}

#[tokio::test]
async fn a_grant_sets_a_cookie_that_keeps_the_visitor() {
    let stage = Stage::set().await;
    let seen = stage.visit(get("/r/ada?hg_consent=granted&x=1")).await;
    let visitor = visitor_of(&seen);
    let first = stage.last_click();
    assert_eq!((first.consent, first.visitor), (Consent::Granted, Some(visitor)));
    assert_eq!(seen.location(), format!("https://shop.example/pricing?x=1&hg={}", first.id));
    // Known again from elsewhere, by the cookie alone.
    let again = stage.visit(with_cookie(get("/r/ada"), visitor).from("198.51.100.7:1")).await;
    assert_eq!(visitor_of(&again), visitor);
    let repeat = stage.last_click();
    assert_eq!((repeat.consent, repeat.visitor), (Consent::Granted, Some(visitor)));
    assert_eq!(repeat.verdict, Verdict::Repeat { of: first.id });
    assert_eq!(again.hg(), seen.hg());
}

#[tokio::test]
async fn two_visitors_with_cookies_are_two_though_they_share_address_and_browser() {
    let stage = Stage::set().await;
    let visitor = |chance| VisitorId::draw(stage.world.now(), chance);
    for chance in [1, 2] {
        stage.visit(with_cookie(get("/r/ada"), visitor(chance))).await;
        assert_eq!(stage.last_click().verdict, Verdict::Person);
        assert_eq!(stage.last_click().visitor, Some(visitor(chance)));
    }
}

#[tokio::test]
async fn a_cookie_that_is_not_ours_is_ignored() {
    let stage = Stage::set().await;
    for value in ["", "1", "clk_01h2xcejqtf2nbrexx3vqjhp41", "vis_01h2xcejqtf2nbrexx3vqjhp4!", "\"vis\""] {
        let seen = stage.visit(get("/r/ada").with("cookie", &format!("hg_visitor={value}"))).await;
        assert_eq!((stage.last_click().consent, seen.cookie), (Consent::Unknown, None), "{value}");
    }
}

#[tokio::test]
async fn who_forbids_it_leaves_no_trace_and_only_the_link_travels_on() {
    let stage = Stage::set().await;
    let known = VisitorId::draw(stage.world.now(), 1);
    let link = stage.shop.link.id.to_string();
    for visitor in [
        get("/r/ada?hg_consent=denied"),
        get("/r/ada").with("sec-gpc", "1"),
        get("/r/ada?hg_consent=granted").with("sec-gpc", "1"),
        with_cookie(get("/r/ada"), known).with("sec-gpc", "1"),
        with_cookie(get("/r/ada?hg_consent=denied"), known),
    ] {
        let had_cookie = visitor.request.headers().contains_key("cookie");
        let seen = stage.visit(visitor).await;
        let click = stage.last_click();
        assert_eq!(seen.hg(), Some(link.as_str()));
        assert_eq!((click.consent, click.visitor, click.fingerprint), (Consent::Denied, None, None));
        assert_eq!(click.verdict, Verdict::Person, "nothing is kept that could tell a repeat");
        let deleted = had_cookie.then_some("hg_visitor=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        assert_eq!(seen.cookie.as_deref(), deleted);
        let id = click.id.to_string();
        assert!(seen.answer.headers().values().all(|value| !value.to_str().unwrap().contains(&id)));
    }
    assert_eq!(stage.kept().len(), 5);
}

#[tokio::test]
async fn the_cookie_is_secure_when_a_trusted_proxy_says_https() {
    let stage = Stage::set().await;
    let secure = |seen: Seen| seen.cookie.unwrap().ends_with("; SameSite=Lax; Secure");
    let visitor = || get("/r/ada?hg_consent=granted").with("x-forwarded-proto", "https");
    assert!(secure(stage.visit(visitor().from(PROXY)).await));
    assert!(!secure(stage.visit(visitor()).await), "nobody trusts this peer");
    assert!(!secure(stage.visit(visitor().from(PROXY).with("x-forwarded-proto", "http")).await));
}

#[tokio::test]
async fn a_bot_gets_no_cookie() {
    let stage = Stage::set().await;
    let seen = stage.visit(get("/r/ada?hg_consent=granted").method("HEAD")).await;
    assert_eq!((seen.cookie, stage.last_click().visitor), (None, None));
}

#[tokio::test]
async fn a_grant_after_an_anonymous_click_keeps_the_first_clicks_hour() {
    let stage = Stage::set().await;
    let minute = 60_000_000;
    stage.visit(get("/r/ada")).await;
    let first = stage.last_click();
    stage.world.clock.advance(59 * minute);
    let granted = stage.visit(get("/r/ada?hg_consent=granted")).await;
    assert_eq!(stage.last_click().verdict, Verdict::Repeat { of: first.id });
    stage.world.clock.advance(2 * minute);
    stage.visit(with_cookie(get("/r/ada"), visitor_of(&granted))).await;
    assert_eq!(stage.last_click().verdict, Verdict::Person);
}
