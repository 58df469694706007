//! Which key opens what, for every endpoint of the description.

use crate::shop::{Shop, bare, merge, sale};
use engine::{keys, workspaces};
use honeyguide_api::{Body, ClientAddress};
use program::KeyKind;
use serde_json::{Value, json};
use words::{Grant, Mode};

#[tokio::test]
async fn a_refusal_names_what_the_key_would_need() {
    let shop = Shop::set().await;
    let key = shop.mint(Mode::Live, KeyKind::Secret, &["*:read".parse().unwrap()]).await;
    let seen = shop.post_with(&key, "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!(seen.problem(), "key_not_allowed");
    assert_eq!(
        seen.body["expected"],
        "a secret key with the scope events:write, or the role owner or manager"
    );
    let seen = shop.send(bare("GET", "/v1/programs").body(Body::empty()).unwrap()).await;
    assert_eq!((seen.status, seen.header("www-authenticate")), (401, "Bearer"));
    for header in ["Basic aGc6aGc=", "Bearer", "hg_live_sk_0123456789abcdef0123456789abcdef"] {
        let request = bare("GET", "/v1/programs").header("authorization", header);
        let seen = shop.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(seen.problem(), "key_missing", "{header}");
    }
    for key in ["", "x", "hg_live_sk_short", "hg_live_xx_0123456789abcdef0123456789abcdef"] {
        assert_eq!(shop.get_with(key, "/v1/programs").await.status, 401, "{key:?}");
    }
}

#[tokio::test]
async fn a_key_shows_itself_without_its_secret() {
    let shop = Shop::set().await;
    let key = shop.mint(Mode::Test, KeyKind::Secret, &["events:write".parse().unwrap()]).await;
    let seen = shop.get_with(&key, "/v1/key").await;
    assert!(!seen.text.contains(&key));
    let shown = seen.ok(200);
    assert_eq!((&shown["mode"], &shown["kind"]), (&json!("test"), &json!("secret")));
    assert_eq!(shown["scopes"], json!(["events:write"]));
    assert!(key.starts_with(shown["hint"].as_str().unwrap()));
}

#[tokio::test]
async fn a_browser_may_report_leads_and_learns_nothing() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let key = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
    let of = |customer: &str| json!({ "customer": { "external_id": customer } });
    shop.post("/v1/track/lead", &json!({ "customer": { "external_id": "known" }, "event_name": "trial" }))
        .await
        .ok(201);
    let click = shop.follow(&made.link).await;
    let plain = json!({ "outcome": "received", "warnings": [] });

    // New, again, with other content, and known to the server: the answers cannot be told apart.
    let clicked = json!({ "customer": { "external_id": "c1" }, "click_id": click });
    let seen = shop.post_with(&key, "/v1/track/lead", &clicked).await;
    assert_eq!(seen.header("access-control-allow-origin"), "*");
    assert_eq!(seen.ok(202), plain);
    for body in [&clicked, &of("c1"), &of("known"), &of("new")] {
        assert_eq!(shop.post_with(&key, "/v1/track/lead", body).await.ok(202), plain, "{body}");
    }
    let other = json!({ "customer": { "external_id": "c1" }, "click_id": shop.follow(&made.link).await });
    assert_eq!(shop.post_with(&key, "/v1/track/lead", &other).await.ok(202), plain);

    // What a browser cannot send is left out, and said, also the second time and of a lead that differs.
    for customer in ["c2", "known", "c2", "c1"] {
        let body = json!({ "customer": { "external_id": customer }, "click_id": made.link, "code": "ADA20",
            "metadata": { "note": "x" } });
        let heard = shop.post_with(&key, "/v1/track/lead", &body).await.ok(202);
        let fields: Vec<_> =
            heard["warnings"].as_array().unwrap().iter().map(|it| it["field"].clone()).collect();
        assert_eq!(fields, [json!("click_id"), json!("code"), json!("metadata")], "{customer}");
    }
    let dated = json!({ "customer": { "external_id": "c3" }, "occurred_at": "2026-03-10T11:00:00Z" });
    let seen = shop.post_with(&key, "/v1/track/lead", &dated).await;
    assert_eq!((seen.problem().as_str(), &seen.body["field"]), ("invalid_field", &json!("occurred_at")));
}

