//! Every list the same: each sort gives everything once while more is added, cursors belong to their list, and CSV holds
//! the rows that JSON shows.

use crate::shop::{Made, Shop, sale, text};
use serde_json::{Map, Value, json};
use words::Mode;

const LISTS: [&str; 14] = [
    "programs",
    "policies",
    "groups",
    "terms",
    "partners",
    "enrollments",
    "links",
    "codes",
    "customers",
    "referrals",
    "conversions",
    "decisions",
    "commissions",
    "statements",
];

/// What a list's parameter may hold, by the description.
fn described(list: &str, parameter: &str) -> Value {
    let described: Value = serde_json::from_str(&honeyguide_api::openapi_json().unwrap()).unwrap();
    let parameters =
        described["paths"][format!("/v1/{list}")]["get"]["parameters"].as_array().unwrap().clone();
    parameters.into_iter().find(|it| it["name"] == parameter).unwrap_or_default()["schema"].clone()
}

async fn more(shop: &Shop, made: &Made, number: usize) {
    let name = ["Zoë", "=1+1", "ada", "-Bob, \"the\" builder"][number % 4];
    let partner = json!({ "program_id": made.program, "display_name": name });
    let partner = shop.post("/v1/partners", &partner).await.ok(201);
    let partner = text(&partner["partner"]["id"]);
    let (program, code) = (&made.program, format!("CODE{number}"));
    let link =
        json!({ "program_id": program, "partner_id": partner, "destination": "https://shop.example/" });
    shop.post("/v1/links", &link).await.ok(201);
    let created = json!({ "program_id": program, "partner_id": partner, "code": code });
    shop.post("/v1/codes", &created).await.ok(201);
    let policy = json!({ "model": "last_touch", "look_back_days": 30, "code_wins": true });
    shop.post(&format!("/v1/programs/{program}/policies"), &policy).await.ok(201);
    let terms = json!({ "hold_days": number, "rewards": [
        { "event": "sale", "kind": "percent", "rate_millionths": 100_000, "recurrence": { "kind": "one_time" } },
    ] });
    shop.post(&format!("/v1/programs/{program}/terms"), &terms).await.ok(201);
    let amount = [500, 70_000, 500][number % 3];
    let mut sold = sale(&format!("S{number}"), &format!("@customer {number}"), amount);
    (sold["program_id"], sold["code"]) = (json!(program), json!(code));
    sold["customer"]["email"] = json!(format!("c{number}@example.com"));
    sold["metadata"] = json!({ "amount": "7", "currency": "USD" });
    shop.post("/v1/track/sale", &sold).await.ok(201);
    let mut lead = json!({ "external_id": format!("L{number}"), "customer": { "external_id": "lead" } });
    (lead["program_id"], lead["metadata"]) = (json!(program), sold["metadata"].clone());
    shop.post("/v1/track/lead", &lead).await.ok(201);
    shop.world.clock.advance(1_000_000);
    let other = json!({ "name": name, "currency": "EUR", "allowed_domains": ["shop.example"] });
    shop.post("/v1/programs", &other).await.ok(201);
}

async fn filled() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for number in 0..6 {
        more(&shop, &made, number).await;
    }
    shop.world.clock.advance_days(40);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    let close = format!("/v1/programs/{}/statements/close", made.program);
    shop.post(&close, &json!({})).await.ok(200);
    (shop, made)
}

fn ids(items: &Value) -> Vec<String> {
    items["items"].as_array().unwrap().iter().map(|item| text(&item["id"])).collect()
}

