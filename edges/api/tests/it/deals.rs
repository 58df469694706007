//! Deals over HTTP: two partners name the same company in their own way; one registration is protected, the other must
//! wait; while it is, no click is credited, and the won deal is a sale that both its partners share.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, text},
};
use engine::{doctor, jobs};
use program::Seat;
use serde_json::{Value, json};
use words::{Mode, PartnerId};

async fn enter<'a>(shop: &'a Shop, partner: &str, email: &str) -> Browser<'a> {
    let partner: PartnerId = partner.parse().unwrap();
    shop.user(shop.scope, email, Seat::Partner { partner, mode: Mode::Live }).await;
    let mut browser = Browser::new(shop);
    browser.log_in(email, PASSWORD).await.ok(201);
    browser
}

async fn join(shop: &Shop, made: &Made, name: &str) -> String {
    let input =
        json!({ "program_id": made.program, "display_name": name, "email": format!("{name}@example.com") });
    text(&shop.post("/v1/partners", &input).await.ok(201)["partner"]["id"])
}

async fn opened() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let reward = json!({ "event": "sale", "kind": "percent", "rate_millionths": 200_000,
        "recurrence": { "kind": "recurring" } });
    let terms = json!({ "rewards": [reward], "hold_days": 0 });
    shop.post(&format!("/v1/programs/{}/terms", made.program), &terms).await.ok(201);
    (shop, made)
}

async fn registered(browser: &mut Browser<'_>, made: &Made, company: &str, domain: Option<&str>) -> Value {
    let deal = json!({ "program_id": made.program, "company": company, "domain": domain,
        "contact_name": "Grace Hopper", "contact_email": format!("grace@{}", domain.unwrap_or("mail.example")),
        "expected": { "amount": 500_000, "currency": "EUR" } });
    browser.send("POST", "/v1/partner/deals", Some(deal)).await.ok(201)
}

#[tokio::test]
async fn one_registration_of_a_company_is_protected_and_what_it_wins_is_shared() {
    let (shop, made) = opened().await;
    let (bob, carl) = (join(&shop, &made, "bob").await, join(&shop, &made, "carl").await);
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    let mut bobs = enter(&shop, &bob, "bob@example.com").await;
    let first =
        registered(&mut ada, &made, "Müller Maschinenbau GmbH", Some("https://www.mueller-maschinenbau.de/"))
            .await;
    assert_eq!(
        (&first["status"], &first["domain"]),
        (&json!("submitted"), &json!("mueller-maschinenbau.de"))
    );
    shop.world.clock.advance_days(1);
    let second = registered(&mut bobs, &made, "Mueller Maschinenbau", None).await;
    registered(&mut bobs, &made, "Schulze Optik AG", Some("schulze-optik.de")).await;

    // Side by side, with why.
    let shown = shop.get(&format!("/v1/deals/{}", text(&second["id"]))).await.ok(200).clone();
    let conflicts = shown["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1, "{shown}");
    assert_eq!((&conflicts[0]["deal"]["id"], &conflicts[0]["is_likely_same"]), (&first["id"], &json!(true)));
    assert_eq!(shown["deal"]["contact_name"], "Grace Hopper");
    assert!(!conflicts[0]["signals"].as_array().unwrap().is_empty());

    // Approved, with another partner who helped; the second must wait.
    let step = async |deal: &Value, body: Value| {
        shop.post(&format!("/v1/deals/{}/transitions", text(&deal["id"])), &body).await
    };
    let influencing = json!({ "partner_id": carl, "millionths": 250_000 });
    let approve =
        json!({ "action": "approve", "customer_external_id": "mueller", "influencing": influencing });
    step(&first, json!({ "action": "start_review" })).await.ok(200);
    let approved = step(&first, approve).await.ok(200);
    assert_eq!(approved["parts"][0]["millionths"], 750_000);
    let refused = step(&second, json!({ "action": "approve", "customer_external_id": "mueller" })).await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("deal")), "{}", refused.text);
    assert!(refused.text.contains(&text(&first["id"])), "{}", refused.text);
    let twice = json!({ "program_id": made.program, "company": "MÜLLER MASCHINENBAU" });
    let twice = ada.send("POST", "/v1/partner/deals", Some(twice)).await;
    assert_eq!((twice.status, &twice.body["field"]), (422, &json!("company")));

    // While it is protected, a code counts for nothing.
    shop.world.clock.advance_days(1);
    let sale = json!({ "external_id": "ORD-1", "customer": { "external_id": "mueller" }, "code": "ADA20",
        "amount": { "amount": 10_000, "currency": "EUR" } });
    let sold = shop.post("/v1/track/sale", &sale).await.ok(201);
    assert_eq!(sold["decision"]["basis"], "deal");
    let shares = sold["decision"]["shares"].as_array().unwrap().iter();
    let mut shares: Vec<_> = shares.filter_map(|share| share["millionths"].as_u64()).collect();
    shares.sort();
    assert_eq!(shares, [250_000, 750_000]);

    // Won: a sale, once.
    for (amount, currency, field) in [(-1, "EUR", "amount.amount"), (5, "USD", "amount.currency")] {
        let wrong = json!({ "action": "win", "amount": { "amount": amount, "currency": currency } });
        let refused = step(&first, wrong).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!(field)), "{}", refused.text);
    }
    let win = json!({ "action": "win", "amount": { "amount": 400_000, "currency": "EUR" } });
    step(&first, win.clone()).await.ok(200);
    assert_eq!(step(&first, win).await.ok(200)["status"], "won");
    let sales = shop.get("/v1/conversions?source=deal").await.ok(200).clone();
    assert_eq!(
        (sales["items"].as_array().unwrap().len(), &sales["items"][0]["external_id"]),
        (1, &first["id"])
    );
    let commissions = shop.get(&format!("/v1/commissions?partner_id={carl}")).await.ok(200)["items"].clone();
    let earned: i64 =
        commissions.as_array().unwrap().iter().map(|it| it["amount"]["amount"].as_i64().unwrap()).sum();
    assert_eq!(earned, 500 + 20_000, "a quarter of a fifth of both sales");

    // Now the second may be approved; and each partner lists their own.
    step(&second, json!({ "action": "approve", "customer_external_id": "mueller-2" })).await.ok(200);
    let own = bobs.get("/v1/partner/deals").await.ok(200)["items"].clone();
    assert_eq!(own.as_array().unwrap().len(), 2);
    assert!(!own.to_string().contains(&made.partner));
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
}

