//! Sales in other currencies over HTTP: refused without a rate, exchanged at the day's, explained in both languages,
//! refunded at the same rate, whatever is entered later.

use crate::shop::{Shop, text};
use axum::http::header::ACCEPT_LANGUAGE;
use honeyguide_api::Body;
use serde_json::{Value, json};

fn sale(id: &str, amount: i64, currency: &str, at: &str) -> Value {
    json!({ "external_id": id, "customer": { "external_id": "acme" }, "code": "ADA20", "occurred_at": at,
        "amount": { "amount": amount, "currency": currency } })
}

fn refund(id: &str, sale: &str, amount: i64, currency: &str) -> Value {
    json!({ "external_id": id, "sale_external_id": sale, "amount": { "amount": amount, "currency": currency } })
}

async fn import(shop: &Shop, file: String) -> crate::shop::Seen {
    shop.send(shop.request("POST", "/v1/rates/import").body(Body::from(file)).unwrap()).await
}

#[tokio::test]
async fn a_sale_in_another_currency_is_exchanged_at_its_day_s_rate_and_refunded_at_the_same() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    shop.world.clock.advance_days(20);
    let day = |ago: i64| words::Day::of(shop.world.now().plus_days(-ago)).to_string();
    let at = shop.world.now().plus_days(-1).to_string();

    // Without a rate nothing is recorded; with one that is too old neither.
    let facts = shop.facts().await;
    let refused = shop.post("/v1/track/sale", &sale("A", 10_823, "USD", &at)).await;
    assert_eq!(
        (refused.status, &refused.body["field"]),
        (422, &json!("amount.currency")),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("/v1/rates"), "{}", refused.text);
    assert_eq!(shop.facts().await, facts);
    let enter = async |base: &str, quote: &str, rate: &str, day: &str| {
        let rate = json!({ "base": base, "quote": quote, "rate": rate, "day": day });
        shop.post("/v1/rates", &rate).await
    };
    enter("EUR", "USD", "2", &day(9)).await.ok(201);
    assert_eq!(shop.post("/v1/track/sale", &sale("A", 10_823, "USD", &at)).await.status, 422);

    // The bank's file, of two days before: 108.23 USD are 100 EUR.
    let file = format!("Date,USD,JPY,CYP,\n{},1.0823,162.5,N/A,\n{},1.2,150,N/A,\n", day(3), day(0));
    let brought = import(&shop, file.clone()).await.ok(200);
    assert_eq!((&brought["rates"], &brought["source"]), (&json!(4), &json!("ecb")));
    import(&shop, file).await.ok(200);
    assert_eq!(shop.get("/v1/rates").await.ok(200)["items"].as_array().unwrap().len(), 5);
    let sold = shop.post("/v1/track/sale", &sale("A", 10_823, "USD", &at)).await.ok(201);
    let (conversion, exchange) = (&sold["conversion"], &sold["conversion"]["exchange"]);
    assert_eq!(conversion["amount"], json!({ "amount": 10_000, "currency": "EUR" }));
    assert_eq!(exchange["from"], json!({ "amount": 10_823, "currency": "USD" }));
    assert_eq!((text(&exchange["day"]), &exchange["source"]), (day(3), &json!("ecb")));
    assert_eq!(sold["commissions"][0]["earned"]["amount"], 2_000);

    // Terms are tried on it in the program's currency, too.
    let tenth = json!([{ "event": "sale", "kind": "percent", "rate_millionths": 100_000,
        "recurrence": { "kind": "recurring" } }]);
    let group = shop.get("/v1/groups").await.ok(200)["items"][0]["id"].clone();
    let draft = json!({ "terms": [{ "group_id": group, "rewards": tenth, "hold_days": 0 }] });
    let linted = shop.post(&format!("/v1/programs/{}/lint", made.program), &draft).await.ok(200).clone();
    let example = &linted["examples"][0];
    assert_eq!((&example["amount"]["amount"], &example["earned"]["amount"]), (&json!(10_000), &json!(1_000)));

    // The same once more is the same, also when the rate was corrected meanwhile.
    enter("EUR", "USD", "1.5", &day(3)).await.ok(201);
    let again = shop.post("/v1/track/sale", &sale("A", 10_823, "USD", &at)).await.ok(200);
    assert_eq!(again["conversion"], *conversion);

    // Said in both languages.
    let explained = format!("/v1/conversions/{}/explanation", text(&conversion["id"]));
    let said = async |language: &str| {
        let request = shop.request("GET", &explained).header(ACCEPT_LANGUAGE, language);
        shop.send(request.body(Body::empty()).unwrap()).await.text
    };
    let english = said("en").await;
    assert!(english.contains("It was over 108.23 USD, which is 100.00 EUR"), "{english}");
    assert!(english.contains("(reference rate of the European Central Bank)"), "{english}");
    assert!(said("de").await.contains("Es ging um 108,23 USD, das sind 100,00 EUR"));

    // Three refunds of a third each take back just what was sold.
    for (id, amount) in [("R1", 3_608), ("R2", 3_608), ("R3", 3_607)] {
        shop.post("/v1/track/refund", &refund(id, "A", amount, "USD")).await.ok(201);
    }
    let shown = shop.get(&format!("/v1/conversions/{}", text(&conversion["id"]))).await.ok(200).clone();
    assert_eq!(shown.to_string().matches("\"refunded\":{\"amount\":10000").count(), 1, "{shown}");
    let more = shop.post("/v1/track/refund", &refund("R4", "A", 2, "USD")).await;
    assert_eq!(more.problem(), "refund_exceeds");
    let yen = shop.post("/v1/track/refund", &refund("R5", "A", 2, "JPY")).await;
    assert_eq!((yen.status, &yen.body["field"]), (422, &json!("amount.currency")));

    // Through the euro: a program in dollars, a sale in yen, at the rates of today.
    let program = json!({ "name": "Dollars", "currency": "USD", "allowed_domains": ["shop.example"] });
    let program = text(&shop.post("/v1/programs", &program).await.ok(201)["program"]["id"]);
    let mut sold = sale("Y", 15_000, "JPY", &shop.world.now().to_string());
    sold["program_id"] = json!(program);
    sold.as_object_mut().unwrap().remove("code");
    let sold = shop.post("/v1/track/sale", &sold).await.ok(201);
    assert_eq!(sold["conversion"]["amount"], json!({ "amount": 12_000, "currency": "USD" }), "100 EUR");
    assert_ne!(made.program, program);
}

