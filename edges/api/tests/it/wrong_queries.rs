//! A query parameter that cannot be read is refused by its name, in every operation that takes it.

use crate::{
    people::{Browser, PASSWORD},
    shop::Shop,
    things::furnish,
};
use program::Seat;
use serde_json::Value;
use words::{Mode, PartnerId, Role};

/// What no number, time, list of words or cursor reads.
const UNREADABLE: &str = "nonsense";
/// Texts that are read further than their schema says.
const READ_TEXTS: [&str; 3] = ["cursor", "time_zone", "compare"];
/// A postback answers in its own way: what it cannot read is a warning, because no network sends it again corrected.
const LENIENT: [&str; 1] = ["postback_get"];

struct Asked {
    operation: String,
    path: String,
    parameter: String,
}

/// Every parameter of a query that has a form, with the operation that takes it.
fn parameters() -> Vec<Asked> {
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    let mut found = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        let operation = &item["get"];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let has_form = has_form(&parameter["schema"]) || READ_TEXTS.contains(&name);
            if parameter["in"] == "query" && has_form {
                let operation = operation["operationId"].as_str().unwrap().to_owned();
                found.push(Asked { operation, path: path.clone(), parameter: name.to_owned() });
            }
        }
    }
    found
}

fn has_form(schema: &Value) -> bool {
    let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
    schema["type"] == "integer" || schema["format"].is_string() || schema["enum"].is_array()
}

#[tokio::test]
async fn a_parameter_that_cannot_be_read_is_named() {
    let shop = Shop::set().await;
    let things = furnish(&shop).await;
    let mut owner = shop.logged_in(Role::Owner).await;
    let partner: PartnerId = things.made.partner.parse().unwrap();
    shop.user(shop.scope, "own@example.com", Seat::Partner { partner, mode: Mode::Live }).await;
    let mut portal = Browser::new(&shop);
    portal.log_in("own@example.com", PASSWORD).await.ok(201);

    let mut wrong = Vec::new();
    let asked = parameters();
    for Asked { operation, path, parameter } in &asked {
        if LENIENT.contains(&operation.as_str()) {
            continue;
        }
        let path = things.path(operation, path);
        let (bare, query) = path.split_once('?').unwrap_or((&path, ""));
        let others = query.split('&').filter(|pair| pair.split('=').next() != Some(parameter));
        let unreadable = format!("{parameter}={UNREADABLE}");
        let pairs: Vec<_> = others.filter(|pair| !pair.is_empty()).chain([unreadable.as_str()]).collect();
        let asked = format!("{bare}?{}", pairs.join("&"));
        let browser = if bare.starts_with("/v1/partner/") { &mut portal } else { &mut owner };
        let seen = browser.get(&asked).await;
        if seen.status != 422 || seen.body["field"] != parameter.as_str() {
            wrong.push(format!("{operation} {asked}: {} {}", seen.status, seen.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked.len() > 300, "{}", asked.len());
}
