//! How a partner is paid over HTTP: set at once the first time, with a wait and letters at a change, seen in full by
//! whoever pays and nobody else; and the account that is paid from.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Shop, text},
};
use engine::{
    letters,
    ports::{Courier, CourierError, Letter, LetterKind},
};
use program::Seat;
use serde_json::{Value, json};
use std::sync::Mutex;
use words::{Mode, PartnerId, Role};

const IBAN: &str = "DE89370400440532013000";

#[derive(Default)]
struct Pigeonhole(Mutex<Vec<Letter>>);

#[async_trait::async_trait]
impl Courier for Pigeonhole {
    async fn deliver(&self, letter: &Letter) -> Result<(), CourierError> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

async fn entered<'a>(shop: &'a Shop, partner: &str, email: &str) -> Browser<'a> {
    let partner: PartnerId = partner.parse().unwrap();
    shop.user(shop.scope, email, Seat::Partner { partner, mode: Mode::Live }).await;
    let mut browser = Browser::new(shop);
    browser.log_in(email, PASSWORD).await.ok(201);
    browser
}

fn bank() -> Value {
    json!({ "currency": "EUR", "details": { "kind": "bank", "holder": "Ada Lovelace",
        "iban": "de89 3704 0044 0532 0130 00", "bic": "COBADEFF" } })
}

fn paypal(email: &str) -> Value {
    json!({ "currency": "USD", "details": { "kind": "paypal", "email": email } })
}

