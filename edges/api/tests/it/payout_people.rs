//! A batch says by name who made it and took its steps, also to those who may not read the team.

use crate::shop::{Shop, text};
use serde_json::{Value, json};
use words::Role;

fn called(batch: &Value, step: &str) -> String {
    let by = &batch["batch"][step]["by"];
    let people = batch["people"].as_array().unwrap();
    let name = people.iter().find(|one| one["id"] == *by).map(|one| text(&one["name"]));
    name.unwrap_or_default()
}

#[tokio::test]
async fn a_batch_names_the_people_and_keys_that_made_and_submitted_it() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let batch = shop.post("/v1/payout-batches", &json!({ "program_id": made.program, "rail": "bank" })).await;
    let by_key = format!("/v1/payout-batches/{}", text(&batch.ok(201)["id"]));
    let mut finance = shop.logged_in(Role::Finance).await;
    let own = finance.post("/v1/payout-batches", json!({ "program_id": made.program, "rail": "bank" })).await;
    let by_person = format!("/v1/payout-batches/{}", text(&own.ok(201)["id"]));
    finance
        .post(&format!("{by_key}/transitions"), json!({ "action": "cancel", "reason": "made twice" }))
        .await
        .ok(200);

    let mut analyst = shop.logged_in(Role::Analyst).await;
    let shown = analyst.get(&by_key).await.ok(200);
    assert_eq!((called(&shown, "created"), called(&shown, "canceled")), ("Test".into(), "Somebody".into()));
    assert_eq!(shown["people"].as_array().unwrap().len(), 2);
    let shown = analyst.get(&by_person).await.ok(200);
    assert_eq!(called(&shown, "created"), "Somebody");
    assert_eq!(shown["people"].as_array().unwrap().len(), 1, "whoever takes two steps is named once");
}
