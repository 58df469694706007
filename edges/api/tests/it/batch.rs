//! Batches: every line is answered for itself, in order.

use crate::shop::{Seen, Shop, sale};
use engine::doctor;
use serde_json::{Value, json};

async fn send(shop: &Shop, lines: &[String], key: Option<&str>) -> Seen {
    let mut request = shop.request("POST", "/v1/track/batch").header("content-type", "application/x-ndjson");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    shop.send(request.body(lines.join("\n").into()).unwrap()).await
}

fn typed(kind: &str, mut body: Value) -> String {
    body["type"] = json!(kind);
    body.to_string()
}

#[tokio::test]
async fn a_line_that_is_refused_does_not_stop_the_others() {
    let shop = Shop::set().await;
    shop.open().await;
    shop.post("/v1/track/sale", &sale("known", "k", 100)).await.ok(201);
    let refund = |id: &str, amount| {
        let amount = json!({ "amount": amount, "currency": "EUR" });
        json!({ "external_id": id, "sale_external_id": "known", "amount": amount })
    };
    let lines = [
        typed("lead", json!({ "customer": { "external_id": "c1" }, "code": "ADA20" })),
        "{ not json".to_owned(),
        String::new(),
        typed("sale", sale("A", "c2", 1_000)),
        typed("sale", sale("known", "k", 100)),
        typed("sale", sale("known", "k", 101)),
        typed("refund", refund("R1", 30)),
        typed("refund", refund("R2", 1_000)),
        typed("cancellation", json!({})),
        json!({ "customer": { "external_id": "c1" } }).to_string(),
        typed(
            "sale",
            json!({ "external_id": "B", "customer": { "external_id": "c" }, "amount": { "amount": "1" } }),
        ),
        typed("lead", json!({ "customer": { "external_id": "c3" }, "color": "red" })),
        "[1]".to_owned(),
        "   \r".to_owned(),
    ];
    let seen = send(&shop, &lines, None).await;
    assert_eq!((seen.status, seen.header("content-type")), (200, "application/x-ndjson"));
    let answers = seen.lines();
    let numbers: Vec<_> = answers.iter().map(|answer| answer["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    let statuses: Vec<_> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 400, 201, 200, 409, 201, 422, 422, 422, 400, 400, 400]);
    let codes: Vec<_> = answers.iter().filter_map(|answer| answer["problem"]["code"].as_str()).collect();
    assert_eq!(
        codes,
        [
            "malformed_body",
            "conversion_differs",
            "refund_exceeds",
            "invalid_field",
            "invalid_field",
            "malformed_body",
            "malformed_body",
            "malformed_body",
        ]
    );
    assert_eq!(answers[0]["body"]["outcome"], "recorded");
    assert_eq!(answers[9]["problem"]["field"], "amount.amount", "the path to the fault");
    assert_eq!(answers[10]["problem"]["field"], "color");
}

#[tokio::test]
async fn a_batch_again_under_its_key_replays_each_line() {
    let shop = Shop::set().await;
    shop.open().await;
    let lines: Vec<_> = (0..200)
        .map(|number| typed("sale", sale(&format!("S{number}"), &format!("c{}", number % 7), 100)))
        .collect();
    let first = send(&shop, &lines, Some("batch")).await;
    assert!(first.lines().iter().all(|answer| answer["status"] == 201), "{}", first.text);
    let facts = shop.facts().await;
    let again = send(&shop, &lines, Some("batch")).await.lines();
    assert!(again.iter().all(|answer| answer["status"] == 201 && answer["replayed"] == true));
    let unkeyed = send(&shop, &lines, None).await.lines();
    assert!(unkeyed.iter().all(|answer| answer["status"] == 200 && answer.get("replayed").is_none()));
    assert_eq!(shop.facts().await, facts);
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

#[tokio::test]
async fn a_batch_has_its_bounds() {
    let shop = Shop::set().await;
    shop.open().await;
    let facts = shop.facts().await;
    let line = typed("lead", json!({ "customer": { "external_id": "c" } }));
    let seen = send(&shop, &vec![line.clone(); honeyguide_api::BATCH_LINES_MAX + 1], None).await;
    assert_eq!((seen.status, seen.problem().as_str()), (413, "batch_too_long"));
    let seen = send(&shop, &[" ".repeat(honeyguide_api::BATCH_BYTES_MAX + 1)], None).await;
    assert_eq!((seen.status, seen.problem().as_str()), (413, "body_too_large"));
    let request = shop.request("POST", "/v1/track/batch").header("content-type", "application/json");
    let seen = shop.send(request.body(line.into()).unwrap()).await;
    assert_eq!((seen.status, seen.problem().as_str()), (415, "unsupported_media_type"));
    assert_eq!(send(&shop, &[], None).await.text, "", "nothing to do is no fault");
    assert_eq!(shop.facts().await, facts);
}

#[tokio::test]
async fn lines_of_one_sale_are_done_one_after_the_other() {
    let shop = Shop::set().await;
    shop.open().await;
    let mut lines = Vec::new();
    for order in 0..40 {
        lines.push(json!({
            "type": "sale", "external_id": format!("S{order}"), "customer": { "external_id": format!("c{order}") },
            "code": "ada 20", "amount": { "amount": 1_000, "currency": "EUR" },
        }));
        lines.push(json!({
            "type": "refund", "external_id": format!("R{order}"), "sale_external_id": format!("S{order}"),
            "amount": { "amount": 9_000, "currency": "EUR" },
        }));
    }
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let answers = send(&shop, &lines, None).await.lines();
    let statuses: Vec<_> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 422].repeat(40), "each refund is refused: its sale stands before it");
}
