//! External ids over HTTP: connectors map their records to our objects and find them both ways.

use crate::shop::{Seen, Shop, bare, sale, text};
use engine::ports::{AuditFilter, AuditLog};
use honeyguide_api::Body;
use program::KeyKind;
use serde_json::{Value, json};
use words::{Grant, Mode, Resource, Verb};

const PATH: &str = "/v1/external-ids";

fn of(record: &str, object: &str) -> Value {
    let [system, kind, external_id] = record.split('/').collect::<Vec<_>>()[..] else { panic!("{record}") };
    json!({ "system": system, "kind": kind, "external_id": external_id, "object_id": object })
}

/// A sale and its customer, by their ids.
struct Sold {
    sale: String,
    customer: String,
}

async fn sold(shop: &Shop, order: &str, customer: &str) -> Sold {
    let seen = shop.post("/v1/track/sale", &sale(order, customer, 10_000)).await.ok(201);
    let customers = shop.get(&format!("/v1/customers?external_id={customer}")).await.ok(200);
    Sold { sale: text(&seen["conversion"]["id"]), customer: text(&customers["items"][0]["id"]) }
}

async fn found(shop: &Shop, record: &str) -> Vec<Value> {
    let [system, kind, external_id] = record.split('/').collect::<Vec<_>>()[..] else { panic!("{record}") };
    items(shop, &format!("system={system}&kind={kind}&external_id={external_id}")).await
}

async fn items(shop: &Shop, query: &str) -> Vec<Value> {
    let seen = shop.get(&format!("{PATH}?{query}")).await.ok(200);
    assert_eq!(seen["next_cursor"], Value::Null);
    seen["items"].as_array().unwrap().clone()
}

async fn unlink(shop: &Shop, id: &Value) -> Seen {
    let path = format!("{PATH}/{}", text(id));
    shop.send(shop.request("DELETE", &path).body(Body::empty()).unwrap()).await
}

async fn kinds_of_facts(shop: &Shop) -> Vec<String> {
    let facts = shop.get("/v1/facts?limit=200").await.ok(200)["items"].clone();
    let kinds = facts.as_array().unwrap().iter().map(|fact| text(&fact["kind"]));
    kinds.filter(|kind| kind.starts_with("external_id.")).collect()
}

#[tokio::test]
async fn a_record_is_linked_found_both_ways_and_unlinked() {
    let shop = Shop::set().await;
    shop.open().await;
    let ada = sold(&shop, "ORD-1", "ada").await;
    let other = sold(&shop, "ORD-2", "grace").await;
    let payment = of("stripe/payment/pi_1", &ada.sale);
    let linked = shop.post(PATH, &payment).await.ok(201);
    assert_eq!((&linked["object_type"], &linked["object_id"]), (&json!("conversion"), &json!(ada.sale)));
    let contact = shop.post(PATH, &of("hubspot/contact/101", &ada.customer)).await.ok(201);
    shop.world.clock.advance(1_000_000);
    shop.post(PATH, &of("stripe/customer/cus_9", &ada.customer)).await.ok(201);

    assert_eq!(found(&shop, "stripe/payment/pi_1").await, std::slice::from_ref(&linked));
    assert_eq!(found(&shop, "stripe/refund/pi_1").await, [] as [Value; 0]);
    let of_ada = items(&shop, &format!("object_id={}", ada.customer)).await;
    let names: Vec<_> = of_ada.iter().map(|it| text(&it["external_id"])).collect();
    assert_eq!(names, ["101", "cus_9"]);

    // The same again is no second link, blanks or not; another object is refused.
    let again = shop.post(PATH, &of("stripe/payment/ pi_1 ", &ada.sale)).await.ok(200);
    assert_eq!(again, linked);
    let refused = shop.post(PATH, &of("stripe/payment/pi_1", &other.sale)).await;
    assert_eq!((refused.problem(), &refused.body["field"]), ("taken".to_owned(), &json!("external_id")));
    assert!(text(&refused.body["detail"]).contains(&ada.sale), "{}", refused.text);

    assert_eq!(unlink(&shop, &linked["id"]).await.status, 204);
    assert_eq!(unlink(&shop, &linked["id"]).await.status, 404);
    assert_eq!(found(&shop, "stripe/payment/pi_1").await, [] as [Value; 0]);
    shop.post(PATH, &of("stripe/payment/pi_1", &other.sale)).await.ok(201);
    let (linked, unlinked) = ("external_id.linked", "external_id.unlinked");
    assert_eq!(kinds_of_facts(&shop).await, [linked, linked, linked, unlinked, linked]);
    let facts = shop.get("/v1/facts?limit=200").await.ok(200);
    assert!(!facts.to_string().contains("pi_1"), "{facts}");
    let last = facts["items"].as_array().unwrap().iter().rfind(|fact| fact["kind"] == unlinked).unwrap();
    assert_eq!((&last["object"]["type"], &last["revision"]), (&json!("external_id"), &json!(2)));
    assert_ne!(contact["id"], last["object"]["id"]);
}

