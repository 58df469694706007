//! Leads, sales and refunds beyond the straight way.

use crate::shop::{Shop, sale};
use serde_json::json;

#[tokio::test]
async fn a_deferred_lead_binds_the_evidence_until_it_is_reported() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let click = shop.follow(&made.link).await;
    let lead = json!({ "customer": { "external_id": "c" }, "click_id": click, "mode": "deferred" });
    let deferred = shop.post("/v1/track/lead", &lead).await.ok(202);
    assert_eq!(deferred["outcome"], "deferred");
    assert_eq!(deferred.get("conversion"), None);
    let now = shop.post("/v1/track/lead", &json!({ "customer": { "external_id": "c" } })).await.ok(201);
    assert_eq!(now["decision"]["shares"][0]["partner"]["id"], made.partner.as_str());
}

#[tokio::test]
async fn a_refund_may_come_before_its_sale() {
    let shop = Shop::set().await;
    shop.open().await;
    let refund = json!({
        "external_id": "R", "sale_external_id": "A", "amount": { "amount": 250, "currency": "EUR" },
    });
    let waiting = shop.post("/v1/track/refund", &refund).await.ok(202);
    assert_eq!(waiting["outcome"], "waiting");
    assert_eq!(waiting["conversion"]["customer"], json!(null));
    let sold = shop.post("/v1/track/sale", &sale("A", "c", 1_000)).await.ok(201);
    assert_eq!(sold["conversion"]["refunded"], json!({ "amount": 250, "currency": "EUR" }));
    assert_eq!(sold["commissions"][0]["amount"], json!({ "amount": 150, "currency": "EUR" }));
    let more = json!({
        "external_id": "R2", "sale_external_id": "A", "amount": { "amount": 751, "currency": "EUR" },
    });
    let seen = shop.post("/v1/track/refund", &more).await;
    assert_eq!((seen.status, seen.problem().as_str()), (422, "refund_exceeds"));
    assert_eq!(seen.body["left"], 750);
}

#[tokio::test]
async fn evidence_that_leads_nowhere_is_a_warning() {
    let shop = Shop::set().await;
    shop.open().await;
    let lead = json!({ "customer": { "external_id": "c" }, "click_id": "clk_nonsense", "code": "NOBODY" });
    let recorded = shop.post("/v1/track/lead", &lead).await.ok(201);
    let fields: Vec<_> = recorded["warnings"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["click_id", "code"]);
    assert_eq!(recorded["decision"]["shares"], json!([]));
}

#[tokio::test]
async fn absent_and_null_are_the_same() {
    let shop = Shop::set().await;
    shop.open().await;
    let lead = json!({
        "customer": { "external_id": "c", "email": null, "name": null }, "program_id": null,
        "click_id": null, "code": null, "event_name": null, "external_id": null, "source": null,
        "mode": null, "occurred_at": null, "metadata": null,
    });
    shop.post("/v1/track/lead", &lead).await.ok(201);
    shop.post("/v1/track/lead", &json!({ "customer": { "external_id": "c" } })).await.ok(200);
}

#[tokio::test]
async fn metadata_that_cannot_be_kept_costs_no_event() {
    let shop = Shop::set().await;
    shop.open().await;
    let many: serde_json::Map<_, _> = (0..51).map(|number| (format!("k{number:02}"), json!("v"))).collect();
    let (label, long) = ("x".repeat(600), "n".repeat(41));
    for (number, (sent, kept)) in [
        (json!({ "utm": label, "plan": "pro" }), json!({ "utm": label[..500], "plan": "pro" })),
        (json!({ long: "v", "": "v", "a": "b\u{0}c" }), json!({ "a": "b c" })),
        (many.clone().into(), many.into_iter().take(50).collect::<serde_json::Map<_, _>>().into()),
    ]
    .into_iter()
    .enumerate()
    {
        let mut event = sale(&format!("S{number}"), "c", 100);
        event["metadata"] = sent.clone();
        let recorded = shop.post("/v1/track/sale", &event).await.ok(201).clone();
        assert_eq!(recorded["conversion"]["metadata"], kept);
        assert_eq!(recorded["warnings"][0]["field"], "metadata", "{recorded}");

        let refund = json!({
            "external_id": format!("R{number}"), "sale_external_id": format!("S{number}"),
            "amount": { "amount": 10, "currency": "EUR" }, "metadata": sent,
        });
        let refunded = shop.post("/v1/track/refund", &refund).await.ok(201).clone();
        assert_eq!(refunded["conversion"]["metadata"], kept);
        assert_eq!(refunded["warnings"][0]["field"], "metadata", "{refunded}");
    }
    // Sent again it is the same event.
    let mut event = sale("S0", "c", 100);
    event["metadata"] = json!({ "utm": label, "plan": "pro" });
    shop.post("/v1/track/sale", &event).await.ok(200);
}
