//! What is taken back, given back and priced anew, over HTTP: chargebacks beside refunds, some of them won; a sale's amount
//! put right; and what waits for a person.

use crate::shop::{Shop, sale, text};
use serde_json::{Value, json};

fn euro(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn of_sale(id: &str, amount: i64) -> Value {
    json!({ "external_id": id, "sale_external_id": "ORD-1", "amount": euro(amount) })
}

async fn owed(shop: &Shop) -> Value {
    shop.get("/v1/commissions?event=sale").await.ok(200)["items"][0].clone()
}

#[tokio::test]
async fn chargebacks_and_refunds_take_what_was_earned_and_no_more_and_what_is_won_comes_back() {
    let reports = [
        ("refund", of_sale("RF-1", 4_000)),
        ("chargeback", of_sale("CB-1", 10_000)),
        ("chargeback-reversal", of_sale("CB-1", 10_000)),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
        let shop = Shop::set().await;
        shop.open().await;
        let mut seen = Vec::new();
        for place in order {
            match reports.get(place) {
                Some((path, report)) => {
                    shop.post(&format!("/v1/track/{path}"), report).await;
                    // The same again changes nothing.
                    shop.post(&format!("/v1/track/{path}"), report).await;
                }
                None => drop(shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(201)),
            }
            seen.push(owed(&shop).await["reversed"]["amount"].clone());
        }
        assert_eq!(owed(&shop).await["reversed"], euro(800), "{order:?}: {seen:?}");
        assert!(seen.iter().all(|it| it.as_i64().unwrap_or(0) <= 2_000), "{seen:?}");
        let more = shop.post("/v1/track/chargeback", &of_sale("CB-2", 10_001)).await;
        assert_eq!(more.problem(), "refund_exceeds");
        let kinds = shop.get("/v1/conversions?kind=chargeback,chargeback_reversal").await.ok(200);
        assert_eq!(kinds["items"].as_array().unwrap().len(), 2);
        shop.is_sound().await;
    }
}

#[tokio::test]
async fn a_sale_is_priced_anew_with_what_it_came_to_and_a_statement_shows_the_difference() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let sold = shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(201);
    let conversion = text(&sold["conversion"]["id"]);
    let reprice = async |amount: i64, dry_run: bool| {
        let body = json!({ "conversion_ids": [conversion], "amount": euro(amount), "reason": "Wrong invoice",
            "dry_run": dry_run });
        shop.post("/v1/commissions/reprice", &body).await.ok(200)["items"][0].clone()
    };
    let tried = reprice(20_000, true).await;
    assert_eq!(
        (&tried["item"]["before"][0]["earned"], &tried["item"]["after"][0]["earned"]),
        (&euro(2_000), &euro(4_000))
    );
    assert_eq!(owed(&shop).await["earned"], euro(2_000), "a trial changes nothing");
    shop.world.clock.advance_days(31);
    let program = format!("/v1/programs/{}", made.program);
    let close = async || {
        shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
        shop.post(&format!("{program}/statements/close"), &json!({})).await.ok(200);
    };
    close().await;
    // New terms price what begins from now on; what is priced anew keeps those that priced it.
    let terms = json!({ "rewards": [{ "event": "sale", "kind": "flat", "amount": 1, "recurrence": { "kind": "one_time" } }],
        "hold_days": 0, "auto_approve_max": 0, "applies_to_existing": true });
    let latest = shop.post(&format!("{program}/terms"), &terms).await.ok(201);
    reprice(15_000, false).await;
    assert_eq!(
        (&owed(&shop).await["earned"], &owed(&shop).await["state"]),
        (&euro(3_000), &json!("in_statement"))
    );
    shop.world.clock.advance_days(31);
    close().await;
    let statements = shop.get("/v1/statements?sort=-until").await.ok(200);
    assert_eq!(statements["items"][0]["total"], euro(1_000));
    // The same sale reported again is the same, whatever was put right.
    shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(200);
    let named = json!({ "conversion_ids": [conversion], "terms_id": latest["id"], "reason": "As agreed" });
    let named = shop.post("/v1/commissions/reprice", &named).await.ok(200);
    assert_eq!(named["items"][0]["item"]["after"][0]["earned"], euro(1));
    for (body, field) in [
        (json!({ "conversion_ids": [], "reason": "x" }), "conversion_ids"),
        (json!({ "conversion_ids": [conversion], "reason": "" }), "reason"),
        (json!({ "conversion_ids": [conversion], "reason": "x", "amount": euro(-1) }), "amount.amount"),
        (
            json!({ "conversion_ids": [conversion], "reason": "x", "terms_id": "trm_01kk8y7d00e6br2v9m5gq4t1hs" }),
            "terms_id",
        ),
    ] {
        let seen = shop.post("/v1/commissions/reprice", &body).await;
        let problem = if seen.status == 200 { &seen.body["items"][0]["problem"] } else { &seen.body };
        assert_eq!(problem["field"], field, "{}", seen.text);
    }
    shop.is_sound().await;
}

