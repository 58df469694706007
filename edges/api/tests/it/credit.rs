//! Credit over HTTP: rules that are checked before they are published, tried and applied; credit decided by hand; what
//! is said in the reader's language.

use crate::shop::{Made, Shop, text};
use engine::jobs;
use honeyguide_api::Body;
use serde_json::{Value, json};

async fn opened() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let reward = json!({ "event": "sale", "kind": "percent", "rate_millionths": 200_000,
        "recurrence": { "kind": "recurring" } });
    let terms = format!("/v1/programs/{}/terms", made.program);
    shop.post(&terms, &json!({ "rewards": [reward], "hold_days": 0 })).await.ok(201);
    (shop, made)
}

async fn sold(shop: &Shop, order: &str, amount: i64) -> String {
    let sale = json!({ "external_id": order, "customer": { "external_id": format!("of {order}") }, "code": "ADA20",
        "amount": { "amount": amount, "currency": "EUR" } });
    text(&shop.post("/v1/track/sale", &sale).await.ok(201)["conversion"]["id"])
}

/// Turns the jobs that are due.
async fn work(shop: &Shop) {
    for job in shop.engine.book().due_jobs(shop.world.now(), 50).await.unwrap() {
        jobs::run(&shop.engine, &job).await.unwrap();
    }
}

#[tokio::test]
async fn terms_that_lose_money_are_found_with_a_sale_that_was_made() {
    let (shop, made) = opened().await;
    sold(&shop, "CHEAP", 300).await;
    sold(&shop, "DEAR", 90_000).await;
    let group = text(&shop.get("/v1/groups").await.ok(200)["items"][0]["id"]);
    let flat =
        json!({ "event": "sale", "kind": "flat", "amount": 500, "recurrence": { "kind": "one_time" } });
    let rules = json!({
        "terms": [{ "group_id": group, "rewards": [flat], "hold_days": 30 }],
        "policy": { "model": "first_touch", "look_back_days": 30, "code_wins": false, "stand_down_seconds": 600 },
    });
    let lint = format!("/v1/programs/{}/lint", made.program);
    let found = shop.post(&lint, &rules).await.ok(200)["items"].clone();
    let flaws: Vec<_> = found.as_array().unwrap().iter().map(|it| it["flaw"].as_str().unwrap()).collect();
    assert_eq!(flaws, ["dead", "loss_making"]);
    assert_eq!(found[1]["example"]["text"], "The sale CHEAP over 3.00 EUR would earn 5.00 EUR.");
    assert_eq!(found[1]["example"]["values"]["amount"], json!({ "amount": 300, "currency": "EUR" }));
    let good = json!({ "policy": { "model": "linear", "look_back_days": 30, "code_wins": true } });
    assert_eq!(shop.post(&lint, &good).await.ok(200)["items"], json!([]));
}