#[tokio::test]
async fn what_is_wrong_with_a_rate_is_named() {
    let shop = Shop::set().await;
    let counts = shop.book.counts();
    let today = words::Day::of(shop.world.now());
    let rate = |base: &str, quote: &str, rate: &str, day: String| json!({ "base": base, "quote": quote, "rate": rate, "day": day });
    for (body, field) in [
        (rate("EUR", "EUR", "1", today.to_string()), "quote"),
        (rate("EURO", "USD", "1", today.to_string()), "base"),
        (rate("EUR", "USD", "1,0823", today.to_string()), "rate"),
        (rate("EUR", "USD", "0", today.to_string()), "rate"),
        (rate("EUR", "USD", "1", today.plus_days(2).to_string()), "day"),
        (rate("EUR", "USD", "1", "27.11.2026".to_owned()), "day"),
    ] {
        let seen = shop.post("/v1/rates", &body).await;
        assert_eq!((seen.status, &seen.body["field"]), (422, &json!(field)), "{body}: {}", seen.text);
    }
    for file in ["", "nonsense", "day,base,quote,rate\n2026-01-01,EUR,USD,x\n", "<html></html>"] {
        let seen = import(&shop, file.to_owned()).await;
        assert_eq!((seen.status, &seen.body["field"]), (422, &json!("file")), "{file}: {}", seen.text);
    }
    assert_eq!(shop.book.counts(), counts);
}

#[tokio::test]
async fn rates_are_imported_from_tables_as_spreadsheets_save_them() {
    let shop = Shop::set().await;
    let day = words::Day::of(shop.world.now()).plus_days(-1).to_string();
    let parts: Vec<_> = day.split('-').collect();
    let german = format!("{}.{}.{}", parts[2], parts[1], parts[0]);
    let import = async |table: Vec<u8>| {
        let request = shop.request("POST", "/v1/rates/import").header("content-type", "text/csv");
        shop.send(request.body(honeyguide_api::Body::from(table)).unwrap()).await
    };
    let excel =
        format!("\u{feff}Kurs;Nach;Von;Datum;Bemerkung\r\n1,0823;usd;eur;{german};M\u{fc}ller\r\n;;;;\r\n");
    let wide: Vec<u8> = excel.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for table in [excel.into_bytes(), wide] {
        let done = import(table).await.ok(200);
        assert_eq!((&done["rates"], &done["first_day"]), (&json!(1), &json!(day)), "{done}");
        let kept = shop.get("/v1/rates?quote=USD").await.ok(200)["items"].clone();
        assert_eq!((kept.as_array().unwrap().len(), &kept[0]["rate"]), (1, &json!("1.0823")));
    }
    for (table, part) in [
        ("hello world", "lacks day, base, quote, rate"),
        ("day;base;quote;rate\n5/6/2026;EUR;USD;1,1\n", "two different days in row 1"),
        ("day;base;quote;rate\n2026-01-02;EUR;XXX;1,1\n", "a currency like USD in row 1"),
        ("day;base;quote\n2026-01-02;EUR;USD\n", "lacks rate"),
    ] {
        let refused = import(table.as_bytes().to_vec()).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!("file")), "{}", refused.text);
        assert!(refused.text.contains(part), "{part}: {}", refused.text);
    }
}

#[tokio::test]
async fn a_rate_that_may_have_decimals_or_thousands_is_read_by_the_last_known_rate_or_refused() {
    let shop = Shop::set().await;
    let day = words::Day::of(shop.world.now());
    let import = async |text: &str| {
        let file = format!("day,base,quote,rate\n{day},EUR,KRW,\"{text}\"\n");
        let request = shop.request("POST", "/v1/rates/import").header("content-type", "text/csv");
        shop.send(request.body(Body::from(file)).unwrap()).await
    };
    for text in ["1,480", "1.480"] {
        let refused = import(text).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(
            refused.text.contains("1480 or 1.4800") && refused.text.contains("row 1"),
            "{}",
            refused.text
        );
    }
    import("1480.00").await.ok(200);
    for text in ["1,480", "1.480"] {
        import(text).await.ok(200);
        let kept = shop.get("/v1/rates?quote=KRW").await.ok(200)["items"][0].clone();
        assert_eq!(kept["rate"], "1480", "{kept}");
    }
}
