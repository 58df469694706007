//! Milestones over HTTP: what a partner reaches is granted once, held and capped like all else, and taken back while it
//! can be.

use crate::shop::{Made, Shop, sale, text};
use engine::doctor;
use serde_json::{Value, json};

fn milestone(aim: Value, amount: i64, recurrence: Value) -> Value {
    json!({ "event": "milestone", "kind": "flat", "amount": amount, "recurrence": recurrence, "milestone": aim })
}

fn percent() -> Value {
    json!({ "event": "sale", "kind": "percent", "rate_millionths": 200_000, "recurrence": { "kind": "recurring" } })
}

impl Shop {
    pub(crate) async fn publish_terms(&self, made: &Made, terms: Value) {
        self.world.clock.advance(1_000_000);
        self.post(&format!("/v1/programs/{}/terms", made.program), &terms).await.ok(201);
        self.work().await;
    }

    /// Sells to a customer of the order's own; answers the conversion.
    pub(crate) async fn sell_to_another(&self, order: &str, amount: i64) -> String {
        let sold = self.post("/v1/track/sale", &sale(order, order, amount)).await.ok(201);
        self.work().await;
        text(&sold["conversion"]["id"])
    }

    /// State, amount and first sentence of each milestone that was granted, in the order of their making.
    async fn milestones(&self) -> Vec<(String, i64, String)> {
        let listed = self.get("/v1/commissions?event=milestone&sort=created_at").await.ok(200);
        let told = |it: &Value| {
            (text(&it["state"]), it["amount"]["amount"].as_i64().unwrap(), text(&it["explanation"][0]))
        };
        listed["items"].as_array().unwrap().iter().map(told).collect()
    }

    pub(crate) async fn credit_nobody(&self, conversion: &str) -> String {
        let path = format!("/v1/conversions/{conversion}/corrections");
        let correction = json!({ "shares": [], "reason": "Their own employee" });
        let made = text(&self.post(&path, &correction).await.ok(201)["id"]);
        self.work().await;
        made
    }
}

const REACHED: &str = "3 sales in the month from 1 Mar 2026 reached = 50.00 EUR.";
const LOST: &str = "It is not reached any more: what counted for it was credited otherwise.";

#[tokio::test]
async fn what_is_reached_is_granted_once_and_taken_back_until_a_statement_shows_it() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let three = milestone(
        json!({ "measure": "events", "window": "month", "at": 3 }),
        5_000,
        json!({ "kind": "one_time" }),
    );
    shop.publish_terms(&made, json!({ "rewards": [percent(), three], "hold_days": 14 })).await;
    let first = shop.sell_to_another("A", 10_000).await;
    let second = shop.sell_to_another("B", 10_000).await;
    assert_eq!(shop.milestones().await, []);
    shop.sell_to_another("C", 10_000).await;
    let granted = [("pending".to_owned(), 5_000, REACHED.to_owned())];
    assert_eq!(shop.milestones().await, granted);
    shop.sell_to_another("D", 10_000).await;
    assert_eq!(shop.milestones().await.len(), 1, "once in a window");
    assert_eq!(shop.told("milestone.reached").await.len(), 1);

    shop.credit_nobody(&first).await;
    assert_eq!(shop.milestones().await, granted, "three are left");
    let correction = shop.credit_nobody(&second).await;
    assert_eq!(shop.milestones().await, [("withdrawn".to_owned(), 0, LOST.to_owned())]);
    shop.post(&format!("/v1/corrections/{correction}/revoke"), &json!({})).await.ok(200);
    shop.work().await;
    assert_eq!(shop.milestones().await, granted, "it is reached again, and no second one is granted");

    shop.world.clock.advance_days(31);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    shop.post(&format!("/v1/programs/{}/statements/close", made.program), &json!({})).await.ok(200);
    let id = text(&shop.get("/v1/statements").await.ok(200)["items"][0]["id"]);
    let file = shop.get(&format!("/v1/statements/{id}")).await.ok(200);
    let lines = file["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["explanation"][0] == REACHED).expect("a line of the statement");
    assert_eq!(line["amount"], json!({ "amount": 5_000, "currency": "EUR" }));
    shop.credit_nobody(&second).await;
    assert_eq!(shop.milestones().await[0].1, 5_000, "what a statement shows stays");
    assert!(doctor::examine(&shop.engine, &mut |_| {}).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_milestone_that_recurs_is_capped_and_no_new_version_grants_it_again() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.sell_to_another("A", 25_000).await;
    let every = milestone(
        json!({ "measure": "revenue", "at": 10_000 }),
        1_000,
        json!({ "kind": "recurring", "count": 3 }),
    );
    let cap = json!({ "per": "partner", "window": "month", "amount": 6_500 });
    let terms =
        json!({ "rewards": [percent(), every], "hold_days": 0, "auto_approve_max": 999, "caps": [cap] });
    shop.publish_terms(&made, terms.clone()).await;
    let told = async || {
        let granted = shop.milestones().await.into_iter();
        granted.map(|(_, amount, said)| (amount, said)).collect::<Vec<_>>()
    };
    let reached =
        |revenue: &str, gives: i64| (gives, format!("{revenue} EUR of revenue reached = 10.00 EUR."));
    let expected = [reached("100.00", 1_000), reached("200.00", 500)];
    assert_eq!(told().await, expected, "what was reached before counts; the cap had 15.00 of 65.00 EUR left");
    let first = shop.get("/v1/commissions?event=milestone&sort=created_at").await.ok(200)["items"][0].clone();
    assert_eq!((&first["awaits_approval"], &first["state"]), (&json!(true), &json!("pending")));
    shop.publish_terms(&made, terms).await;
    shop.sell_to_another("B", 80_000).await;
    assert_eq!(told().await.len(), 3, "three times at most, under whichever version");
    let known = shop.get(&format!("/v1/programs/{}", made.program)).await.ok(200);
    let said = known["terms"][1]["explanation"][1].clone();
    assert_eq!(said, "10.00 EUR for every 100.00 EUR of revenue, at most 3 times");
    assert!(doctor::examine(&shop.engine, &mut |_| {}).await.unwrap().is_clean());
}

#[tokio::test]
async fn terms_that_grant_it_less_often_take_nothing_back_and_what_is_regained_is_approved_anew() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let every = |count: u32| {
        let recurrence = json!({ "kind": "recurring", "count": count });
        let every = milestone(json!({ "measure": "revenue", "at": 10_000 }), 1_000, recurrence);
        json!({ "rewards": [percent(), every], "hold_days": 0, "applies_to_existing": true })
    };
    shop.publish_terms(&made, every(5)).await;
    shop.sell_to_another("A", 10_000).await;
    let second = shop.sell_to_another("B", 15_000).await;
    let states = async || {
        let granted = shop.milestones().await.into_iter();
        granted.map(|(state, amount, _)| format!("{state} {amount}")).collect::<Vec<_>>()
    };
    shop.publish_terms(&made, every(1)).await;
    shop.sell_to_another("C", 1_000).await;
    assert_eq!(states().await, ["pending 1000", "pending 1000"]);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    shop.publish_terms(&made, every(2)).await;
    assert_eq!(states().await, ["approved 1000", "approved 1000"]);
    let correction = shop.credit_nobody(&second).await;
    assert_eq!(states().await, ["approved 1000", "withdrawn 0"]);
    shop.post(&format!("/v1/corrections/{correction}/revoke"), &json!({})).await.ok(200);
    shop.work().await;
    assert_eq!(states().await, ["approved 1000", "pending 1000"]);
    shop.is_sound().await;
}

