//! Lead forms over HTTP: filled in by anybody, accepted by the merchant, and evidence for whoever has the address,
//! before and after.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, text},
};
use axum::body::Body;
use engine::doctor;
use program::Seat;
use serde_json::{Value, json};
use words::{Mode, PartnerId};

async fn opened(forms: &str) -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    set(&shop, &made, forms).await;
    (shop, made)
}

async fn set(shop: &Shop, made: &Made, forms: &str) {
    let path = format!("/v1/programs/{}", made.program);
    shop.patch(&path, json!({ "lead_forms": forms })).await.ok(200);
}

fn grace() -> Value {
    json!({ "name": "Grace Hopper", "email": "Grace@Hopper.example", "company": "Hopper Ltd",
        "message": "We are 20 people", "consent": true })
}

impl Shop {
    async fn delete(&self, path: &str) {
        self.send(self.request("DELETE", path).body(Body::empty()).unwrap()).await.ok(204);
    }

    async fn submit(&self, made: &Made, form: &Value) {
        let mut guest = Browser::new(self);
        guest.post(&form_of(made), form.clone()).await.ok(202);
    }

    async fn submissions(&self) -> Vec<Value> {
        let list = self.get("/v1/submissions?sort=submitted_at").await.ok(200).clone();
        list["items"].as_array().unwrap().clone()
    }

    /// A sale to a customer with the address.
    async fn sold(&self, order: &str, customer: &str, email: Option<&str>) -> Value {
        let sale = json!({ "external_id": order, "customer": { "external_id": customer, "email": email },
            "amount": { "amount": 10_000, "currency": "EUR" } });
        self.post("/v1/track/sale", &sale).await.ok(201).clone()
    }

