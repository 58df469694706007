//! What one partner or key may have at most, over HTTP: refused beyond it in words that say what is accepted.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Shop, bare, sale},
};
use async_trait::async_trait;
use engine::ports::Vault;
use honeyguide_api::{
    BATCH_LINE_BYTES_MAX, BATCHES, Body, FAMILIAR_PASSWORDS, LIVE_STREAMS, LONG_READS, MERCHANTS_LISTS,
    MERCHANTS_WORK, PARTNERS_LISTS, PARTNERS_WORK, PASSWORDS,
};
use program::{KeyKind, Seat};
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};
use tower::ServiceExt;
use words::{EmailHash, Grant, Instant, Mode, PartnerId, Role, Sealed, SubjectKey};

async fn enter<'a>(shop: &'a Shop, partner: &str) -> Browser<'a> {
    let partner: PartnerId = partner.parse().unwrap();
    shop.user(shop.scope, "ada@example.com", Seat::Partner { partner, mode: Mode::Live }).await;
    let mut browser = Browser::new(shop);
    browser.log_in("ada@example.com", PASSWORD).await.ok(201);
    browser
}

#[tokio::test]
async fn a_partner_makes_a_thousand_links_and_the_merchant_more() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut ada = enter(&shop, &made.partner).await;
    let link = |slug: String| {
        json!({ "program_id": made.program, "partner_id": made.partner, "slug": slug,
            "destination": "https://shop.example/" })
    };
    // Those that the merchant made count, too; one was there.
    for hundred in 0..10 {
        let links: Vec<_> = (0..100)
            .map(|number| link(format!("{hundred}-{number}")))
            .skip(usize::from(hundred == 0) * 2)
            .collect();
        shop.post("/v1/links/bulk", &json!({ "links": links })).await.ok(200);
    }
    let own = json!({ "program_id": made.program, "destination": "https://shop.example/" });
    ada.send("POST", "/v1/partner/links", Some(own.clone())).await.ok(201);
    let refused = ada.send("POST", "/v1/partner/links", Some(own)).await;
    assert_eq!((refused.status, refused.problem().as_str()), (422, "invalid_field"), "{}", refused.text);
    assert_eq!(refused.body["field"], "program_id");
    assert!(
        refused.body["expected"].as_str().unwrap().starts_with("fewer than 1000 links"),
        "{}",
        refused.text
    );
    shop.post("/v1/links", &link("one-more".to_owned())).await.ok(201);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_refused_alone() {
    let shop = Shop::set().await;
    shop.open().await;
    let line = |order: &str, note: usize| {
        let mut sale = sale(order, "c", 100);
        sale["type"] = json!("sale");
        let text = sale.to_string();
        // Blanks within JSON, so that the line is an event but for its length.
        let blanks = note.saturating_sub(text.len());
        format!("{{{}{}\n", " ".repeat(blanks), &text[1..])
    };
    let body = [line("A", 0), line("B", BATCH_LINE_BYTES_MAX + 1), line("C", BATCH_LINE_BYTES_MAX)].concat();
    let request = shop.request("POST", "/v1/track/batch").header("content-type", "application/x-ndjson");
    let seen = shop.send(request.body(body.into()).unwrap()).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    let answers = seen.lines();
    let statuses: Vec<_> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 413, 201]);
    assert_eq!(answers[1]["problem"]["code"], "body_too_large");
    assert_eq!(answers[1]["problem"]["expected"], "at most 1048576 bytes a line");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_holds_no_place_of_others() {
    let shop = Shop::set().await;
    shop.open().await;
    let never = || Body::from_stream(futures_util::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
    let request = || shop.request("POST", "/v1/session").header("content-type", "application/json");
    let mut waiting = Vec::new();
    for _ in 0..honeyguide_api::REQUESTS_AT_ONCE_MAX {
        let mut arriving = Box::pin(shop.send(request().body(never()).unwrap()));
        let begun = arriving.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(begun.is_pending());
        waiting.push(arriving);
    }
    shop.post("/v1/track/sale", &sale("A", "c", 100)).await.ok(201);
}

#[test]
fn no_share_is_all_there_is() {
    for sizes in
        [MERCHANTS_WORK, MERCHANTS_LISTS, PARTNERS_WORK, PARTNERS_LISTS, LONG_READS, BATCHES, LIVE_STREAMS]
    {
        for share in [Some(sizes.of_one), sizes.of_workspace].into_iter().flatten() {
            assert!(share.in_all < sizes.at_once + sizes.waiting && share.at_once < sizes.at_once);
        }
    }
    const { assert!(PASSWORDS.waiting <= 32 && PASSWORDS.of_one.in_all < PASSWORDS.at_once + PASSWORDS.waiting) };
}

#[tokio::test]
async fn somebody_unknown_sends_little() {
    let shop = Shop::set().await;
    shop.open().await;
    let email = "x".repeat(honeyguide_api::GUEST_BODY_BYTES_MAX);
    let log_in = json!({ "email": email, "password": PASSWORD }).to_string();
    let request = shop.request("POST", "/v1/session").header("content-type", "application/json");
    let seen = shop.send(request.body(log_in.clone().into()).unwrap()).await;
    assert_eq!((seen.status, seen.problem().as_str()), (413, "body_too_large"), "{}", seen.text);
    // With a key the same body is read, and refused for what it says.
    let request = shop.request("POST", "/v1/programs").header("content-type", "application/json");
    assert_eq!(shop.send(request.body(log_in.into()).unwrap()).await.problem(), "malformed_body");
}

/// A vault that counts how many passwords are verified at the same time.
struct Counting {
    plain: Arc<dyn Vault>,
    running: AtomicUsize,
    most: Arc<AtomicUsize>,
}

#[async_trait]
impl Vault for Counting {
    fn new_key(&self) -> SubjectKey {
        self.plain.new_key()
    }

    fn seal(&self, key: &SubjectKey, text: &str) -> Sealed {
        self.plain.seal(key, text)
    }

    fn open(&self, key: &SubjectKey, sealed: &Sealed) -> Option<String> {
        self.plain.open(key, sealed)
    }

    fn email_hash(&self, normalized: &str) -> EmailHash {
        self.plain.email_hash(normalized)
    }

    async fn hash_password(&self, password: &str) -> String {
        self.plain.hash_password(password).await
    }

    async fn verify_password(&self, password: &str, hash: Option<&str>) -> bool {
        let running = self.running.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(running, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.running.fetch_sub(1, Ordering::Relaxed);
        self.plain.verify_password(password, hash).await
    }

    fn fingerprint(&self, at: Instant, address: std::net::IpAddr, user_agent: &str) -> i64 {
        self.plain.fingerprint(at, address, user_agent)
    }
}

#[tokio::test]
async fn whatever_asks_for_a_password_is_verified_within_their_bound() {
    let most = Arc::new(AtomicUsize::new(0));
    let counted = most.clone();
    let counting = |plain| Arc::new(Counting { plain, running: AtomicUsize::new(0), most: counted }) as _;
    let shop = Shop::with_vault(None, counting).await;
    shop.user(shop.scope, "owner@acme.example", Seat::Team { role: Role::Owner }).await;
    let mut browsers = Vec::new();
    for _ in 0..8 {
        let mut browser = Browser::new(&shop);
        browser.log_in("owner@acme.example", PASSWORD).await.ok(201);
        browsers.push(browser);
    }
    for (path, body) in [
        ("/v1/account/second-factor", json!({ "current_password": PASSWORD })),
        ("/v1/account/second-factor/remove", json!({ "current_password": PASSWORD, "code": "000000" })),
    ] {
        let asked = browsers.iter_mut().map(|browser| browser.post(path, body.clone()));
        futures_util::future::join_all(asked).await;
        assert_eq!(most.swap(0, Ordering::Relaxed), FAMILIAR_PASSWORDS.at_once, "{path}");
    }
}

#[tokio::test]
async fn log_ins_from_a_familiar_network_do_not_wait_behind_strangers() {
    let most = Arc::new(AtomicUsize::new(0));
    let counting = |plain| Arc::new(Counting { plain, running: AtomicUsize::new(0), most }) as _;
    let shop = Shop::with_vault(None, counting).await;
    shop.user(shop.scope, "owner@acme.example", Seat::Team { role: Role::Owner }).await;
    let mut owner = Browser::new(&shop);
    owner.log_in("owner@acme.example", PASSWORD).await.ok(201);
    owner.get("/v1/session").await.ok(200);

    let addresses = (0..2 * PASSWORDS.waiting).map(|number| &*format!("198.51.100.{number}").leak());
    let mut strangers: Vec<_> = addresses.map(|address| Browser::new(&shop).at(address)).collect();
    let mut again = Browser::new(&shop);
    let flood = strangers.iter_mut().map(|stranger| stranger.log_in("nobody@acme.example", "wrong"));
    let (flood, own) =
        tokio::join!(futures_util::future::join_all(flood), again.log_in("owner@acme.example", PASSWORD));
    assert!(
        flood.iter().filter(|seen| seen.status == 503).count() >= PASSWORDS.waiting / 2,
        "strangers wait"
    );
    assert_eq!(own.status, 201, "{}", own.text);
}

#[tokio::test]
async fn one_workspace_does_not_hold_all_live_streams() {
    let shop = Shop::set().await;
    let open = async |key: &str| {
        let request = bare("GET", "/v1/live").header("authorization", format!("Bearer {key}"));
        shop.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let mut held = Vec::new();
    for _ in 0..LIVE_STREAMS.of_one.in_all {
        held.push(open(&shop.key).await);
    }
    assert!(held.iter().all(|stream| stream.status() == 200));
    assert_eq!(open(&shop.key).await.status(), 503, "one key has a share");

    let workspace = LIVE_STREAMS.of_workspace.unwrap().in_all;
    while held.len() < workspace {
        let key = shop.mint(Mode::Live, KeyKind::Secret, &Grant::ALL).await;
        for _ in 0..LIVE_STREAMS.of_one.in_all {
            held.push(open(&key).await);
        }
    }
    assert!(held.iter().all(|stream| stream.status() == 200));
    let fresh = shop.mint(Mode::Live, KeyKind::Secret, &Grant::ALL).await;
    assert_eq!(open(&fresh).await.status(), 503, "many keys of one workspace hold no more than its share");
    held.clear();
    assert_eq!(open(&fresh).await.status(), 200, "a stream that was left is free again");
}

#[tokio::test]
async fn one_partners_lists_wait_within_a_share_and_hold_no_place_of_others() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut ada = enter(&shop, &made.partner).await;
    let mut sessions = Vec::new();
    for _ in 0..PARTNERS_LISTS.of_one.in_all {
        let mut browser = Browser::new(&shop);
        browser.log_in("ada@example.com", PASSWORD).await.ok(201);
        sessions.push(browser);
    }

    let list = "/v1/partner/commissions?sort=-amount";
    let mut waiting: Vec<_> = sessions.iter_mut().map(|browser| Box::pin(browser.get(list))).collect();
    for asked in &mut waiting {
        // Nothing that is begun goes on before this test waits.
        assert!(asked.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    let refused = ada.get(list).await;
    assert_eq!((refused.status, refused.problem().as_str()), (503, "busy"), "{}", refused.text);
    assert!(!refused.header("retry-after").is_empty());
    shop.get("/v1/commissions?sort=-amount").await.ok(200);
    for asked in waiting {
        asked.await.ok(200);
    }
    ada.get(list).await.ok(200);
}