#[tokio::test]
async fn terms_that_were_tried_look_at_milestones_and_keep_what_a_person_approves() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.publish_terms(&made, json!({ "rewards": [percent()], "hold_days": 0, "auto_approve_max": 999 }))
        .await;
    shop.sell_to_another("A", 10_000).await;
    shop.world.clock.advance_days(1);
    let group = shop.get("/v1/groups").await.ok(200)["items"][0]["id"].clone();
    let reached =
        milestone(json!({ "measure": "revenue", "at": 10_000 }), 1_000, json!({ "kind": "one_time" }));
    let path = format!("/v1/programs/{}/simulations", made.program);
    let candidate = json!({ "since": shop.world.now().plus_days(-1).to_string(),
        "terms": [{ "group_id": group, "rewards": [percent(), reached], "hold_days": 0 }] });
    let tried = text(&shop.post(&path, &candidate).await.ok(201)["id"]);
    shop.work().await;
    let done = shop.get(&format!("/v1/simulations/{tried}")).await.ok(200).clone();
    let apply = json!({ "application": "forward", "difference": done["total"]["difference"] });
    shop.post(&format!("/v1/simulations/{tried}/apply"), &apply).await.ok(200);
    shop.world.clock.advance(1_000_000);
    shop.work().await;
    let granted = shop.get("/v1/commissions?event=milestone").await.ok(200)["items"].clone();
    assert_eq!(
        (&granted[0]["amount"]["amount"], &granted[0]["awaits_approval"]),
        (&json!(1_000), &json!(true)),
        "{granted}"
    );
}

#[tokio::test]
async fn a_milestone_that_makes_no_sense_is_refused_by_its_field() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let once = || json!({ "kind": "one_time" });
    let sales = || json!({ "measure": "events", "window": "month", "at": 3 });
    let with = |field: &str, value: Value| {
        let mut reward = milestone(sales(), 100, once());
        reward[field] = value;
        reward
    };
    let aim = |field: &str, value: Value| {
        let mut aim = sales();
        aim[field] = value;
        milestone(aim, 100, once())
    };
    let condition = json!([[{ "field": "number", "operator": "equals", "values": ["1"] }]]);
    let tiers = json!({ "measure": "events", "window": "month", "steps": [{ "from": 2, "amount": 2 }] });
    let mut percent = percent();
    percent["event"] = json!("milestone");
    for (field, rewards) in [
        ("rewards.milestone", json!([with("milestone", Value::Null)])),
        ("rewards.milestone", json!([with("event", json!("sale"))])),
        ("rewards.milestone", json!([with("amount", json!(1)), with("amount", json!(2))])),
        ("rewards.milestone.at", json!([aim("at", json!(0))])),
        ("rewards.milestone.of", json!([aim("of", json!("renewal"))])),
        (
            "rewards.milestone.of",
            json!([milestone(json!({ "measure": "revenue", "of": "lead", "at": 1 }), 1, once())]),
        ),
        ("rewards.recurrence", json!([with("recurrence", json!({ "kind": "recurring", "months": 3 }))])),
        ("rewards.when", json!([with("when", condition)])),
        ("rewards.tiers", json!([with("tiers", tiers)])),
        ("rewards.amount", json!([percent])),
    ] {
        let terms = json!({ "rewards": rewards, "hold_days": 0 });
        let seen = shop.post(&format!("/v1/programs/{}/terms", made.program), &terms).await;
        assert_eq!((seen.status, &seen.body["field"]), (422, &json!(field)), "{rewards}: {}", seen.text);
    }
}
