//! Sending twice does it once: by an event's identity for ever, by an Idempotency-Key for a day.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Seen, Shop, bare, sale},
};
use program::Seat;
use serde_json::{Value, json};
use words::Mode;

async fn post(shop: &Shop, key: &str, path: &str, body: &Value) -> Seen {
    let request = shop.request("POST", path).header("content-type", "application/json");
    let request = request.header("idempotency-key", key);
    shop.send(request.body(body.to_string().into()).unwrap()).await
}

#[tokio::test]
async fn the_same_key_and_request_gives_the_first_answer_again() {
    let shop = Shop::set().await;
    shop.open().await;
    let first = post(&shop, "one", "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""));
    let facts = shop.facts().await;
    shop.world.clock.advance_days(0);
    let again = post(&shop, "one", "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"));
    assert_eq!(first.body, again.body);
    let other = post(&shop, "one", "/v1/track/sale", &sale("B", "c", 100)).await;
    assert_eq!((other.status, other.problem().as_str()), (422, "idempotency_key_reused"));
    assert_eq!(shop.facts().await, facts);
    // A day later the key is forgotten; the sale's identity is not.
    shop.world.clock.advance_days(2);
    let late = post(&shop, "one", "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!((late.status, late.header("idempotency-replayed")), (200, ""));
}

#[tokio::test]
async fn setting_up_twice_under_one_key_sets_up_once() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let program = json!({ "name": "Twice", "currency": "EUR", "allowed_domains": ["shop.example"] });
    let first = post(&shop, "p", "/v1/programs", &program).await;
    let again = post(&shop, "p", "/v1/programs", &program).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"));
    assert_eq!(first.body["program"]["id"], again.body["program"]["id"]);
    // The path belongs to the request: the same body for another program is another request.
    let policy = json!({ "model": "first_touch", "look_back_days": 30, "code_wins": false });
    let path = |program: &str| format!("/v1/programs/{program}/policies");
    post(&shop, "q", &path(&made.program), &policy).await.ok(201);
    let other = first.body["program"]["id"].as_str().unwrap();
    assert_eq!(post(&shop, "q", &path(other), &policy).await.problem(), "idempotency_key_reused");
}

#[tokio::test]
async fn one_person_names_requests_for_each_of_their_partners() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let bob = json!({ "program_id": made.program, "display_name": "Bob", "email": "bob@example.com" });
    let bob = shop.post("/v1/partners", &bob).await.ok(201)["partner"]["id"].as_str().unwrap().to_owned();
    for partner in [&made.partner, &bob] {
        let seat = Seat::Partner { partner: partner.parse().unwrap(), mode: Mode::Live };
        shop.user(shop.scope, "both@example.com", seat).await;
    }
    let mut browser = Browser::new(&shop);
    browser.log_in("both@example.com", PASSWORD).await.ok(201);
    browser = browser.with("idempotency-key", "one");

    let own = json!({ "program_id": made.program, "destination": "https://shop.example/" });
    let mut owners = Vec::new();
    for partner in [&made.partner, &bob] {
        browser = browser.with("honeyguide-partner", partner);
        let link = browser.post("/v1/partner/links", own.clone()).await;
        assert_eq!((link.status, link.header("idempotency-replayed")), (201, ""), "{}", link.text);
        let again = browser.post("/v1/partner/links", own.clone()).await;
        assert_eq!((again.header("idempotency-replayed"), &again.body["id"]), ("true", &link.body["id"]));
        owners.push(link.body["id"].clone());
    }
    assert_ne!(owners[0], owners[1]);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let shop = Shop::set().await;
    shop.open().await;
    let long = "x".repeat(256);
    for key in ["a b", "tab\tbed", "é", &long] {
        let request = shop.request("POST", "/v1/track/sale").header("content-type", "application/json");
        let request = request.header("idempotency-key", key.as_bytes());
        let seen = shop.send(request.body(sale("A", "c", 1).to_string().into()).unwrap()).await;
        assert_eq!(seen.problem(), "invalid_field", "{key:?}");
        assert_eq!(seen.body["field"], "Idempotency-Key");
    }
    // An empty one is none.
    for order in ["B", "C"] {
        assert_eq!(post(&shop, "", "/v1/track/sale", &sale(order, "c", 1)).await.status, 201);
    }
    let longest = "x".repeat(255);
    assert_eq!(post(&shop, &longest, "/v1/track/sale", &sale("A", "c", 1)).await.status, 201);
}

