//! A program's budget over HTTP: the team is told once that it nears its end, and once that it is spent.

use crate::shop::{Shop, sale};
use engine::{
    jobs,
    ports::{Facts, Jobs, LetterKind},
};
use program::Seat;
use serde_json::{Value, json};
use words::Role;

impl Shop {
    /// Turns every job that is due, and those that come of them.
    pub(crate) async fn work(&self) {
        const ROUNDS: usize = 10;
        for _ in 0..ROUNDS {
            for job in self.book.due_jobs(self.world.now(), 1_000).await.unwrap() {
                jobs::run(&self.engine, &job).await.unwrap();
            }
        }
    }

    /// The bodies of the facts of a kind.
    pub(crate) async fn told(&self, kind: &str) -> Vec<Value> {
        let facts = self.book.facts(None, 0, usize::MAX).await.unwrap();
        let told = facts.into_iter().filter(|it| it.fact.kind().text() == kind);
        told.map(|it| serde_json::to_value(&it.fact.event).unwrap()).collect()
    }

    async fn paragraphs(&self) -> Vec<String> {
        let letters = self.letters().await.into_iter();
        let said = letters.map(|kind| match kind {
            LetterKind::Told { paragraphs, .. } => paragraphs[0].clone(),
            other => panic!("another letter: {other:?}"),
        });
        said.collect()
    }
}

#[tokio::test]
async fn the_team_is_told_once_in_each_window_how_far_the_budget_is_spent() {
    let shop = Shop::set().await;
    let path = format!("/v1/programs/{}", shop.open().await.program);
    for role in [Role::Finance, Role::Manager] {
        shop.user(shop.scope, &format!("{role}@acme.example"), Seat::Team { role }).await;
    }
    let budget = json!({ "window": "month", "amount": 10_000, "warn_at_millionths": 800_000, "stops": true });
    shop.patch(&path, json!({ "budget": budget })).await.ok(200);
    let state = async || shop.get(&path).await.ok(200)["budget_state"].clone();
    let euro = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let expected = json!({ "from": "2026-03-01", "until": "2026-03-31", "amount": euro(10_000),
        "spent": euro(0), "warned": false });
    assert_eq!(state().await, expected);

    // Two sales of which each alone passes nothing: 39.99, then 80.00 of 100.00.
    for (order, amount) in [("A", 19_995), ("B", 20_005)] {
        shop.post("/v1/track/sale", &sale(order, order, amount)).await.ok(201);
        if order == "A" {
            shop.work().await;
            assert_eq!(shop.told("budget.warned").await, Vec::<Value>::new());
        }
    }
    shop.work().await;
    let program = shop.told("program.created").await[0]["program"].clone();
    let body = json!({ "program": program, "window": "month", "from": "2026-03-01", "until": "2026-03-31", "amount": 10_000,
        "spent": 8_000, "currency": "EUR" });
    assert_eq!(shop.told("budget.warned").await, [body]);
    let letter = "Of the budget of 100.00 EUR that the program Friends has for the time from 1 Mar 2026, 80.00 EUR \
        are spent. Once it is spent, nothing more is earned until it begins anew on 1 Apr 2026 or is raised.";
    assert_eq!(shop.paragraphs().await, [letter], "who looks after money is written to, and nobody else");
    assert_eq!((&state().await["spent"], &state().await["warned"]), (&euro(8_000), &json!(true)));

    for (order, amount) in [("C", 5_000), ("D", 90_000), ("E", 90_000)] {
        shop.post("/v1/track/sale", &sale(order, order, amount)).await.ok(201);
        shop.work().await;
    }
    assert_eq!(shop.told("budget.warned").await.len(), 1);
    let spent: Vec<_> = shop.told("budget.spent").await.iter().map(|body| body["spent"].clone()).collect();
    assert_eq!(spent, [json!(10_000)], "a budget that stops is never exceeded");
    let letters = shop.paragraphs().await;
    assert!(letters.len() == 1 && letters[0].contains("is spent: 100.00 EUR were earned"), "{letters:?}");

    another_budget_and_another_month_begin_anew(&shop, &path).await;
}

async fn another_budget_and_another_month_begin_anew(shop: &Shop, path: &str) {
    let raised =
        json!({ "window": "month", "amount": 12_000, "warn_at_millionths": 500_000, "stops": false });
    shop.patch(path, json!({ "budget": raised })).await.ok(200);
    shop.work().await;
    assert_eq!(
        shop.told("budget.warned").await.len(),
        2,
        "what is spent already is looked at when it changes"
    );
    assert_eq!(shop.told("budget.spent").await.len(), 1);
    assert_eq!(shop.paragraphs().await.len(), 1);
    shop.world.clock.advance_days(30);
    assert_eq!(shop.get(path).await.ok(200)["budget_state"]["warned"], false);
    shop.post("/v1/track/sale", &sale("F", "F", 100_000)).await.ok(201);
    shop.work().await;
    let spent: Vec<_> = shop.told("budget.spent").await.iter().map(|body| body["spent"].clone()).collect();
    assert_eq!(spent, [json!(10_000), json!(20_000)]);
    assert_eq!(shop.told("budget.warned").await.len(), 3);
    let letters = shop.paragraphs().await;
    assert!(letters.len() == 1 && letters[0].contains("Commissions are earned beyond it"), "{letters:?}");
    shop.patch(path, json!({ "budget": null })).await.ok(200);
    assert_eq!(shop.get(path).await.ok(200)["budget_state"], Value::Null);
}

#[tokio::test]
async fn a_budget_that_is_lowered_takes_nothing_from_sales_that_are_priced_anew_for_a_late_one() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let began = shop.world.now().to_string();
    shop.world.clock.advance(1_000_000);
    for order in ["S1", "S2"] {
        shop.post("/v1/track/sale", &sale(order, "c", 25_000)).await.ok(201);
    }
    let budget = json!({ "window": "month", "amount": 1_000, "warn_at_millionths": 800_000, "stops": true });
    shop.patch(&format!("/v1/programs/{}", made.program), json!({ "budget": budget })).await.ok(200);
    let mut late = sale("S0", "c", 25_000);
    late["occurred_at"] = json!(began);
    shop.post("/v1/track/sale", &late).await.ok(201);
    shop.work().await;
    let listed = shop.get("/v1/commissions").await.ok(200)["items"].clone();
    let earned = listed.as_array().unwrap().iter().map(|it| it["earned"]["amount"].as_i64().unwrap());
    assert_eq!(earned.sum::<i64>(), 10_000, "{listed}");
}
