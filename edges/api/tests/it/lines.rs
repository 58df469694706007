//! Texts of several lines are taken wherever a form has a box for them; a sentence that repeats one stays a line.

use crate::{
    people::Browser,
    shop::{Shop, sale, text},
};
use serde_json::json;

const LINES: &str = "First line.\n\n\tSecond: ä — =1+1\r\nThird.";

#[tokio::test]
async fn a_line_break_fails_in_no_field_of_several_lines() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let program = format!("/v1/programs/{}", made.program);
    let settings =
        json!({ "description": LINES, "lead_forms": "by_approval", "applications": "by_approval" });
    let seen = shop.patch(&program, settings).await.ok(200);
    assert_eq!(seen["description"], LINES);
    let seen = shop.patch(&format!("/v1/partners/{}", made.partner), json!({ "notes": LINES })).await.ok(200);
    assert!(seen.to_string().contains("First line.\\n"), "{seen}");

    let form = json!({ "name": "Grace", "email": "grace@hopper.example", "message": LINES, "consent": true });
    let mut guest = Browser::new(&shop);
    guest.post(&format!("/v1/lead-forms/{}/submissions", made.enrollment), form).await.ok(202);
    let applied = json!({ "display_name": "Eve", "email": "eve@example.com", "message": LINES });
    let seen = guest.post(&format!("{program}/applications"), applied).await;
    assert!((200..300).contains(&seen.status), "{}", seen.text);

    let sold = shop.post("/v1/track/sale", &sale("ORD-1", "c", 10_000)).await.ok(201);
    let commission = text(&sold["commissions"][0]["id"]);
    let declined = json!({ "verdict": "decline", "commission_ids": [commission], "reason": LINES });
    shop.post("/v1/commissions/transitions", &declined).await.ok(200);
    let bonus = json!({ "enrollment_id": made.enrollment, "event": "bonus", "amount": 100, "reason": LINES });
    let bonus = shop.post("/v1/commissions", &bonus).await.ok(201);
    let said = text(&bonus["explanation"][0]);
    assert_eq!(said, "A bonus of 1.00 EUR for: First line. Second: ä — =1+1 Third.");
    let reprice = json!({ "conversion_ids": [sold["conversion"]["id"]], "reason": LINES });
    shop.post("/v1/commissions/reprice", &reprice).await.ok(200);
    let shown = shop.get(&format!("/v1/commissions?id={commission}")).await.ok(200);
    assert!(!shown["items"][0]["explanation"].to_string().contains("\\n"), "{shown}");

    let credit =
        json!({ "reason": LINES, "shares": [{ "partner_id": made.partner, "millionths": 1_000_000 }] });
    let path = format!("/v1/conversions/{}/corrections", text(&sold["conversion"]["id"]));
    let seen = shop.post(&path, &credit).await;
    assert!((200..300).contains(&seen.status), "{}", seen.text);
    let ban = json!({ "action": "ban", "enrollment_ids": [made.enrollment], "reason": LINES });
    let seen = shop.post("/v1/enrollments/transitions", &ban).await.ok(200);
    assert_eq!(seen["items"][0]["problem"], json!(null), "{seen}");
    for bad in ["\u{0}", "a\u{7}b", "a\u{202e}b"] {
        let refused = shop.patch(&program, json!({ "description": bad })).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!("description")), "{bad:?}");
    }
}
