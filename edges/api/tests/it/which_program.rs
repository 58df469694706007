//! Events that name no program find theirs by what they carry.

use crate::shop::{Made, Shop, sale, text};
use engine::doctor;
use serde_json::{Value, json};

/// A second program beside the shop's, with Bob and his code `BOB10`.
struct Second {
    program: String,
    warnings: Value,
}

async fn second(shop: &Shop) -> Second {
    let program = json!({ "name": "Second", "currency": "EUR", "allowed_domains": ["shop.example"] });
    let created = shop.post("/v1/programs", &program).await.ok(201);
    let program = text(&created["program"]["id"]);
    let terms = json!({
        "rewards": [{ "event": "sale", "kind": "percent", "rate_millionths": 100_000,
            "recurrence": { "kind": "recurring" } }],
        "hold_days": 0,
    });
    shop.post(&format!("/v1/programs/{program}/terms"), &terms).await.ok(201);
    let bob = json!({ "program_id": program, "display_name": "Bob" });
    let bob = text(&shop.post("/v1/partners", &bob).await.ok(201)["partner"]["id"]);
    let code = json!({ "program_id": program, "partner_id": bob, "code": "BOB10" });
    shop.post("/v1/codes", &code).await.ok(201);
    Second { program, warnings: created["warnings"].clone() }
}

fn with_code(external_id: &str, customer: &str, code: Value) -> Value {
    let mut sale = sale(external_id, customer, 10_000);
    sale["code"] = code;
    sale
}

async fn recorded(shop: &Shop, call: &str, event: &Value) -> String {
    let seen = shop.post(&format!("/v1/track/{call}"), event).await;
    assert!(matches!(seen.status, 200..=202), "{event}: {}", seen.text);
    text(&seen.body["program"]["id"])
}

#[tokio::test]
async fn events_find_their_program_by_click_code_sale_customer_and_organization() {
    let shop = Shop::set().await;
    let first = shop.open().await;
    let second = second(&shop).await.program;
    let Made { program: first, link, .. } = first;
    let click = shop.follow(&link).await;

    let sold = with_code("B-1", "bea", json!(["WELCOME10", "bob10"]));
    assert_eq!(recorded(&shop, "sale", &sold).await, second, "by its code");
    let mut both = with_code("A-1", "ann", json!("BOB10"));
    both["click_id"] = json!(click);
    assert_eq!(recorded(&shop, "sale", &both).await, first, "the click comes before the code");

    let renewal = json!({
        "external_id": "B-2", "customer": { "external_id": "bea" }, "renewal": true,
        "amount": { "amount": 500, "currency": "EUR" },
    });
    assert_eq!(recorded(&shop, "sale", &renewal).await, second, "by its customer");
    let back = |external_id: &str, sale: &str, source: &str| {
        json!({
            "external_id": external_id, "sale_external_id": sale, "source": source,
            "amount": { "amount": 100, "currency": "EUR" },
        })
    };
    for (call, refund, program) in [
        ("refund", back("R-1", "B-1", ""), &second),
        ("refund", back("R-1", "A-1", ""), &first),
        ("chargeback", back("C-1", "B-2", "api"), &second),
        ("chargeback-reversal", back("C-1", "B-2", "api"), &second),
        ("refund", back("R-2", "B-1", "elsewhere"), &first),
    ] {
        assert_eq!(recorded(&shop, call, &refund).await, *program, "{call} {refund}");
    }
    let query = "type=refund&external_id=R-9&sale_external_id=B-1&amount=1&currency=EUR";
    shop.get(&format!("/v1/postback?key={}&{query}", shop.key)).await.ok(201);
    let offer = shop.get("/v1/track/offers?code=BOB10").await;
    assert_eq!(offer.problem(), "not_found", "the program was found, it gives customers nothing");

    let team = json!({ "customer": { "external_id": "tom" }, "organization": { "external_id": "org" }, "code": "BOB10" });
    assert_eq!(recorded(&shop, "lead", &team).await, second);
    let mut of_team = with_code("B-3", "tim", Value::Null);
    of_team["organization"] = json!({ "external_id": "org" });
    assert_eq!(recorded(&shop, "sale", &of_team).await, second, "by the organization");
    let stage = json!({ "stage": "qualified", "customer": { "external_id": "org" } });
    assert_eq!(recorded(&shop, "stage", &stage).await, second);
    assert_eq!(
        shop.get("/v1/customers/bea").await.ok(200)["conversions"][0]["program"]["id"],
        second.as_str()
    );
}

