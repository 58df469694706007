//! Retroactive tiers over HTTP: once a step is reached, what was earned earlier in the window is raised to it, and lowered
//! again when it is lost; what a statement shows follows as an adjustment.

use crate::shop::{Made, Shop, text};
use engine::doctor;
use serde_json::{Value, json};

const STEP: &str = "By the step from 1000.00 EUR of revenue, which the month from 1 Mar 2026 has reached:";

/// 10 % of every sale, and 20 % of all of a month in which customers paid 1000.00 EUR.
fn terms() -> Value {
    let tiers = json!({ "measure": "revenue", "window": "month", "retroactive": true,
        "steps": [{ "from": 100_000, "rate_millionths": 200_000 }] });
    let reward = json!({ "event": "sale", "kind": "percent", "rate_millionths": 100_000,
        "recurrence": { "kind": "recurring" }, "tiers": tiers });
    json!({ "rewards": [reward], "hold_days": 0 })
}

impl Shop {
    /// What a conversion's partner keeps, and how it was priced.
    async fn priced(&self, conversion: &str) -> (i64, Vec<String>) {
        let listed = self.get(&format!("/v1/commissions?conversion_id={conversion}")).await.ok(200);
        let own = &listed["items"][0];
        let said = own["explanation"].as_array().unwrap().iter().map(text).collect();
        (own["amount"]["amount"].as_i64().unwrap(), said)
    }

    async fn earns(&self, conversions: &[&String]) -> Vec<i64> {
        let mut earned = Vec::new();
        for conversion in conversions {
            earned.push(self.priced(conversion).await.0);
        }
        earned
    }

    /// The lines of all statements, once what is approved is closed.
    async fn stated(&self, made: &Made) -> Vec<(String, i64)> {
        let path = format!("/v1/programs/{}", made.program);
        self.post(&format!("{path}/commissions/approve-due"), &json!({})).await.ok(200);
        self.post(&format!("{path}/statements/close"), &json!({})).await.ok(200);
        let told = |line: &Value| (text(&line["kind"]), line["amount"]["amount"].as_i64().unwrap());
        let mut lines = Vec::new();
        for statement in self.get("/v1/statements").await.ok(200)["items"].as_array().unwrap() {
            let file = self.get(&format!("/v1/statements/{}", text(&statement["id"]))).await.ok(200);
            lines.extend(file["lines"].as_array().unwrap().iter().map(told));
        }
        lines.sort();
        lines
    }
}

#[tokio::test]
async fn a_step_that_is_reached_raises_what_the_month_earned_before_and_a_lost_one_lowers_it() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.publish_terms(&made, terms()).await;
    let first = shop.sell_to_another("A", 60_000).await;
    assert_eq!(shop.priced(&first).await.0, 6_000);
    assert_eq!(shop.stated(&made).await, [("commission".to_owned(), 6_000)]);
    let second = shop.sell_to_another("B", 30_000).await;
    assert_eq!(shop.earns(&[&first, &second]).await, [6_000, 3_000]);

    // The third crosses: it is priced by the step itself, and the others follow, also the one that a statement shows.
    let crossing = crate::shop::sale("C", "C", 20_000);
    let crossing = shop.post("/v1/track/sale", &crossing).await.ok(201);
    assert_eq!(crossing["commissions"][0]["amount"]["amount"], 4_000);
    let third = text(&crossing["conversion"]["id"]);
    shop.work().await;
    assert_eq!(shop.earns(&[&first, &second, &third]).await, [12_000, 6_000, 4_000]);
    let (_, said) = shop.priced(&second).await;
    assert_eq!(said[..2], [STEP, "20 % of 300.00 EUR = 60.00 EUR."]);

    // The same customer again: one of theirs is in the statement, one is not.
    let again = crate::shop::sale("A-2", "A", 10_000);
    let again = text(&shop.post("/v1/track/sale", &again).await.ok(201)["conversion"]["id"]);
    assert_eq!(shop.earns(&[&first, &again]).await, [12_000, 2_000]);

    shop.credit_nobody(&second).await;
    assert_eq!(shop.earns(&[&first, &third, &again]).await, [6_000, 2_000, 1_000], "900.00 EUR are left");
    let fourth = shop.sell_to_another("D", 10_000).await;
    assert_eq!(shop.earns(&[&first, &third, &again, &fourth]).await, [12_000, 4_000, 2_000, 2_000]);

    shop.world.clock.advance_days(31);
    let april = shop.sell_to_another("E", 10_000).await;
    assert_eq!(shop.priced(&april).await.0, 1_000, "another month begins anew");
    let expected = [
        ("adjustment", 6_000),
        ("commission", 1_000),
        ("commission", 2_000),
        ("commission", 2_000),
        ("commission", 4_000),
        ("commission", 6_000),
    ];
    assert_eq!(shop.stated(&made).await, expected.map(|(kind, amount)| (kind.to_owned(), amount)));
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

