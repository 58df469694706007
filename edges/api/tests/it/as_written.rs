//! Hosts, web addresses, codes and free orders as people and systems write them.

use crate::shop::{Shop, bare, sale, text};
use honeyguide_api::Body;
use serde_json::{Value, json};

#[tokio::test]
async fn domains_are_taken_as_people_paste_them() {
    let shop = Shop::set().await;
    let create = async |domains: Value| {
        let program = json!({ "name": "Shop", "currency": " eur ", "allowed_domains": domains,
            "fallback_url": "", "link_host": " " });
        shop.post("/v1/programs", &program).await
    };
    for (written, host) in [
        ("müller.example", "xn--mller-kva.example"),
        ("https://shop.example/path", "shop.example"),
        ("shop.example/", "shop.example"),
        ("Shop.Example", "shop.example"),
        ("shop.example:8080", "shop.example"),
        ("*.shop.example", "shop.example"),
        (" www.shop.example\u{200b}", "www.shop.example"),
        ("http://localhost:3000", "localhost"),
        ("127.0.0.1:3000", "127.0.0.1"),
        ("[::1]:3000", "[::1]"),
    ] {
        let created = create(json!([written])).await.ok(201);
        assert_eq!(created["program"]["allowed_domains"], json!([host]), "{written}");
        assert_eq!(created["program"]["currency"], "EUR");
    }
    let twice =
        create(json!(["Shop.example", "https://shop.example/", "xn--mller-kva.example", "Müller.example"]));
    let created = twice.await.ok(201)["program"].clone();
    assert_eq!(created["allowed_domains"], json!(["shop.example", "xn--mller-kva.example"]));
    for bad in ["", "shop example", "/path", "me@shop.example", "shop..example"] {
        let seen = create(json!([bad])).await;
        assert_eq!(
            (seen.problem().as_str(), &seen.body["field"]),
            ("invalid_field", &json!("allowed_domains"))
        );
    }

    let at = format!("/v1/programs/{}", text(&created["id"]));
    let changed = shop.patch(&at, json!({ "allowed_domains": ["HTTPS://Müller.Example/"] })).await.ok(200);
    assert_eq!(changed["allowed_domains"], json!(["xn--mller-kva.example"]));
    let changed = shop.patch(&at, json!({ "fallback_url": "müller.example/hallo" })).await.ok(200);
    assert_eq!(changed["fallback_url"], "https://müller.example/hallo");
    let changed =
        shop.patch(&at, json!({ "fallback_url": " ", "description": "", "color": "" })).await.ok(200);
    assert_eq!(changed["fallback_url"], Value::Null, "an emptied field takes away");

    let own = json!({ "name": "Own", "currency": "EUR", "allowed_domains": ["shop.example"],
        "link_host": "https://Go.Acme.example:443/" });
    let own = shop.post("/v1/programs", &own).await.ok(201);
    assert_eq!(own["program"]["link_host"], "go.acme.example");
}

