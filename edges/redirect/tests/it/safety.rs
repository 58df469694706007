//! Whatever strangers send: no panic, no broken header, no way out of the allowed domains.

use crate::stage::{LINK_HOST, Stage, Visitor, get};
use http::{HeaderValue, Uri};
use proptest::prelude::*;
use std::sync::LazyLock;
use tokio::runtime::Runtime;
use url::Url;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static STAGE: LazyLock<Stage> = LazyLock::new(|| {
    RUNTIME.block_on(async {
        let stage = Stage::set().await;
        let mut link = stage.link("", "deep");
        link.destination = "https://shop.example/a/b?plan=pro#top".to_owned();
        link.utm.source = Some("ü & co".to_owned());
        link.options.forwards_path = true;
        stage.put_link(link).await;
        stage
    })
});

/// Where the answer leads, if it leads anywhere; panics when a header is not as it must be.
fn leads_to(visitor: Visitor) -> Option<Url> {
    let seen = RUNTIME.block_on(STAGE.ask(visitor))?;
    let location = seen.location?;
    assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{location:?}");
    Some(Url::parse(&location).unwrap_or_else(|fault| panic!("{location:?}: {fault}")))
}

fn assert_allowed(url: &Url) {
    let host = url.host_str().unwrap();
    assert!(host == "shop.example" || host.ends_with(".shop.example"), "{url}");
    assert!(matches!(url.scheme(), "http" | "https"), "{url}");
    assert!(url.username().is_empty() && url.password().is_none(), "{url}");
}

fn visitor(path_and_query: &str) -> Option<Visitor> {
    let uri: Uri = path_and_query.parse().ok()?;
    let mut visitor = get("/");
    *visitor.request.uri_mut() = uri;
    Some(visitor)
}

#[test]
fn nobody_is_led_out_of_the_allowed_domains() {
    for wanted in [
        "https://evil.test/",
        "https%3A%2F%2Fevil.test%2F",
        "%2F%2Fevil.test",
        "%2F%5Cevil.test",
        "%09//evil.test",
        "https:%0A//evil.test",
        "javascript%3Aalert(1)",
        "data:text/html,x",
        "https://shop.example@evil.test/",
        "https://shop.example%40evil.test/",
        "https://evil.test%23.shop.example/",
        "https://evil.test%5C.shop.example/",
        "https://shop.example.evil.test/",
        "https://evilshop.example/",
        "//evil.test%00.shop.example",
        "https://user:pw@shop.example/",
        "https://xn--shop-.example/",
        "https://shop.example:99999/",
        "http://[::1]/",
        "\\\\evil.test",
    ] {
        for slug in ["ada", "deep"] {
            let Some(visitor) = visitor(&format!("/r/{slug}?hg_to={wanted}")) else { continue };
            let url = leads_to(visitor).expect("sent on");
            assert_allowed(&url);
            assert_eq!(url.host_str(), Some("shop.example"), "{wanted}");
        }
    }
}

#[test]
fn lines_do_not_break_out_of_headers() {
    for query in [
        "x=%0d%0aset-cookie:%20a=b",
        "hg_to=%2Fa%0d%0aset-cookie:%20a=b",
        "hg_to=/%E5%98%8A%E5%98%8Dset-cookie",
        "utm_source=%0d%0a&sub1=%00",
        "hg_consent=granted%0d%0a",
    ] {
        let url = leads_to(visitor(&format!("/r/ada?{query}")).unwrap()).expect("sent on");
        assert_allowed(&url);
    }
    let forged = get("/r/ada").with("cookie", "hg_visitor=vis_1\u{9}x");
    assert_allowed(&leads_to(forged).unwrap());
}

#[test]
fn a_deep_link_and_letters_of_all_languages_arrive() {
    let url = leads_to(visitor("/r/ada?hg_to=/caf%C3%A9&naïve=ü").unwrap()).unwrap();
    assert_eq!((url.host_str(), url.path()), (Some("shop.example"), "/caf%C3%A9"));
    assert!(url.query().unwrap().starts_with("na%C3%AFve=%C3%BC&hg=clk_"), "{url}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("HONEYGUIDE_SOAK").is_some() { 100_000 } else { 1_000 }, ..ProptestConfig::default() })]

    #[test]
    fn any_path_and_query_is_answered_within_the_allowed_domains(
        path in "/(r/)?(ada|deep|bob|ADA|\\PC{0,20}|[ -~]{0,20})/?",
        behind in "((/|%2f|%5c|\\\\|//|%252f){1,2}(\\.\\.|%2e%2e|\\.|@evil\\.test|evil\\.test|https:|\\PC{0,5}|[ -~]{0,20})){0,3}",
        query in "(\\?((hg_to|hg_consent|hg|utm_source|sub1|x|%68g)?=?(https?:)?[ -~]{0,30}&?){0,4})?",
        on_link_host: bool,
    ) {
        if let Some(mut visitor) = visitor(&format!("{path}{behind}{query}")) {
            if on_link_host {
                visitor = visitor.on(LINK_HOST);
            }
            if let Some(url) = leads_to(visitor) {
                assert_allowed(&url);
            }
        }
    }

    #[test]
    fn any_header_is_survived(
        name in prop::sample::select(vec!["user-agent", "cookie", "x-forwarded-for", "x-forwarded-proto",
            "referer", "accept-language", "host", "sec-gpc", "sec-purpose", "purpose"]),
        value in prop::collection::vec(any::<u8>(), 0..60),
        from_proxy: bool,
    ) {
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            let mut visitor = get("/r/ada?hg_consent=granted");
            visitor.request.headers_mut().insert(name, value);
            if from_proxy {
                visitor = visitor.from(crate::stage::PROXY);
            }
            if let Some(url) = leads_to(visitor) {
                assert_allowed(&url);
            }
        }
    }
}
