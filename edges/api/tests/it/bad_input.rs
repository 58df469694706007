//! Bad input gets a clear problem and changes nothing.

use crate::shop::{Shop, bare, merge, sale};
use honeyguide_api::Body;
use serde_json::{Value, json};

/// A body with one field set, by its path, or taken out by null.
pub(crate) fn with(mut body: Value, path: &str, value: Value) -> Value {
    let (field, rest) = path.split_once('.').unwrap_or((path, ""));
    let fields = body.as_object_mut().unwrap();
    if !rest.is_empty() {
        let inner = fields.remove(field).unwrap_or_else(|| json!({}));
        fields.insert(field.to_owned(), with(inner, rest, value));
        return body;
    }
    match value {
        Value::Null => drop(fields.remove(field)),
        value => drop(fields.insert(field.to_owned(), value)),
    }
    body
}

fn lead() -> Value {
    json!({ "customer": { "external_id": "c" } })
}

pub(crate) fn euro(amount: Value) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

/// (path, body, code, field)
type Case = (&'static str, Value, &'static str, &'static str);

fn events() -> Vec<Case> {
    const LEAD: &str = "/v1/track/lead";
    const SALE: &str = "/v1/track/sale";
    let sold = |field, value| with(sale("A", "c", 100), field, value);
    let long = |count| json!("x".repeat(count));
    vec![
        (LEAD, json!({}), "malformed_body", "customer"),
        (LEAD, with(lead(), "customer", json!("user-1")), "malformed_body", "customer"),
        (LEAD, with(lead(), "customer_external_id", json!("c")), "malformed_body", "customer_external_id"),
        (LEAD, json!({ "customer": {} }), "malformed_body", "customer.external_id"),
        (LEAD, json!([]), "malformed_body", ""),
        (LEAD, json!("lead"), "malformed_body", ""),
        (LEAD, with(lead(), "color", json!("red")), "malformed_body", "color"),
        (LEAD, with(lead(), "customer.external_id", json!(7)), "malformed_body", "customer.external_id"),
        (LEAD, with(lead(), "mode", json!("later")), "malformed_body", "mode"),
        (LEAD, with(lead(), "metadata", json!({ "a": 1 })), "malformed_body", "metadata.a"),
        (LEAD, with(lead(), "customer.external_id", json!("")), "invalid_field", "customer.external_id"),
        (LEAD, with(lead(), "customer.external_id", long(201)), "invalid_field", "customer.external_id"),
        (
            LEAD,
            with(lead(), "customer.external_id", json!("a\u{0}b")),
            "invalid_field",
            "customer.external_id",
        ),
        (LEAD, with(lead(), "source", json!("My Shop")), "invalid_field", "source"),
        (
            LEAD,
            with(lead(), "program_id", json!("prt_01kk8y7d00e6br2v9m5gq4t1hs")),
            "invalid_field",
            "program_id",
        ),
        (LEAD, with(lead(), "program_id", json!("prg_01kk8y7d00e6br2v9m5gq4t1hs")), "not_found", ""),
        (LEAD, with(lead(), "occurred_at", json!("yesterday")), "invalid_field", "occurred_at"),
        (LEAD, with(lead(), "occurred_at", json!("2026-03-10T12:05:01Z")), "invalid_field", "occurred_at"),
        (LEAD, with(lead(), "occurred_at", json!("2025-12-10T11:59:59Z")), "invalid_field", "occurred_at"),
        (SALE, sold("external_id", Value::Null), "malformed_body", "external_id"),
        (SALE, sold("external_id", json!("")), "invalid_field", "external_id"),
        (SALE, sold("external_id", json!(" \u{200b}\n")), "invalid_field", "external_id"),
        (SALE, sold("amount", json!({ "amount": 1, "currency": " " })), "invalid_field", "amount.currency"),
        (SALE, sold("organization", json!("acme")), "malformed_body", "organization"),
        (SALE, sold("organization.vat", json!("1")), "malformed_body", "organization.vat"),
        (SALE, sold("customer.email_verified", json!("yes")), "malformed_body", "customer.email_verified"),
        (SALE, sold("amount", Value::Null), "malformed_body", "amount"),
        (SALE, sold("amount", json!(100)), "malformed_body", "amount"),
        (SALE, sold("amount", euro(json!(12.5))), "malformed_body", "amount.amount"),
        (SALE, sold("amount", euro(json!("100"))), "malformed_body", "amount.amount"),
        (
            SALE,
            sold("amount", json!({ "amount": 1, "currency": "EUR", "tax": 1 })),
            "malformed_body",
            "amount.tax",
        ),
        (SALE, sold("amount", euro(json!(-5))), "invalid_field", "amount.amount"),
        (SALE, sold("amount", euro(json!(1_000_000_000_000_001_i64))), "invalid_field", "amount.amount"),
        (SALE, sold("amount", euro(json!(u64::MAX))), "malformed_body", "amount.amount"),
        (
            SALE,
            sold("amount", json!({ "amount": 1, "currency": "euro" })),
            "invalid_field",
            "amount.currency",
        ),
        (SALE, sold("amount", json!({ "amount": 1, "currency": "USD" })), "invalid_field", "amount.currency"),
    ]
}

fn setting_up(program: &str, partner: &str) -> Vec<(String, Value, &'static str, &'static str)> {
    let at = |path: &str| path.replace("{id}", program);
    let terms = |reward: Value| json!({ "rewards": [reward], "hold_days": 0 });
    let reward = |kind: Value| with(kind, "recurrence", json!({ "kind": "one_time" }));
    let shop = json!({ "name": "Shop", "currency": "EUR", "allowed_domains": ["shop.example"] });
    let link = json!({
        "program_id": program, "partner_id": partner, "destination": "https://shop.example/",
    });
    let policy = json!({ "model": "last_touch", "look_back_days": 30, "code_wins": true });
    let sale = |more: Value| {
        let mut body = json!({ "event": "sale" });
        merge(&mut body, &more);
        body
    };
    let both = json!({ "kind": "recurring", "months": 1, "count": 1 });
    let flat = sale(json!({ "kind": "flat", "amount": 5 }));
    vec![
        (at("/v1/programs"), with(shop.clone(), "name", json!("")), "invalid_field", "name"),
        (at("/v1/programs"), with(shop.clone(), "currency", json!("XXX")), "invalid_field", "currency"),
        (
            at("/v1/programs"),
            with(shop.clone(), "allowed_domains", json!([])),
            "invalid_field",
            "allowed_domains",
        ),
        (
            at("/v1/programs"),
            with(shop, "fallback_url", json!("https://evil.test/")),
            "invalid_field",
            "fallback_url",
        ),
        (
            at("/v1/programs/{id}/policies"),
            with(policy.clone(), "look_back_days", json!(0)),
            "invalid_field",
            "look_back_days",
        ),
        (
            at("/v1/programs/{id}/policies"),
            with(policy.clone(), "model", json!("magic")),
            "malformed_body",
            "model",
        ),
        (
            at("/v1/programs/{id}/policies"),
            with(policy.clone(), "effective_from", json!("2020-01-01T00:00:00Z")),
            "invalid_field",
            "effective_from",
        ),
        ("/v1/programs/none/policies".to_owned(), policy, "not_found", "id"),
        (at("/v1/programs/{id}/terms"), json!({ "rewards": [], "hold_days": 0 }), "invalid_field", "rewards"),
        (at("/v1/programs/{id}/terms"), terms(reward(flat.clone())), "", ""),
        (
            at("/v1/programs/{id}/terms"),
            terms(with(flat.clone(), "recurrence", both)),
            "invalid_field",
            "rewards.recurrence",
        ),
        (at("/v1/programs/{id}/terms"), terms(flat), "malformed_body", "rewards[0].recurrence"),
        (
            at("/v1/programs/{id}/terms"),
            terms(reward(sale(json!({ "kind": "percent", "rate_millionths": 0 })))),
            "invalid_field",
            "rewards.rate_millionths",
        ),
        (
            at("/v1/programs/{id}/terms"),
            terms(reward(sale(json!({ "kind": "gift" })))),
            "malformed_body",
            "rewards[0].kind",
        ),
        (at("/v1/partners"), json!({ "program_id": program }), "invalid_field", "display_name"),
        (
            at("/v1/partners"),
            json!({ "program_id": program, "partner_id": partner, "email": "a@b.example" }),
            "invalid_field",
            "partner_id",
        ),
        (
            at("/v1/links"),
            with(link.clone(), "destination", json!("https://evil.test/")),
            "invalid_field",
            "destination",
        ),
        (at("/v1/links"), with(link.clone(), "slug", json!("ä")), "invalid_field", "slug"),
        (at("/v1/links"), with(link, "domain", json!("evil.test")), "malformed_body", "domain"),
        (
            at("/v1/codes"),
            json!({ "program_id": program, "partner_id": partner, "code": "ADA20" }),
            "taken",
            "code",
        ),
        (at("/v1/programs/{id}/statements/close"), json!({ "until": "2026-11" }), "invalid_field", "until"),
        (
            at("/v1/programs/{id}/statements/close"),
            json!({ "until": "2126-01-01T00:00:00Z" }),
            "invalid_field",
            "until",
        ),
        (at("/v1/programs/{id}/statements/close"), json!({ "month": "2026-03" }), "malformed_body", "month"),
    ]
}

/// What customers get.
fn offering(program: &str, partner: &str) -> Vec<(String, Value, &'static str, &'static str)> {
    let at = |path: &str| path.replace("{id}", program);
    let reward =
        json!({ "event": "sale", "kind": "flat", "amount": 5, "recurrence": { "kind": "one_time" } });
    let terms = json!({ "rewards": [reward], "hold_days": 0 });
    let offer = |offer: Value| with(offer, "duration", json!({ "kind": "one_time" }));
    let own = |offer: Value| {
        json!({ "program_id": program, "partner_id": partner, "code": "OWN",
            "customer_offer": { "kind": "own", "offer": offer } })
    };
    vec![
        (
            at("/v1/programs/{id}/terms"),
            with(terms, "customer_offer", offer(json!({ "kind": "percent", "rate_millionths": 0 }))),
            "invalid_field",
            "customer_offer.rate_millionths",
        ),
        (
            at("/v1/codes"),
            own(offer(json!({ "kind": "flat", "amount": 0 }))),
            "invalid_field",
            "customer_offer.amount",
        ),
        (
            at("/v1/codes"),
            own(offer(json!({ "kind": "flat", "amount": 1, "description": " " }))),
            "invalid_field",
            "customer_offer.description",
        ),
        (
            at("/v1/codes"),
            own(with(
                offer(json!({ "kind": "flat", "amount": 1 })),
                "duration",
                json!({ "kind": "months", "months": 0 }),
            )),
            "invalid_field",
            "customer_offer.duration",
        ),
    ]
}

#[tokio::test]
async fn a_body_that_is_wrong_is_named_and_changes_nothing() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let counts = shop.book.counts();
    let mut cases: Vec<(String, Value, &str, &str)> =
        events().into_iter().map(|(path, body, code, field)| (path.to_owned(), body, code, field)).collect();
    cases.extend(
        setting_up(&made.program, &made.partner).into_iter().filter(|(_, _, code, _)| !code.is_empty()),
    );
    cases.extend(offering(&made.program, &made.partner));
    assert!(cases.len() >= 60, "{}", cases.len());
    for (path, body, code, field) in cases {
        let seen = shop.post(&path, &body).await;
        assert_eq!(seen.problem(), code, "{path} {body}: {}", seen.text);
        assert_eq!(seen.body["field"].as_str().unwrap_or_default(), field, "{path} {body}: {}", seen.text);
        if code == "invalid_field" {
            assert!(!seen.body["expected"].as_str().unwrap().is_empty());
        }
    }
    assert_eq!(shop.book.counts(), counts);
    for (path, body, code, _) in setting_up(&made.program, &made.partner) {
        if code.is_empty() {
            shop.post(&path, &body).await.ok(201);
        }
    }
}

