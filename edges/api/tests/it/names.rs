//! Programs, partners and customers by id and name, shown only to readers with access to them.

use crate::{
    journey::enter,
    shop::{Made, Shop, sale, text},
};
use program::KeyKind;
use serde_json::{Value, json};
use words::{Grant, Mode, Resource, Verb};

const PARTNERS: usize = 5;

/// Some partners, each with a code, and each with a customer who bought by it.
async fn filled() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for number in 0..PARTNERS {
        let partner = json!({ "program_id": made.program, "display_name": format!("Partner {number}") });
        let partner = shop.post("/v1/partners", &partner).await.ok(201);
        let partner = text(&partner["partner"]["id"]);
        let code = json!({ "program_id": made.program, "partner_id": partner, "code": format!("P{number}") });
        shop.post("/v1/codes", &code).await.ok(201);
        let mut sold = sale(&format!("ORD-{number}"), &format!("buyer-{number}"), 10_000);
        sold["code"] = json!(format!("P{number}"));
        sold["customer"]["name"] = json!(format!("Buyer {number}"));
        shop.post("/v1/track/sale", &sold).await.ok(201);
    }
    (shop, made)
}

async fn pages(shop: &Shop, list: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = shop.get(&format!("/v1/{list}?limit=2{cursor}")).await.ok(200);
        items.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

#[tokio::test]
async fn every_page_of_a_list_names_what_it_shows() {
    let (shop, made) = filled().await;
    for list in ["referrals", "commissions", "codes", "enrollments"] {
        let items = pages(&shop, list).await;
        assert!(items.len() >= PARTNERS, "{list}");
        for item in &items {
            assert_eq!(item["program"], json!({ "id": made.program, "name": "Friends" }), "{list}");
            let name = item["partner"]["name"].as_str().unwrap();
            assert!(name == "Ada" || name.starts_with("Partner "), "{list}: {name}");
        }
    }
    for list in ["referrals", "commissions", "conversions", "decisions"] {
        for item in pages(&shop, list).await {
            let customer = &item["customer"];
            let number = text(&customer["external_id"]).replace("buyer-", "");
            assert_eq!(customer["name"], format!("Buyer {number}"), "{list}");
        }
    }
}

#[tokio::test]
async fn a_customer_is_named_by_what_is_known() {
    let (shop, _) = filled().await;
    let named = async |external_id: &str, customer: Value| {
        let mut sold = sale(external_id, external_id, 1_000);
        sold["customer"] = customer;
        let sold = shop.post("/v1/track/sale", &sold).await.ok(201);
        let path = format!("/v1/conversions/{}", text(&sold["conversion"]["id"]));
        shop.get(&path).await.ok(200)["conversion"]["customer"]["name"].clone()
    };
    let bare = json!({ "external_id": "u-1" });
    assert_eq!(named("A", bare).await, "u-1");
    let mailed = json!({ "external_id": "u-2", "email": "u2@example.com" });
    assert_eq!(named("B", mailed).await, "u2@example.com");
    let whole = json!({ "external_id": "u-3", "email": "u3@example.com", "name": "Una" });
    assert_eq!(named("C", whole).await, "Una");

    let erased = shop.request("DELETE", "/v1/customers/u-3").body(honeyguide_api::Body::empty()).unwrap();
    assert_eq!(shop.send(erased).await.status, 204);
    let listed = shop.get("/v1/conversions?external_id=C").await.ok(200);
    let customer = &listed["items"][0]["customer"];
    assert_eq!(customer["name"], customer["external_id"], "nothing personal is left");
    assert!(!listed.to_string().contains("Una") && !listed.to_string().contains("u-3"), "{listed}");
}

#[tokio::test]
async fn customers_have_no_name_to_who_may_not_read_them() {
    let (shop, made) = filled().await;
    let grant = Grant { resource: Some(Resource::Commissions), verb: Verb::Read };
    let key = shop.mint(Mode::Live, KeyKind::Secret, &[grant]).await;
    let listed = shop.get_with(&key, "/v1/commissions").await;
    for hidden in ["Buyer", "buyer-"] {
        assert!(!listed.text.contains(hidden), "{hidden}: {}", listed.text);
    }
    let item = &listed.ok(200)["items"][0];
    assert_eq!((&item["customer"]["name"], &item["customer"]["external_id"]), (&Value::Null, &Value::Null));
    assert!(item["customer"]["id"].is_string() && item["partner"]["name"].is_string(), "{item}");

    let sold = shop.post("/v1/track/sale", &sale("ADA", "buyer-of-ada", 5_000)).await.ok(201);
    let mut ada = enter(&shop, &made.partner, "ada@example.com").await;
    for list in ["commissions", "referrals", "conversions"] {
        let own = ada.get(&format!("/v1/partner/{list}")).await;
        assert!(!own.text.contains("buyer-of-ada"), "{list}: {}", own.text);
        let item = own.ok(200)["items"][0].clone();
        assert_eq!(item["program"]["name"], "Friends", "{list}");
        let hidden = json!({ "id": sold["customer"]["id"], "name": null, "external_id": null });
        assert_eq!(item["customer"], hidden, "{list}");
    }
}
