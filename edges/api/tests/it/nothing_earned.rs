//! What earned nothing is no pending commission: it has a state of its own, holds nobody up, and may still rise.

use crate::shop::{Shop, sale, text};
use serde_json::{Value, json};

async fn states(shop: &Shop, filter: &str) -> Vec<(String, i64, Value)> {
    let listed = shop.get(&format!("/v1/commissions?limit=200&sort=created_at{filter}")).await.ok(200);
    let told =
        |it: &Value| (text(&it["state"]), it["amount"]["amount"].as_i64().unwrap(), it["hold_until"].clone());
    let mut told: Vec<_> = listed["items"].as_array().unwrap().iter().map(told).collect();
    told.sort_by_key(|(state, amount, _)| (state.clone(), *amount));
    told
}

#[tokio::test]
async fn what_earned_nothing_is_not_pending_and_is_approved_with_the_rest_without_a_word() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let program = format!("/v1/programs/{}", made.program);
    let reward = json!({ "event": "sale", "kind": "percent", "rate_millionths": 200_000,
        "recurrence": { "kind": "recurring" } });
    let cap = json!({ "per": "partner", "window": "month", "amount": 2_000 });
    let terms = json!({ "rewards": [reward], "hold_days": 14, "caps": [cap], "auto_approve_max": 100 });
    shop.post(&format!("{program}/terms"), &terms).await.ok(201);
    let first = shop.post("/v1/track/sale", &sale("ORD-1", "a", 10_000)).await.ok(201);
    let second = shop.post("/v1/track/sale", &sale("ORD-2", "b", 10_000)).await.ok(201);
    let nothing = &second["commissions"][0];
    assert_eq!((&nothing["state"], &nothing["hold_until"]), (&json!("none"), &Value::Null));
    assert!(nothing["explanation"].to_string().contains("cap"), "the row says why: {nothing}");
    // Of a sale that is reversed whole nothing is held either.
    shop.post("/v1/track/sale", &sale("ORD-3", "c", 10_000)).await.ok(201);

    let none = |count: usize| vec![("none".to_owned(), 0, Value::Null); count];
    assert_eq!(states(&shop, "&state=none").await, none(2));
    let pending = states(&shop, "&state=pending").await;
    assert_eq!(pending.iter().map(|(_, amount, _)| *amount).collect::<Vec<_>>(), [2_000]);
    let waiting = states(&shop, "&awaits_approval=yes").await;
    assert_eq!(waiting.len(), 1, "nothing of 0.00 awaits approval: {waiting:?}");
    let liabilities = shop.get(&format!("{program}/liabilities")).await.ok(200);
    let counted: i64 =
        liabilities["items"].as_array().unwrap().iter().map(|it| it["count"].as_i64().unwrap()).sum();
    assert_eq!(counted, 1, "{liabilities}");

    // All of them are approved at once: what earned nothing stays as it is.
    let ids = [&first, &second].map(|it| it["commissions"][0]["id"].clone());
    let approve = json!({ "commission_ids": ids, "verdict": "approve" });
    let reviewed = shop.post("/v1/commissions/transitions", &approve).await.ok(200);
    let outcomes: Vec<_> =
        reviewed["items"].as_array().unwrap().iter().map(|it| it["item"]["state"].clone()).collect();
    assert_eq!(outcomes, [json!("approved"), json!("none")], "{reviewed}");

    // Its price may still rise; then it is held as any other.
    let free = json!({ "rewards": [{ "event": "sale", "kind": "percent", "rate_millionths": 100_000,
        "recurrence": { "kind": "recurring" } }], "hold_days": 14 });
    let free = text(&shop.post(&format!("{program}/terms"), &free).await.ok(201)["id"]);
    let reprice =
        json!({ "conversion_ids": [second["conversion"]["id"]], "terms_id": free, "reason": "No cap" });
    let repriced = shop.post("/v1/commissions/reprice", &reprice).await.ok(200)["items"][0]["item"].clone();
    let risen = &repriced["after"][0];
    assert_eq!(
        (&risen["state"], &risen["amount"]["amount"]),
        (&json!("pending"), &json!(1_000)),
        "{repriced}"
    );
    assert_ne!(risen["hold_until"], Value::Null);

    // What a refund takes back whole is reversed, and is held no more.
    let refund = json!({ "sale_external_id": "ORD-2", "external_id": "re_2",
        "amount": { "amount": 10_000, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    assert_eq!(states(&shop, "&state=reversed").await, [("reversed".to_owned(), 0, Value::Null)]);
    let mut portal = shop.portal(&made).await;
    let own = portal.get("/v1/partner/commissions?state=none").await.ok(200);
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    shop.is_sound().await;
}

#[tokio::test]
async fn a_ban_declines_what_earned_nothing_so_that_it_never_rises() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let reward = json!({ "event": "sale", "kind": "percent", "rate_millionths": 1,
        "recurrence": { "kind": "recurring" } });
    let terms = json!({ "rewards": [reward], "hold_days": 14 });
    shop.post(&format!("/v1/programs/{}/terms", made.program), &terms).await.ok(201);
    let sold = shop.post("/v1/track/sale", &sale("ORD-1", "a", 100)).await.ok(201);
    assert_eq!(sold["commissions"][0]["state"], "none", "a millionth of 1.00 is nothing");
    shop.step("ban", &made.enrollment, Some("Fraud")).await;
    shop.do_jobs().await;
    assert_eq!(states(&shop, "").await, [("declined".to_owned(), 0, Value::Null)]);
}