#[tokio::test]
async fn what_leads_nowhere_is_the_default_programs() {
    let shop = Shop::set().await;
    let first = shop.open().await.program;
    let unknown = |number: u32| with_code(&format!("X-{number}"), &format!("x{number}"), json!("NOBODY"));
    assert_eq!(recorded(&shop, "sale", &unknown(0)).await, first, "while it is the only one");
    let Second { program: second, warnings } = second(&shop).await;
    assert_eq!(warnings[0]["field"], "program_id");
    assert!(warnings[0]["text"].as_str().unwrap().starts_with("events without program_id go to Friends"));
    let defaults = async || {
        let programs = shop.get("/v1/programs?sort=name").await.ok(200);
        let of = |it: &Value| it["is_default"].as_bool().unwrap();
        programs["items"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(defaults().await, [true, false]);

    assert_eq!(recorded(&shop, "sale", &unknown(1)).await, first, "the first until another is chosen");
    let at = |program: &str| format!("/v1/programs/{program}");
    let refused = shop.patch(&at(&first), json!({ "is_default": false })).await;
    assert_eq!((refused.status, refused.body["field"].as_str()), (422, Some("is_default")));
    shop.patch(&at(&second), json!({ "is_default": false })).await.ok(200);
    let chosen = shop.patch(&at(&second), json!({ "is_default": true })).await.ok(200);
    assert_eq!(chosen["is_default"], true);
    assert_eq!(defaults().await, [false, true], "one at a time");
    assert_eq!(recorded(&shop, "sale", &unknown(2)).await, second);
    // Sent again, an event stays where it is.
    assert_eq!(recorded(&shop, "sale", &unknown(1)).await, first);
    assert_eq!(recorded(&shop, "sale", &unknown(2)).await, second);

    // A customer of both, and a code of both, leave it to the default.
    let mut named = with_code("X-3", "x2", Value::Null);
    named["program_id"] = json!(first);
    assert_eq!(recorded(&shop, "sale", &named).await, first);
    assert_eq!(recorded(&shop, "sale", &with_code("X-4", "x2", Value::Null)).await, second);
    let ada = json!({ "program_id": second, "display_name": "Ada" });
    let ada = text(&shop.post("/v1/partners", &ada).await.ok(201)["partner"]["id"]);
    let code = json!({ "program_id": second, "partner_id": ada, "code": "ADA20" });
    shop.post("/v1/codes", &code).await.ok(201);
    assert_eq!(recorded(&shop, "sale", &with_code("X-5", "x5", json!("ada20"))).await, second);
}

#[tokio::test]
async fn an_event_sent_again_stays_in_its_program_whatever_became_known() {
    let shop = Shop::set().await;
    let first = shop.open().await.program;
    let sold = with_code("A-1", "c", json!("LATER"));
    assert_eq!(recorded(&shop, "sale", &sold).await, first);
    let second = second(&shop).await.program;
    let bob = shop.get("/v1/partners?sort=-display_name").await.ok(200)["items"][0]["id"].clone();
    let code = json!({ "program_id": second, "partner_id": bob, "code": "LATER" });
    shop.post("/v1/codes", &code).await.ok(201);
    let again = shop.post("/v1/track/sale", &sold).await.ok(200);
    assert_eq!(again["program"]["id"], first.as_str());
    // The same number of another shop, with other content, is another sale.
    let other = with_code("A-1", "d", json!("later"));
    assert_eq!(recorded(&shop, "sale", &other).await, second);
    assert_eq!(
        shop.get("/v1/conversions?external_id=A-1").await.ok(200)["items"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn a_refund_that_came_first_follows_its_sale_into_another_program() {
    let shop = Shop::set().await;
    shop.open().await;
    let second = second(&shop).await.program;
    let refund = json!({ "external_id": "RF-1", "sale_external_id": "B-1",
        "amount": { "amount": 10_000, "currency": "EUR" } });
    assert_eq!(shop.post("/v1/track/refund", &refund).await.ok(202)["outcome"], "waiting");

    let sold = shop.post("/v1/track/sale", &with_code("B-1", "bea", json!("BOB10"))).await.ok(201);
    assert_eq!(sold["program"]["id"], json!(second));
    assert_eq!(sold["commissions"][0]["amount"]["amount"], 0, "{sold}");
    let again = shop.post("/v1/track/refund", &refund).await.ok(200);
    assert_eq!((&again["outcome"], &again["program"]["id"]), (&json!("already_recorded"), &json!(second)));
    assert_eq!(shop.get("/v1/conversions?waiting=yes").await.ok(200)["items"], json!([]));
    assert!(doctor::examine(&shop.engine, &mut |_| {}).await.unwrap().is_clean());
}
