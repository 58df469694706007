//! The whole line: from a program to a statement in which each commission is explained.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, bare, merge, text},
};
use axum::body::Body;
use engine::doctor;
use program::Seat;
use serde_json::{Value, json};
use words::{Mode, PartnerId};

#[tokio::test]
async fn the_river_runs_from_a_click_to_an_explained_statement() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let click = shop.follow(&made.link).await;
    let (lead, sale) = a_customer_comes(&shop, &made, &click).await;
    let explained = shop.get(&format!("/v1/conversions/{sale}/explanation")).await.ok(200);
    let sentences = explained["sentences"].to_string();
    assert!(sentences.contains("Ada") && sentences.contains("credited"), "{sentences}");
    assert_eq!(explained["credits"][0]["partner"]["name"], "Ada");
    assert_eq!(explained["credits"][0]["amount"], json!({ "amount": 750, "currency": "EUR" }));
    money_is_owed(&shop, &made).await;
    let statement = a_month_is_closed(&shop, &made, &lead, &sale).await;
    it_is_a_document(&shop, &statement).await;
    its_partner_keeps_it_and_no_other(&shop, &made, &statement).await;
    a_refund_after_the_close_is_a_negative_line(&shop, &made, &statement).await;
    let report = doctor::examine(&shop.engine, &mut |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

/// Signs up after a click, buys for 50 EUR without naming anyone, and gets a quarter of it back.
async fn a_customer_comes(shop: &Shop, made: &Made, click: &str) -> (String, String) {
    let lead = json!({
        "customer": { "external_id": "grace/1", "email": "grace@example.com", "name": "Grace" }, "click_id": click, "event_name": "signup",
    });
    let lead = shop.post("/v1/track/lead", &lead).await.ok(201);
    assert_eq!(lead["outcome"], "recorded");
    assert_eq!(lead["program"]["id"], made.program.as_str());
    assert_eq!(lead["customer"]["external_id"], "grace/1");
    let customer = text(&lead["customer"]["id"]);
    assert_eq!(lead["conversion"]["external_id"], format!("signup:{customer}"));
    assert_eq!(lead["commissions"][0]["amount"], json!({ "amount": 500, "currency": "EUR" }));
    assert_eq!(lead["warnings"], json!([]));
    shop.world.clock.advance(60_000_000);
    let sale = json!({
        "external_id": "INV-1", "customer": { "external_id": "grace/1" }, "metadata": { "plan": "pro" },
        "amount": { "amount": 5_000, "currency": "EUR" },
    });
    let sale = shop.post("/v1/track/sale", &sale).await.ok(201);
    let partner = json!({ "id": made.partner, "name": "Ada" });
    let share = json!({ "partner": partner, "enrollment_id": made.enrollment, "millionths": 1_000_000 });
    assert_eq!(sale["decision"]["shares"], json!([share]));
    assert_eq!(sale["decision"]["considered"][0]["evidence"], "click");
    assert_eq!(sale["decision"]["considered"][0]["outcome"], "credited");
    assert_eq!(sale["commissions"][0]["state"], "pending");
    assert_eq!(sale["commissions"][0]["hold_until"], "2026-04-09T12:01:00Z");
    let refund = json!({
        "external_id": "RF-1", "sale_external_id": "INV-1", "amount": { "amount": 1_250, "currency": "EUR" },
    });
    let refund = shop.post("/v1/track/refund", &refund).await.ok(201);
    assert_eq!(refund["commissions"][0]["amount"], json!({ "amount": 750, "currency": "EUR" }));
    assert_eq!(refund["conversion"]["sale_id"], sale["conversion"]["id"]);
    the_customer_is_shown(shop, made, click).await;
    (text(&lead["conversion"]["id"]), text(&sale["conversion"]["id"]))
}

async fn the_customer_is_shown(shop: &Shop, made: &Made, click: &str) {
    for query in [String::new(), format!("?program_id={}", made.program)] {
        let shown = shop.get(&format!("/v1/customers/grace%2F1{query}")).await.ok(200);
        assert_eq!(shown["customer"]["email"], "grace@example.com");
        assert_eq!(shown["customer"]["name"], "Grace");
        assert_eq!(shown["referral"]["partner"]["id"], made.partner.as_str());
        assert_eq!(shown["referral"]["stage"], "won");
        assert_eq!(shown["touches"][0]["click_id"], click);
        assert_eq!(shown["touches"][0]["link_id"], made.link.as_str());
        assert_eq!(shown["conversions"].as_array().unwrap().len(), 3);
    }
    let counted = shop.get(&format!("/v1/programs/{}/clicks", made.program)).await.ok(200);
    let item = json!({ "link_id": made.link, "people": 1, "repeats": 0, "bots": 0 });
    assert_eq!(counted["items"], json!([item]));
}

async fn money_is_owed(shop: &Shop, made: &Made) {
    let approve = format!("/v1/programs/{}/commissions/approve-due", made.program);
    let early = shop.post(&approve, &json!({})).await.ok(200);
    assert_eq!(early, json!({ "approved": 0 }), "everything is in hold");
    shop.world.clock.advance_days(31);
    assert_eq!(shop.post(&approve, &json!({})).await.ok(200), json!({ "approved": 2 }));
    let approved = format!("/v1/commissions?state=approved&partner_id={}", made.partner);
    assert_eq!(shop.get(&approved).await.ok(200)["items"].as_array().unwrap().len(), 2);
    let balances = shop.get(&format!("/v1/programs/{}/balances", made.program)).await.ok(200);
    let balance = |account, amount| {
        json!({ "partner": { "id": made.partner, "name": "Ada" }, "enrollment_id": made.enrollment, "account": account,
                "amount": { "amount": amount, "currency": "EUR" } })
    };
    let expected = [balance("commission_expense", 1_250), balance("partner_payable", -1_250)];
    assert_eq!(balances["items"], json!(expected));
}

async fn a_month_is_closed(shop: &Shop, made: &Made, lead: &str, sale: &str) -> String {
    let close = format!("/v1/programs/{}/statements/close", made.program);
    let closed = shop.post(&close, &json!({})).await.ok(200);
    assert_eq!(closed, json!({ "statements": 1, "lines": 2 }));
    let again = shop.post(&close, &json!({})).await.ok(200);
    assert_eq!(again, json!({ "statements": 0, "lines": 0 }));
    let listed = format!("/v1/statements?partner_id={}&until.from=2026-04-01T00:00:00Z", made.partner);
    let id = text(&shop.get(&listed).await.ok(200)["items"][0]["id"]);
    let shown = shop.get(&format!("/v1/statements/{id}")).await.ok(200);
    let statement = &shown["statement"];
    assert_eq!(statement["status"], "closed");
    assert_eq!(statement["line_count"], 2);
    assert_eq!((&statement["number"], &statement["from"]), (&json!(1), &json!("2026-04-01T00:00:00Z")));
    assert_eq!(statement["due_on"], "2026-04-25", "15 days after its last day");
    for (name, amount) in [("carried", 0), ("total", 1_250), ("payable", 1_250), ("carry_over", 0)] {
        assert_eq!(statement[name], json!({ "amount": amount, "currency": "EUR" }), "{name}");
    }
    let [first, second] = shown["lines"].as_array().unwrap().as_slice() else { panic!("{shown}") };
    assert_eq!((text(&first["conversion_id"]), text(&second["conversion_id"])), (lead.into(), sale.into()));
    assert_eq!(second["conversion_kind"], "sale");
    assert_eq!(second["conversion_external_id"], "INV-1");
    assert_eq!(second["kind"], "commission");
    assert_eq!(second["amount"], json!({ "amount": 750, "currency": "EUR" }));
    let words = |line: &Value| line["explanation"].to_string();
    assert!(words(first).contains("A flat 5.00 EUR"), "{first}");
    assert!(words(second).contains("20 % of 50.00 EUR = 10.00 EUR"), "{second}");
    assert!(words(second).contains("2.50 EUR was reversed"), "{second}");
    id
}

async fn it_is_a_document(shop: &Shop, statement: &str) {
    let at = format!("/v1/statements/{statement}/document");
    let pdf = shop.get(&format!("{at}?language=en")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert_eq!(pdf.header("content-disposition"), "attachment; filename=\"statement-1.pdf\"");
    assert_eq!(pdf.header("cache-control"), "no-store");
    for part in [
        "Acme",
        "Statement no. 1",
        "Number\t1",
        "Ada",
        "Sale INV-1",
        "\t50.00\t7.50\n",
        "To pay\t12.50\u{a0}EUR",
    ] {
        assert!(pdf.text.contains(part), "{part:?} in {}", pdf.text);
    }
    let german = shop.request("GET", &at).header("accept-language", "de").body(Body::empty()).unwrap();
    let german = shop.send(german).await.text;
    assert!(german.contains("Abrechnung Nr. 1") && german.contains("\t50,00\t7,50\n"), "{german}");
    let named = shop.get(&format!("{at}?language=de&format=pdf")).await.text;
    assert_eq!(named, german, "the same document, however its language was asked for");
    let csv = shop.get(&format!("{at}?format=csv")).await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"statement-1.csv\"");
    let rows: Vec<Vec<_>> = csv.text.lines().map(|row| row.split('\t').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|column| *column == name).unwrap();
    let (kind, amount) = (column("row"), column("amount"));
    let told: Vec<_> = rows[1..].iter().map(|row| (row[kind], row[amount])).collect();
    let expected = [
        ("carried", "0.00"),
        ("commission", "5.00"),
        ("commission", "7.50"),
        ("balance", "12.50"),
        ("payable", "12.50"),
        ("carry_over", "0.00"),
    ];
    assert_eq!(told, expected);
    let refused = shop.get(&format!("{at}?format=docx")).await;
    assert_eq!((refused.status, refused.body["field"].as_str()), (422, Some("format")));
}

async fn its_partner_keeps_it_and_no_other(shop: &Shop, made: &Made, statement: &str) {
    let other = json!({ "program_id": made.program, "display_name": "Rival", "email": "rival@example.com" });
    let other = text(&shop.post("/v1/partners", &other).await.ok(201)["partner"]["id"]);
    for (email, partner, status) in
        [("ada@blog.example", &made.partner, 200), ("r@blog.example", &other, 404)]
    {
        let partner: PartnerId = partner.parse().unwrap();
        shop.user(shop.scope, email, Seat::Partner { partner, mode: Mode::Live }).await;
        let mut browser = Browser::new(shop);
        browser.log_in(email, PASSWORD).await.ok(201);
        let at = format!("/v1/partner/statements/{statement}/document");
        for format in ["pdf", "csv"] {
            let taken = browser.get(&format!("{at}?format={format}")).await;
            assert_eq!(taken.status, status, "{email}: {}", taken.text);
            assert_eq!(taken.text.contains("INV-1"), status == 200, "{email}: {}", taken.text);
        }
        let refused = browser.get(&format!("{at}?language=fr")).await;
        assert_eq!((refused.status, refused.body["field"].as_str()), (422, Some("language")));
    }
}

async fn a_refund_after_the_close_is_a_negative_line(shop: &Shop, made: &Made, statement: &str) {
    let refund = json!({
        "external_id": "RF-2", "sale_external_id": "INV-1", "amount": { "amount": 3_750, "currency": "EUR" },
    });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    shop.world.clock.advance_days(30);
    let close = format!("/v1/programs/{}/statements/close", made.program);
    shop.post(&close, &json!({})).await.ok(200);
    let listed = shop.get("/v1/statements?until.from=2026-05-01T00:00:00Z").await.ok(200);
    let next = text(&listed["items"][0]["id"]);
    assert_ne!(next, statement);
    let shown = shop.get(&format!("/v1/statements/{next}")).await.ok(200);
    assert_eq!(shown["lines"][0]["kind"], "reversal");
    assert_eq!(shown["lines"][0]["amount"], json!({ "amount": -750, "currency": "EUR" }));
    let statement = &shown["statement"];
    assert_eq!((&statement["number"], statement["payable"]["amount"].as_i64()), (&json!(2), Some(0)));
    assert_eq!(statement["carry_over"], json!({ "amount": -750, "currency": "EUR" }));
    assert_eq!(statement["from"], "2026-05-01T00:00:00Z");
}

#[tokio::test]
async fn a_program_says_when_its_statements_close() {
    let shop = Shop::set().await;
    let path = format!("/v1/programs/{}", shop.open().await.program);
    let monthly = json!({ "cadence": { "kind": "monthly" }, "payment_days": 15, "minimum": 0 });
    assert_eq!(shop.get(&path).await.ok(200)["program"]["statement_schedule"], monthly);
    let threshold = json!({ "kind": "threshold", "amount": 10_000 });
    let schedule = json!({ "cadence": threshold, "payment_days": 30, "minimum": 2_500 });
    let changed = shop.patch(&path, json!({ "statement_schedule": schedule })).await.ok(200);
    assert_eq!(changed["statement_schedule"], schedule);
    for (field, part) in [
        ("statement_schedule.minimum", json!({ "minimum": -1 })),
        ("statement_schedule.payment_days", json!({ "payment_days": 366 })),
        ("statement_schedule.cadence.amount", json!({ "cadence": { "kind": "threshold", "amount": 0 } })),
        ("statement_schedule.cadence.kind", json!({ "cadence": { "kind": "daily" } })),
        ("statement_schedule.cadence", json!({ "cadence": { "kind": "weekly", "amount": 5 } })),
    ] {
        let mut bad = schedule.clone();
        merge(&mut bad, &part);
        let seen = shop.patch(&path, json!({ "statement_schedule": bad })).await;
        assert!([400, 422].contains(&seen.status), "{bad}: {}", seen.text);
        assert_eq!(seen.body["field"], field, "{}", seen.text);
    }
    assert_eq!(shop.get(&path).await.ok(200)["program"]["statement_schedule"], schedule);
}

#[tokio::test]
async fn new_terms_and_policies_are_told_as_what_changes() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let path = format!("/v1/programs/{}", made.program);
    let rewards = json!([{ "event": "sale", "kind": "percent", "rate_millionths": 125_000,
        "recurrence": { "kind": "recurring", "months": 12 } }]);
    shop.post(&format!("{path}/terms"), &json!({ "rewards": rewards, "hold_days": 1 })).await.ok(201);
    let policy = json!({ "model": "first_touch", "look_back_days": 30, "code_wins": true });
    shop.post(&format!("{path}/policies"), &policy).await.ok(201);
    let shown = shop.get(&path).await.ok(200).clone();
    let compared = async |what: &str| {
        let id = |place: usize| shown[what][place]["id"].as_str().unwrap().to_owned();
        let seen = shop.get(&format!("{path}/{what}/difference?from={}&to={}", id(0), id(1))).await;
        let items = seen.ok(200)["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["sentence"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let terms = compared("terms").await;
    assert!(terms.contains("The hold changes from 30 days to 1 day."), "{terms}");
    assert!(terms.contains("to 12.5 % of every sale of a customer for 12 months."), "{terms}");
    assert_eq!(
        compared("policies").await,
        "The attribution model changes from last touch to first touch. The look-back changes from 90 days to 30 days."
    );
    let other = format!("{path}/terms/difference?from={0}&to={0}", "trm_01kk8y7d00e6br2v9m5gq4t1hs");
    assert_eq!(shop.get(&other).await.problem(), "not_found");
}

#[tokio::test]
async fn a_program_shows_its_logo_to_everybody_until_it_is_taken_away() {
    let shop = Shop::set().await;
    let program = shop.open().await.program;
    let path = format!("/v1/programs/{program}/logo");
    let put = async |bytes: &'static [u8]| {
        let request = shop.request("PUT", &path).header("content-type", "image/png");
        shop.send(request.body(Body::from(bytes)).unwrap()).await
    };
    for bad in [&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], b"", b"GIF89a"] {
        let seen = put(bad).await;
        assert_eq!((seen.status, seen.problem().as_str()), (422, "invalid_field"));
    }
    assert_eq!(shop.get(&format!("/v1/programs/{program}")).await.ok(200)["logo_url"], json!(null));
    let png = b"\x89PNG\r\n\x1a\n first";
    let first = put(png).await.ok(200)["logo_url"].as_str().unwrap().to_owned();
    let second = put(b"\xff\xd8\xff a photograph").await.ok(200)["logo_url"].as_str().unwrap().to_owned();
    assert_ne!(first, second, "another picture has another address");
    let stranger = async |path: &str| shop.send(bare("GET", path).body(Body::empty()).unwrap()).await;
    let seen = stranger(&second).await;
    assert_eq!((seen.status, seen.header("content-type")), (200, "image/jpeg"), "as its bytes say");
    assert_eq!(seen.header("x-content-type-options"), "nosniff");
    assert_eq!(stranger(&format!("/v1/programs/{program}/profile")).await.ok(200)["logo_url"], json!(second));
    shop.send(shop.request("DELETE", &path).body(Body::empty()).unwrap()).await.ok(200);
    assert_eq!(stranger(&second).await.status, 404);
}