#[tokio::test]
async fn a_browsers_lead_takes_and_earns_nothing_unless_the_policy_trusts_browsers() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let key = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
    let claim = async |customer: &str| {
        let body =
            json!({ "customer": { "external_id": customer }, "click_id": shop.follow(&made.link).await });
        shop.post_with(&key, "/v1/track/lead", &body).await.ok(202);
    };
    let buys = async |customer: &str, more: Value| {
        let mut sale = json!({ "external_id": format!("of-{customer}"), "customer": { "external_id": customer },
            "amount": { "amount": 10_000, "currency": "EUR" } });
        merge(&mut sale, &more);
        shop.post("/v1/track/sale", &sale).await.ok(201)
    };

    claim("u1").await;
    let sold = buys("u1", json!({})).await;
    assert_eq!(sold["decision"]["shares"], json!([]));
    assert_eq!(sold["decision"]["considered"][0]["refusal"], "unconfirmed");
    assert_eq!(shop.get("/v1/commissions").await.ok(200)["items"], json!([]));

    let policy =
        json!({ "model": "last_touch", "look_back_days": 90, "code_wins": true, "trusts_browsers": true });
    shop.post(&format!("/v1/programs/{}/policies", made.program), &policy).await.ok(201);
    claim("u2").await;
    assert_eq!(buys("u2", json!({})).await["commissions"][0]["amount"]["amount"], 2_000);
    // A stranger who names a customer first does not keep their own visit from counting.
    claim("u4").await;
    claim("u4").await;
    assert_eq!(buys("u4", json!({})).await["decision"]["considered"].as_array().unwrap().len(), 2);
    // Of a customer of whom the server spoke, a browser adds nothing.
    buys("u3", json!({})).await;
    claim("u3").await;
    let sold = buys("u3", json!({ "external_id": "again" })).await;
    assert_eq!(sold["decision"]["considered"], json!([]));
}

#[tokio::test]
async fn what_browsers_report_in_a_day_is_bounded_by_link_and_address() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let key = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
    let click = shop.follow(&made.link).await;
    let report = async |address: String, customer: u32| {
        let body = json!({ "customer": { "external_id": format!("u{customer}") }, "click_id": click });
        let request = bare("POST", "/v1/track/lead").header("authorization", format!("Bearer {key}"));
        let request = request.header("content-type", "application/json");
        let mut request = request.body(Body::from(body.to_string())).unwrap();
        request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
        shop.send(request).await
    };
    let mut let_in = 0;
    let mut refused = None;
    for customer in 0..engine::BROWSER_LEADS_PER_LINK_DAY + 10 {
        // The rate by second is another limit.
        let seen = report(format!("2001:db8:0:{:x}::1", customer % 100), customer).await;
        match seen.status {
            202 => let_in += 1,
            _ => refused = refused.or(Some(seen)),
        }
    }
    assert_eq!(let_in, engine::BROWSER_LEADS_PER_LINK_DAY);
    let refused = refused.unwrap();
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too_many_requests"));
    assert!(refused.text.contains("this link"), "{}", refused.text);
    shop.world.clock.advance_days(1);
    assert_eq!(report("2001:db8::1".to_owned(), 9_999).await.status, 202);
}

#[tokio::test]
async fn only_leads_are_open_to_other_sites() {
    let shop = Shop::set().await;
    let ask = |path| {
        let request = bare("OPTIONS", path).header("origin", "https://shop.example");
        let request = request.header("access-control-request-method", "POST");
        shop.send(request.body(Body::empty()).unwrap())
    };
    let seen = ask("/v1/track/lead").await;
    assert_eq!((seen.status, seen.header("access-control-allow-origin")), (204, "*"));
    assert!(seen.header("access-control-allow-headers").contains("authorization"));
    assert_eq!(seen.header("access-control-allow-methods"), "GET, POST");
    for path in ["/v1/track/sale", "/v1/programs", "/v1/postback"] {
        let seen = ask(path).await;
        assert_eq!((seen.status, seen.header("access-control-allow-origin")), (405, ""), "{path}");
    }
    assert_eq!(shop.get("/v1/programs").await.header("access-control-allow-origin"), "");
    // A refusal must be readable by the script too.
    let seen = shop.send(bare("POST", "/v1/track/lead").body(Body::empty()).unwrap()).await;
    assert_eq!((seen.status, seen.header("access-control-allow-origin")), (401, "*"));
}

#[tokio::test]
async fn nobody_sees_what_belongs_to_others_or_to_the_other_mode() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let sold = shop.post("/v1/track/sale", &sale("A", "c", 100)).await.ok(201);
    let conversion = sold["conversion"]["id"].as_str().unwrap();
    let other = workspaces::create(&shop.engine, "Other").await.unwrap().id;
    let other = Shop { scope: words::Scope { workspace: other, ..shop.scope }, ..Shop::set().await };
    let other = keys::create(
        &shop.engine,
        &engine::Operator { scope: other.scope }.permit(),
        &engine::KeyInput {
            name: "Other".to_owned(),
            kind: KeyKind::Secret,
            allows: Grant::ALL.to_vec(),
            expires_at: None,
        },
    )
    .await
    .unwrap()
    .text;
    let test = shop.mint(Mode::Test, KeyKind::Secret, &Grant::ALL).await;
    for key in [other, test] {
        for path in [
            format!("/v1/programs/{}", made.program),
            format!("/v1/programs/{}/clicks", made.program),
            format!("/v1/programs/{}/balances", made.program),
            format!("/v1/partners/{}", made.partner),
            format!("/v1/links/{}", made.link),
            format!("/v1/conversions/{conversion}"),
            format!("/v1/conversions/{conversion}/explanation"),
            format!("/v1/customers/c?program_id={}", made.program),
        ] {
            assert_eq!(shop.get_with(&key, &path).await.problem(), "not_found", "{path}");
        }
        for path in ["programs", "partners", "links", "conversions", "commissions", "statements"] {
            let listed = shop.get_with(&key, &format!("/v1/{path}")).await.ok(200);
            assert_eq!(listed, json!({ "items": [], "next_cursor": null }), "{path}");
        }
        let terms = json!({ "rewards": [], "hold_days": 0 });
        let seen = shop.post_with(&key, &format!("/v1/programs/{}/terms", made.program), &terms).await;
        assert_eq!(seen.problem(), "not_found");
    }
}

