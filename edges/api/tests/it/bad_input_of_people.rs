//! Bad input about partners, people and what is another's: a clear problem, and nothing is changed.

use crate::{
    bad_input::{euro, with},
    shop::{Made, Seen, Shop, sale},
};
use engine::workspaces;
use honeyguide_api::Body;
use serde_json::{Value, json};

/// What is there of this workspace, and of another one.
struct Ids {
    own: Made,
    foreign: Made,
    group: String,
    commission: String,
}

/// (method, path, body, code, field)
type Asked = (&'static str, String, Value, &'static str, &'static str);

fn partnership(ids: &Ids) -> Vec<Asked> {
    let Ids { own, commission, .. } = ids;
    let long = |count| json!("x".repeat(count));
    let step =
        |field, value| with(json!({ "action": "approve", "enrollment_ids": [own.enrollment] }), field, value);
    let many = |id: &str| json!(vec![id; 101]);
    let review = |field, value| {
        with(json!({ "verdict": "decline", "commission_ids": [commission], "reason": "no" }), field, value)
    };
    let steps = || "/v1/enrollments/transitions".to_owned();
    let reviews = || "/v1/commissions/transitions".to_owned();
    let apply =
        |field, value| with(json!({ "display_name": "Eve", "email": "eve@example.com" }), field, value);
    let applications = || format!("/v1/programs/{}/applications", own.program);
    let moves = json!({ "enrollment_ids": [own.enrollment], "group_id": "x" });
    vec![
        ("POST", steps(), step("action", json!("promote")), "malformed_body", "action"),
        ("POST", steps(), step("enrollment_ids", json!([])), "invalid_field", "enrollment_ids"),
        ("POST", steps(), step("enrollment_ids", many(&own.enrollment)), "invalid_field", "enrollment_ids"),
        ("POST", steps(), step("enrollment_ids", json!(["nobody"])), "invalid_field", "enrollment_ids"),
        ("POST", steps(), step("enrollment_ids", json!([own.partner])), "invalid_field", "enrollment_ids"),
        ("POST", steps(), step("reason", long(501)), "invalid_field", "reason"),
        ("POST", steps(), step("reason", json!("\u{202e}txt")), "invalid_field", "reason"),
        ("POST", steps(), step("action", json!("ban")), "invalid_field", "reason"),
        ("POST", "/v1/enrollments/moves".to_owned(), moves, "invalid_field", "group_id"),
        ("POST", reviews(), review("verdict", json!("pay")), "malformed_body", "verdict"),
        ("POST", reviews(), review("verdict", json!("approve")), "invalid_field", "reason"),
        ("POST", reviews(), review("reason", json!("")), "invalid_field", "reason"),
        ("POST", reviews(), review("reason", json!("a\u{0}b")), "invalid_field", "reason"),
        ("POST", reviews(), review("commission_ids", many(commission)), "invalid_field", "commission_ids"),
        ("POST", applications(), apply("email", json!("eve")), "invalid_field", "email"),
        (
            "POST",
            applications(),
            apply("display_name", json!("\u{202e}eve")),
            "invalid_field",
            "display_name",
        ),
        ("POST", applications(), apply("message", long(2_001)), "invalid_field", "message"),
        ("POST", applications(), apply("website", json!("not a url")), "invalid_field", "website"),
        ("POST", applications(), apply("role", json!("owner")), "malformed_body", "role"),
    ]
}

fn changes(ids: &Ids) -> Vec<Asked> {
    let Ids { own, group, .. } = ids;
    let program = format!("/v1/programs/{}", own.program);
    let partner = format!("/v1/partners/{}", own.partner);
    let link = format!("/v1/links/{}", own.link);
    let (groups, terms) = (format!("{program}/groups"), format!("{program}/terms"));
    let version = json!({ "rewards": [{ "event": "sale", "kind": "flat", "amount": 5,
        "recurrence": { "kind": "one_time" } }], "hold_days": 0, "group_id": group });
    let version = |field, value| with(version.clone(), field, value);
    let bulk = |value| json!({ "links": value });
    let many = || "/v1/links/bulk".to_owned();
    let rows = [
        (&program, json!({ "name": "" }), "invalid_field", "name"),
        (&program, json!({ "name": null, "currency": "USD" }), "malformed_body", "currency"),
        (&program, json!({ "allowed_domains": ["shop example"] }), "invalid_field", "allowed_domains"),
        (&program, json!({ "applications": "maybe" }), "malformed_body", "applications"),
        (&program, json!({ "fallback_url": "javascript:alert(1)" }), "invalid_field", "fallback_url"),
        (&partner, json!({ "email": "nobody" }), "invalid_field", "email"),
        (&partner, json!({ "website": "ftp://files.example" }), "invalid_field", "website"),
        (&partner, json!({ "notes": "x".repeat(4_001) }), "invalid_field", "notes"),
        (&partner, json!({ "company": 7 }), "malformed_body", "company"),
        (&partner, json!({ "display_name": "x".repeat(1_000_000) }), "invalid_field", "display_name"),
        (&link, json!({ "slug": "a/b" }), "invalid_field", "slug"),
        (&link, json!({ "destination": "x".repeat(2_049) }), "invalid_field", "destination"),
        (&link, json!({ "archived": "yes" }), "malformed_body", "archived"),
        (&link, json!({ "utm": { "source": "x".repeat(201) } }), "invalid_field", "utm"),
    ];
    let patches =
        rows.into_iter().map(|(path, body, code, field)| ("PATCH", path.clone(), body, code, field));
    let posts = vec![
        ("POST", many(), bulk(json!([])), "invalid_field", "links"),
        (
            "POST",
            many(),
            bulk(json!([{ "program_id": own.program }])),
            "malformed_body",
            "links[0].partner_id",
        ),
        ("POST", groups.clone(), json!({ "name": "" }), "invalid_field", "name"),
        ("POST", groups, json!({ "name": "Partners" }), "taken", "name"),
        ("POST", terms.clone(), version("acceptance", json!("never")), "malformed_body", "acceptance"),
        ("POST", terms.clone(), version("hold_days", json!(366)), "invalid_field", "hold_days"),
        (
            "POST",
            terms,
            version("caps", json!([{ "per": "partner", "window": "month", "amount": -1 }])),
            "invalid_field",
            "caps.amount",
        ),
    ];
    patches.chain(posts).collect()
}

/// What is another workspace's, or nobody's, is absent, whatever is said of it.
fn foreign(ids: &Ids) -> Vec<Asked> {
    let Ids { own, foreign, group, .. } = ids;
    let at = |path: &str| path.replace("{program}", &foreign.program).replace("{partner}", &foreign.partner);
    let link = |program: &str| json!({ "program_id": program, "partner_id": foreign.partner, "destination": "https://shop.example/" });
    let sold = with(sale("Z", "z", 100), "program_id", json!(foreign.program));
    let terms = json!({ "rewards": [{ "event": "sale", "kind": "flat", "amount": 5,
        "recurrence": { "kind": "one_time" } }], "hold_days": 0 });
    let policy = json!({ "model": "last_touch", "look_back_days": 30, "code_wins": true });
    let refund = json!({ "external_id": "R", "sale_external_id": "A", "amount": euro(json!(101)) });
    let another = json!({ "program_id": foreign.program, "partner_id": own.partner });
    let rows = [
        ("PATCH", at("/v1/programs/{program}"), json!({ "name": "Mine" }), "not_found"),
        ("PATCH", at("/v1/partners/{partner}"), json!({ "company": "Mine" }), "not_found"),
        ("PATCH", format!("/v1/links/{}", foreign.link), json!({ "archived": true }), "not_found"),
        ("POST", at("/v1/programs/{program}/groups"), json!({ "name": "Gold" }), "not_found"),
        ("POST", at("/v1/programs/{program}/terms"), terms.clone(), "not_found"),
        ("POST", at("/v1/programs/{program}/terms"), with(terms, "group_id", json!(group)), "not_found"),
        ("POST", at("/v1/programs/{program}/policies"), policy, "not_found"),
        ("POST", at("/v1/programs/{program}/commissions/approve-due"), json!({}), "not_found"),
        ("POST", at("/v1/partners"), another, "not_found"),
        ("POST", at("/v1/links"), link(&foreign.program), "not_found"),
        ("POST", at("/v1/links"), link(&own.program), "not_found"),
        ("POST", at("/v1/track/sale"), sold, "not_found"),
        ("POST", at("/v1/track/refund"), refund, "refund_exceeds"),
        ("POST", at("/v1/codes/cod_01kk8y7d00e6br2v9m5gq4t1hs/archive"), json!({}), "not_found"),
        ("PATCH", at("/v1/groups/grp_01kk8y7d00e6br2v9m5gq4t1hs"), json!({ "name": "x" }), "not_found"),
        ("DELETE", at("/v1/customers/nobody"), json!({}), "not_found"),
        ("DELETE", at("/v1/customers/cus_01kk8y7d00e6br2v9m5gq4t1hs"), json!({}), "not_found"),
        ("GET", at("/v1/programs/{program}/balances"), json!({}), "not_found"),
        ("GET", at("/v1/partners/{partner}"), json!({}), "not_found"),
    ];
    rows.into_iter().map(|(method, path, body, code)| (method, path, body, code, "")).collect()
}

fn people() -> Vec<Asked> {
    let key =
        |field, value| with(json!({ "name": "K", "kind": "secret", "scopes": ["links:read"] }), field, value);
    let invite = |role: &str| json!({ "email": "eve@example.com", "role": role });
    let rows = [
        ("POST", "/v1/keys", key("scopes", json!(["links:admin"])), "invalid_field", "scopes"),
        ("POST", "/v1/keys", key("kind", json!("master")), "malformed_body", "kind"),
        ("POST", "/v1/keys", key("name", json!("")), "invalid_field", "name"),
        ("POST", "/v1/keys", key("expires_at", json!("2020-01-01T00:00:00Z")), "invalid_field", "expires_at"),
        ("DELETE", "/v1/keys/key_01kk8y7d00e6br2v9m5gq4t1hs", json!({}), "not_found", ""),
        ("POST", "/v1/invitations", json!({ "email": "eve", "role": "manager" }), "invalid_field", "email"),
        ("POST", "/v1/invitations", invite("king"), "malformed_body", "role"),
        ("POST", "/v1/invitations", invite("partner"), "invalid_field", "partner_id"),
        ("POST", "/v1/invitations/accept", json!({ "token": "hgl_nothing" }), "link_spent", ""),
        ("PATCH", "/v1/team/mbr_01kk8y7d00e6br2v9m5gq4t1hs", json!({ "role": "owner" }), "not_found", ""),
        ("PATCH", "/v1/workspace", json!({ "name": "" }), "invalid_field", "name"),
        ("PATCH", "/v1/account", json!({ "name": "\u{202e}eve" }), "invalid_field", "name"),
        ("GET", "/v1/audit-log?since=yesterday", json!({}), "invalid_field", "since"),
    ];
    rows.into_iter()
        .map(|(method, path, body, code, field)| (method, path.to_owned(), body, code, field))
        .collect()
}

#[tokio::test]
async fn bad_input_of_people_and_partners_changes_nothing() {
    let mut shop = Shop::set().await;
    let own = shop.open().await;
    let sold = with(sale("A", "c", 100), "code", json!("ADA20"));
    shop.post("/v1/track/sale", &sold).await.ok(201);
    let first = |list: Value| list["items"][0]["id"].as_str().unwrap().to_owned();
    let group = first(shop.get("/v1/groups").await.ok(200));
    let commission = first(shop.get("/v1/commissions").await.ok(200));
    let foreign_things = elsewhere(&mut shop).await;
    let ids = Ids { own, foreign: foreign_things, group, commission };
    let mut owner = shop.logged_in(words::Role::Owner).await;
    let counts = shop.book.counts();
    let asked = [partnership(&ids), changes(&ids), foreign(&ids)].concat();
    assert!(asked.len() + people().len() >= 70, "{}", asked.len() + people().len());
    for (method, path, body, code, field) in asked {
        let request = shop.request(method, &path).header("content-type", "application/json");
        let body = if method == "GET" { Body::empty() } else { Body::from(body.to_string()) };
        agrees(&shop.send(request.body(body).unwrap()).await, (method, &path, code, field));
    }
    for (method, path, body, code, field) in people() {
        let seen = owner.send(method, &path, (method != "GET").then_some(body)).await;
        agrees(&seen, (method, &path, code, field));
    }
    assert_eq!(shop.book.counts(), counts);
}

/// Another workspace in the same book, with a program, a partner and a link of its own.
async fn elsewhere(shop: &mut Shop) -> Made {
    let scope = shop.scope;
    shop.scope.workspace = workspaces::create(&shop.engine, "Elsewhere").await.unwrap().id;
    let key = shop.mint(words::Mode::Live, program::KeyKind::Secret, &words::Grant::ALL).await;
    shop.scope = scope;
    let post = async |path: &str, body: Value| shop.post_with(&key, path, &body).await.ok(201);
    let program = json!({ "name": "Theirs", "currency": "EUR", "allowed_domains": ["shop.example"] });
    let program = crate::shop::text(&post("/v1/programs", program).await["program"]["id"]);
    let partner = post("/v1/partners", json!({ "program_id": program, "display_name": "Bob" })).await;
    let (partner, enrollment) =
        (crate::shop::text(&partner["partner"]["id"]), crate::shop::text(&partner["enrollment"]["id"]));
    let link =
        json!({ "program_id": program, "partner_id": partner, "destination": "https://shop.example/" });
    let link = crate::shop::text(&post("/v1/links", link).await["id"]);
    Made { program, partner, enrollment, link }
}

/// The answer is the problem that was expected, with the status that it says.
fn agrees(seen: &Seen, (method, path, code, field): (&str, &str, &str, &str)) {
    let at = format!("{method} {path}: {} {}", seen.status, seen.text);
    assert!((400..500).contains(&seen.status) && seen.body["status"] == seen.status, "{at}");
    let named = seen.body["field"].as_str().unwrap_or_default();
    assert_eq!(seen.body["code"].as_str(), Some(code), "{at}");
    assert!(named == field || field.is_empty(), "{at}");
}