#[tokio::test]
async fn retroactive_tiers_keep_to_caps_and_refunds_and_to_a_window_that_ends() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut capped = terms();
    capped["caps"] = json!([{ "per": "partner", "window": "month", "amount": 15_000 }]);
    shop.publish_terms(&made, capped).await;
    let first = shop.sell_to_another("A", 60_000).await;
    let refund = json!({ "external_id": "R", "sale_external_id": "A", "amount": { "amount": 30_000, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    assert_eq!(shop.priced(&first).await.0, 3_000);
    let second = shop.sell_to_another("B", 50_000).await;
    let (earned, said) = shop.priced(&second).await;
    assert_eq!(
        (earned, &*said[2]),
        (9_000, "The cap of the month, 150.00 EUR, had 90.00 EUR left = 90.00 EUR.")
    );
    assert_eq!(shop.priced(&first).await.0, 3_000, "the cap leaves nothing to raise the first by");

    let mut endless = terms();
    endless["rewards"][0]["tiers"]["window"] = json!("all_time");
    let refused = shop.post(&format!("/v1/programs/{}/terms", made.program), &endless).await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("rewards.tiers.window")));
    let shown = shop.get(&format!("/v1/programs/{}", made.program)).await.ok(200);
    let said = &shown["terms"][1]["explanation"][0];
    assert_eq!(
        said,
        "10 % of every sale of a customer; 20 % from 1000.00 EUR of revenue in a month, for all of the month"
    );
    assert_eq!(shown["terms"][1]["rewards"][0]["tiers"]["retroactive"], true);
}

#[tokio::test]
async fn a_budget_that_is_lowered_takes_nothing_that_was_earned_before_a_step() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.publish_terms(&made, terms()).await;
    let first = shop.sell_to_another("A", 60_000).await;
    let budget = json!({ "window": "month", "amount": 1_000, "warn_at_millionths": 800_000, "stops": true });
    shop.patch(&format!("/v1/programs/{}", made.program), json!({ "budget": budget })).await.ok(200);
    let second = shop.sell_to_another("B", 50_000).await;
    assert_eq!(shop.earns(&[&first, &second]).await, [6_000, 0], "the step is reached, the budget is spent");
    shop.credit_nobody(&second).await;
    assert_eq!(shop.earns(&[&first]).await, [6_000]);
    shop.is_sound().await;
}

