//! A dispute about any kind of commission can be upheld: with an amount, without one, and by its due date.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, sale, text},
};
use program::Seat;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use words::{Mode, PartnerId};

const KINDS: [&str; 9] =
    ["adjustment", "bonus", "click", "lead", "milestone", "partner", "renewal", "sale", "stage"];
const DAYS_UNTIL_DUE: i64 = 14;

fn flat(event: &str, amount: i64) -> Value {
    json!({ "event": event, "kind": "flat", "amount": amount, "recurrence": { "kind": "recurring" } })
}

/// A program that rewards every kind of event, and a partner who earned one commission of each kind.
async fn earned_everything() -> (Shop, Made, BTreeMap<String, Value>) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let id: PartnerId = made.partner.parse().unwrap();
    shop.user(shop.scope, "ada@example.com", Seat::Partner { partner: id, mode: Mode::Live }).await;
    let program = format!("/v1/programs/{}", made.program);
    let recruited =
        json!({ "event": "partner", "kind": "flat", "amount": 500, "recurrence": { "kind": "one_time" } });
    let milestone = json!({ "event": "milestone", "kind": "flat", "amount": 5_000,
        "recurrence": { "kind": "one_time" },
        "milestone": { "measure": "events", "window": "month", "at": 1 } });
    let rewards = json!([
        flat("sale", 2_000),
        flat("renewal", 1_000),
        flat("lead", 500),
        flat("stage", 300),
        flat("click", 5),
        recruited,
        milestone,
    ]);
    shop.post(&format!("{program}/terms"), &json!({ "rewards": rewards, "hold_days": 30 })).await.ok(201);
    shop.patch(&program, json!({ "applications": "automatic" })).await.ok(200);

    shop.follow(&made.link).await;
    shop.post("/v1/track/sale", &sale("ORD-1", "grace", 10_000)).await.ok(201);
    shop.world.clock.advance(1_000_000);
    let mut renewed = sale("ORD-2", "grace", 10_000);
    renewed["renewal"] = json!(true);
    shop.post("/v1/track/sale", &renewed).await.ok(201);
    let lead = json!({ "customer": { "external_id": "alan" }, "event_name": "sign_up", "code": "ADA20" });
    shop.post("/v1/track/lead", &lead).await.ok(201);
    shop.world.clock.advance(1_000_000);
    let stage = json!({ "customer": { "external_id": "alan" }, "stage": "qualified" });
    shop.post("/v1/track/stage", &stage).await.ok(201);
    let form = json!({ "display_name": "Bob", "email": "bob@bob.example", "recruited_by": made.enrollment });
    shop.post(&format!("{program}/applications"), &form).await.ok(202);
    let own = shop.get(&format!("/v1/enrollments?recruited_by={}", made.enrollment)).await.ok(200);
    let code =
        json!({ "program_id": made.program, "partner_id": own["items"][0]["partner"]["id"], "code": "BOB" });
    shop.post("/v1/codes", &code).await.ok(201);
    let mut of_bob = sale("ORD-3", "edsger", 10_000);
    of_bob["code"] = json!("BOB");
    shop.post("/v1/track/sale", &of_bob).await.ok(201);
    for (event, amount) in [("bonus", 700), ("adjustment", -900)] {
        let grant =
            json!({ "enrollment_id": made.enrollment, "event": event, "amount": amount, "reason": "Spring" });
        shop.post("/v1/commissions", &grant).await.ok(201);
    }
    shop.do_jobs().await;
    shop.world.clock.advance_days(1);
    for _ in 0..2 {
        shop.do_jobs().await;
    }

    let path = format!("/v1/commissions?partner_id={}&limit=200", made.partner);
    let listed = shop.get(&path).await.ok(200)["items"].clone();
    let by_kind: BTreeMap<_, _> =
        listed.as_array().unwrap().iter().map(|it| (text(&it["event"]), it.clone())).collect();
    assert_eq!(by_kind.keys().collect::<Vec<_>>(), KINDS.iter().collect::<Vec<_>>(), "{listed}");
    (shop, made, by_kind)
}

/// What the partner expects: two euro more.
fn expected(commission: &Value) -> i64 {
    commission["amount"]["amount"].as_i64().unwrap() + 200
}

async fn disputed(shop: &Shop, commission: &Value) -> String {
    let mut ada = Browser::new(shop);
    ada.log_in("ada@example.com", PASSWORD).await.ok(201);
    let opening = json!({ "kind": "wrong_amount", "commission_id": commission["id"], "note": "Two euro more",
        "expected": { "amount": expected(commission), "currency": "EUR" } });
    text(&ada.post("/v1/partner/disputes", opening).await.ok(201)["id"])
}