#[tokio::test]
async fn rules_are_tried_and_applied_once_their_price_was_read() {
    let (shop, made) = opened().await;
    shop.world.clock.advance_days(1);
    sold(&shop, "ORD-1", 10_000).await;
    shop.world.clock.advance_days(1);
    let group = text(&shop.get("/v1/groups").await.ok(200)["items"][0]["id"]);
    let half = json!({ "event": "sale", "kind": "percent", "rate_millionths": 500_000,
        "recurrence": { "kind": "recurring" } });
    let asked = json!({
        "terms": [{ "group_id": group, "rewards": [half], "hold_days": 0 }],
        "since": shop.world.now().plus_days(-2).to_string(),
    });
    let path = format!("/v1/programs/{}/simulations", made.program);
    let simulation = text(&shop.post(&path, &asked).await.ok(201)["id"]);
    let shown = format!("/v1/simulations/{simulation}");
    assert_eq!(shop.get(&shown).await.ok(200)["status"], "waiting");
    let early = json!({ "application": "forward", "difference": { "amount": 0, "currency": "EUR" } });
    assert_eq!(shop.post(&format!("{shown}/apply"), &early).await.status, 422, "not done yet");
    work(&shop).await;
    let done = shop.get(&shown).await.ok(200).clone();
    assert_eq!(
        (&done["status"], &done["changed"], &done["conversions"]),
        (&json!("done"), &json!(1), &json!(1))
    );
    assert_eq!(done["total"]["difference"], json!({ "amount": 3_000, "currency": "EUR" }));
    assert_eq!(done["movers"][0]["partner"]["id"], json!(made.partner));
    let changes = shop.get(&format!("{shown}/changes")).await.ok(200)["items"].clone();
    assert_eq!(changes[0]["conversion_external_id"], "ORD-1");
    assert_eq!(changes[0]["after"][0]["commission"]["amount"], 5_000);
    let table = shop.get(&format!("{shown}/partners?format=csv")).await;
    assert!(
        table.text.starts_with("commission_after,") || table.text.contains("partner_id"),
        "{}",
        table.text
    );
    assert!(table.text.contains(",3000,") && table.text.contains("EUR"), "{}", table.text);
    let wrong = json!({ "application": "from_date", "difference": { "amount": 1, "currency": "EUR" } });
    let refused = shop.post(&format!("{shown}/apply"), &wrong).await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("difference")), "{}", refused.text);
    let right = json!({ "application": "from_date", "difference": done["total"]["difference"] });
    let applied = shop.post(&format!("{shown}/apply"), &right).await.ok(200).clone();
    assert_eq!(applied["applied_since"], done["since"]);
    work(&shop).await;
    let commissions = shop.get("/v1/commissions").await.ok(200)["items"].clone();
    assert_eq!(commissions[0]["amount"]["amount"], 5_000);
    let again = shop.post(&path, &asked).await.ok(201)["id"].clone();
    work(&shop).await;
    let again = shop.get(&format!("/v1/simulations/{}", text(&again))).await.ok(200).clone();
    assert_eq!((&again["changed"], &again["total"]["difference"]["amount"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn a_correction_is_read_in_the_reader_s_language_and_taken_back() {
    let (shop, _) = opened().await;
    let sale = sold(&shop, "ORD-1", 10_000).await;
    let nobody = json!({ "shares": [], "reason": "Our own test order" });
    let path = format!("/v1/conversions/{sale}/corrections");
    let correction = text(&shop.post(&path, &nobody).await.ok(201)["id"]);
    let explanation = format!("/v1/conversions/{sale}/explanation");
    let said = async |language: &str| -> Vec<Value> {
        let request = shop.request("GET", &explanation).header("accept-language", language);
        let told = shop.send(request.body(Body::empty()).unwrap()).await;
        told.body["sentences"].as_array().unwrap().clone()
    };
    let texts = |said: &[Value]| said.iter().map(|it| text(&it["text"])).collect::<Vec<_>>().join(" ");
    let (english, german) = (said("en-GB").await, said("de-AT,en;q=0.5").await);
    let english_text = texts(&english);
    assert!(english_text.contains("because: Our own test order"), "{english_text}");
    assert!(english_text.contains("Nobody is credited."), "{english_text}");
    assert!(texts(&german).contains("Niemandem wird etwas angerechnet."), "{}", texts(&german));
    let codes = |said: &[Value]| said.iter().map(|it| it["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes(&english), codes(&german), "the same record in both");
    assert!(codes(&english).contains(&json!("basis.correction")));
    let back = shop.post(&format!("/v1/corrections/{correction}/revoke"), &json!({})).await;
    assert!(back.ok(200)["taken_back_at"].is_string());
    assert!(texts(&said("en").await).contains("is credited with 100 %"));
    let refund = json!({ "external_id": "R", "sale_external_id": "ORD-1",
        "amount": { "amount": 100, "currency": "EUR" } });
    let refund = text(&shop.post("/v1/track/refund", &refund).await.ok(201)["conversion"]["id"]);
    let of_refund = shop.post(&format!("/v1/conversions/{refund}/corrections"), &nobody).await;
    assert_eq!((of_refund.status, &of_refund.body["field"]), (422, &json!("conversion")));
}

#[tokio::test]
async fn a_leaked_code_counts_for_its_owner_s_customers_only() {
    let (shop, _) = opened().await;
    let code = text(&shop.get("/v1/codes").await.ok(200)["items"][0]["id"]);
    let marked = shop.patch(&format!("/v1/codes/{code}"), json!({ "leaked": true })).await;
    assert!(marked.ok(200)["leaked_at"].is_string());
    let stranger = sold(&shop, "ORD-1", 10_000).await;
    let decided =
        shop.get(&format!("/v1/decisions?conversion_id={stranger}")).await.ok(200)["items"][0].clone();
    assert_eq!(
        (&decided["shares"], &decided["considered"][0]["refusal"]),
        (&json!([]), &json!("code_without_owner"))
    );
    shop.patch(&format!("/v1/codes/{code}"), json!({ "leaked": false })).await.ok(200);
    let friend = sold(&shop, "ORD-2", 10_000).await;
    let decided =
        shop.get(&format!("/v1/decisions?conversion_id={friend}")).await.ok(200)["items"][0].clone();
    assert_eq!(decided["shares"][0]["millionths"], 1_000_000);
}
