//! How a link treats what visitors add to it: set when it is created, alone or among many, and changed later.

use crate::shop::{Shop, text};
use axum::http::header;
use serde_json::{Value, json};

impl Shop {
    async fn change_link(&self, id: &str, change: &Value) -> Value {
        let request = self.request("PATCH", &format!("/v1/links/{id}"));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(change.to_string().into()).unwrap()).await.ok(200)
    }
}

fn options(link: &Value) -> (bool, String) {
    (link["forwards_path"].as_bool().unwrap(), text(&link["query_precedence"]))
}

#[tokio::test]
async fn options_are_off_until_set_and_stay_until_changed() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let visitor_wins = (false, "visitor".to_owned());
    let plain = shop.get(&format!("/v1/links/{}", made.link)).await.ok(200);
    assert_eq!(options(&plain), visitor_wins);

    let link = |slug: &str| {
        json!({ "program_id": made.program, "partner_id": made.partner,
            "destination": "https://shop.example/", "slug": slug })
    };
    let mut set = link("grace");
    set["forwards_path"] = json!(true);
    set["query_precedence"] = json!("link");
    let created = shop.post("/v1/links", &set).await.ok(201);
    let link_wins = (true, "link".to_owned());
    assert_eq!(options(&created), link_wins);

    set["slug"] = json!("grace-2");
    let many = shop.post("/v1/links/bulk", &json!({ "links": [set, link("grace-3")] })).await.ok(200);
    assert_eq!(options(&many["items"][0]["item"]), link_wins);
    assert_eq!(options(&many["items"][1]["item"]), visitor_wins);

    let id = text(&created["id"]);
    let renamed = shop.change_link(&id, &json!({ "slug": "grace-4" })).await;
    assert_eq!(options(&renamed), link_wins, "what is absent stays");
    let changed = shop.change_link(&id, &json!({ "forwards_path": false })).await;
    assert_eq!(options(&changed), (false, "link".to_owned()));
    shop.change_link(&id, &json!({ "query_precedence": "visitor" })).await;
    let shown = shop.get(&format!("/v1/links/{id}")).await.ok(200);
    assert_eq!(options(&shown), visitor_wins);
    let table = shop.get("/v1/links?format=csv").await.text;
    assert!(table.lines().next().unwrap().contains("forwards_path,query_precedence"), "{table}");
}

#[tokio::test]
async fn an_unknown_option_is_refused_by_its_name() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for (field, value) in [("query_precedence", json!("destination")), ("forwards_path", json!("yes"))] {
        let mut link = json!({ "program_id": made.program, "partner_id": made.partner,
            "destination": "https://shop.example/" });
        link[field] = value;
        let seen = shop.post("/v1/links", &link).await;
        assert_eq!((seen.problem().as_str(), seen.body["field"].as_str()), ("malformed_body", Some(field)));
    }
}

#[tokio::test]
async fn clicks_are_listed_by_every_verdict_and_by_no_other_word() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.follow(&made.link).await;
    for (verdict, count) in [
        ("person", 1),
        ("repeat", 0),
        ("bot_crawler", 0),
        ("bot_program", 0),
        ("bot_no_user_agent", 0),
        ("bot_head_request", 0),
        ("bot_not_navigation", 0),
        ("bot_preview", 0),
        ("bot_prefetch,person", 1),
    ] {
        let found = shop.get(&format!("/v1/clicks?verdict={verdict}")).await.ok(200);
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{verdict}");
    }
    let seen = shop.get("/v1/clicks?verdict=bot").await;
    assert_eq!(seen.problem(), "invalid_field");
    assert!(text(&seen.body["expected"]).contains("bot_not_navigation"), "{}", seen.text);
}