async fn amount_of(shop: &Shop, id: &Value) -> i64 {
    let listed = shop.get("/v1/commissions?limit=200").await.ok(200)["items"].clone();
    let found = listed.as_array().unwrap().iter().find(|it| it["id"] == *id).cloned();
    found.unwrap()["amount"]["amount"].as_i64().unwrap()
}

#[tokio::test]
async fn a_dispute_about_any_kind_of_commission_is_upheld() {
    let (shop, _, earned) = earned_everything().await;
    for kind in KINDS {
        let commission = &earned[kind];
        let euro = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
        let mut granted = Vec::new();
        // First as the partner expects it, then a euro more by the merchant's own word, then the disputed amount itself.
        for (amount, more) in
            [(None, 200), (Some(expected(commission) - 100), 100), (Some(expected(commission) - 200), 0)]
        {
            let id = disputed(&shop, commission).await;
            let mut step = json!({ "action": "uphold" });
            if let Some(amount) = amount {
                step["amount"] = euro(amount);
            }
            let upheld = shop.post(&format!("/v1/disputes/{id}/transitions"), &step).await;
            assert_eq!(upheld.status, 200, "{kind} {step}: {}", upheld.text);
            assert_eq!(upheld.body["status"], "upheld", "{kind}");
            let wanted = amount.unwrap_or(expected(commission));
            assert_eq!(upheld.body["granted"], euro(wanted), "{kind}");
            if more == 0 {
                assert_eq!(upheld.body["booked"], json!([]), "{kind}");
            } else {
                granted.push((upheld.body["booked"][0]["id"].clone(), more));
            }
        }
        for (id, more) in granted {
            assert_eq!(amount_of(&shop, &id).await, more, "{kind}");
        }
        let less = disputed(&shop, commission).await;
        let step = json!({ "action": "uphold", "amount": euro(expected(commission) - 201) });
        let refused = shop.post(&format!("/v1/disputes/{less}/transitions"), &step).await;
        assert_eq!(
            (refused.status, &refused.body["field"]),
            (422, &json!("amount.amount")),
            "{kind}: {}",
            refused.text
        );
        let step = json!({ "action": "reject", "reason": "terms_not_met" });
        shop.post(&format!("/v1/disputes/{less}/transitions"), &step).await.ok(200);
        assert_eq!(amount_of(&shop, &commission["id"]).await, expected(commission) - 200, "{kind}");
    }
    shop.is_sound().await;
}

#[tokio::test]
async fn a_declined_commission_of_any_kind_is_reinstated() {
    let (shop, _, earned) = earned_everything().await;
    for kind in KINDS {
        let commission = &earned[kind];
        let decline =
            json!({ "commission_ids": [commission["id"]], "verdict": "decline", "reason": "A mistake" });
        shop.post("/v1/commissions/transitions", &decline).await.ok(200);
        let mut ada = Browser::new(&shop);
        ada.log_in("ada@example.com", PASSWORD).await.ok(201);
        let opening =
            json!({ "kind": "declined", "commission_id": commission["id"], "note": "It was right" });
        let id = text(&ada.post("/v1/partner/disputes", opening).await.ok(201)["id"]);
        let more =
            json!({ "action": "uphold", "amount": { "amount": expected(commission), "currency": "EUR" } });
        let upheld = shop.post(&format!("/v1/disputes/{id}/transitions"), &more).await;
        assert_eq!(upheld.status, 200, "{kind}: {}", upheld.text);
        let booked: Vec<_> =
            upheld.body["booked"].as_array().unwrap().iter().map(|it| text(&it["kind"])).collect();
        assert_eq!(booked, ["reinstated", "adjusted"], "{kind}");
        assert_eq!(amount_of(&shop, &commission["id"]).await, expected(commission) - 200, "{kind}");
    }
    shop.is_sound().await;
}

#[tokio::test]
async fn where_silence_upholds_it_does_for_any_kind_of_commission() {
    let (shop, _, earned) = earned_everything().await;
    let mut disputes = Vec::new();
    for kind in KINDS {
        disputes.push((kind, disputed(&shop, &earned[kind]).await));
    }
    shop.world.clock.advance_days(DAYS_UNTIL_DUE);
    for _ in 0..3 {
        shop.do_jobs().await;
    }
    for (kind, id) in disputes {
        let shown = shop.get(&format!("/v1/disputes/{id}")).await.ok(200);
        let last = shown["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&shown["status"], &last["by"]),
            (&json!("upheld"), &json!("due_date")),
            "{kind}: {shown}"
        );
        let adjustment = &shown["booked"][0]["id"];
        assert_eq!(amount_of(&shop, adjustment).await, 200, "{kind}");
    }
    shop.is_sound().await;
}