#[tokio::test]
async fn each_list_gives_everything_once_in_each_sort_while_more_is_added() {
    let (shop, made) = filled().await;
    let mut number = 6;
    for list in LISTS {
        let sorts = described(list, "sort")["enum"].as_array().unwrap().clone();
        assert!(sorts.len() >= 2, "{list}");
        let all = ids(&shop.get(&format!("/v1/{list}?limit=200")).await.ok(200));
        assert!(all.len() >= 5, "{list}: {}", all.len());
        for sort in sorts {
            let path = format!("/v1/{list}?limit=2&sort={}", text(&sort));
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = shop.get(&format!("{path}{cursor}")).await.ok(200);
                seen.extend(ids(&page));
                if seen.len() == 4 && number < 40 {
                    more(&shop, &made, number).await;
                    number += 1;
                }
                match &page["next_cursor"] {
                    Value::String(next) => cursor = format!("&cursor={next}"),
                    _ => break,
                }
            }
            let of_before = |id: &&String| all.contains(id);
            let mut once: Vec<_> = seen.iter().filter(of_before).collect();
            once.sort();
            let mut expected: Vec<_> = all.iter().collect();
            expected.sort();
            assert_eq!(once, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn sorts_and_filters_say_what_they_do() {
    let (shop, made) = filled().await;
    let list = async |path: &str| shop.get(path).await.ok(200)["items"].as_array().unwrap().clone();
    let amounts: Vec<_> = list("/v1/conversions?kind=sale&sort=-amount").await;
    let amounts: Vec<_> = amounts.iter().map(|it| it["amount"]["amount"].as_i64().unwrap()).collect();
    assert_eq!(amounts, [70_000, 70_000, 500, 500, 500, 500]);
    assert_eq!(list("/v1/conversions?amount.from=501").await.len(), 2);
    assert_eq!(list("/v1/conversions?amount.until=501&kind=sale").await.len(), 4);
    assert_eq!(list("/v1/conversions?kind=sale,lead").await.len(), 12);
    assert_eq!(list("/v1/conversions?kind=refund").await.len(), 0);
    assert_eq!(list("/v1/conversions?external_id=S1,S2,nothing").await.len(), 2);
    assert_eq!(list("/v1/customers?email=C3@example.com").await[0]["external_id"], "@customer 3");
    assert_eq!(list("/v1/commissions?state=in_statement,approved").await.len(), 6);
    assert_eq!(list("/v1/commissions?state=pending").await.len(), 0);
    assert_eq!(list(&format!("/v1/enrollments?partner_id={}", made.partner)).await.len(), 1);
    let third = text(&list("/v1/partners").await[2]["created_at"]);
    assert_eq!(list(&format!("/v1/partners?created_at.from={third}")).await.len(), 5);
    assert_eq!(list(&format!("/v1/partners?created_at.until={third}")).await.len(), 2);
    assert_eq!(
        list("/v1/partners?sort=display_name&limit=1").await[0]["display_name"],
        "-Bob, \"the\" builder"
    );
    let test = shop.mint(Mode::Test, program::KeyKind::Secret, &words::Grant::ALL).await;
    for list in LISTS {
        let foreign = shop.get_with(&test, &format!("/v1/{list}")).await.ok(200);
        assert_eq!(foreign["items"], json!([]), "{list}");
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_only() {
    let (shop, made) = filled().await;
    let path = format!("/v1/links?limit=1&sort=slug&program_id={}", made.program);
    let next = text(&shop.get(&path).await.ok(200)["next_cursor"]);
    shop.get(&format!("{path}&cursor={next}")).await.ok(200);
    shop.get(&format!("/v1/links?program_id={}&sort=slug&cursor={next}", made.program)).await.ok(200);
    let mangled = format!("{}0", &next[..next.len() - 1]);
    for bad in [
        format!("/v1/links?sort=slug&cursor={next}"),
        format!("/v1/links?sort=-slug&program_id={}&cursor={next}", made.program),
        format!("/v1/codes?program_id={}&cursor={next}", made.program),
        format!("{path}&cursor={mangled}"),
    ] {
        let seen = shop.get(&bad).await;
        assert_eq!(
            (seen.problem().as_str(), &seen.body["field"]),
            ("invalid_field", &json!("cursor")),
            "{bad}"
        );
    }
    let test = shop.mint(Mode::Test, program::KeyKind::Secret, &words::Grant::ALL).await;
    let seen = shop.get_with(&test, &format!("{path}&cursor={next}")).await;
    assert_eq!(seen.problem(), "invalid_field");
}

/// A text as its cell holds it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Object(_) if value["amount"].is_i64() => value["amount"].to_string(),
        Value::Array(sentences) if sentences.iter().all(Value::is_string) => {
            sentences.iter().map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// An item as a row shows it: a program, partner or customer is a column for each of its fields.
fn flat(item: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, value) in item.as_object().unwrap() {
        match value.as_object() {
            Some(named) if ["program", "partner", "customer", "person"].contains(&name.as_str()) => {
                fields.extend(named.iter().map(|(field, value)| (format!("{name}_{field}"), value.clone())));
            }
            None if ["customer", "person"].contains(&name.as_str()) => {}
            _ => drop(fields.insert(name.clone(), value.clone())),
        }
    }
    fields
}

#[tokio::test]
async fn a_table_holds_the_rows_that_the_list_shows() {
    let (shop, _) = filled().await;
    let mut guarded = 0;
    for list in LISTS {
        let shown = shop.get(&format!("/v1/{list}?limit=200")).await.ok(200);
        let shown = shown["items"].as_array().unwrap();
        // In two answers, the second where the first one's header leads.
        let first = shop.get(&format!("/v1/{list}?format=csv&limit=3")).await;
        assert_eq!(first.header("content-type"), "text/csv; charset=utf-8; header=present");
        let next = first.header("link").strip_prefix('<').and_then(|it| it.strip_suffix(">; rel=\"next\""));
        let rest = shop.get(&next.unwrap().replace("limit=3", "limit=10000")).await;
        assert_eq!((rest.status, rest.header("link")), (200, ""), "{list}");
        let mut rows = Vec::new();
        for text in [&first.text, &rest.text] {
            let mut table = csv::Reader::from_reader(text.as_bytes());
            let names = table.headers().unwrap().clone();
            for record in table.records() {
                let record = record.unwrap();
                rows.push(
                    names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect::<Vec<_>>(),
                );
            }
        }
        assert_eq!(rows.len(), shown.len(), "{list}");
        for (row, item) in rows.iter().zip(shown) {
            let fields = &flat(item);
            assert!(fields.keys().all(|name| row.iter().any(|(column, _)| column == name)), "{list}");
            for (name, seen) in row {
                assert!(!seen.starts_with(['=', '+', '@', '\t', '\r']), "{list} {name}: {seen}");
                guarded += usize::from(seen.starts_with('\''));
                let has_money = fields.values().any(|it| it["amount"].is_i64());
                let expected = match fields.get(name) {
                    Some(value) => cell(value),
                    None if name == "currency" && has_money => "EUR".to_owned(),
                    None => String::new(),
                };
                assert_eq!(*seen, expected, "{list} {name}");
            }
        }
    }
    assert!(guarded >= 8, "{guarded}");
    let accepts = shop.request("GET", "/v1/partners").header("accept", "text/csv, */*;q=0.1");
    let seen = shop.send(accepts.body(honeyguide_api::Body::empty()).unwrap()).await;
    assert!(
        seen.text.starts_with("\u{feff}id,display_name,email,company,website,notes,created_at"),
        "{}",
        seen.text
    );
}

#[tokio::test]
async fn clicks_are_listed_newest_first() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut clicks = Vec::new();
    for _ in 0..5 {
        clicks.push(shop.follow(&made.link).await);
        shop.world.clock.advance(1_000_000);
    }
    clicks.reverse();
    let path = format!("/v1/clicks?limit=2&link_id={}&verdict=person,repeat", made.link);
    let first = shop.get(&path).await.ok(200);
    let cursor = text(&first["next_cursor"]);
    let rest = shop.get(&format!("{path}&cursor={cursor}").replace("limit=2", "limit=9")).await.ok(200);
    assert_eq!([ids(&first), ids(&rest)].concat(), clicks);
    assert_eq!(rest["next_cursor"], Value::Null);
    let at = text(&first["items"][1]["at"]);
    assert_eq!(ids(&shop.get(&format!("/v1/clicks?at.from={at}")).await.ok(200)), clicks[..2]);
    assert_eq!(ids(&shop.get(&format!("/v1/clicks?at.until={at}")).await.ok(200)), clicks[2..]);
    assert_eq!(shop.get("/v1/clicks?verdict=repeat").await.ok(200)["items"], json!([]));
    assert_eq!(shop.get(&format!("/v1/clicks?cursor={cursor}")).await.problem(), "invalid_field");
    let table = shop.get("/v1/clicks?format=csv&limit=4").await;
    assert_eq!(table.text.lines().count(), 5);
    let next = table.header("link").strip_prefix('<').and_then(|it| it.split_once('>')).unwrap().0.to_owned();
    let last = shop.get(&next).await.text;
    assert!(last.lines().nth(1).unwrap().starts_with(&clicks[4]), "{last}");
}

#[tokio::test]
async fn the_audit_log_is_a_table_too() {
    let (shop, _) = filled().await;
    let shown = shop.get("/v1/audit-log?limit=200").await.ok(200);
    let seen = shop.get("/v1/audit-log?format=csv").await;
    let mut table = csv::Reader::from_reader(seen.text.as_bytes());
    let records: Vec<_> = table.records().map(Result::unwrap).collect();
    let ids_of_rows: Vec<_> = records.iter().map(|record| record[0].to_owned()).collect();
    assert_eq!(ids_of_rows, ids(&shown));
    let first = shop.get("/v1/audit-log?format=csv&limit=2").await;
    let next = first.header("link").strip_prefix('<').and_then(|it| it.split_once('>')).unwrap().0.to_owned();
    let rest = shop.get(&next).await.text;
    assert!(rest.lines().nth(1).unwrap().starts_with(&ids_of_rows[2]), "{rest}");
}