#[tokio::test]
async fn test_data_stays_apart_and_has_no_statements() {
    let mut shop = Shop::set().await;
    let live = shop.key.clone();
    shop.key = shop.mint(Mode::Test, KeyKind::Secret, &Grant::ALL).await;
    let made = shop.open().await;
    shop.post("/v1/track/sale", &sale("A", "c", 100)).await.ok(201);
    let close = format!("/v1/programs/{}/statements/close", made.program);
    let seen = shop.post(&close, &json!({})).await;
    assert_eq!((seen.status, seen.problem().as_str()), (422, "test_mode"));
    assert_eq!(shop.get_with(&live, "/v1/conversions").await.ok(200)["items"], json!([]));
    let seen = shop.post_with(&live, "/v1/track/sale", &sale("A", "c", 100)).await;
    assert_eq!(seen.problem(), "program_unclear");
}

#[tokio::test]
async fn a_key_that_calls_too_often_is_told_to_wait() {
    let shop = Shop::limited(Some(2)).await;
    let mut answers = Vec::new();
    for _ in 0..50 {
        answers.push(shop.get("/v1/programs").await);
    }
    let statuses: Vec<_> = answers.iter().map(|seen| seen.status).collect();
    assert_eq!(statuses[..4], [200; 4], "a burst of two seconds' worth");
    let refused = answers.iter().find(|seen| seen.status == 429).expect("fifty at once are too many");
    assert_eq!(refused.problem(), "too_many_requests");
    assert_eq!(refused.header("retry-after"), "1");
    let other = shop.mint(Mode::Live, KeyKind::Secret, &["*:read".parse().unwrap()]).await;
    assert_eq!(shop.get_with(&other, "/v1/programs").await.status, 200, "another key is another's");
}

#[tokio::test]
async fn a_browser_that_asks_too_often_does_not_stop_the_others_of_its_key() {
    let shop = Shop::set().await;
    let key = shop.mint(Mode::Live, KeyKind::Publishable, &[]).await;
    let ask = async |address: &str| {
        let mut request = bare("GET", "/v1/programs").header("authorization", format!("Bearer {key}"));
        let address: std::net::IpAddr = address.parse().unwrap();
        request.extensions_mut().unwrap().insert(honeyguide_api::ClientAddress(address));
        shop.send(request.body(Body::empty()).unwrap()).await.problem()
    };
    let mut answers = Vec::new();
    for _ in 0..200 {
        answers.push(ask("192.0.2.9").await);
    }
    assert!(answers[..40].iter().all(|code| code == "key_not_allowed"), "{:?}", &answers[..40]);
    assert!(answers.iter().any(|code| code == "too_many_requests"));
    assert_eq!(ask("192.0.2.10").await, "key_not_allowed", "another browser is let in");
}

#[tokio::test]
async fn who_guesses_keys_is_slowed_by_address_and_nobody_else_is() {
    let shop = Shop::set().await;
    let ask = async |address: &str, key: &str| {
        let mut request = bare("GET", "/v1/programs").header("authorization", format!("Bearer {key}"));
        let address: std::net::IpAddr = address.parse().unwrap();
        request.extensions_mut().unwrap().insert(honeyguide_api::ClientAddress(address));
        shop.send(request.body(Body::empty()).unwrap()).await
    };
    let mut refused = 0;
    for guess in 0..200 {
        let seen = ask("2001:db8::1", &format!("hg_live_sk_{guess:064x}")).await;
        refused += u32::from(seen.problem() == "too_many_requests");
    }
    assert!((130..=141).contains(&refused), "{refused}");
    let waits = ask("2001:db8::ffff", "hg_live_sk_0").await;
    assert_eq!(
        (waits.status, waits.header("retry-after").is_empty()),
        (429, false),
        "the same network of 64 bits"
    );
    assert_eq!(ask("2001:db8:0:1::1", "hg_live_sk_0").await.problem(), "key_unknown");
    assert_eq!(ask("2001:db8::1", &shop.key).await.status, 200, "a good key is let in");
}
