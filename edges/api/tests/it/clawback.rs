//! What becomes of what a statement showed and a refund then took back, under each policy, over HTTP and on both sides.

use crate::people::{Browser, PASSWORD};
use crate::shop::{Made, Shop, sale, text};
use program::Seat;
use serde_json::{Value, json};
use words::{Mode, PartnerId};

fn euro(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn program(made: &Made) -> String {
    format!("/v1/programs/{}", made.program)
}

/// Records sales of so much and refunds by name, lets the hold pass, and closes; the statement of the month.
async fn month(shop: &Shop, made: &Made, sales: &[(&str, i64)], refunds: &[(&str, i64)]) -> Value {
    for (order, amount) in sales {
        shop.post("/v1/track/sale", &sale(order, order, *amount)).await.ok(201);
    }
    for (order, amount) in refunds {
        let name = format!("{order}-{amount}");
        let refund = json!({ "external_id": name, "sale_external_id": order, "amount": euro(*amount) });
        shop.post("/v1/track/refund", &refund).await.ok(201);
    }
    shop.world.clock.advance_days(31);
    shop.post(&format!("{}/commissions/approve-due", program(made)), &json!({})).await.ok(200);
    shop.post(&format!("{}/statements/close", program(made)), &json!({})).await.ok(200);
    shop.get("/v1/statements?sort=-until").await.ok(200)["items"][0].clone()
}

fn told(statement: &Value) -> Vec<i64> {
    ["total", "taken_back", "recovered", "written_off", "payable", "carry_over"]
        .map(|name| statement[name]["amount"].as_i64().unwrap())
        .to_vec()
}

async fn open(clawback: Value) -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let seen = shop.patch(&program(&made), json!({ "clawback": clawback })).await.ok(200);
    for (name, value) in clawback.as_object().unwrap() {
        assert_eq!(&seen["clawback"][name], value);
    }
    (shop, made)
}

#[tokio::test]
async fn a_capped_recovery_pays_the_rest_and_what_gets_too_old_is_written_off() {
    let (shop, made) =
        open(json!({ "kind": "carry", "share_max_millionths": 250_000, "days_max": 60 })).await;
    assert_eq!(told(&month(&shop, &made, &[("A", 50_000)], &[]).await), [10_000, 0, 0, 0, 10_000, 0]);
    // All of A comes back; B brings 20.00, of which a quarter is recovered.
    let second = month(&shop, &made, &[("B", 10_000)], &[("A", 50_000)]).await;
    assert_eq!(told(&second), [-8_000, 10_000, 500, 0, 1_500, -9_500]);
    assert_eq!(second["debts"], json!([{ "since": second["until"], "amount": euro(9_500) }]));
    let third = month(&shop, &made, &[("C", 20_000)], &[]).await;
    assert_eq!(told(&third), [4_000, 0, 1_000, 0, 3_000, -8_500]);
    // The document and the table explain why less is paid than the lines bring, as the page does.
    let document = shop.get(&format!("/v1/statements/{}/document", text(&second["id"]))).await.text;
    for line in [
        "Total\t-80.00\u{a0}EUR",
        "Clawed back from earlier statements\t100.00\u{a0}EUR",
        "Recovered with this statement\t5.00\u{a0}EUR",
        "Still owed back\t95.00\u{a0}EUR",
        "To pay\t15.00\u{a0}EUR",
        "Carried to the next statement\t-95.00\u{a0}EUR",
    ] {
        assert!(document.contains(line), "{line}: {document}");
    }
    let table = shop.get(&format!("/v1/statements/{}/document?format=csv", text(&second["id"]))).await.text;
    for row in ["\ttaken_back\t", "\trecovered\t", "\towed_back\t", "\tpayable\t", "\tcarry_over\t"] {
        assert!(table.contains(row), "{row}: {table}");
    }
    // Two months after: a last quarter, and the rest is given up.
    let fourth = month(&shop, &made, &[("D", 20_000)], &[]).await;
    assert_eq!(told(&fourth), [4_000, 0, 1_000, 7_500, 3_000, 0]);
    assert_eq!(fourth["debts"], json!([]));
    let balances = shop.get(&format!("{}/balances", program(&made))).await.ok(200);
    let of = |account: &str| {
        let found = balances["items"].as_array().unwrap().iter().find(|it| it["account"] == account);
        found.map_or(0, |it| it["amount"]["amount"].as_i64().unwrap())
    };
    // Nothing is paid out here: what statements say is payable is what the account holds.
    assert_eq!((of("clawback_write_off"), of("partner_payable")), (7_500, -(10_000 + 1_500 + 3_000 + 3_000)));
    let csv = format!("/v1/statements/{}/document?format=csv", text(&fourth["id"]));
    assert!(shop.get(&csv).await.text.contains("\twritten_off\t"));
    shop.is_sound().await;
}