#[tokio::test]
async fn web_addresses_are_completed_where_they_are_asked_for() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let link = |destination: &str| json!({ "program_id": made.program, "partner_id": made.partner, "destination": destination });
    for (written, destination) in [
        ("shop.example/menu?x=1", "https://shop.example/menu?x=1"),
        (" www.shop.example\n", "https://www.shop.example"),
        ("shop.example:8443/a", "https://shop.example:8443/a"),
        ("http://shop.example/", "http://shop.example/"),
    ] {
        let created = shop.post("/v1/links", &link(written)).await.ok(201);
        assert_eq!(created["destination"], destination, "{written}");
    }
    for bad in ["evil.example/", "javascript:alert(1)", "pricing", "//shop.example/", "me@shop.example", ""] {
        let seen = shop.post("/v1/links", &link(bad)).await;
        assert_eq!(
            (seen.problem().as_str(), &seen.body["field"]),
            ("invalid_field", &json!("destination")),
            "{bad}"
        );
    }
    let at = format!("/v1/links/{}", made.link);
    let moved = shop.patch(&at, json!({ "destination": "shop.example/new" })).await.ok(200);
    assert_eq!(moved["destination"], "https://shop.example/new");

    let application = json!({ "display_name": "Kaffee", "email": "k@kaffee.example",
        "website": "kaffee.example", "company": "", "message": "" });
    let request = bare("POST", &format!("/v1/programs/{}/applications", made.program));
    let request = request.header("content-type", "application/json");
    let applied = shop.send(request.body(Body::from(application.to_string())).unwrap()).await;
    assert!(applied.status < 300, "{}", applied.text);
    let applicants = shop.get("/v1/partners?display_name=Kaffee").await.ok(200);
    assert_eq!(applicants["items"][0]["website"], "https://kaffee.example");
    let partner = format!("/v1/partners/{}", made.partner);
    let changed =
        shop.patch(&partner, json!({ "website": "ada.example/blog", "company": "", "notes": " " })).await;
    let changed = changed.ok(200);
    assert_eq!(changed["website"], "https://ada.example/blog");
    assert_eq!((&changed["company"], &changed["notes"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn codes_as_shops_have_them_are_registered_listed_and_found() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let create = async |code: &str| {
        let code = json!({ "program_id": made.program, "partner_id": made.partner, "code": code });
        shop.post("/v1/codes", &code).await
    };
    let codes =
        ["10%OFF", "DANKEFÜR100", "SAVE.20", "BLACKFRIDAY!", "O'NEIL", "A/B+C&D", "=1+1", "X|Y", "割引"];
    for code in codes {
        assert_eq!(create(&code.to_lowercase()).await.ok(201)["code"], code);
        assert_eq!(create(&format!(" {code}\u{200b}")).await.problem(), "taken", "{code}");
    }
    for bad in ["A,B", "A;B", "A\u{0}B", " \u{200b}", &"A".repeat(41)] {
        let seen = create(bad).await;
        assert_eq!(
            (seen.problem().as_str(), &seen.body["field"]),
            ("invalid_field", &json!("code")),
            "{bad:?}"
        );
    }
    let listed = shop.get("/v1/codes?sort=code").await.ok(200);
    let listed: Vec<_> = listed["items"].as_array().unwrap().iter().map(|it| text(&it["code"])).collect();
    assert!(codes.iter().all(|code| listed.contains(&(*code).to_owned())), "{listed:?}");
    let table = shop.get("/v1/codes?format=csv").await.text;
    assert!(table.contains("DANKEFÜR100") && table.contains("'=1+1"), "no code is a formula: {table}");
    for (asked, code) in [("10%25off", "10%OFF"), ("dankef%C3%BCr%20100", "DANKEFÜR100"), ("x%7Cy", "X|Y")] {
        let listed = shop.get(&format!("/v1/codes?code={asked}")).await.ok(200);
        assert_eq!(listed["items"][0]["code"], code, "{asked}");
        let found = shop.get(&format!("/v1/search?q={asked}")).await.ok(200).to_string();
        assert!(found.contains(code), "{asked}: {found}");
    }
    let mut portal = shop.portal(&made).await;
    let own = portal.get("/v1/partner/codes").await.ok(200).to_string();
    assert!(own.contains("BLACKFRIDAY!"), "{own}");
}

#[tokio::test]
async fn free_orders_are_sales() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let terms = json!({
        "rewards": [
            { "event": "sale", "kind": "flat", "amount": 300, "recurrence": { "kind": "one_time" } },
            { "event": "renewal", "kind": "percent", "rate_millionths": 100_000,
              "recurrence": { "kind": "recurring" } },
        ],
        "hold_days": 0,
    });
    shop.post("/v1/track/sale", &sale("FREE-1", "c", 0)).await.ok(201);
    let percent = shop.get("/v1/commissions").await.ok(200)["items"].clone();
    let earned = |items: &Value| -> i64 {
        let items = items.as_array().unwrap().iter();
        items.map(|it| it["earned"]["amount"].as_i64().unwrap()).sum()
    };
    assert_eq!(earned(&percent), 0, "percent of nothing");
    let program = format!("/v1/programs/{}", made.program);
    shop.post(&format!("{program}/terms"), &terms).await.ok(201);

    let mut trial = sale("FREE-2", "d", 0);
    trial["items"] = json!([{ "product_id": "pro", "amount": 0 }]);
    let trial = shop.post("/v1/track/sale", &trial).await.ok(201);
    assert_eq!(trial["commissions"][0]["earned"]["amount"], 300, "a flat reward is earned");
    let mut renewal = sale("FREE-3", "d", 0);
    renewal["renewal"] = json!(true);
    shop.post("/v1/track/sale", &renewal).await.ok(201);
    let mut paid = sale("PAID-1", "d", 5_000);
    paid["renewal"] = json!(true);
    let paid = shop.post("/v1/track/sale", &paid).await.ok(201);
    assert_eq!(paid["commissions"][0]["earned"]["amount"], 500);

    let back = |call: &str, amount: i64| {
        let body = json!({ "external_id": format!("{call}-{amount}"), "sale_external_id": "FREE-2",
            "amount": { "amount": amount, "currency": "EUR" } });
        (format!("/v1/track/{call}"), body)
    };
    for (call, amount, code) in
        [("refund", 0, "invalid_field"), ("refund", 1, "refund_exceeds"), ("chargeback", 1, "refund_exceeds")]
    {
        let (path, body) = back(call, amount);
        let seen = shop.post(&path, &body).await;
        assert_eq!(seen.problem(), code, "{call} {amount}: {}", seen.text);
    }
    // A refund that came before its sale takes nothing of a free one.
    let early = json!({ "external_id": "R", "sale_external_id": "FREE-4",
        "amount": { "amount": 100, "currency": "EUR" } });
    shop.post("/v1/track/refund", &early).await.ok(202);
    let free = shop.post("/v1/track/sale", &sale("FREE-4", "e", 0)).await.ok(201);
    assert_eq!(free["commissions"][0]["amount"]["amount"], 300);

    let conversion = text(&trial["conversion"]["id"]);
    for amount in [1_000, 0] {
        let body = json!({ "conversion_ids": [conversion], "reason": "Free after all",
            "amount": { "amount": amount, "currency": "EUR" } });
        let repriced = shop.post("/v1/commissions/reprice", &body).await.ok(200);
        assert_eq!(repriced["items"][0]["item"]["after"][0]["earned"]["amount"], 300, "{amount}");
    }
    let overview = shop.get("/v1/overview").await.ok(200);
    assert!(overview.is_object(), "{overview}");
    let what_if = json!({ "since": "2026-03-01T00:00:00Z", "policy": {
        "model": "linear", "look_back_days": 30, "code_wins": false } });
    shop.post(&format!("{program}/simulations"), &what_if).await.ok(201);
    shop.do_jobs().await;
    shop.is_sound().await;
}