#[tokio::test]
async fn a_protection_ends_by_itself_is_extended_and_ends_with_a_loss() {
    let (shop, made) = opened().await;
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    let deal = registered(&mut ada, &made, "Acme", Some("acme.example.com")).await;
    let path = format!("/v1/deals/{}/transitions", text(&deal["id"]));
    let approve = json!({ "action": "approve", "customer_external_id": "acme", "protection_days": 10 });
    shop.post(&path, &approve).await.ok(200);
    let sold = async |order: &str| {
        let sale = json!({ "external_id": order, "customer": { "external_id": "acme" },
            "amount": { "amount": 10_000, "currency": "EUR" } });
        shop.post("/v1/track/sale", &sale).await.ok(201)["decision"].clone()
    };
    shop.world.clock.advance_days(9);
    assert_eq!(sold("inside").await["basis"], "deal");
    shop.world.clock.advance_days(2);
    for job in shop.engine.book().due_jobs(shop.world.now(), 50).await.unwrap() {
        let _ = jobs::run(&shop.engine, &job).await;
    }
    let shown = shop.get(&format!("/v1/deals/{}", text(&deal["id"]))).await.ok(200).clone();
    assert_eq!(shown["deal"]["status"], "expired");
    let after = sold("after").await;
    assert_eq!(
        (&after["shares"], &after["considered"][0]["refusal"]),
        (&json!([]), &json!("protection_ended"))
    );
    let extended = shop.post(&path, &json!({ "action": "extend", "days": 30 })).await.ok(200).clone();
    assert_eq!(extended["status"], "approved");
    assert_eq!(sold("extended").await["basis"], "deal");
    shop.post(&path, &json!({ "action": "lose", "reason": "They chose another" })).await.ok(200);
    shop.world.clock.advance_days(1);
    assert_eq!(sold("lost").await["shares"], json!([]));
    let too_late = shop.post(&path, &json!({ "action": "extend", "days": 1 })).await;
    assert_eq!((too_late.status, &too_late.body["field"]), (422, &json!("status")));
    ada.log_in("ada@example.com", PASSWORD).await.ok(201);
    let own = ada.get("/v1/partner/deals").await.ok(200)["items"][0].clone();
    assert_eq!((&own["status"], &own["reason"]), (&json!("lost"), &json!("They chose another")));
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
}
