//! Lists, filters, cursors and the feed of facts.

use crate::shop::{Shop, sale, text};
use serde_json::{Value, json};

/// Every item of a list, page by page.
async fn all(shop: &Shop, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = shop.get(&format!("{path}limit=2{cursor}")).await.ok(200);
        let found = page["items"].as_array().unwrap();
        assert!(found.len() <= 2);
        items.extend(found.iter().cloned());
        match &page["next_cursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => return items,
        }
    }
}

#[tokio::test]
async fn every_list_is_read_page_by_page_without_gap_or_repetition() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for number in 0..5 {
        let name = format!("Partner {number}");
        let partner = json!({ "program_id": made.program, "display_name": name });
        let partner = shop.post("/v1/partners", &partner).await.ok(201);
        let link = json!({
            "program_id": made.program, "partner_id": partner["partner"]["id"],
            "destination": "https://shop.example/",
        });
        let link = shop.post("/v1/links", &link).await.ok(201);
        shop.follow(link["id"].as_str().unwrap()).await;
        let program = json!({ "name": name, "currency": "EUR", "allowed_domains": ["shop.example"] });
        shop.post("/v1/programs", &program).await.ok(201);
        let mut sold = sale(&format!("S{number}"), "c", 1_000);
        sold["program_id"] = json!(made.program);
        shop.post("/v1/track/sale", &sold).await.ok(201);
        shop.world.clock.advance(1_000);
    }
    let program = &made.program;
    for (path, count) in [
        ("/v1/programs?", 6),
        ("/v1/partners?", 6),
        ("/v1/links?", 6),
        (&format!("/v1/links?program_id={program}&"), 6),
        ("/v1/conversions?", 5),
        (&format!("/v1/conversions?kind=sale&program_id={program}&"), 5),
        ("/v1/conversions?kind=refund&", 0),
        (&format!("/v1/commissions?partner_id={}&state=pending&", made.partner), 5),
        ("/v1/commissions?state=reversed&", 0),
        (&format!("/v1/programs/{program}/balances?"), 2),
        (&format!("/v1/programs/{program}/clicks?"), 5),
    ] {
        let items = all(&shop, path).await;
        let mut keys: Vec<_> = items.iter().map(Value::to_string).collect();
        keys.dedup();
        assert_eq!((items.len(), keys.len()), (count, count), "{path}");
    }
    let customer = text(&all(&shop, "/v1/conversions?").await[0]["customer"]["id"]);
    assert_eq!(all(&shop, &format!("/v1/conversions?customer_id={customer}&")).await.len(), 5);
    let conversion = text(&all(&shop, "/v1/conversions?").await[0]["id"]);
    assert_eq!(all(&shop, &format!("/v1/commissions?conversion_id={conversion}&")).await.len(), 1);
}

#[tokio::test]
async fn facts_are_fed_in_order_and_the_cursor_stays_at_the_end() {
    let shop = Shop::set().await;
    let empty_after = shop.get("/v1/facts").await.ok(200);
    assert_eq!(empty_after["items"][0]["kind"], "workspace.created");
    shop.open().await;
    shop.post("/v1/track/sale", &sale("A", "secret-name", 1_000)).await.ok(201);
    let (mut kinds, mut after) = (Vec::new(), String::new());
    loop {
        let page = shop.get(&format!("/v1/facts?limit=3{after}")).await.ok(200);
        let items = page["items"].as_array().unwrap();
        assert!(!page.to_string().contains("secret-name"), "no personal data in facts");
        kinds.extend(items.iter().map(|fact| text(&fact["kind"])));
        after = format!("&after={}", text(&page["next_cursor"]));
        if items.is_empty() {
            break;
        }
    }
    assert_eq!(kinds.len(), shop.facts().await);
    assert!(kinds.contains(&"decision.made".to_owned()), "{kinds:?}");
    shop.post("/v1/track/sale", &sale("B", "c", 1_000)).await.ok(201);
    let news = shop.get(&format!("/v1/facts?limit=1{after}")).await.ok(200);
    let recorded = &news["items"][0];
    assert_eq!(recorded["kind"], "conversion.recorded");
    assert_eq!(recorded["object"], json!({ "type": "conversion", "id": recorded["body"]["conversion"] }));
    assert_eq!((&recorded["actor"]["type"], &recorded["origin"]["type"]), (&json!("key"), &json!("key")));
    assert_eq!(recorded["actor"]["key_id"], recorded["origin"]["id"]);
    assert_eq!((&recorded["revision"], &recorded["cause"]), (&json!(1), &json!(null)));
    let after = text(&news["next_cursor"]);
    let caused = shop.get(&format!("/v1/facts?after={after}")).await.ok(200);
    let decision = caused["items"].as_array().unwrap().iter().find(|fact| fact["kind"] == "decision.made");
    assert_eq!(decision.unwrap()["cause"], recorded["id"]);
}

