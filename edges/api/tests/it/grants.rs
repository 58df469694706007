//! What is owed beside sales, over HTTP: stages reached once, bonuses and adjustments, and what sales consist of.

use crate::shop::{Made, Shop, text};
use engine::doctor;
use serde_json::{Value, json};

async fn statement_of(shop: &Shop, made: &Made) -> Value {
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    let close = format!("/v1/programs/{}/statements/close", made.program);
    shop.post(&close, &json!({})).await.ok(200);
    let id = text(&shop.get("/v1/statements").await.ok(200)["items"][0]["id"]);
    shop.get(&format!("/v1/statements/{id}")).await.ok(200).clone()
}

#[tokio::test]
async fn bonuses_and_adjustments_stand_in_the_next_statement_and_say_what_for() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let enrollment = text(&shop.get("/v1/enrollments").await.ok(200)["items"][0]["id"]);
    let grant = |event: &str, amount: i64, reason: &str| json!({ "enrollment_id": enrollment, "event": event, "amount": amount, "reason": reason });
    let bonus = shop.post("/v1/commissions", &grant("bonus", 10_000, "Ten customers.")).await.ok(201).clone();
    assert_eq!(bonus["state"], "approved");
    assert_eq!(bonus["conversion_id"], Value::Null);
    assert_eq!(bonus["explanation"][0], "A bonus of 100.00 EUR for: Ten customers.");
    shop.world.clock.advance(1_000_000);
    shop.post("/v1/commissions", &grant("adjustment", -2_500, "A gift card")).await.ok(201);
    for (event, amount, field) in
        [("bonus", -1, "amount"), ("bonus", 0, "amount"), ("adjustment", 0, "amount")]
    {
        let refused = shop.post("/v1/commissions", &grant(event, amount, "No")).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!(field)), "{event} of {amount}");
    }
    assert_eq!(shop.post("/v1/commissions", &grant("bonus", 1, " ")).await.body["field"], "reason");
    let file = statement_of(&shop, &made).await;
    assert_eq!(file["statement"]["payable"], json!({ "amount": 7_500, "currency": "EUR" }));
    let lines = file["lines"].as_array().unwrap();
    let said: Vec<_> = lines.iter().map(|line| line["explanation"][0].as_str().unwrap()).collect();
    assert_eq!(
        said,
        ["A bonus of 100.00 EUR for: Ten customers.", "An adjustment of -25.00 EUR for: A gift card."]
    );
    assert!(doctor::examine(&shop.engine, &mut |_| {}).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_stage_is_reached_once_and_what_a_sale_consists_of_is_kept() {
    let shop = Shop::set().await;
    shop.open().await;
    let stage = json!({ "stage": "qualified", "customer": { "external_id": "ada" }, "code": "ADA20" });
    let first = shop.post("/v1/track/stage", &stage).await.ok(201).clone();
    assert_eq!(first["conversion"]["kind"], "stage");
    assert_eq!(first["conversion"]["event_name"], "qualified");
    assert_eq!(shop.post("/v1/track/stage", &stage).await.ok(200)["outcome"], "already_recorded");
    let unnamed =
        shop.post("/v1/track/stage", &json!({ "stage": "a:b", "customer": { "external_id": "ada" } })).await;
    assert_eq!((unnamed.status, &unnamed.body["field"]), (422, &json!("stage")));
    let sale = |order: &str, items: Value| {
        json!({ "external_id": order, "customer": { "external_id": "ada" }, "renewal": true, "items": items,
            "amount": { "amount": 9_900, "currency": "EUR" } })
    };
    let items = json!([{ "product_id": "pro", "quantity": 1, "amount": 4_900 }, { "product_id": "seat", "quantity": 5, "amount": 5_000 }]);
    let sold = shop.post("/v1/track/sale", &sale("R-1", items.clone())).await.ok(201).clone();
    assert_eq!(sold["conversion"]["items"], items);
    assert_eq!(sold["commissions"][0]["event"], "renewal");
    for (item, field) in [
        (json!({ "product_id": "pro", "amount": 9_901 }), "items.amount"),
        (json!({ "product_id": "pro", "amount": -1 }), "items.amount"),
        (json!({ "product_id": "pro", "amount": 1, "quantity": 0 }), "items.quantity"),
        (json!({ "product_id": "", "amount": 1 }), "items.product_id"),
    ] {
        let refused = shop.post("/v1/track/sale", &sale("R-2", json!([item]))).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!(field)));
    }
}