#[tokio::test]
async fn what_is_no_json_is_refused_before_it_is_read_further() {
    let shop = Shop::set().await;
    shop.open().await;
    let counts = shop.book.counts();
    let large =
        format!("{{\"customer\":{{\"external_id\":\"{}\"}}}}", "x".repeat(honeyguide_api::BODY_BYTES_MAX));
    for (media_type, body, status, code) in [
        ("application/json", "", 400, "malformed_body"),
        ("application/json", "{", 400, "malformed_body"),
        ("application/json", "{\"customer\":{\"external_id\":\"c\"}} x", 400, "malformed_body"),
        (
            "application/json",
            "{\"customer\":{\"external_id\":\"c\",\"external_id\":\"d\"}}",
            400,
            "malformed_body",
        ),
        (
            "application/json",
            "{\"customer\":{\"external_id\":\"c\"},\"metadata\":{\"a\":\"1\",\"a\":\"2\"}}",
            400,
            "malformed_body",
        ),
        ("application/json", large.as_str(), 413, "body_too_large"),
        ("text/plain", "{}", 415, "unsupported_media_type"),
        ("", "{}", 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", "customer_external_id=c", 415, "unsupported_media_type"),
    ] {
        let request = shop.request("POST", "/v1/track/lead").header("content-type", media_type);
        let seen = shop.send(request.body(body.to_owned().into()).unwrap()).await;
        assert_eq!((seen.status, seen.problem().as_str()), (status, code), "{media_type}");
    }
    let request = shop.request("POST", "/v1/track/lead").header("content-type", "application/json");
    let seen = shop.send(request.body(Body::from(vec![b'"', 0xff, b'"'])).unwrap()).await;
    assert_eq!(seen.problem(), "malformed_body");
    assert_eq!(shop.book.counts(), counts);
}

#[tokio::test]
async fn queries_and_paths_are_read_strictly() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for (path, status, code) in [
        ("/v1/programs?limit=0", 422, "invalid_field"),
        ("/v1/programs?limit=201", 422, "invalid_field"),
        ("/v1/programs?limit=ten", 422, "invalid_field"),
        ("/v1/programs?cursor=", 422, "invalid_field"),
        ("/v1/programs?cursor=nonsense", 422, "invalid_field"),
        ("/v1/programs?page=2", 400, "malformed_query"),
        ("/v1/programs?limit=1&limit=2", 400, "malformed_query"),
        ("/v1/programs?sort=shoe_size", 422, "invalid_field"),
        ("/v1/clicks?verdict=alien", 422, "invalid_field"),
        ("/v1/clicks?link_id=7", 422, "invalid_field"),
        ("/v1/clicks?cursor=7", 422, "invalid_field"),
        ("/v1/programs?sort=-", 422, "invalid_field"),
        ("/v1/programs?format=pdf", 422, "invalid_field"),
        ("/v1/programs?format=csv&limit=10001", 422, "invalid_field"),
        ("/v1/programs?created_at=2026-03-10", 400, "malformed_query"),
        ("/v1/programs?created_at.from=yesterday", 422, "invalid_field"),
        ("/v1/commissions?amount.from=12.50", 422, "invalid_field"),
        ("/v1/customers?email=ada", 422, "invalid_field"),
        ("/v1/commissions?state=lost", 422, "invalid_field"),
        ("/v1/commissions?state=pending,", 422, "invalid_field"),
        ("/v1/commissions?program_id=7", 422, "invalid_field"),
        ("/v1/statements?until.from=november", 422, "invalid_field"),
        ("/v1/facts?after=7", 422, "invalid_field"),
        ("/v1/programs/nonsense", 404, "not_found"),
        ("/v1/programs/prg_01kk8y7d00e6br2v9m5gq4t1hs", 404, "not_found"),
        ("/v1/partners/%ff", 404, "not_found"),
        ("/v1/links/lnk_01kk8y7d00e6br2v9m5gq4t1hs", 404, "not_found"),
        ("/v1/statements/stm_01kk8y7d00e6br2v9m5gq4t1hs", 404, "not_found"),
        ("/v1/statements/stm_01kk8y7d00e6br2v9m5gq4t1hs/document?format=docx", 422, "invalid_field"),
        ("/v1/statements/stm_01kk8y7d00e6br2v9m5gq4t1hs/document?language=fr", 422, "invalid_field"),
        ("/v1/statements/stm_01kk8y7d00e6br2v9m5gq4t1hs/document?pages=2", 400, "malformed_query"),
        ("/v1/statements/stm_01kk8y7d00e6br2v9m5gq4t1hs/document?format=csv", 404, "not_found"),
        ("/v1/customers/nobody", 404, "not_found"),
        ("/v1/nonsense", 404, "path_unknown"),
        ("/", 404, "path_unknown"),
        ("/v1/track/sale", 405, "method_not_allowed"),
    ] {
        let seen = shop.get(path).await;
        assert_eq!((seen.status, seen.problem().as_str()), (status, code), "{path}");
    }
    let seen = shop.get(&format!("/v1/programs/{}/clicks?since=2026-03-11T00:00:00Z", made.program)).await;
    assert_eq!((seen.problem().as_str(), &seen.body["field"]), ("invalid_field", &json!("since")));
    let seen = shop.send(bare("DELETE", "/v1/programs").body(Body::empty()).unwrap()).await;
    assert_eq!((seen.status, seen.problem().as_str()), (405, "method_not_allowed"));
    assert!(
        seen.header("allow").contains("GET") && seen.header("allow").contains("POST"),
        "{}",
        seen.header("allow")
    );
}