#[tokio::test]
async fn at_most_half_is_at_most_half() {
    let (shop, made) = open(json!({ "kind": "carry", "share_max_millionths": 500_000 })).await;
    month(&shop, &made, &[("A", 500_000)], &[]).await;
    // 791.71 is earned; half of it is 395.855, of which 395.85 is recovered.
    let second = month(&shop, &made, &[("B", 395_855)], &[("A", 500_000)]).await;
    assert_eq!(told(&second)[2..5], [39_585, 0, 39_586]);
    shop.is_sound().await;
}

#[tokio::test]
async fn written_off_at_once_a_refund_after_the_statement_costs_the_merchant_and_its_reversal_repairs_it() {
    for (taken, given_back) in [("chargeback", "chargeback-reversal"), ("refund", "refund-reversal")] {
        let (shop, made) = open(json!({ "kind": "write_off" })).await;
        month(&shop, &made, &[("A", 50_000)], &[]).await;
        let report = json!({ "external_id": "CB", "sale_external_id": "A", "amount": euro(50_000) });
        shop.post(&format!("/v1/track/{taken}"), &report).await.ok(201);
        let second = month(&shop, &made, &[("B", 10_000)], &[]).await;
        assert_eq!(told(&second), [-8_000, 10_000, 0, 10_000, 2_000, 0], "{taken}");
        shop.post(&format!("/v1/track/{given_back}"), &report).await.ok(201);
        let third = month(&shop, &made, &[("C", 10_000)], &[]).await;
        // The partner has kept A's 100.00 all the time.
        assert_eq!(told(&third), [12_000, 0, 0, -10_000, 2_000, 0], "{given_back}");
        let document = shop.get(&format!("/v1/statements/{}/document", text(&third["id"]))).await.text;
        assert!(document.contains("Had been written off before\t-100.00\u{a0}EUR"), "{document}");
        shop.is_sound().await;
    }
}

#[tokio::test]
async fn both_sides_see_what_is_still_owed_back() {
    let (shop, made) = open(json!({ "kind": "carry" })).await;
    month(&shop, &made, &[("A", 50_000)], &[]).await;
    let second = month(&shop, &made, &[("B", 10_000)], &[("A", 20_000)]).await;
    assert_eq!(told(&second), [-2_000, 4_000, 2_000, 0, 0, -2_000]);
    let partner: PartnerId = made.partner.parse().unwrap();
    shop.user(shop.scope, "ada@blog.example", Seat::Partner { partner, mode: Mode::Live }).await;
    let mut browser = Browser::new(&shop);
    browser.log_in("ada@blog.example", PASSWORD).await.ok(201);
    let own = browser.get("/v1/partner/statements?sort=-until").await.ok(200)["items"][0].clone();
    assert_eq!(own["id"], second["id"]);
    assert_eq!((told(&own), &own["debts"]), (told(&second), &second["debts"]));
    let document = browser.get(&format!("/v1/partner/statements/{}/document", text(&own["id"]))).await.text;
    assert!(document.contains("Carried to the next statement\t-20.00\u{a0}EUR"), "{document}");
}

#[tokio::test]
async fn a_bad_policy_is_refused_and_changes_nothing() {
    let (shop, made) = open(json!({ "kind": "write_off" })).await;
    for (field, bad) in [
        ("clawback.share_max_millionths", json!({ "kind": "carry", "share_max_millionths": 0 })),
        ("clawback.share_max_millionths", json!({ "kind": "carry", "share_max_millionths": 1_000_001 })),
        ("clawback.days_max", json!({ "kind": "carry", "days_max": 0 })),
        ("clawback.days_max", json!({ "kind": "carry", "days_max": 3_651 })),
        ("clawback.kind", json!({ "kind": "invoice" })),
        ("clawback", json!({ "kind": "write_off", "days_max": 5 })),
    ] {
        let seen = shop.patch(&program(&made), json!({ "clawback": bad })).await;
        assert!([400, 422].contains(&seen.status), "{bad}: {}", seen.text);
        assert_eq!(seen.body["field"], field, "{}", seen.text);
    }
    let kept = shop.get(&program(&made)).await.ok(200);
    assert_eq!(kept["program"]["clawback"], json!({ "kind": "write_off" }));
}
