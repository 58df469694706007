//! Partners are paid for clicks, once for each day, within caps and the program's budget.

use crate::shop::{Shop, text};
use serde_json::{Value, json};

fn per_click(amount: i64) -> Value {
    json!({ "event": "click", "kind": "flat", "amount": amount, "recurrence": { "kind": "recurring" } })
}

#[tokio::test]
async fn the_clicks_of_a_day_are_one_commission_that_says_so_and_comes_with_the_statement() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let program = format!("/v1/programs/{}", made.program);
    let budget = json!({ "window": "month", "amount": 32, "warn_at_millionths": 800_000, "stops": true });
    shop.patch(&program, json!({ "budget": budget })).await.ok(200);
    let terms = json!({ "rewards": [per_click(5)], "hold_days": 2 });
    let mut draft = terms.clone();
    draft["group_id"] = shop.get("/v1/groups").await.ok(200)["items"][0]["id"].clone();
    let linted = shop.post(&format!("{program}/lint"), &json!({ "terms": [draft] })).await.ok(200);
    assert_eq!(linted["items"][0]["sentence"]["code"], "lint.clicks_without_limit", "{linted}");
    shop.post(&format!("{program}/terms"), &terms).await.ok(201);
    for _ in 0..4 {
        shop.follow(&made.link).await;
        shop.world.clock.advance(1_000_000);
    }
    shop.do_jobs().await;
    let earned =
        async || shop.get("/v1/commissions?event=click&sort=occurred_at").await.ok(200)["items"].clone();
    assert_eq!(earned().await, json!([]), "the day is not over");
    shop.step("suspend", &made.enrollment, Some("A look at the traffic")).await;
    shop.follow(&made.link).await;
    shop.world.clock.advance(3_600_000_000);
    shop.step("reinstate", &made.enrollment, None).await;
    shop.world.clock.advance_days(1);
    for _ in 0..3 {
        shop.follow(&made.link).await;
    }
    shop.world.clock.advance_days(1);
    for _ in 0..2 {
        shop.do_jobs().await;
    }
    let earned = earned().await;
    let amounts: Vec<_> =
        earned.as_array().unwrap().iter().map(|it| it["amount"]["amount"].clone()).collect();
    assert_eq!(amounts, [json!(20), json!(12)], "not while suspended, and no more than the budget: {earned}");
    assert_eq!(shop.told("budget.spent").await.len(), 1, "the team hears of it, whatever it was spent on");
    let first = &earned[0];
    assert_eq!((&first["customer"], &first["conversion_id"]), (&Value::Null, &Value::Null));
    let said: Vec<_> = (0..2).map(|at| text(&first["explanation"][at])).collect();
    assert_eq!(said, ["For the clicks of 10 Mar 2026:", "0.05 EUR for each of 4 clicks = 0.20 EUR."]);
    let mut portal = shop.portal(&made).await;
    let own = portal.get("/v1/partner/commissions?event=click").await.ok(200)["items"].clone();
    assert_eq!(own.as_array().unwrap().len(), 2);
    shop.world.clock.advance_days(3);
    shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
    shop.post(&format!("{program}/statements/close"), &json!({})).await.ok(200);
    let statement = text(&shop.get("/v1/statements").await.ok(200)["items"][0]["id"]);
    let statement = shop.get(&format!("/v1/statements/{statement}")).await.ok(200);
    assert_eq!(statement["statement"]["payable"], json!({ "amount": 32, "currency": "EUR" }));
    shop.is_sound().await;
}

#[tokio::test]
async fn what_is_not_known_of_clicks_cannot_be_asked() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let at = format!("/v1/programs/{}/terms", made.program);
    let with = |field: &str, value: Value| {
        let mut reward = per_click(5);
        reward[field] = value;
        json!({ "rewards": [reward], "hold_days": 0 })
    };
    let when = |field: &str| json!([[{ "field": field, "operator": "equals", "values": ["monday"] }]]);
    let tiers = json!({ "measure": "events", "window": "day", "steps": [{ "from": 2, "amount": 9 }] });
    for (body, field) in [
        (with("recurrence", json!({ "kind": "one_time" })), "rewards.recurrence"),
        (with("recurrence", json!({ "kind": "recurring", "months": 3 })), "rewards.recurrence"),
        (with("when", when("product_id")), "rewards.when.field"),
        (with("tiers", tiers), "rewards.tiers"),
        (with("amount", json!(0)), "rewards.amount"),
    ] {
        let refused = shop.post(&at, &body).await;
        assert_eq!(
            (refused.problem().as_str(), &refused.body["field"]),
            ("invalid_field", &json!(field)),
            "{body}"
        );
    }
    shop.post(&at, &with("when", when("weekday"))).await.ok(201);
}
