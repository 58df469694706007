//! What systems send by habit: the golden table, row by row. Each event is sent twice, and is one.

use crate::shop::{Seen, Shop, bare, merge, text};
use honeyguide_api::Body;
use program::KeyKind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use url::form_urlencoded;
use words::Mode;

const TABLE: &str = include_str!("blanks_and_codes.md");
const ADAS: [&str; 8] =
    ["10%OFF", "DANKEFÜR100", "SAVE.20", "BLACK FRIDAY!", "Straße", "O’Neil", "a/b+c&d", "X|Y"];

struct Scene {
    shop: Shop,
    browser: String,
    click: String,
    partners: BTreeMap<String, &'static str>,
}

struct Row<'t> {
    number: &'t str,
    call: &'t str,
    sent: Map<String, Value>,
    status: u16,
    recorded: Map<String, Value>,
    warnings: Vec<&'t str>,
}

impl Scene {
    async fn set() -> Self {
        let shop = Shop::set().await;
        let made = shop.open().await;
        let reward = |event: &str| json!({ "event": event, "kind": "flat", "amount": 100, "recurrence": { "kind": "recurring" } });
        let offer =
            json!({ "kind": "percent", "rate_millionths": 100_000, "duration": { "kind": "one_time" } });
        let rewards = ["lead", "sale", "stage"].map(reward);
        let terms = json!({ "rewards": rewards, "hold_days": 0, "customer_offer": offer });
        shop.post(&format!("/v1/programs/{}/terms", made.program), &terms).await.ok(201);
        let bob = json!({ "program_id": made.program, "display_name": "Bob" });
        let bob = text(&shop.post("/v1/partners", &bob).await.ok(201)["partner"]["id"]);
        let codes = ADAS.iter().map(|code| (&made.partner, *code)).chain([(&bob, "BOB10")]);
        for (partner, code) in codes {
            let code = json!({ "program_id": made.program, "partner_id": partner, "code": code });
            shop.post("/v1/codes", &code).await.ok(201);
        }
        let click = shop.follow(&made.link).await;
        let browser = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
        let partners = BTreeMap::from([(made.partner, "Ada"), (bob, "Bob")]);
        Self { shop, browser, click, partners }
    }

    fn filled(&self, text: &str) -> String {
        text.replace("$CLICK", &self.click).replace("$LONG", &"x".repeat(300))
    }

    /// The event of the row, with the fields that name it unless the row does.
    fn event(&self, row: &Row<'_>) -> Map<String, Value> {
        let mut event = Map::new();
        if row.call != "offers" {
            let id = json!(format!("c-{}", row.number));
            let named = match row.call {
                "postback" => ("customer_external_id", id),
                _ => ("customer", json!({ "external_id": id })),
            };
            event.insert(named.0.to_owned(), named.1);
        }
        match row.call {
            "sale" | "batch" => {
                event.insert("external_id".to_owned(), json!(format!("A-{}", row.number)));
                event.insert("amount".to_owned(), json!({ "amount": 10_000, "currency": "EUR" }));
            }
            "postback" => {
                event.insert("external_id".to_owned(), json!(format!("A-{}", row.number)));
                event.insert("amount".to_owned(), json!(10_000));
                event.insert("currency".to_owned(), json!("EUR"));
                event.insert("type".to_owned(), json!("sale"));
            }
            "stage" => drop(event.insert("stage".to_owned(), json!("qualified"))),
            _ => {}
        }
        if row.call == "batch" {
            event.insert("type".to_owned(), json!("sale"));
        }
        let mut event = event.into();
        merge(&mut event, &row.sent.clone().into());
        event.as_object().unwrap().clone()
    }

    /// Status and body of the answer.
    async fn send(&self, row: &Row<'_>) -> (u16, Value) {
        let shop = &self.shop;
        let event = self.event(row);
        let query = || {
            let pairs = event
                .iter()
                .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
            form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
        };
        let body = Value::from(event.clone());
        let seen = match row.call {
            "browser" => shop.post_with(&self.browser, "/v1/track/lead", &body).await,
            "postback" => {
                let request = bare("GET", &format!("/v1/postback?key={}&{}", shop.key, query()));
                shop.send(request.body(Body::empty()).unwrap()).await
            }
            "offers" => shop.get(&format!("/v1/track/offers?{}", query())).await,
            "batch" => {
                // As Windows tools write it: a byte order mark, lines that end with CRLF, empty lines.
                let lines = format!("\u{feff}{body}\r\n \r\n\r\n");
                let request = shop.request("POST", "/v1/track/batch");
                let request = request.header("content-type", "application/x-ndjson");
                let seen: Seen = shop.send(request.body(lines.into()).unwrap()).await;
                let line = seen.lines().remove(0);
                let answer = ["body", "problem"].map(|name| &line[name]).into_iter().find(|it| !it.is_null());
                return (line["status"].as_u64().unwrap() as u16, answer.unwrap().clone());
            }
            call => shop.post(&format!("/v1/track/{call}"), &body).await,
        };
        (seen.status, seen.body)
    }