#[tokio::test]
async fn what_exceeds_the_maximum_waits_for_a_person_after_its_hold() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let program = format!("/v1/programs/{}", made.program);
    let terms = json!({ "rewards": [{ "event": "sale", "kind": "percent", "rate_millionths": 200_000,
        "recurrence": { "kind": "recurring" } }], "hold_days": 0, "auto_approve_max": 2_000, "applies_to_existing": true });
    shop.post(&format!("{program}/terms"), &terms).await.ok(201);
    shop.world.clock.advance(1_000_000);
    for (order, amount) in [("AT", 10_000), ("ABOVE", 10_001 * 5)] {
        shop.post("/v1/track/sale", &sale(order, order, amount)).await.ok(201);
    }
    shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
    let waiting =
        shop.get("/v1/commissions?awaits_approval=yes&state=pending").await.ok(200)["items"].clone();
    assert_eq!((waiting.as_array().unwrap().len(), &waiting[0]["earned"]), (1, &euro(10_001)));
    assert_eq!(
        shop.get("/v1/commissions?state=approved").await.ok(200)["items"].as_array().unwrap().len(),
        1
    );
    let approve = json!({ "verdict": "approve", "commission_ids": [waiting[0]["id"]] });
    shop.post("/v1/commissions/transitions", &approve).await.ok(200);
    assert_eq!(
        shop.get("/v1/commissions?state=approved").await.ok(200)["items"].as_array().unwrap().len(),
        2
    );
    let refused = json!({ "rewards": terms["rewards"], "hold_days": 0, "auto_approve_max": -1 });
    assert_eq!(shop.post(&format!("{program}/terms"), &refused).await.body["field"], "auto_approve_max");
    shop.is_sound().await;
}

#[tokio::test]
async fn a_sale_in_another_currency_is_charged_back_and_priced_anew_at_its_rate() {
    let shop = Shop::set().await;
    shop.open().await;
    shop.world.clock.advance_days(1);
    let day = words::Day::of(shop.world.now()).to_string();
    let rate = json!({ "base": "EUR", "quote": "USD", "rate": "1.0823", "day": day });
    shop.post("/v1/rates", &rate).await.ok(201);
    let dollars = |amount: i64| json!({ "amount": amount, "currency": "USD" });
    let mut report = sale("ORD-1", "c", 10_823);
    report["amount"] = dollars(10_823);
    let sold = shop.post("/v1/track/sale", &report).await.ok(201);
    let conversion = text(&sold["conversion"]["id"]);
    // Refunds and chargebacks are exchanged by running totals of their own.
    for (path, id, amount, reversed) in [
        ("refund", "RF-1", 5_411, 1_000),
        ("chargeback", "CB-1", 10_823, 2_000),
        ("chargeback-reversal", "CB-1", 10_823, 1_000),
        ("chargeback", "CB-2", 3_608, 1_667),
    ] {
        let body = json!({ "external_id": id, "sale_external_id": "ORD-1", "amount": dollars(amount) });
        shop.post(&format!("/v1/track/{path}"), &body).await.ok(201);
        assert_eq!(owed(&shop).await["reversed"], euro(reversed), "{path} {id}");
    }
    let more = json!({ "external_id": "CB-3", "sale_external_id": "ORD-1", "amount": dollars(10_825) });
    assert_eq!(shop.post("/v1/track/chargeback", &more).await.problem(), "refund_exceeds");
    let reprice = async |amount: Value| {
        let body =
            json!({ "conversion_ids": [conversion], "amount": amount, "reason": "The invoice was wrong" });
        shop.post("/v1/commissions/reprice", &body).await.ok(200)["items"][0].clone()
    };
    let seen = reprice(dollars(21_646)).await;
    assert_eq!(seen["item"]["after"][0]["earned"], euro(4_000), "{seen}");
    let shown = shop.get(&format!("/v1/conversions/{conversion}")).await.ok(200).to_string();
    assert!(shown.contains("\"amount\":{\"amount\":20000,\"currency\":\"EUR\"}"), "{shown}");
    let said = shop.get(&format!("/v1/conversions/{conversion}/explanation")).await.ok(200).to_string();
    assert!(said.contains("it came to 200.00 EUR, because: The invoice was wrong"), "{said}");
    for (amount, field) in [
        (json!({ "amount": 20_000, "currency": "JPY" }), "amount.currency"),
        (euro(1), "amount.amount"),
        (dollars(1), "amount.amount"),
    ] {
        assert_eq!(reprice(amount.clone()).await["problem"]["field"], field, "{amount}");
    }
    shop.is_sound().await;
}

