//! Which link a request is for, and what happens when there is none.

use crate::stage::{ANY_HOST, LINK_HOST, Stage, get};
use http::StatusCode;
use words::Mode;

#[tokio::test]
async fn a_visitor_is_sent_on_and_the_click_written_first() {
    let stage = Stage::set().await;
    let visitor =
        get("/r/ada?plan=pro&utm_source=news&utm_campaign=&sub1=banner%201&sub5=x+y&sub6=no&hg=clk_forged")
            .with("referer", "https://blog.example/post?token=secret#top")
            .with("accept-language", "de-AT,de;q=0.9");
    let seen = stage.visit(visitor).await;
    let click = stage.last_click();
    assert_eq!(seen.status, StatusCode::FOUND);
    let expected = format!(
        "https://shop.example/pricing?plan=pro&utm_source=news&utm_campaign=&sub1=banner%201&sub5=x+y&sub6=no&hg={}",
        click.id
    );
    assert_eq!(seen.location(), expected);
    assert_eq!(seen.cache.as_deref(), Some("no-store"));
    assert_eq!((seen.body.as_str(), seen.degraded, &seen.cookie), ("", false, &None));
    assert_eq!((click.link, click.program), (stage.shop.link.id, stage.shop.program.id));
    assert_eq!((click.scope, click.at), (stage.shop.scope, stage.world.now()));
    assert_eq!((click.host.as_str(), click.path.as_str()), (ANY_HOST, "/r/ada"));
    assert_eq!(click.referrer.as_deref(), Some("https://blog.example/post"));
    assert_eq!(click.language.as_deref(), Some("de-AT"));
    assert_eq!((click.utm.source.as_deref(), click.utm.campaign), (Some("news"), None));
    assert_eq!(click.subs[0].as_deref(), Some("banner 1"));
    assert_eq!(click.subs[4].as_deref(), Some("x y"));
    assert!(click.fingerprint.is_some() && click.visitor.is_none());
}

#[tokio::test]
async fn a_link_host_has_its_own_slugs_before_the_default_ones() {
    let stage = Stage::set().await;
    let own = stage.link(LINK_HOST, "both");
    stage.put_link(stage.link("", "both")).await;
    stage.put_link(own.clone()).await;
    stage.visit(get("/both").on(LINK_HOST)).await;
    assert_eq!(stage.last_click().link, own.id);
    stage.visit(get("/r/both").on(LINK_HOST)).await;
    assert_eq!(stage.last_click().link, own.id);
    stage.visit(get("/r/both")).await;
    assert_ne!(stage.last_click().link, own.id);
    assert_eq!(stage.visit(get("/ada").on(LINK_HOST)).await.status, StatusCode::FOUND, "a default link");
    assert_eq!(stage.visit(get("/r/bob")).await.status, StatusCode::NOT_FOUND, "the link host's alone");
}

#[tokio::test]
async fn on_a_workspaces_own_host_no_other_workspaces_link_answers() {
    let stage = Stage::set().await;
    let stranger = stage.world.program(stage.world.scope(Mode::Live));
    let link = program::Link { program: stranger.id, scope: stranger.scope, ..stage.link("", "log-in") };
    stage.put_program(stranger).await;
    stage.put_link(link).await;
    assert_eq!(stage.visit(get("/log-in").on(LINK_HOST)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.visit(get("/r/log-in").on(LINK_HOST)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.visit(get("/r/log-in")).await.status, StatusCode::FOUND, "on the default domain");
}

#[tokio::test]
async fn people_write_hosts_and_slugs_as_they_like() {
    let stage = Stage::set().await;
    for (host, path) in [
        (ANY_HOST, "/r/ADA"),
        (ANY_HOST, "/r/%61da"),
        (ANY_HOST, "/r/ada/"),
        ("GO.Shop.example:8443", "/Bob"),
        ("go.shop.example.", "/bob?"),
    ] {
        assert_eq!(stage.visit(get(path).on(host)).await.status, StatusCode::FOUND, "{host}{path}");
    }
}

#[tokio::test]
async fn what_is_not_for_the_redirect_is_left_to_others() {
    let stage = Stage::set().await;
    for path in ["/", "/r", "/r/", "/r/a/b", "/v1/track/sale", "/ada", "/R/ada"] {
        assert!(stage.ask(get(path)).await.is_none(), "{path}");
    }
    for path in ["/", "/v1/track/sale", "/a/b"] {
        assert_eq!(stage.visit(get(path).on(LINK_HOST)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(stage.unknown().is_empty(), "none of these is a mistyped slug");
}

#[tokio::test]
async fn an_unknown_slug_is_counted_and_answered_calmly() {
    let stage = Stage::set().await;
    let seen = stage.visit(get("/r/AdaLovelace?x=%3Cscript%3E")).await;
    assert_eq!((seen.status, seen.cache.as_deref()), (StatusCode::NOT_FOUND, Some("no-store")));
    assert!(seen.body.contains("There is no link here") && !seen.body.contains("script"));
    assert!(!seen.body.to_lowercase().contains("adalovelace"));
    assert_eq!(seen.answer.headers()["content-type"], "text/html; charset=utf-8");
    stage.visit(get("/favicon.ico").on(LINK_HOST)).await;
    assert_eq!(stage.unknown(), [(ANY_HOST.to_owned(), "adalovelace".to_owned())]);
    assert!(stage.kept().is_empty());
    stage.visit(get(&format!("/r/{}", "x".repeat(5_000)))).await;
    assert_eq!(stage.unknown()[1].1.len(), program::SLUG_CHARACTERS_MAX);
}

#[tokio::test]
async fn an_unknown_slug_on_a_programs_host_leads_to_its_fallback() {
    let stage = Stage::set().await;
    let mut program = stage.shop.program.clone();
    program.fallback_url = Some("https://shop.example/lost".to_owned());
    stage.put_program(program.clone()).await;
    // A test program on the same host has no say.
    let mut test = stage.world.program(words::Scope { mode: Mode::Test, ..stage.shop.scope });
    test.link_host = Some(LINK_HOST.to_owned());
    test.fallback_url = Some("https://shop.example/test".to_owned());
    stage.put_program(test).await;
    let seen = stage.visit(get("/nobody?x=1").on(LINK_HOST)).await;
    assert_eq!((seen.status, seen.location()), (StatusCode::FOUND, "https://shop.example/lost"));
    assert_eq!(seen.cache.as_deref(), Some("no-store"));
    assert_eq!(stage.unknown(), [(LINK_HOST.to_owned(), "nobody".to_owned())]);
    assert_eq!(stage.visit(get("/r/nobody")).await.status, StatusCode::NOT_FOUND, "elsewhere there is none");
    assert!(stage.kept().is_empty());
}

#[tokio::test]
async fn only_get_and_head_follow_links() {
    let stage = Stage::set().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        let seen = stage.visit(get("/r/ada").method(method)).await;
        assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(seen.answer.headers()["allow"], "GET, HEAD");
    }
    assert!(stage.kept().is_empty());
}