    /// What is known of the event afterwards.
    async fn known(&self, row: &Row<'_>) -> Map<String, Value> {
        let event = self.event(row);
        let event = Value::from(event);
        let ids = ["/organization/external_id", "/customer/external_id", "/customer_external_id"];
        let named = ids.iter().filter_map(|path| event.pointer(path)).filter_map(Value::as_str);
        let customer = named.map(words::trim_blanks).find(|id| !id.is_empty()).unwrap();
        let shown = self.shop.get(&format!("/v1/customers/{customer}")).await.ok(200);
        let conversion = shown["conversions"][0].clone();
        let id = text(&conversion["id"]);
        let case = self.shop.get(&format!("/v1/conversions/{id}")).await.ok(200);
        let partner = case["decision"]["shares"][0]["partner"]["id"].as_str();
        let mut known = conversion.as_object().unwrap().clone();
        known.insert("credited".to_owned(), json!(partner.map(|partner| self.partners[partner])));
        known.insert("customer_external_id".to_owned(), conversion["customer"]["external_id"].clone());
        known.insert("email".to_owned(), shown["customer"]["email"].clone());
        known.insert("name".to_owned(), shown["customer"]["name"].clone());
        known
    }
}

fn rows(scene: &Scene) -> Vec<Row<'static>> {
    let json = |cell: &str| -> Map<String, Value> {
        let text = scene.filled(cell.trim_matches('`'));
        serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
    };
    let lines = TABLE.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit());
    let read = |line: &'static str| {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, call, sent, status, recorded, warnings] = cells[..] else { panic!("{line}") };
        let warnings = warnings.split(", ").filter(|field| *field != "none").collect();
        let status = status.parse().unwrap();
        Row { number, call, sent: json(sent), status, recorded: json(recorded), warnings }
    };
    lines.map(read).collect()
}

#[tokio::test]
async fn the_golden_table_of_blanks_and_codes_holds() {
    let scene = Scene::set().await;
    let rows = rows(&scene);
    assert!(rows.len() >= 40, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let (status, answer) = scene.send(row).await;
        let warnings = answer["warnings"].as_array().cloned().unwrap_or_default();
        let mut fields: Vec<_> = warnings.iter().filter_map(|warning| warning["field"].as_str()).collect();
        fields.sort_unstable();
        // A browser's answer says nothing of what was recorded.
        let is_recorded = status == 201 || row.call == "browser";
        let known = if is_recorded { scene.known(row).await } else { Map::new() };
        let lacking = row.recorded.iter().find(|(name, value)| {
            let shown = if is_recorded { known.get(*name) } else { answer.get(*name) };
            shown.unwrap_or(&Value::Null) != *value
        });
        if status != row.status || fields != row.warnings || lacking.is_some() {
            wrong.push(format!("{}: {status} {fields:?} {lacking:?}: {answer} {known:?}", row.number));
            continue;
        }
        if status == 201 {
            let (again, answer) = scene.send(row).await;
            if again != 200 {
                wrong.push(format!("{}: {again} the second time: {answer}", row.number));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_differs_in_blanks_only_is_the_same_event() {
    let scene = Scene::set().await;
    let shop = &scene.shop;
    let sale = |code: Value, click: Value, more: Value| {
        let mut sale = json!({
            "external_id": "A", "customer": { "external_id": "c" }, "code": code, "click_id": click,
            "amount": { "amount": 100, "currency": "EUR" },
        });
        merge(&mut sale, &more);
        sale
    };
    let click = scene.click.clone();
    let first = sale(json!("ada 20"), json!(click), json!({}));
    shop.post("/v1/track/sale", &first).await.ok(201);
    for same in [
        sale(json!(" ADA20\u{200b}"), json!(format!("{click} ")), json!({ "source": "" })),
        sale(
            json!(["ada20"]),
            json!(click),
            json!({ "metadata": null, "customer": { "email": "x" }, "items": [] }),
        ),
        sale(
            json!("ADA20;"),
            json!(click),
            json!({ "customer": { "external_id": " c\u{a0}" }, "external_id": "A\n" }),
        ),
    ] {
        assert_eq!(shop.post("/v1/track/sale", &same).await.ok(200)["outcome"], "already_recorded", "{same}");
    }
    for other in [
        sale(json!("BOB10"), json!(click), json!({})),
        sale(json!("ada20,bob10"), json!(click), json!({})),
        sale(json!("ada20"), json!(""), json!({})),
    ] {
        assert_eq!(shop.post("/v1/track/sale", &other).await.problem(), "conversion_differs", "{other}");
    }
}