#[tokio::test]
async fn erasing_a_customer_unlinks_what_names_them() {
    let shop = Shop::set().await;
    shop.open().await;
    let ada = sold(&shop, "ORD-1", "ada").await;
    let contact = of("hubspot/contact/ada-lovelace", &ada.customer);
    let once = async || {
        let request = shop.request("POST", PATH).header("idempotency-key", "contact");
        let request = request.header("content-type", "application/json");
        shop.send(request.body(contact.to_string().into()).unwrap()).await
    };
    assert_eq!((once().await.status, once().await.header("idempotency-replayed")), (201, "true"));
    shop.post(PATH, &of("stripe/payment/pi_1", &ada.sale)).await.ok(201);

    let request = shop.request("DELETE", "/v1/customers/ada").body(Body::empty()).unwrap();
    assert_eq!(shop.send(request).await.status, 204);

    assert_eq!(found(&shop, "hubspot/contact/ada-lovelace").await, [] as [Value; 0]);
    assert_eq!(items(&shop, &format!("object_id={}", ada.customer)).await, [] as [Value; 0]);
    assert_eq!(found(&shop, "stripe/payment/pi_1").await.len(), 1, "a sale stays, and so does its payment");
    let kinds = kinds_of_facts(&shop).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "external_id.unlinked").count(), 1);
    // Neither again nor by the earlier answer.
    let refused = once().await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("object_id")), "{}", refused.text);
    let log = shop.book.audit_log(shop.scope, &AuditFilter::default(), None, 200).await.unwrap();
    let log = format!("{log:?}");
    assert!(log.contains("external_id.linked") && !log.contains("ada-lovelace"), "{log}");
}

#[tokio::test]
async fn who_may_not_touch_the_object_may_not_link_it_and_fields_are_checked() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let ada = sold(&shop, "ORD-1", "ada").await;
    shop.post(PATH, &of("hubspot/contact/101", &ada.customer)).await.ok(201);
    let grants = [Verb::Read, Verb::Write].map(|verb| Grant { resource: Some(Resource::Partners), verb });
    let key = shop.mint(Mode::Live, KeyKind::Secret, &grants).await;
    shop.post_with(&key, PATH, &of("hubspot/company/7", &made.partner)).await.ok(201);
    let refused = shop.post_with(&key, PATH, &of("hubspot/contact/102", &ada.customer)).await;
    assert_eq!(refused.problem(), "key_not_allowed");
    assert!(text(&refused.body["expected"]).contains("customers:write"), "{}", refused.text);
    let hidden = shop.get_with(&key, &format!("{PATH}?system=hubspot&kind=contact&external_id=101")).await;
    assert_eq!(hidden.ok(200)["items"], json!([]));
    let refused = shop.get_with(&key, &format!("{PATH}?object_id={}", ada.customer)).await;
    assert_eq!(refused.problem(), "key_not_allowed");
    // The refusal does not name an object that the key may not read.
    let taken = shop.post_with(&key, PATH, &of("hubspot/contact/101", &made.partner)).await;
    assert_eq!((taken.status, taken.text.contains(&ada.customer)), (409, false), "{}", taken.text);

    for (record, object, status, field) in [
        ("HubSpot/contact/1", ada.customer.as_str(), 422, "system"),
        ("hubspot/a contact/1", &ada.customer, 422, "kind"),
        ("hubspot/contact/ ", &ada.customer, 422, "external_id"),
        ("hubspot/contact/1", "ada", 422, "object_id"),
        ("hubspot/contact/1", &made.program, 422, "object_id"),
    ] {
        let refused = shop.post(PATH, &of(record, object)).await;
        assert_eq!((refused.status, &refused.body["field"]), (status, &json!(field)), "{}", refused.text);
    }
    let unknown = "cus_01kk8y7d00e6br2v9m5gq4t1hs";
    assert_eq!(shop.post(PATH, &of("hubspot/contact/1", unknown)).await.problem(), "not_found");
    for query in ["", "?system=stripe", "?system=a&kind=b&external_id=c&object_id=d"] {
        let refused = shop.get(&format!("{PATH}{query}")).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!("object_id")), "{query}");
    }
    let test = shop.mint(Mode::Test, KeyKind::Secret, &Grant::ALL).await;
    let elsewhere = shop.get_with(&test, &format!("{PATH}?object_id={}", ada.customer)).await;
    assert_eq!(elsewhere.problem(), "not_found");
    let nobody = shop.send(bare("GET", PATH).body(Body::empty()).unwrap()).await;
    assert_eq!(nobody.problem(), "key_missing");
}

#[tokio::test]
async fn an_object_has_at_most_a_hundred() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for number in 0..referral::EXTERNAL_IDS_PER_OBJECT_MAX {
        shop.post(PATH, &of(&format!("crm/contact/{number}"), &made.partner)).await.ok(201);
    }
    let refused = shop.post(PATH, &of("crm/contact/more", &made.partner)).await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("object_id")), "{}", refused.text);
    shop.post(PATH, &of("crm/contact/7", &made.partner)).await.ok(200);
}
