//! The description, its pages, and the headers of every answer.

use crate::shop::{Shop, bare};
use honeyguide_api::Body;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn docs_openapi_json_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let said = format!("{}\n", honeyguide_api::openapi_json().unwrap());
    assert!(written == said, "docs/openapi.json is out of date: run `make docs` and commit it");
}

#[test]
fn problems_evidence_and_facts_are_what_the_code_says() {
    for (name, said) in [
        ("problems", honeyguide_api::problems_md()),
        ("evidence", honeyguide_api::evidence_md()),
        ("facts", facts::reference_md()),
    ] {
        let path = format!("{}/../../docs/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == said, "docs/{name}.md is out of date: run `make docs` and commit it");
    }
}

/// A limit that the description tells, and the one that the server holds to.
type Told = (&'static str, &'static str, &'static str, i64);

fn limits_told() -> Vec<Told> {
    let id = referral::EXTERNAL_ID_CHARACTERS_MAX as i64;
    let name = program::NAME_CHARACTERS_MAX as i64;
    let reason = program::REASON_CHARACTERS_MAX as i64;
    let events = ["LeadRequest", "StageRequest", "SaleRequest"];
    let of_events = events.into_iter().flat_map(|event| {
        let metadata = conversion::METADATA_ENTRIES_MAX as i64;
        [
            (event, "code", "description", program::CODES_PER_EVENT_MAX as i64),
            (event, "metadata", "description", metadata),
            (event, "occurred_at", "description", engine::OCCURRED_BACK_DAYS_MAX),
            (event, "occurred_at", "description", engine::OCCURRED_AHEAD_MINUTES_MAX),
        ]
    });
    let others = [
        ("SaleRequest", "amount", "description", words::AMOUNT_MAX),
        ("SaleRequest", "external_id", "maxLength", id),
        ("SaleRequest", "items", "maxItems", conversion::ITEMS_MAX as i64),
        ("EventCustomer", "external_id", "maxLength", id),
        ("EventCustomer", "name", "description", name),
        ("EventOrganization", "external_id", "maxLength", id),
        ("EventOrganization", "name", "description", name),
        ("RefundRequest", "sale_external_id", "maxLength", id),
        ("RefundRequest", "items", "maxItems", conversion::ITEMS_MAX as i64),
        ("Item", "product_id", "maxLength", conversion::PRODUCT_CHARACTERS_MAX as i64),
        ("Item", "quantity", "maximum", conversion::QUANTITY_MAX.into()),
        ("CreateCode", "code", "description", program::CODE_CHARACTERS_MAX as i64),
        ("CreateProgram", "name", "maxLength", name),
        ("CreateProgram", "allowed_domains", "maxItems", program::ALLOWED_DOMAINS_MAX as i64),
        ("UpdateProgram", "description", "maxLength", program::DESCRIPTION_CHARACTERS_MAX as i64),
        ("CreateLink", "destination", "maxLength", program::DESTINATION_CHARACTERS_MAX as i64),
        ("CreateLink", "slug", "maxLength", program::SLUG_CHARACTERS_MAX as i64),
        ("DisputeRules", "days", "maximum", program::DISPUTE_DAYS_MAX.into()),
        ("DisputeRules", "window_days", "maximum", program::DISPUTE_WINDOW_DAYS_MAX.into()),
        ("PolicyRules", "look_back_days", "maximum", program::LOOK_BACK_DAYS_MAX.into()),
        ("PolicyRules", "half_life_days", "maximum", program::HALF_LIFE_DAYS_MAX.into()),
        ("PublishTerms", "hold_days", "maximum", program::HOLD_DAYS_MAX.into()),
        ("PublishTerms", "rewards", "maxItems", program::REWARDS_MAX as i64),
        ("PublishTerms", "caps", "maxItems", program::CAPS_MAX as i64),
        ("UpdatePartner", "notes", "maxLength", program::NOTES_CHARACTERS_MAX as i64),
        ("RotateKey", "overlap_hours", "maximum", engine::ROTATION_HOURS_MAX.into()),
        ("Apply", "message", "maxLength", engine::APPLICATION_CHARACTERS_MAX as i64),
        ("CorrectCredit", "reason", "maxLength", reason),
        ("LinkExternalId", "system", "maxLength", words::LABEL_CHARACTERS_MAX as i64),
        ("LinkExternalId", "kind", "maxLength", words::LABEL_CHARACTERS_MAX as i64),
        ("LinkExternalId", "external_id", "maxLength", id),
        ("LinkExternalId", "object_id", "description", referral::EXTERNAL_IDS_PER_OBJECT_MAX as i64),
        ("EnterDeal", "company", "maxLength", referral::COMPANY_CHARACTERS_MAX as i64),
    ];
    of_events.chain(others).collect()
}

#[test]
fn the_limits_of_the_description_are_the_servers() {
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    for (schema, field, keyword, limit) in limits_told() {
        let at = format!("{schema}.{field} {keyword}");
        let schemas = &described["components"]["schemas"];
        let parts = schemas[schema]["allOf"].as_array().cloned().unwrap_or_default();
        let whole = parts.iter().chain([&schemas[schema]]);
        let told = whole.map(|part| &part["properties"][field]).find(|it| !it.is_null());
        let told = told.unwrap_or_else(|| panic!("{at} is not described"));
        if keyword == "description" {
            let text = told.to_string();
            let numbers: Vec<_> = text.split(|c: char| !c.is_ascii_digit()).collect();
            assert!(numbers.contains(&limit.to_string().as_str()), "{at}: {text}, not {limit}");
        } else {
            assert_eq!(told[keyword], limit, "{at}");
        }
    }
}

#[test]
fn the_description_is_whole() {
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    assert_eq!(described["openapi"], "3.1.0");
    assert_eq!(described["components"]["securitySchemes"]["api_key"]["scheme"], "bearer");
    let tags: BTreeSet<_> =
        described["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).map(Value::to_string).collect();
    let mut names = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{method} {path}");
            assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{at}");
            assert!(names.insert(operation["operationId"].to_string()), "{at}");
            assert!(tags.contains(&operation["tags"][0].to_string()), "{at}");
            assert!(operation["security"].is_array(), "{at}");
            let responses = operation["responses"].as_object().unwrap();
            let is_open = operation["security"].as_array().unwrap().contains(&json!({}));
            let statuses: &[&str] =
                if is_open { &["429", "500", "503"] } else { &["401", "403", "429", "500", "503"] };
            for &status in statuses {
                assert!(responses.contains_key(status), "{at} {status}");
            }
            if method == "post" && operation["requestBody"].is_object() {
                let content = operation["requestBody"]["content"].as_object().unwrap();
                assert!(content.values().all(|media| media.is_object()), "{at}");
            }
        }
    }
    let schemas = described["components"]["schemas"].as_object().unwrap();
    let text = described.to_string();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once("\"#/components/schemas/") {
        let (name, after) = after.split_once('"').unwrap();
        assert!(schemas.contains_key(name), "{name} is referred to and not there");
        rest = after;
    }
}

#[tokio::test]
async fn the_pages_load_from_here_only() {
    let shop = Shop::set().await;
    let get = |path| shop.send(bare("GET", path).body(Body::empty()).unwrap());
    let described = get("/openapi.json").await;
    assert_eq!(described.text, honeyguide_api::openapi_json().unwrap());
    for (path, media_type) in [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/problems", "text/html; charset=utf-8"),
        ("/docs/page.js", "text/javascript; charset=utf-8"),
        ("/docs/page.css", "text/css; charset=utf-8"),
    ] {
        let seen = get(path).await;
        assert_eq!((seen.status, seen.header("content-type")), (200, media_type), "{path}");
        assert!(!seen.text.contains("http://") && !seen.text.contains("https://"), "{path}");
        if media_type.starts_with("text/html") {
            assert!(seen.header("content-security-policy").starts_with("default-src 'self';"));
            assert!(!seen.text.contains("style=") && !seen.text.contains("onclick"), "{path}");
        }
    }
}

#[tokio::test]
async fn every_problem_is_explained_where_its_type_leads() {
    let shop = Shop::set().await;
    let page = shop.send(bare("GET", "/docs/problems").body(Body::empty()).unwrap()).await;
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    let codes = described["components"]["schemas"]["ProblemCode"]["enum"].as_array().unwrap();
    assert_eq!(codes.len(), 30);
    for code in codes {
        assert!(page.text.contains(&format!("id={code}")), "{code}");
    }
    assert!(!page.text.contains("<!-- problems -->"));
}

#[tokio::test]
async fn every_answer_carries_its_name_and_is_not_kept() {
    let shop = Shop::set().await;
    for path in ["/v1/programs", "/v1/nonsense", "/docs", "/openapi.json"] {
        let seen = shop.get(path).await;
        assert_eq!(seen.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(seen.header("cache-control"), "no-store", "{path}");
        assert_eq!(seen.header("x-request-id").len(), 16, "{path}");
        assert_eq!(seen.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!(seen.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(seen.header("permissions-policy").contains("camera=()"), "{path}");
    }
    let ask = |id: &'static str| {
        let request = shop.request("GET", "/v1/programs").header("x-request-id", id);
        shop.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(ask("order-7.retry_2").await.header("x-request-id"), "order-7.retry_2");
    for bad in ["", "a b", "a\"b"] {
        assert_eq!(ask(bad).await.header("x-request-id").len(), 16, "{bad:?}");
    }
    let (one, other) = (shop.get("/v1/key").await, shop.get("/v1/key").await);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}