#[tokio::test]
async fn a_changed_method_waits_and_every_known_address_is_told() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut ada = entered(&shop, &made.partner, "ada.home@example.com").await;
    let own = "/v1/partner/payout-method";
    assert_eq!(ada.get(own).await.ok(200)["method"], Value::Null);
    let set = ada.send("PUT", own, Some(bank())).await.ok(200);
    assert_eq!(set["method"]["usable_from"], set["method"]["created_at"], "the first is used at once");
    assert_eq!(set["method"]["hint"], "DE•• … 3000");
    let pigeonhole = Pigeonhole::default();
    letters::send_due(&shop.engine, &pigeonhole).await.unwrap();
    assert!(pigeonhole.0.lock().unwrap().is_empty(), "nothing was changed by the first");

    // The merchant's side: a hint for all, the number for whoever pays.
    let listed = shop.get("/v1/payout-methods?standing=current").await.ok(200)["items"].clone();
    assert_eq!(
        (&listed[0]["hint"], &listed[0]["partner"]["id"]),
        (&json!("DE•• … 3000"), &json!(made.partner))
    );
    assert!(!listed.to_string().contains(IBAN));
    let shown = format!("/v1/payout-methods/{}", text(&listed[0]["id"]));
    let mut finance = shop.logged_in(Role::Finance).await;
    assert_eq!(finance.get(&shown).await.ok(200)["details"]["iban"], IBAN);
    let mut manager = shop.logged_in(Role::Manager).await;
    let refused = manager.get(&shown).await;
    assert_eq!((refused.status, refused.problem().as_str()), (403, "key_not_allowed"));

    // Said again it is the same; changed, it waits.
    shop.world.clock.advance_days(3);
    let again = ada.send("PUT", own, Some(bank())).await.ok(200);
    assert_eq!(again["method"], set["method"]);
    let changed = ada.send("PUT", own, Some(paypal("ada@pay.example"))).await.ok(200);
    assert_eq!(text(&changed["method"]["usable_from"]), shop.world.now().plus_days(7).to_string());
    shop.world.clock.advance_days(1);
    ada.send("PUT", own, Some(paypal("thief@evil.example"))).await.ok(200);
    letters::send_due(&shop.engine, &pigeonhole).await.unwrap();
    let letters = pigeonhole.0.into_inner().unwrap();
    let mut told: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    told.sort_unstable();
    let (book, home) = ("ada@example.com", "ada.home@example.com");
    let expected = [home, home, book, book, "ada@pay.example", "ada@pay.example", "thief@evil.example"];
    assert_eq!(told, expected);
    let LetterKind::PayoutMethodChanged { before, after, .. } = &letters[letters.len() - 1].kind else {
        panic!("another letter")
    };
    assert_eq!((before.as_str(), after.as_str()), ("a•• … @pay.example", "t•• … @evil.example"));

    let history = ada.get("/v1/partner/payout-methods?sort=created_at").await.ok(200)["items"].clone();
    let standing: Vec<_> = history.as_array().unwrap().iter().map(|it| it["replaced_at"].is_null()).collect();
    assert_eq!(standing, [false, false, true]);
    // Neither the log of what was done nor the feed tells where money goes.
    let log = shop.get("/v1/audit-log").await;
    let facts = shop.get("/v1/facts").await;
    assert!(log.text.contains("payout_method.changed") && facts.text.contains("payout_method.changed"));
    for told in [&log.text, &facts.text] {
        assert!(!told.contains(IBAN) && !told.contains("evil.example") && !told.contains("3000"), "{told}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_method_is_named() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut ada = entered(&shop, &made.partner, "ada.home@example.com").await;
    let counts = shop.book.counts();
    let details = |details: Value| json!({ "currency": "EUR", "details": details });
    let cases = [
        (details(json!({ "kind": "bank", "holder": "Ada", "iban": "DE88370400440532013000" })), "iban"),
        (details(json!({ "kind": "bank", "holder": "Ada", "iban": "SA0380000000608010167519" })), "iban"),
        (details(json!({ "kind": "bank", "holder": "Ada", "iban": IBAN, "bic": "COBA" })), "bic"),
        (details(json!({ "kind": "bank", "holder": "", "iban": IBAN })), "holder"),
        (details(json!({ "kind": "bank", "holder": "Ada" })), "iban"),
        (details(json!({ "kind": "bank", "holder": "Ada", "iban": IBAN, "email": "a@b.example" })), "email"),
        (details(json!({ "kind": "paypal", "email": "nobody" })), "email"),
        (details(json!({ "kind": "wise", "holder": "Ada" })), "email"),
        (
            details(json!({ "kind": "wise", "holder": "Ada", "email": "a@b.example", "account": "1" })),
            "email",
        ),
        (details(json!({ "kind": "by_hand", "holder": "Ada", "instructions": " " })), "instructions"),
        (json!({ "currency": "EURO", "details": { "kind": "paypal", "email": "a@b.example" } }), "currency"),
        (
            json!({ "currency": "USD", "details": { "kind": "bank", "holder": "Ada", "iban": IBAN } }),
            "currency",
        ),
    ];
    for (body, field) in cases {
        let seen = ada.send("PUT", "/v1/partner/payout-method", Some(body.clone())).await;
        assert_eq!((seen.status, &seen.body["field"]), (422, &json!(field)), "{body}: {}", seen.text);
    }
    let cheque = json!({ "currency": "EUR", "details": { "kind": "cheque" } });
    assert_eq!(ada.send("PUT", "/v1/partner/payout-method", Some(cheque)).await.status, 400);
    assert_eq!(shop.book.counts(), counts, "nothing was changed");
}

#[tokio::test]
async fn the_account_to_pay_from_is_set_shown_and_taken_away_by_whoever_pays() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let path = format!("/v1/programs/{}/paying-account", made.program);
    let mut finance = shop.logged_in(Role::Finance).await;
    assert_eq!(finance.get(&path).await.ok(200)["account"], Value::Null);
    let account = json!({ "holder": "Acme GmbH", "iban": "DE02 1203 0000 0000 2020 51" });
    finance.send("PUT", &path, Some(account.clone())).await.ok(200);
    assert_eq!(finance.get(&path).await.ok(200)["account"]["iban"], "DE02120300000000202051");
    let wrong = json!({ "holder": "Acme GmbH", "iban": "DE02" });
    let wrong = finance.send("PUT", &path, Some(wrong)).await;
    assert_eq!((wrong.status, &wrong.body["field"]), (422, &json!("iban")));
    let mut manager = shop.logged_in(Role::Manager).await;
    assert_eq!(manager.send("PUT", &path, Some(account)).await.status, 403);
    assert_eq!(finance.send("DELETE", &path, None).await.ok(200)["account"], Value::Null);
    assert!(!shop.get("/v1/audit-log").await.text.contains("202051"), "the log does not tell it");
}
