//! Refunds that failed or were canceled, over HTTP: what their reversal gives back, in any order of arrival, and what waits
//! for something that was never reported.

use crate::shop::{Shop, sale, text};
use engine::doctor;
use serde_json::{Value, json};

fn euro(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn refund(id: &str, amount: i64) -> Value {
    json!({ "external_id": id, "sale_external_id": "ORD-1", "amount": euro(amount) })
}

async fn owed(shop: &Shop) -> Value {
    shop.get("/v1/commissions?event=sale").await.ok(200)["items"][0].clone()
}

async fn shop_with(reports: &[(&str, Value)]) -> Shop {
    let shop = Shop::set().await;
    shop.open().await;
    for (path, report) in reports {
        let seen = shop.post(&format!("/v1/track/{path}"), report).await;
        assert!([201, 202].contains(&seen.status), "{path} {report}: {}", seen.text);
    }
    shop
}

/// Every order of the places.
fn orders(places: usize) -> Vec<Vec<usize>> {
    match places {
        0 => vec![Vec::new()],
        _ => {
            let shorter = orders(places - 1);
            let with = |order: &Vec<usize>, at: usize| {
                let mut order = order.clone();
                order.insert(at, places - 1);
                order
            };
            shorter.iter().flat_map(|order| (0..=order.len()).map(move |at| with(order, at))).collect()
        }
    }
}

#[tokio::test]
async fn a_reversed_refund_is_owed_again_in_any_order_of_arrival() {
    // What the sale of 100.00 at 20 % is reversed by, in the end.
    let stories: &[(&[(&str, Value)], i64)] = &[
        // Named as chargeback reversals are: by the same id, the sale and the amount.
        (&[("refund", refund("re_1", 10_000)), ("refund-reversal", refund("re_1", 10_000))], 0),
        // Named by the refund alone.
        (
            &[
                ("refund", refund("re_1", 10_000)),
                ("refund-reversal", json!({ "external_id": "x", "refund_external_id": "re_1" })),
            ],
            0,
        ),
        // A part of one of two refunds, then all of it.
        (
            &[
                ("refund", refund("re_1", 4_000)),
                ("refund", refund("re_2", 5_000)),
                (
                    "refund-reversal",
                    json!({ "external_id": "x", "refund_external_id": "re_1", "amount": euro(1_000) }),
                ),
            ],
            1_600,
        ),
        (
            &[
                ("refund", refund("re_1", 4_000)),
                (
                    "refund-reversal",
                    json!({ "external_id": "x", "refund_external_id": "re_1", "amount": euro(1_000) }),
                ),
                ("refund-reversal", json!({ "external_id": "re_1" })),
            ],
            0,
        ),
        // Of chargebacks it gives back nothing.
        (
            &[
                ("chargeback", refund("CB-1", 4_000)),
                ("refund", refund("re_1", 5_000)),
                ("refund-reversal", json!({ "external_id": "re_1" })),
            ],
            800,
        ),
    ];
    for (reports, reversed) in stories {
        // All orders of few, and a fifth of those of more.
        for order in orders(reports.len() + 1).into_iter().step_by(4 * reports.len() - 7) {
            let shop = shop_with(&[]).await;
            for place in &order {
                let sold = ("sale", sale("ORD-1", "c", 10_000));
                let (path, report) = reports.get(*place).unwrap_or(&sold);
                let first = shop.post(&format!("/v1/track/{path}"), report).await;
                assert!([201, 202].contains(&first.status), "{path}: {}", first.text);
                let again = shop.post(&format!("/v1/track/{path}"), report).await.ok(200);
                assert_eq!(again["outcome"], "already_recorded");
            }
            assert_eq!(owed(&shop).await["reversed"], euro(*reversed), "{order:?} of {reports:?}");
            let waiting = shop.get("/v1/conversions?waiting=yes").await.ok(200);
            assert_eq!(waiting["items"], json!([]), "{order:?} of {reports:?}");
            shop.is_sound().await;
        }
    }
}

#[tokio::test]
async fn after_a_failed_refund_another_one_may_follow_and_no_more_comes_back_than_went() {
    let all = refund("re_1", 10_000);
    let shop = shop_with(&[("sale", sale("ORD-1", "c", 10_000)), ("refund", all.clone())]).await;
    assert_eq!(shop.post("/v1/track/refund", &refund("re_2", 1)).await.problem(), "refund_exceeds");
    let part = |id: &str, amount: i64| json!({ "external_id": id, "refund_external_id": "re_1", "amount": euro(amount) });
    shop.post("/v1/track/refund-reversal", &part("a", 6_000)).await.ok(201);
    assert_eq!(owed(&shop).await["reversed"], euro(800));
    for (report, field) in [
        (part("b", 4_001), "amount.amount"),
        (part("b", 0), "amount.amount"),
        (
            json!({ "external_id": "b", "refund_external_id": "re_1", "amount": { "amount": 1, "currency": "USD" } }),
            "amount.currency",
        ),
        (
            json!({ "external_id": "b", "refund_external_id": "re_1", "sale_external_id": "ORD-2" }),
            "sale_external_id",
        ),
        (
            json!({ "external_id": "b", "refund_external_id": "re_1", "items": [{ "product_id": "p", "amount": 1 }] }),
            "items",
        ),
    ] {
        let seen = shop.post("/v1/track/refund-reversal", &report).await;
        assert_eq!((seen.status, seen.body["field"].as_str()), (422, Some(field)), "{report}: {}", seen.text);
    }
    shop.post("/v1/track/refund", &refund("re_2", 6_000)).await.ok(201);
    assert_eq!(owed(&shop).await["reversed"], euro(2_000));
    assert_eq!(shop.post("/v1/track/refund", &refund("re_3", 1)).await.problem(), "refund_exceeds");

    // The sale again under its number: paid after all?
    let again = shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(200);
    assert_eq!(
        (&again["outcome"], &again["warnings"][0]["field"]),
        (&json!("already_recorded"), &json!("external_id"))
    );
    let told = text(&again["warnings"][0]["text"]);
    assert!(told.contains("/v1/track/refund-reversal and refund_external_id re_"), "{told}");
    for name in ["re_1", "re_2"] {
        let whole = json!({ "external_id": format!("{name}-failed"), "refund_external_id": name });
        let seen = shop.post("/v1/track/refund-reversal", &whole).await.ok(201);
        assert_eq!(seen["warnings"], json!([]));
    }
    assert_eq!((&owed(&shop).await["reversed"], &owed(&shop).await["state"]), (&euro(0), &json!("pending")));
    let spent = json!({ "external_id": "once more", "refund_external_id": "re_1" });
    let spent = shop.post("/v1/track/refund-reversal", &spent).await.ok(201);
    assert!(text(&spent["warnings"][0]["text"]).contains("reversed already"), "{spent}");
    assert_eq!(shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(200)["warnings"], json!([]));
    shop.is_sound().await;
}

#[tokio::test]
async fn a_reversal_that_names_the_wrong_kind_or_nothing_says_so_and_is_listed() {
    let shop = shop_with(&[
        ("sale", sale("ORD-1", "c", 10_000)),
        ("refund", refund("re_1", 5_000)),
        ("chargeback", refund("CB-1", 1_000)),
    ])
    .await;
    for (path, report, status, told) in [
        ("chargeback-reversal", refund("re_1", 5_000), 201, "re_1 is a refund"),
        ("refund-reversal", json!({ "external_id": "CB-1" }), 202, "CB-1 is a chargeback"),
        (
            "refund-reversal",
            json!({ "external_id": "y", "refund_external_id": "re_9" }),
            202,
            "no refund re_9",
        ),
    ] {
        let seen = shop.post(&format!("/v1/track/{path}"), &report).await;
        assert_eq!(seen.status, status, "{}", seen.text);
        assert!(seen.text.contains(told), "{told}: {}", seen.text);
    }
    let other = shop_with(&[("sale", sale("ORD-1", "c", 10_000)), ("refund", refund("re_1", 5_000))]).await;
    let seen = other.post("/v1/track/chargeback-reversal", &refund("re_1", 5_000)).await.ok(202);
    assert_eq!((&seen["outcome"], &seen["conversion"]["waiting"]), (&json!("waiting"), &json!(true)));
    assert!(text(&seen["warnings"][0]["text"]).contains("refund-reversal"), "{seen}");
    assert_eq!(owed(&other).await["reversed"], euro(1_000));

    shop.post(
        "/v1/track/refund",
        &json!({ "external_id": "lost", "sale_external_id": "NONE", "amount": euro(1) }),
    )
    .await
    .ok(202);
    let waiting = async |query: &str| {
        let seen = shop.get(&format!("/v1/conversions?{query}")).await.ok(200);
        let names = seen["items"].as_array().unwrap().iter().map(|it| text(&it["external_id"]));
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    assert_eq!(waiting("waiting=yes").await, ["CB-1", "lost", "y"]);
    assert_eq!(waiting("waiting=no").await, ["CB-1", "re_1", "re_1"]);
    assert_eq!(waiting("refund_external_id=re_9").await, ["y"]);
    assert_eq!(waiting("sale_external_id=NONE").await, ["lost"]);
    assert_eq!(shop.get("/v1/overview").await.ok(200)["waiting_refunds"], 0, "they may be on their way");
    shop.world.clock.advance_days(1);
    shop.world.clock.advance(1);
    assert_eq!(shop.get("/v1/overview").await.ok(200)["waiting_refunds"], 3);
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    let told: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.check != "jobs")
        .map(|it| (it.is_error, it.text.as_str()))
        .collect();
    assert!(matches!(told[..], [(false, text)] if text.starts_with("3 refunds")), "{told:?}");
    for id in shop.get("/v1/conversions?waiting=yes").await.ok(200)["items"].as_array().unwrap() {
        let path = format!("/v1/conversions/{}/explanation", text(&id["id"]));
        assert!(
            shop.get(&path).await.ok(200)["sentences"][0]["text"].to_string().contains("not reported yet")
        );
    }
    // What arrives late is found.
    shop.post("/v1/track/sale", &sale("NONE", "c", 100)).await.ok(201);
    let late = json!({ "external_id": "re_9", "sale_external_id": "ORD-1", "amount": euro(2_000) });
    shop.post("/v1/track/refund", &late).await.ok(201);
    assert_eq!(waiting("waiting=yes").await, ["CB-1"]);
}

#[tokio::test]
async fn a_reversal_gives_back_the_items_of_its_refund_and_the_rate_of_its_sale() {
    let shop = Shop::set().await;
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
    let day = words::Day::of(shop.world.now()).to_string();
    let rate = json!({ "base": "EUR", "quote": "USD", "rate": "1.0823", "day": day });
    shop.post("/v1/rates", &rate).await.ok(201);
    let item = |product: Value, amount: i64| json!({ "product_id": product, "amount": amount });
    for (currency, earned) in [("EUR", 1_400), ("USD", 1_294)] {
        let money = |amount: i64| json!({ "amount": amount, "currency": currency });
        let mut sold = sale(currency, currency, 10_500);
        sold["amount"] = money(10_500);
        sold["items"] = json!([item(json!("pro"), 6_000), item(json!("seat"), 4_000)]);
        shop.post("/v1/track/sale", &sold).await.ok(201);
        let reversed = async || {
            let path = "/v1/commissions?event=sale&sort=-created_at&limit=1";
            let own = shop.get(path).await.ok(200)["items"][0].clone();
            assert_eq!(own["earned"], euro(earned), "{currency}");
            own["reversed"]["amount"].as_i64().unwrap()
        };
        let post = async |path: &str, id: &str, of: &str, amount: i64, items: Value| {
            let mut report =
                json!({ "external_id": format!("{currency}-{id}"), "amount": money(amount), "items": items });
            let field = if path == "refund" { "sale_external_id" } else { "refund_external_id" };
            report[field] =
                json!(if path == "refund" { currency.to_owned() } else { format!("{currency}-{of}") });
            shop.post(&format!("/v1/track/{path}"), &report).await.ok(201);
        };
        // What no item covers was never earned for, however it is named.
        post("refund", "ship", "", 250, json!([item(Value::Null, 250)])).await;
        post("refund", "tax", "", 250, json!([item(json!(""), 250)])).await;
        assert_eq!(reversed().await, 0, "{currency}");
        post("refund", "pro", "", 6_000, json!([item(json!("pro"), 6_000)])).await;
        let of_pro = reversed().await;
        assert!((1_100..=1_200).contains(&of_pro), "{of_pro}");
        // Half of the product comes back, then the rest of the refund, whatever it names.
        post("refund-reversal", "half", "pro", 3_000, json!([item(json!("pro"), 3_000)])).await;
        assert!((of_pro / 2 - 1..=of_pro / 2 + 1).contains(&reversed().await), "{currency}");
        post("refund-reversal", "rest", "pro", 3_000, json!([])).await;
        assert_eq!(reversed().await, 0, "{currency}");
        post("refund", "all", "", 10_000, json!([item(json!("pro"), 6_000), item(json!("seat"), 4_000)]))
            .await;
        assert_eq!(reversed().await, earned, "{currency}");
        let whole = json!({ "external_id": format!("{currency}-all") });
        let seen = shop.post("/v1/track/refund-reversal", &whole).await.ok(201);
        assert_eq!(seen["conversion"]["amount"]["currency"], "EUR");
        assert_eq!(reversed().await, 0, "{currency}");
    }
    shop.is_sound().await;
}

#[tokio::test]
async fn batches_and_postbacks_take_reversals_too() {
    let shop = shop_with(&[]).await;
    let lines = [
        json!({ "type": "refund_reversal", "external_id": "x", "refund_external_id": "re_1" }),
        json!({ "type": "sale", "external_id": "ORD-1", "customer": { "external_id": "c" }, "code": "ADA20",
            "amount": euro(10_000) }),
        json!({ "type": "refund", "external_id": "re_1", "sale_external_id": "ORD-1", "amount": euro(10_000) }),
        json!({ "type": "refund_reversal", "external_id": "re_1", "amount": euro(1) }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let request = shop.request("POST", "/v1/track/batch").header("content-type", "application/x-ndjson");
    let answers = shop.send(request.body(body.into()).unwrap()).await.lines();
    let statuses: Vec<_> = answers.iter().map(|it| it["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [202, 201, 201, 201], "{answers:?}");
    assert_eq!(owed(&shop).await["reversed"], euro(0));

    let back = async |query: &str| shop.get(&format!("/v1/postback?key={}&{query}", shop.key)).await;
    let of = |id: &str| format!("external_id={id}&currency=EUR&amount=5000&sale_external_id=ORD-1");
    back(&format!("type=refund&{}", of("re_2"))).await.ok(201);
    back(&format!("type=refund&{}", of("re_3"))).await.ok(201);
    assert_eq!(owed(&shop).await["reversed"], euro(2_000));
    back("type=refund_reversal&external_id=a&refund_external_id=re_2&amount=2500&currency=EUR").await.ok(201);
    back("type=refund_reversal&external_id=re_3").await.ok(201);
    assert_eq!(owed(&shop).await["reversed"], euro(500));
    shop.is_sound().await;
}