#[tokio::test]
async fn links_stand_under_their_program_s_host_and_partners_are_shown_with_their_address() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let link = shop.get(&format!("/v1/links/{}", made.link)).await.ok(200);
    assert_eq!((&link["url"], &link["domain"]), (&json!("https://go.shop.example/r/ada"), &json!(null)));
    let program = json!({
        "name": "Own host", "currency": "EUR", "allowed_domains": ["shop.example"],
        "link_host": "go.acme.example", "utm": { "source": "partners" },
    });
    let program = text(&shop.post("/v1/programs", &program).await.ok(201)["program"]["id"]);
    let known = json!({ "program_id": program, "partner_id": made.partner });
    shop.post("/v1/partners", &known).await.ok(201);
    let seen = shop.post("/v1/partners", &known).await;
    assert_eq!(
        (seen.status, seen.problem().as_str(), &seen.body["field"]),
        (409, "taken", &json!("partner_id"))
    );
    let link = json!({
        "program_id": program, "partner_id": made.partner, "slug": "ADA",
        "destination": "https://www.shop.example/a", "utm": { "campaign": "spring" },
    });
    let created = shop.post("/v1/links", &link).await.ok(201);
    assert_eq!(created["url"], "https://go.acme.example/ada");
    assert_eq!(created["utm"]["campaign"], "spring");
    let seen = shop.post("/v1/links", &link).await;
    assert_eq!((seen.problem().as_str(), &seen.body["field"]), ("taken", &json!("slug")));
    let shown = shop.get(&format!("/v1/partners/{}", made.partner)).await.ok(200);
    assert_eq!(shown["partner"]["email"], "ada@example.com");
    assert_eq!(shown["enrollments"].as_array().unwrap().len(), 2);
    let shown = shop.get(&format!("/v1/programs/{}", made.program)).await.ok(200);
    assert_eq!(shown["policies"][0]["model"], "last_touch");
    assert_eq!(shown["terms"][0]["rewards"][0]["rate_millionths"], 200_000);
    assert_eq!(shown["terms"][0]["rewards"][1]["recurrence"], json!({ "kind": "one_time" }));
    assert_eq!(shown["groups"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn terms_come_out_as_they_went_in() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let path = format!("/v1/programs/{}/terms", made.program);
    for recurrence in [
        json!({ "kind": "one_time" }),
        json!({ "kind": "recurring" }),
        json!({ "kind": "recurring", "months": 12 }),
        json!({ "kind": "recurring", "count": 6 }),
    ] {
        let reward = json!({ "kind": "flat", "event": "sale", "amount": 700, "recurrence": recurrence });
        let terms = json!({ "rewards": [reward], "hold_days": 3, "caps": [{ "per": "partner", "window": "month", "amount": 50_000 }] });
        let published = shop.post(&path, &terms).await.ok(201);
        assert_eq!(published["rewards"], terms["rewards"]);
        assert_eq!((&published["hold_days"], &published["caps"][0]["amount"]), (&json!(3), &json!(50_000)));
    }
}