/// A sale of two products at rates of their own, with shipping that nothing is earned for.
async fn two_products(shop: &Shop) -> String {
    let made = shop.open().await;
    let program = format!("/v1/programs/{}", made.program);
    let reward = |product: &str, rate: u32| {
        json!({ "event": "sale", "kind": "percent", "rate_millionths": rate, "recurrence": { "kind": "recurring" },
            "when": [[{ "field": "product_id", "operator": "equals", "values": [product] }]] })
    };
    let terms = json!({ "rewards": [reward("pro", 200_000), reward("seat", 50_000)], "hold_days": 30,
        "applies_to_existing": true });
    shop.post(&format!("{program}/terms"), &terms).await.ok(201);
    shop.world.clock.advance(1_000_000);
    program
}

#[tokio::test]
async fn a_refund_of_a_product_takes_back_what_that_product_earned_in_any_order() {
    let mut sold = sale("ORD-1", "c", 10_500);
    let items = [("pro", 6_000), ("seat", 2_500), ("seat", 1_500)];
    let items = items.map(|(product, amount)| json!({ "product_id": product, "amount": amount }));
    sold["items"] = json!(items);
    let of = |id: &str, amount: i64, products: &[(&str, i64)]| {
        let mut refund = of_sale(id, amount);
        let item = |(product, amount): &(&str, i64)| json!({ "product_id": product, "amount": amount });
        refund["items"] = products.iter().map(item).collect();
        ("refund", refund)
    };
    let reports = [
        ("sale", sold.clone()),
        of("RF-1", 3_000, &[("seat", 3_000)]),
        of("RF-2", 3_500, &[("pro", 3_000)]),
        ("chargeback", of_sale("CB-1", 400)),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let shop = Shop::set().await;
        two_products(&shop).await;
        for place in order {
            let (path, report) = &reports[place];
            let seen = shop.post(&format!("/v1/track/{path}"), report).await;
            assert!([201, 202].contains(&seen.status), "{}", seen.text);
        }
        let owed = owed(&shop).await;
        assert_eq!(owed["earned"], euro(1_400), "12.00 of pro and 2.00 of seat");
        // 1.50 of seat and 6.00 of pro; 9.00 more are of no product: a fifth of the 45.00 that are left.
        assert_eq!(owed["reversed"], euro(750 + 130), "{order:?}");
        shop.is_sound().await;
        let told = shop.get("/v1/conversions?kind=refund&sort=-occurred_at").await.ok(200);
        assert_eq!(told["items"].as_array().unwrap().len(), 2);
    }
    let shop = Shop::set().await;
    two_products(&shop).await;
    shop.post("/v1/track/sale", &sold).await.ok(201);
    shop.post("/v1/track/refund", &of("RF-1", 3_000, &[("seat", 3_000)]).1).await.ok(201);
    let mut charged = of_sale("CB-1", 400);
    charged["items"] = json!([{ "product_id": "seat", "amount": 400 }]);
    for (path, report, field) in [
        ("refund", of("RF-2", 1_001, &[("seat", 1_001)]).1, "items.amount"),
        ("refund", of("RF-2", 500, &[("hat", 500)]).1, "items.amount"),
        ("refund", of("RF-2", 500, &[("pro", 501)]).1, "items.amount"),
        ("refund", of("RF-2", 501, &[("", 501)]).1, "items.amount"),
        ("chargeback", charged, "items"),
    ] {
        let seen = shop.post(&format!("/v1/track/{path}"), &report).await;
        assert_eq!((seen.status, seen.body["field"].as_str()), (422, Some(field)), "{}", seen.text);
    }
    assert_eq!(owed(&shop).await["reversed"], euro(150), "what is refused changes nothing");
}
