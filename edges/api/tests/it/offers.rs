//! What customers get: said in terms or with a code, told to the shop and to the partner.

use crate::shop::{Shop, bare, text};
use honeyguide_api::Body;
use program::KeyKind;
use serde_json::{Value, json};
use words::Mode;

fn terms(offer: Value) -> Value {
    json!({ "rewards": [{ "event": "sale", "kind": "flat", "amount": 100, "recurrence": { "kind": "one_time" } }],
        "hold_days": 0, "customer_offer": offer })
}

fn tenth() -> Value {
    json!({ "kind": "percent", "rate_millionths": 100_000, "duration": { "kind": "one_time" } })
}

#[tokio::test]
async fn a_page_learns_by_code_or_click_what_the_customer_gets_and_from_whom() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let (program, key) =
        (format!("/v1/programs/{}", made.program), shop.mint(Mode::Live, KeyKind::Publishable, &[]).await);
    let ask = async |query: &str| shop.get_with(&key, &format!("/v1/track/offers?{query}")).await;
    assert_eq!(ask("code=ADA20").await.problem(), "not_found", "the terms give customers nothing");
    let before = shop.follow(&made.link).await;
    shop.world.clock.advance_days(1);
    let published = shop.post(&format!("{program}/terms"), &terms(tenth())).await.ok(201);
    assert_eq!(published["customer_offer"], tenth());
    let seen = ask("code=ada%2020").await;
    assert_eq!(seen.header("access-control-allow-origin"), "*");
    let told = seen.ok(200);
    assert_eq!((&told["code"], &told["partner"]["name"]), (&json!("ADA20"), &Value::Null));
    assert_eq!((&told["customer_offer"], &told["text"]), (&tenth(), &json!("10 % off your first purchase.")));
    shop.patch(&program, json!({ "names_partners": true })).await.ok(200);
    let click = shop.follow(&made.link).await;
    let german = bare("GET", &format!("/v1/track/offers?click_id={click}"))
        .header("authorization", format!("Bearer {key}"))
        .header("accept-language", "de");
    let told = shop.send(german.body(Body::empty()).unwrap()).await.ok(200);
    assert_eq!((&told["partner"]["name"], &told["code"]), (&json!("Ada"), &Value::Null));
    assert_eq!(told["text"], "10 % Rabatt auf den ersten Kauf.");
    assert_eq!(ask(&format!("click_id={before}")).await.status, 404, "that referral began under other terms");
    assert_eq!(
        ask(&format!("click_id={}", made.link)).await.status,
        200,
        "the link of a visitor without consent"
    );
    for (query, field) in [("", "code"), ("code=A&click_id=B", "code"), ("code=A&program_id=7", "program_id")]
    {
        let seen = ask(query).await;
        assert_eq!((seen.status, seen.body["field"].as_str()), (422, Some(field)), "{query}");
    }
    for query in ["code=NOBODY", "code=%C3%A4", "click_id=clk_01kk8y7d00e6br2v9m5gq4t1hs", "click_id=x"] {
        assert_eq!(ask(query).await.problem(), "not_found", "{query}");
    }
    shop.step("suspend", &made.enrollment, Some("Coupon sites")).await;
    assert_eq!(ask("code=ADA20").await.status, 404);
}

#[tokio::test]
async fn a_code_gives_what_it_says_itself_and_its_owner_reads_it() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.post(&format!("/v1/programs/{}/terms", made.program), &terms(tenth())).await.ok(201);
    let offer = json!({ "kind": "flat", "amount": 500, "duration": { "kind": "months", "months": 3 },
        "description": "A fiver off, three months long" });
    let own = json!({ "kind": "own", "offer": offer });
    let code = json!({ "program_id": made.program, "partner_id": made.partner, "code": "FIVER", "customer_offer": own });
    let code = text(&shop.post("/v1/codes", &code).await.ok(201)["id"]);
    let told = shop.get("/v1/track/offers?code=FIVER").await.ok(200);
    assert_eq!((&told["customer_offer"], &told["currency"]), (&offer, &json!("EUR")));
    assert_eq!(told["text"], "A fiver off, three months long");
    let mut portal = shop.portal(&made).await;
    let codes = portal.get("/v1/partner/codes?sort=code").await.ok(200)["items"].clone();
    assert_eq!(codes[0]["customer_offer"], json!({ "kind": "as_terms" }));
    assert_eq!(codes[1]["customer_offer"], own);
    let read = portal.get(&format!("/v1/partner/enrollments/{}/terms", made.enrollment)).await.ok(200);
    assert_eq!(read["versions"][0]["terms"]["customer_offer"], tenth());
    let said = read["versions"][0]["explanation"].as_array().unwrap().clone();
    assert!(said.contains(&json!("Customers whom you lead get 10 % off their first purchase.")), "{said:?}");
    let at = format!("/v1/codes/{code}");
    let changed = shop.patch(&at, json!({ "customer_offer": { "kind": "nothing" } })).await.ok(200);
    assert_eq!(changed["leaked_at"], Value::Null, "what is absent stays");
    assert_eq!(shop.get("/v1/track/offers?code=FIVER").await.status, 404);
    shop.patch(&at, json!({ "customer_offer": { "kind": "as_terms" } })).await.ok(200);
    assert_eq!(shop.get("/v1/track/offers?code=FIVER").await.ok(200)["customer_offer"], tenth());
    shop.post(&format!("{at}/archive"), &json!({})).await.ok(200);
    assert_eq!(shop.get("/v1/track/offers?code=FIVER").await.status, 404);
}