#[tokio::test]
async fn what_retroactive_tiers_raise_above_the_maximum_waits_for_a_person() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut limited = terms();
    limited["auto_approve_max"] = json!(9_000);
    shop.publish_terms(&made, limited).await;
    let first = shop.sell_to_another("A", 60_000).await;
    assert_eq!(shop.stated(&made).await, [("commission".to_owned(), 6_000)]);
    shop.sell_to_another("B", 40_000).await;
    shop.world.clock.advance(1_000_000);
    let second = ("commission".to_owned(), 8_000);
    assert_eq!(shop.stated(&made).await, [("commission".to_owned(), 6_000), second.clone()]);
    let path = format!("/v1/commissions?conversion_id={first}&awaits_approval=yes");
    let waiting = shop.get(&path).await.ok(200)["items"][0].clone();
    assert_eq!((&waiting["state"], &waiting["earned"]["amount"]), (&json!("in_statement"), &json!(12_000)));
    // Half of it is given back: half of what was approved, and half of what waits.
    let refund = json!({ "external_id": "R", "sale_external_id": "A", "amount": { "amount": 30_000, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    shop.world.clock.advance(1_000_000);
    let all = [("adjustment".to_owned(), -3_000), ("commission".to_owned(), 6_000), second.clone()];
    let reversal = [("reversal".to_owned(), -3_000)];
    let stated = shop.stated(&made).await;
    assert!(stated.contains(&all[0]) || stated.contains(&reversal[0]), "{stated:?}");
    let approve = json!({ "verdict": "approve", "commission_ids": [waiting["id"]] });
    shop.post("/v1/commissions/transitions", &approve).await.ok(200);
    shop.world.clock.advance(1_000_000);
    let sum = shop.stated(&made).await.iter().map(|line| line.1).sum::<i64>();
    assert_eq!(sum, 6_000 + 8_000, "half of the twelve thousand is left");
    shop.is_sound().await;
}

#[tokio::test]
async fn what_was_approved_before_it_rose_is_stated_and_owed_and_the_rise_is_told_as_pending() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut limited = terms();
    limited["auto_approve_max"] = json!(9_000);
    shop.publish_terms(&made, limited).await;
    shop.sell_to_another("A", 60_000).await;
    let program = format!("/v1/programs/{}", made.program);
    shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
    shop.sell_to_another("B", 40_000).await;
    shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
    let owed = shop.get(&format!("{program}/liabilities")).await.ok(200)["items"].clone();
    let owed = |kind: &str| -> i64 {
        let own = owed.as_array().unwrap().iter().filter(|it| it["kind"] == kind);
        own.map(|it| it["amount"]["amount"].as_i64().unwrap()).sum()
    };
    assert_eq!((owed("approved"), owed("pending")), (6_000 + 8_000, 6_000));
    shop.world.clock.advance(1_000_000);
    let lines = ["commission", "commission"].map(str::to_owned).into_iter().zip([6_000, 8_000]);
    assert_eq!(shop.stated(&made).await, lines.collect::<Vec<_>>());
    shop.is_sound().await;
}

/// A second partner, in a group of their own that pays a plain 10 %; answers who.
async fn plain_partner(shop: &Shop, made: &Made) -> Value {
    let program = format!("/v1/programs/{}", made.program);
    let gold =
        shop.post(&format!("{program}/groups"), &json!({ "name": "Plain" })).await.ok(201)["id"].clone();
    let mut plain = terms();
    plain["rewards"][0]["tiers"] = Value::Null;
    plain["group_id"] = gold.clone();
    shop.publish_terms(made, plain).await;
    let grace = json!({ "program_id": made.program, "display_name": "Grace", "group_id": gold });
    let grace = shop.post("/v1/partners", &grace).await.ok(201)["enrollment"].clone();
    let code = json!({ "program_id": made.program, "partner_id": grace["partner"]["id"], "code": "GRACE" });
    shop.post("/v1/codes", &code).await.ok(201);
    grace["partner"]["id"].clone()
}

#[tokio::test]
async fn a_stated_sale_that_comes_into_a_group_with_retroactive_tiers_is_priced_anew_as_a_whole() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.publish_terms(&made, terms()).await;
    let grace = plain_partner(&shop, &made).await;
    let sold = async |order: &str, code: &str, amount: i64| {
        let mut sale = crate::shop::sale(order, order, amount);
        sale["code"] = json!(code);
        let id = text(&shop.post("/v1/track/sale", &sale).await.ok(201)["conversion"]["id"]);
        shop.work().await;
        id
    };
    let moved = sold("A", "GRACE", 60_000).await;
    let shared = sold("B", "GRACE", 20_000).await;
    assert_eq!(shop.stated(&made).await.len(), 2);
    let correct = async |conversion: &str, shares: Value| {
        let correction = json!({ "shares": shares, "reason": "Ada had brought them" });
        shop.post(&format!("/v1/conversions/{conversion}/corrections"), &correction).await.ok(201);
        shop.work().await;
    };
    correct(&moved, json!([{ "partner_id": made.partner, "millionths": 1_000_000 }])).await;
    let half = |partner: &Value| json!({ "partner_id": partner, "millionths": 500_000 });
    correct(&shared, json!([half(&json!(made.partner)), half(&grace)])).await;
    let earned = async |conversion: &str| {
        let listed =
            shop.get(&format!("/v1/commissions?conversion_id={conversion}&sort=-amount")).await.ok(200);
        let mut all: Vec<_> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["amount"]["amount"].as_i64().unwrap())
            .collect();
        all.sort_unstable();
        all
    };
    assert_eq!((earned(&moved).await, earned(&shared).await), (vec![0, 6_000], vec![1_000, 1_000]));
    // 600.00 and half of 200.00 EUR, and then 300.00 more.
    sold("C", "ADA20", 30_000).await;
    assert_eq!((earned(&moved).await, earned(&shared).await), (vec![0, 12_000], vec![1_000, 2_000]));
    shop.is_sound().await;
}
