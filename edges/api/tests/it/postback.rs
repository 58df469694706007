//! Postbacks: events in the parameters of an address.

use crate::shop::{Seen, Shop, bare, sale};
use honeyguide_api::Body;
use program::KeyKind;
use serde_json::json;
use words::Mode;

async fn call(shop: &Shop, method: &str, query: &str, form: Option<&str>) -> Seen {
    let mut request = bare(method, &format!("/v1/postback?{query}"));
    if form.is_some() {
        request = request.header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    }
    shop.send(request.body(Body::from(form.unwrap_or_default().to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_network_reports_the_same_events_by_address() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let key = shop.mint(Mode::Live, KeyKind::Secret, &["events:write".parse().unwrap()]).await;
    let click = shop.follow(&made.link).await;
    let lead =
        format!("key={key}&type=lead&customer_external_id=c&click_id={click}&code=&event_name={{event}}");
    let recorded = call(&shop, "GET", &lead, None).await.ok(201);
    assert_eq!(recorded, json!({ "outcome": "recorded", "warnings": [] }), "networks learn no more");
    let listed = shop.get("/v1/conversions").await.ok(200);
    let customer = listed["items"][0]["customer"]["id"].as_str().unwrap();
    let name = format!("lead:{customer}");
    assert_eq!(listed["items"][0]["external_id"], name, "an unfilled macro counts as absent");
    let credited = shop.get("/v1/commissions").await.ok(200);
    assert!(
        credited["items"]
            .as_array()
            .is_some_and(|items| { items.iter().all(|item| item["partner"]["id"] == made.partner.as_str()) })
    );
    let sold =
        "type=sale&external_id=A&customer_external_id=c&code=ada%2020&amount=1000&currency=EUR&subid=7";
    call(&shop, "GET", &format!("key={key}&{sold}"), None).await.ok(201);
    // The same sale as JSON is the same sale.
    let body = json!({
        "external_id": "A", "customer": { "external_id": "c" }, "code": "ada 20",
        "amount": { "amount": 1_000, "currency": "EUR" },
    });
    shop.post("/v1/track/sale", &body).await.ok(200);
    let refund = "type=refund&external_id=R&sale_external_id=A&amount=250&currency=EUR";
    let refunded = call(&shop, "POST", &format!("key={key}"), Some(refund)).await.ok(201);
    assert_eq!(refunded["outcome"], "recorded");
    let request = shop.request("POST", "/v1/postback?type=refund&external_id=R&sale_external_id=A");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let seen = shop.send(request.body("amount=250&currency=EUR".into()).unwrap()).await;
    assert_eq!(seen.ok(200)["outcome"], "already_recorded", "the key may stand in the header");
}

#[tokio::test]
async fn a_postback_names_the_parameter_at_fault() {
    let shop = Shop::set().await;
    shop.open().await;
    shop.post("/v1/track/sale", &sale("known", "k", 100)).await.ok(201);
    let browser = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
    let facts = shop.facts().await;
    for (query, code, field) in [
        ("", "invalid_field", "type"),
        ("type=click", "invalid_field", "type"),
        ("type=lead", "invalid_field", "customer_external_id"),
        ("type=sale&customer_external_id=c", "invalid_field", "external_id"),
        ("type=sale&customer_external_id=c&external_id=A", "invalid_field", "amount"),
        ("type=sale&customer_external_id=c&external_id=A&amount=1.5&currency=EUR", "invalid_field", "amount"),
        ("type=sale&customer_external_id=c&external_id=A&amount=-1&currency=EUR", "invalid_field", "amount"),
        ("type=refund&external_id=R&sale_external_id=known&amount=0&currency=EUR", "invalid_field", "amount"),
        ("type=sale&customer_external_id=c&external_id=A&amount=100", "invalid_field", "currency"),
        (
            "type=sale&customer_external_id=c&external_id=A&amount=1&currency=euro",
            "invalid_field",
            "currency",
        ),
        ("type=sale&customer_external_id=c&external_id=A&amount=1&currency=USD", "invalid_field", "currency"),
        ("type=refund&external_id=R&amount=1&currency=EUR", "invalid_field", "sale_external_id"),
        ("type=lead&customer_external_id=c&program_id=7", "invalid_field", "program_id"),
        ("type=lead&customer_external_id=c&occurred_at=noon", "invalid_field", "occurred_at"),
        (
            "type=sale&customer_external_id=k&external_id=known&amount=7&currency=EUR",
            "conversion_differs",
            "external_id",
        ),
    ] {
        let seen = call(&shop, "GET", &format!("key={}&{query}", shop.key), None).await;
        assert_eq!((seen.problem().as_str(), &seen.body["field"]), (code, &json!(field)), "{query}");
    }
    assert_eq!(call(&shop, "GET", "type=lead", None).await.problem(), "key_missing");
    assert_eq!(call(&shop, "GET", "key=nonsense&type=lead", None).await.problem(), "key_unknown");
    let seen = call(&shop, "GET", &format!("key={browser}&type=lead&customer_external_id=c"), None).await;
    assert_eq!(seen.problem(), "key_not_allowed");
    let request =
        bare("POST", &format!("/v1/postback?key={}", shop.key)).header("content-type", "text/plain");
    let seen = shop.send(request.body("type=lead".into()).unwrap()).await;
    assert_eq!(seen.problem(), "unsupported_media_type");
    assert_eq!(shop.facts().await, facts);
}