    async fn doctor_is_content(&self) {
        let report = doctor::examine(&self.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }
}

fn form_of(made: &Made) -> String {
    format!("/v1/lead-forms/{}/submissions", made.enrollment)
}

#[tokio::test]
async fn what_is_submitted_counts_once_it_is_accepted_for_those_who_came_before_and_after() {
    let (shop, made) = opened("by_approval").await;
    let mut guest = Browser::new(&shop);
    let shown = guest.get(&format!("/v1/lead-forms/{}", made.enrollment)).await.ok(200).clone();
    assert_eq!(shown["partner_name"], "Ada");
    for _ in 0..2 {
        shop.submit(&made, &grace()).await;
    }
    let submissions = shop.submissions().await;
    assert_eq!(submissions.len(), 1, "the same address is taken once: {submissions:?}");
    let submission = &submissions[0];
    assert_eq!(
        (&submission["status"], &submission["email"]),
        (&json!("submitted"), &json!("Grace@Hopper.example"))
    );
    shop.world.clock.advance_days(1);

    // Nobody has looked at it: it is evidence for nothing.
    let before = shop.sold("BEFORE", "hopper", Some("grace@hopper.example")).await;
    assert_eq!(before["decision"]["considered"], json!([]));
    let accept = format!("/v1/submissions/{}/accept", text(&submission["id"]));
    let accepted = shop.post(&accept, &json!({})).await.ok(200).clone();
    assert_eq!((&accepted["status"], accepted["customer"].is_object()), (&json!("accepted"), true));
    let decided =
        shop.get(&format!("/v1/conversions/{}", text(&before["conversion"]["id"]))).await.ok(200).clone();
    assert_eq!(decided["decision"]["considered"][0]["evidence"], "form", "{decided}");
    assert_eq!(decided["decision"]["shares"][0]["partner"]["id"], made.partner.as_str());
    // Accepted again there is nothing to accept; but its customer may be named, which is a lead, once.
    assert_eq!(shop.post(&accept, &json!({})).await.body["field"], "status");
    for _ in 0..2 {
        shop.post(&accept, &json!({ "customer_external_id": "hopper" })).await.ok(200);
    }
    let other = shop.post(&accept, &json!({ "customer_external_id": "another" })).await;
    assert_eq!((other.status, &other.body["field"]), (422, &json!("customer_external_id")));
    let leads = shop.get("/v1/conversions?kind=lead").await.ok(200)["items"].clone();
    assert_eq!((leads.as_array().unwrap().len(), &leads[0]["source"]), (1, &json!("lead_form")));

    // Another customer with the address, whom only a later event names.
    let after = shop.sold("AFTER", "hopper-2", Some(" GRACE@hopper.example ")).await;
    assert_eq!(after["decision"]["shares"][0]["partner"]["id"], made.partner.as_str());
    let stranger = shop.sold("STRANGER", "stranger", Some("alan@hopper.example")).await;
    assert_eq!(stranger["decision"]["shares"], json!([]));

    // One of them has another address by now.
    let moved = json!({ "customer": { "external_id": "hopper", "email": "grace@elsewhere.example" },
        "event_name": "moved" });
    shop.post("/v1/track/lead", &moved).await.ok(201);
    // Rejected after all, it is none any more, and everybody reads why.
    let reject = format!("/v1/submissions/{}/reject", text(&submission["id"]));
    shop.post(&reject, &json!({ "reason": "Our own customer" })).await.ok(200);
    for sale in [&before, &after] {
        let path = format!("/v1/conversions/{}", text(&sale["conversion"]["id"]));
        let decided = shop.get(&path).await.ok(200)["decision"].clone();
        assert_eq!(
            (&decided["shares"], &decided["considered"][0]["refusal"]),
            (&json!([]), &json!("form_rejected"))
        );
    }
    // Refused, it stays rejected: its lead is another's.
    let other = shop.post(&accept, &json!({ "customer_external_id": "another" })).await;
    assert_eq!(other.status, 422);
    assert_eq!(shop.submissions().await[0]["reason"], "Our own customer");
    shop.doctor_is_content().await;
}

#[tokio::test]
async fn the_partner_sees_that_but_not_who_and_erasure_forgets() {
    let (shop, made) = opened("automatic").await;
    shop.submit(&made, &grace()).await;
    assert_eq!(shop.submissions().await[0]["status"], "accepted");
    let sold = shop.sold("ORD-1", "hopper", Some("grace@hopper.example")).await;
    assert_eq!(sold["decision"]["shares"][0]["partner"]["id"], made.partner.as_str());
    let partner: PartnerId = made.partner.parse().unwrap();
    shop.user(shop.scope, "ada@example.com", Seat::Partner { partner, mode: Mode::Live }).await;
    let mut ada = Browser::new(&shop);
    ada.log_in("ada@example.com", PASSWORD).await.ok(201);
    let own = ada.get("/v1/partner/submissions").await.ok(200).clone();
    assert_eq!(own["items"][0]["email_hint"], "G…@Hopper.example");
    for guess in ["email=grace@hopper.example", "customer_id=cus_01kk8y7d00e6br2v9m5gq4t1hs"] {
        assert_eq!(ada.get(&format!("/v1/partner/submissions?{guess}")).await.problem(), "malformed_query");
    }
    for personal in ["Grace", "20 people", "cus_"] {
        assert!(!own.to_string().contains(personal), "{own}");
    }
    shop.delete("/v1/customers/hopper").await;
    let erased = shop.submissions().await.remove(0);
    assert_eq!(
        (&erased["email"], &erased["company"], &erased["message"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    // Whoever never became a customer is forgotten by the submission.
    shop.submit(&made, &json!({ "email": "alan@turing.example", "consent": true })).await;
    let alan = text(&shop.submissions().await[1]["id"]);
    shop.delete(&format!("/v1/submissions/{alan}")).await;
    assert_eq!(shop.submissions().await[1]["email"], Value::Null);
    let audit = shop.get("/v1/audit-log").await.text.to_lowercase();
    let facts = shop.get("/v1/facts").await.text.to_lowercase();
    for personal in ["hopper ltd", "grace", "alan@"] {
        assert!(!audit.contains(personal) && !facts.contains(personal), "{personal}");
    }
    assert_eq!(
        shop.post(&format!("/v1/submissions/{alan}/reject"), &json!({ "reason": "x" })).await.status,
        422
    );
    shop.doctor_is_content().await;
}

#[tokio::test]
async fn a_form_is_there_while_program_and_partner_want_it_and_bad_input_changes_nothing() {
    let (shop, made) = opened("closed").await;
    let show = format!("/v1/lead-forms/{}", made.enrollment);
    let mut guest = Browser::new(&shop);
    assert_eq!(guest.get(&show).await.problem(), "not_found");
    assert_eq!(guest.post(&form_of(&made), grace()).await.problem(), "not_found");
    set(&shop, &made, "by_approval").await;
    let long = |length: usize| json!("x".repeat(length));
    for (field, value, code) in [
        ("email", json!("grace"), "invalid_field"),
        ("email", Value::Null, "malformed_body"),
        ("name", json!("a\u{0}b"), "invalid_field"),
        ("name", long(121), "invalid_field"),
        ("company", long(201), "invalid_field"),
        ("message", long(2_001), "invalid_field"),
        ("message", json!("a\u{0}b"), "invalid_field"),
        ("consent", json!(false), "invalid_field"),
        ("consent", json!("yes"), "malformed_body"),
        ("partner_id", json!(made.partner), "malformed_body"),
    ] {
        let mut form = grace();
        form[field] = value;
        let seen = guest.post(&form_of(&made), form.clone()).await;
        assert_eq!((seen.problem().as_str(), seen.body["field"].as_str()), (code, Some(field)), "{form}");
    }
    assert!(shop.submissions().await.is_empty());
    shop.submit(&made, &grace()).await;
    let id = text(&shop.submissions().await[0]["id"]);
    for (step, body, field) in [
        ("reject", json!({ "reason": "" }), "reason"),
        ("reject", json!({ "reason": "x".repeat(501) }), "reason"),
        ("accept", json!({ "customer_external_id": "x".repeat(201) }), "customer_external_id"),
    ] {
        let seen = shop.post(&format!("/v1/submissions/{id}/{step}"), &body).await;
        assert_eq!((seen.status, seen.body["field"].as_str()), (422, Some(field)));
    }
    assert_eq!(shop.submissions().await[0]["status"], "submitted");
    // Many from one place are slowed.
    let mut last = 202;
    for number in 0..40 {
        let form = json!({ "email": format!("p{number}@many.example"), "consent": true });
        last = guest.post(&form_of(&made), form).await.status;
    }
    assert_eq!(last, 429);
    shop.step("suspend", &made.enrollment, Some("A pause")).await;
    assert_eq!(guest.get(&show).await.problem(), "not_found");
}
