//! Search: what a text names, best first, and only to those who may read it.

use crate::shop::{Shop, sale, text};
use program::KeyKind;
use serde_json::json;
use words::{Grant, Mode};

#[tokio::test]
async fn everything_is_found_by_what_people_know_of_it() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut sold = sale("ORD-7", "ada", 1_000);
    sold["customer"]["email"] = json!("Kim@Example.com");
    sold["customer"]["name"] = json!("Kim");
    let sold = shop.post("/v1/track/sale", &sold).await.ok(201);
    let (conversion, customer) =
        (text(&sold["conversion"]["id"]), text(&sold["conversion"]["customer"]["id"]));
    // Of equals the older one comes first.
    shop.world.clock.advance(1_000_000);
    let umlaut = json!({ "program_id": made.program, "display_name": "Ärzte & Adam" });
    shop.post("/v1/partners", &umlaut).await.ok(201);
    let find = async |key: &str, q: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        let found = shop.get_with(key, &format!("/v1/search?{query}")).await.ok(200);
        let found = found["items"].as_array().unwrap().clone();
        found.iter().map(|it| (text(&it["kind"]), text(&it["title"]))).collect::<Vec<_>>()
    };
    let named = |kind: &str, title: &str| (kind.to_owned(), title.to_owned());
    let key = &shop.key;
    for (id, expected) in [
        (&made.partner, named("partner", "Ada")),
        (&made.link, named("link", "ada")),
        (&made.program, named("program", "Friends")),
        (&conversion, named("conversion", "ORD-7")),
        (&customer, named("customer", "Kim")),
    ] {
        assert_eq!(find(key, id).await, [expected], "{id}");
    }
    assert_eq!(find(key, " kim@example.COM ").await, [named("customer", "Kim")]);
    assert_eq!(find(key, "ADA@example.com").await, [named("partner", "Ada")]);
    assert_eq!(find(key, "ada 20").await, [named("code", "ADA20")]);
    assert_eq!(find(key, "ORD-7").await, [named("conversion", "ORD-7")]);
    assert_eq!(find(key, "ärzte").await, [named("partner", "Ärzte & Adam")]);
    // The surest first: the slug, the merchant's own id, then parts of names.
    let ada = [
        named("link", "ada"),
        named("customer", "Kim"),
        named("partner", "Ada"),
        named("partner", "Ärzte & Adam"),
    ];
    assert_eq!(find(key, "ada").await, ada);
    assert!(find(key, "nobody").await.is_empty());
    let only = async |grant: &str| shop.mint(Mode::Live, KeyKind::Secret, &[grant.parse().unwrap()]).await;
    assert_eq!(find(&only("links:read").await, "ada").await, ada[..1]);
    assert_eq!(find(&only("customers:read").await, "ada").await, ada[1..2]);
    assert!(find(&only("commissions:read").await, &made.partner).await.is_empty());
    assert!(find(&shop.mint(Mode::Test, KeyKind::Secret, &Grant::ALL).await, "ada").await.is_empty());
    for (query, code) in [
        ("", "malformed_query"),
        ("?q=", "invalid_field"),
        ("?q=%20", "invalid_field"),
        ("?q=a&r=b", "malformed_query"),
    ] {
        assert_eq!(shop.get(&format!("/v1/search{query}")).await.problem(), code, "{query}");
    }
    let refused = shop.get_with(&only("events:write").await, "/v1/search?q=ada").await;
    assert_eq!(refused.problem(), "key_not_allowed");
}