#[tokio::test]
async fn the_same_event_again_answers_the_first_and_other_content_answers_both() {
    let shop = Shop::set().await;
    shop.open().await;
    let first = shop.post("/v1/track/sale", &sale("A", "c", 100)).await.ok(201);
    let facts = shop.facts().await;
    let again = shop.post("/v1/track/sale", &sale("A", "c", 100)).await.ok(200);
    assert_eq!(again["outcome"], "already_recorded");
    for part in ["conversion", "decision", "commissions", "customer"] {
        assert_eq!(again[part], first[part], "{part}");
    }
    let seen = shop.post("/v1/track/sale", &sale("A", "d", 200)).await;
    assert_eq!((seen.status, seen.problem().as_str()), (409, "conversion_differs"));
    assert_eq!(seen.body["conversion_id"], first["conversion"]["id"]);
    let (existing, received) = (&seen.body["existing"], &seen.body["received"]);
    assert_eq!(existing["amount"], json!({ "amount": 100, "currency": "EUR" }));
    assert_eq!(received["amount"], json!({ "amount": 200, "currency": "EUR" }));
    assert_eq!(
        (&existing["customer_external_id"], &received["customer_external_id"]),
        (&json!("c"), &json!("d"))
    );
    assert_eq!((&existing["external_id"], &received["external_id"]), (&json!("A"), &json!("A")));
    assert_eq!(shop.facts().await, facts);
}

/// Every POST takes the header or refuses it: nowhere is it ignored.
#[tokio::test]
async fn a_key_that_would_do_nothing_is_refused_and_others_do_what_they_promise() {
    let shop = Shop::set().await;
    let description: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    let (mut takes, mut refuses) = (Vec::new(), Vec::new());
    for (path, item) in description["paths"].as_object().unwrap() {
        let Some(post) = item.get("post") else { continue };
        let parameters = post["parameters"].as_array().into_iter().flatten();
        let takes_it = parameters.into_iter().any(|parameter| parameter["name"] == "Idempotency-Key");
        let sent = path.replace("{id}", "x");
        let request =
            bare("POST", &sent).header("idempotency-key", "one").header("sec-fetch-site", "same-origin");
        let seen = shop.send(request.body("{}".into()).unwrap()).await;
        let is_refused = seen.status == 422 && seen.body["field"] == "Idempotency-Key";
        assert_eq!(is_refused, !takes_it, "{path}: {}", seen.text);
        if takes_it { takes.push(path.clone()) } else { refuses.push(path.clone()) }
    }
    for path in
        ["/v1/partner/links", "/v1/partner/deals", "/v1/partner/disputes", "/v1/payout-batches", "/v1/links"]
    {
        assert!(takes.iter().any(|it| it == path), "{path}");
    }
    for path in ["/v1/keys", "/v1/session", "/v1/invitations", "/v1/reviews/{id}/accept"] {
        assert!(refuses.iter().any(|it| it == path), "{path}");
    }
}

#[tokio::test]
async fn the_same_key_on_another_path_is_another_request() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    post(&shop, "one", "/v1/track/sale", &sale("A", "c", 100)).await.ok(201);
    let group = json!({ "name": "Gold" });
    let path = format!("/v1/programs/{}/groups", made.program);
    let other = post(&shop, "one", &path, &group).await;
    assert_eq!((other.status, other.problem().as_str()), (422, "idempotency_key_reused"));
    let lead = json!({ "external_id": "L", "customer": { "external_id": "d" } });
    assert_eq!(post(&shop, "one", "/v1/track/lead", &lead).await.problem(), "idempotency_key_reused");
    // The first stands.
    let again = post(&shop, "one", "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"));
}

#[tokio::test]
async fn partners_make_once_what_they_ask_for_twice() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let partner = made.partner.parse().unwrap();
    let seat = program::Seat::Partner { partner, mode: words::Mode::Live };
    shop.user(shop.scope, "ada@example.com", seat).await;
    let mut ada = crate::people::Browser::new(&shop);
    ada.log_in("ada@example.com", crate::people::PASSWORD).await.ok(201);
    let mut once = ada.with("idempotency-key", "once");
    let link = json!({ "program_id": made.program, "destination": "https://shop.example/sale" });
    let first = once.post("/v1/partner/links", link.clone()).await;
    let again = once.post("/v1/partner/links", link).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"), "{}", again.text);
    assert_eq!(first.ok(201)["id"], again.body["id"]);
    let deal = json!({ "program_id": made.program, "company": "Acme Rockets", "domain": "rockets.example" });
    assert_eq!(once.post("/v1/partner/deals", deal.clone()).await.problem(), "idempotency_key_reused");
    let mut twice = once.with("idempotency-key", "twice");
    let first = twice.post("/v1/partner/deals", deal.clone()).await.ok(201);
    assert_eq!(twice.post("/v1/partner/deals", deal).await.ok(201)["id"], first["id"]);
}
