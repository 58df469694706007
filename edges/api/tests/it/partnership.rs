//! Partners come, earn, are stopped, come back and leave; terms wait for them; commissions are reviewed.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Seen, Shop, text},
};
use engine::{
    doctor, jobs, keys,
    ports::{Facts, Jobs, LetterKind},
    workspaces,
};
use program::Seat;
use serde_json::{Value, json};
use words::Mode;

impl Shop {
    pub(crate) async fn patch(&self, path: &str, body: Value) -> Seen {
        let request = self.request("PATCH", path).header("content-type", "application/json");
        self.send(request.body(honeyguide_api::Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn step(&self, step: &str, enrollment: &str, reason: Option<&str>) -> Value {
        // What occurred at the very moment of a step is after it.
        self.world.clock.advance(1_000_000);
        let body = json!({ "action": step, "enrollment_ids": [enrollment], "reason": reason });
        self.post("/v1/enrollments/transitions", &body).await.ok(200)["items"][0].clone()
    }

    /// A new customer with Ada's code a day later; answers the partner's amount and the decision's outcome.
    async fn sell(&self, name: &str, code: &str) -> (i64, String) {
        self.world.clock.advance_days(1);
        let sale = json!({ "external_id": name, "customer": { "external_id": name }, "code": code,
            "amount": { "amount": 10_000, "currency": "EUR" } });
        let sold = self.post("/v1/track/sale", &sale).await.ok(201);
        let considered = &sold["decision"]["considered"][0];
        let outcome = considered["refusal"].as_str().or(considered["outcome"].as_str()).unwrap_or("none");
        (sold["commissions"][0]["amount"]["amount"].as_i64().unwrap_or(0), outcome.to_owned())
    }

    pub(crate) async fn do_jobs(&self) {
        for job in self.book.due_jobs(self.world.now(), 100).await.unwrap() {
            jobs::run(&self.engine, &job).await.unwrap();
        }
    }

    pub(crate) async fn portal(&self, made: &Made) -> Browser<'_> {
        let seat = Seat::Partner { partner: made.partner.parse().unwrap(), mode: Mode::Live };
        self.user(self.scope, "ada@example.com", seat).await;
        let mut browser = Browser::new(self);
        browser.log_in("ada@example.com", PASSWORD).await.ok(201);
        browser
    }

    pub(crate) async fn is_sound(&self) {
        self.do_jobs().await;
        let report = doctor::examine(&self.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        testkit::feed::assert_in_order(&*self.book).await;
    }
}

#[tokio::test]
async fn an_applicant_is_approved_and_enters_by_the_letter() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let mut guest = Browser::new(&shop);
    let path = format!("/v1/programs/{}/applications", made.program);
    let form = json!({ "display_name": "Grace's list", "email": "Grace@Example.com", "company": "Hopper Ltd",
        "website": "https://grace.example/", "message": "A newsletter of 5,000 readers" });
    for _ in 0..2 {
        guest.post(&path, form.clone()).await.ok(202);
    }
    // Ada takes part already: nothing happens, and the guest cannot tell.
    guest.post(&path, json!({ "display_name": "Not Ada", "email": "ada@example.com" })).await.ok(202);
    assert!(matches!(shop.letters().await.as_slice(), [LetterKind::ApplicationReceived { .. }]));
    let applied = shop.get("/v1/enrollments?status=applied").await.ok(200)["items"].clone();
    assert_eq!(applied.as_array().unwrap().len(), 1);
    let (enrollment, partner) = (text(&applied[0]["id"]), text(&applied[0]["partner"]["id"]));
    let shown = shop.get(&format!("/v1/partners/{partner}")).await.ok(200)["partner"].clone();
    assert_eq!(
        (shown["company"].as_str(), shown["notes"].as_str()),
        (Some("Hopper Ltd"), Some("A newsletter of 5,000 readers"))
    );
    let found = shop.get("/v1/search?q=hopper").await.ok(200);
    assert_eq!(found["items"][0]["id"], partner.as_str());
    let link =
        json!({ "program_id": made.program, "partner_id": partner, "destination": "https://shop.example/" });
    let early = shop.post("/v1/links", &link).await;
    assert_eq!(
        (early.problem().as_str(), early.body["field"].as_str()),
        ("invalid_field", Some("partner_id"))
    );
    assert_eq!(shop.step("approve", &enrollment, None).await["item"]["status"], "approved");
    let letters = shop.letters().await;
    let [LetterKind::ApplicationApproved { link: way_in, .. }] = letters.as_slice() else {
        panic!("no letter")
    };
    let token = way_in.split_once("#token=").unwrap().1;
    guest.post("/v1/invitations/accept", json!({ "token": token, "name": "Grace" })).await.ok(201);
    let profile = guest.get("/v1/partner/profile").await.ok(200);
    assert_eq!((profile["display_name"].as_str(), profile["notes"].as_str()), (Some("Grace's list"), None));
    let own = json!({ "program_id": made.program, "destination": "https://shop.example/x", "slug": "grace" });
    let own = guest.post("/v1/partner/links", own).await.ok(201);
    assert_eq!((&own["forwards_path"], &own["query_precedence"]), (&json!(false), &json!("visitor")));
    let own = json!({ "program_id": made.program, "destination": "https://shop.example/y", "forwards_path": true,
        "query_precedence": "link" });
    let own = guest.post("/v1/partner/links", own).await.ok(201);
    assert_eq!((&own["forwards_path"], &own["query_precedence"]), (&json!(true), &json!("link")));
    let elsewhere = json!({ "program_id": made.program, "destination": "https://elsewhere.example/" });
    assert_eq!(guest.post("/v1/partner/links", elsewhere).await.problem(), "invalid_field");
    let change = json!({ "company": null, "display_name": "Grace's letters" });
    let changed = guest.send("PATCH", "/v1/partner/profile", Some(change)).await.ok(200);
    assert_eq!(
        (changed["company"].as_str(), changed["website"].as_str()),
        (None, Some("https://grace.example/"))
    );
    shop.patch(&format!("/v1/programs/{}", made.program), json!({ "applications": "closed" })).await.ok(200);
    let closed = guest.post(&path, json!({ "display_name": "Late", "email": "late@example.com" })).await;
    assert_eq!(
        (closed.problem().as_str(), closed.body["field"].as_str()),
        ("invalid_field", Some("program_id"))
    );
    let facts = shop.book.facts(None, 0, 1_000).await.unwrap();
    let said = facts.iter().map(|fact| format!("{:?}", fact.fact)).collect::<String>();
    assert!(!said.contains("race") && !said.contains("newsletter"), "facts hold nothing personal: {said}");
    shop.is_sound().await;
}

#[tokio::test]
async fn only_an_approved_partner_earns() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let credited = |amount| (amount, "credited".to_owned());
    let refused = (0, "partner_not_active".to_owned());
    assert_eq!(shop.sell("before", "ADA20").await, credited(2_000));
    assert_eq!(
        shop.step("suspend", &made.enrollment, Some("Bids on our name")).await["item"]["status"],
        "suspended"
    );
    assert_eq!(shop.sell("during", "ADA20").await, refused);
    let again = shop.step("suspend", &made.enrollment, Some("Again")).await;
    assert_eq!(again["item"]["reason"], "Bids on our name", "what is so already stays as it is");
    let wrong = shop.step("reject", &made.enrollment, Some("No")).await;
    assert_eq!(
        (wrong["problem"]["code"].as_str(), wrong["problem"]["field"].as_str()),
        (Some("invalid_field"), Some("status"))
    );
    shop.step("reinstate", &made.enrollment, None).await;
    assert_eq!(shop.sell("after", "ADA20").await, credited(2_000));
    // An event of the time of the suspension that is told late stays uncredited.
    let late = json!({ "external_id": "late", "customer": { "external_id": "late" }, "code": "ADA20",
        "amount": { "amount": 10_000, "currency": "EUR" }, "occurred_at": "2026-03-12T06:00:00Z" });
    let late = shop.post("/v1/track/sale", &late).await.ok(201);
    assert_eq!(late["decision"]["considered"][0]["refusal"], "partner_not_active", "{late}");
    let silent = json!({ "action": "ban", "enrollment_ids": [made.enrollment] });
    assert_eq!(shop.post("/v1/enrollments/transitions", &silent).await.body["field"], "reason");
    let mut ada = shop.portal(&made).await;
    shop.step("ban", &made.enrollment, Some("Fraud")).await;
    shop.do_jobs().await;
    let led = ada.get("/v1/partner/referrals?stage=won").await.ok(200)["items"].clone();
    assert_eq!(
        (led[0]["enrollment_id"].as_str(), led[0].get("external_id")),
        (Some(made.enrollment.as_str()), None)
    );
    let declined = ada.get("/v1/partner/commissions?state=declined").await.ok(200)["items"].clone();
    assert_eq!(declined.as_array().unwrap().len(), 2, "both were in hold");
    assert!(declined[0]["explanation"].to_string().contains("banned"), "{declined}");
    let balances = shop.get(&format!("/v1/programs/{}/balances", made.program)).await.ok(200);
    assert_eq!(balances["items"], json!([]), "nothing is owed");
    shop.step("reinstate", &made.enrollment, None).await;
    let gone = format!("/v1/partner/enrollments/{}/leave", made.enrollment);
    assert_eq!(ada.post(&gone, json!({})).await.ok(200)["status"], "left");
    assert_eq!(shop.sell("left", "ADA20").await, refused);
    let back = ada.post("/v1/partner/enrollments", json!({ "program_id": made.program })).await.ok(201);
    assert_eq!(
        (back["status"].as_str(), back["id"].as_str()),
        (Some("applied"), Some(made.enrollment.as_str()))
    );
    shop.is_sound().await;
}

#[tokio::test]
async fn terms_that_ask_wait_for_the_partner() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let half = json!({ "rewards": [{ "event": "sale", "kind": "percent", "rate_millionths": 500_000,
        "recurrence": { "kind": "recurring" } }], "hold_days": 30, "acceptance": "by_partner" });
    let terms = shop.post(&format!("/v1/programs/{}/terms", made.program), &half).await.ok(201)["id"].clone();
    assert_eq!(shop.sell("before", "ADA20").await.0, 2_000, "the first version goes on");
    let mut ada = shop.portal(&made).await;
    let path = format!("/v1/partner/enrollments/{}/terms", made.enrollment);
    let shown = ada.get(&path).await.ok(200)["versions"].clone();
    assert_eq!(
        (shown[0]["waits_for_you"].as_bool(), shown[1]["waits_for_you"].as_bool()),
        (Some(true), Some(false))
    );
    assert_eq!(shown[0]["explanation"][0], "50 % of every sale of a customer");
    let old = ada.post(&path, json!({ "terms_id": shown[1]["terms"]["id"] })).await;
    assert_eq!((old.problem().as_str(), old.body["field"].as_str()), ("invalid_field", Some("terms_id")));
    ada.post(&path, json!({ "terms_id": terms })).await.ok(200);
    assert_eq!(shop.sell("after", "ADA20").await.0, 5_000);
    // A better group from now on.
    let gold = json!({ "name": "Gold" });
    let gold = shop.post(&format!("/v1/programs/{}/groups", made.program), &gold).await.ok(201)["id"].clone();
    let taken = shop.post(&format!("/v1/programs/{}/groups", made.program), &json!({ "name": "Gold" })).await;
    assert_eq!(taken.problem(), "taken");
    let flat = json!({ "group_id": gold, "rewards": [{ "event": "sale", "kind": "flat", "amount": 9_000,
        "recurrence": { "kind": "recurring" } }], "hold_days": 0 });
    shop.post(&format!("/v1/programs/{}/terms", made.program), &flat).await.ok(201);
    let moving = json!({ "enrollment_ids": [made.enrollment], "group_id": gold });
    let moved = shop.post("/v1/enrollments/moves", &moving).await.ok(200);
    assert_eq!(moved["items"][0]["item"]["group_id"], gold);
    assert_eq!(shop.sell("gold", "ADA20").await.0, 9_000);
    shop.is_sound().await;
}

#[tokio::test]
async fn commissions_are_approved_early_declined_and_owed_after_all() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    for name in ["one", "two", "three"] {
        shop.sell(name, "ADA20").await;
    }
    let listed = shop.get("/v1/commissions?sort=created_at").await.ok(200)["items"].clone();
    let ids: Vec<_> = listed.as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let review = async |verdict: &str, ids: &[Value], reason: Option<&str>| {
        let body = json!({ "verdict": verdict, "commission_ids": ids, "reason": reason });
        shop.post("/v1/commissions/transitions", &body).await
    };
    let owed = async |account: &str| {
        let balances = shop.get(&format!("/v1/programs/{}/balances", made.program)).await.ok(200);
        let items = balances["items"].as_array().unwrap().clone();
        let found = items.iter().find(|balance| balance["account"] == account);
        found.map_or(0, |balance| balance["amount"]["amount"].as_i64().unwrap())
    };
    review("approve", &ids[..1], None).await.ok(200);
    assert_eq!((owed("partner_payable").await, owed("partner_pending").await), (-2_000, -4_000));
    assert_eq!(review("decline", &ids[1..], None).await.body["field"], "reason");
    let absent = json!("com_01kk8y7d00e6br2v9m5gq4t1hs");
    let seen =
        review("decline", &[ids[0].clone(), ids[1].clone(), absent], Some("A test order")).await.ok(200);
    assert_eq!(
        (seen["items"][0]["item"]["state"].as_str(), seen["items"][2]["problem"]["code"].as_str()),
        (Some("declined"), Some("not_found"))
    );
    assert_eq!((owed("partner_payable").await, owed("partner_pending").await), (0, -2_000));
    // A refund and a new decision leave it declined.
    let refund = json!({ "external_id": "R", "sale_external_id": "two", "amount": { "amount": 5_000, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    assert_eq!(owed("partner_pending").await, -2_000);
    review("reinstate", &ids[..2], None).await.ok(200);
    assert_eq!((owed("partner_payable").await, owed("partner_pending").await), (-2_000, -3_000));
    shop.world.clock.advance_days(60);
    shop.do_jobs().await;
    shop.post(&format!("/v1/programs/{}/statements/close", made.program), &json!({})).await.ok(200);
    let stated = review("decline", &ids[..1], Some("Too late")).await.ok(200);
    let expected = stated["items"][0]["problem"]["expected"].as_str().unwrap().to_owned();
    assert!(expected.contains("refund"), "it says what to do instead: {expected}");
    let log = shop
        .logged_in(words::Role::Owner)
        .await
        .get("/v1/audit-log?action=commission.declined")
        .await
        .ok(200);
    let record = &log["items"][0];
    assert_eq!(
        (record["after"]["declined"]["reason"].as_str(), record["before"]["declined"].as_str()),
        (Some("A test order"), None)
    );
    shop.is_sound().await;
}

#[tokio::test]
async fn links_are_renamed_archived_and_made_many_at_once() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let path = format!("/v1/links/{}", made.link);
    let renamed = shop
        .patch(&path, json!({ "slug": "Ada-Spring", "destination": "https://shop.example/spring" }))
        .await
        .ok(200);
    assert_eq!((renamed["slug"].as_str(), &renamed["aliases"]), (Some("ada-spring"), &json!(["ada"])));
    let link = |slug: &str| {
        json!({ "program_id": made.program, "partner_id": made.partner, "slug": slug,
        "destination": "https://shop.example/" })
    };
    let many = json!({ "links": [link("one"), link("ada"), link("two")] });
    let items = shop.post("/v1/links/bulk", &many).await.ok(200)["items"].clone();
    assert_eq!(
        (items[0]["item"]["slug"].as_str(), items[1]["problem"]["code"].as_str()),
        (Some("one"), Some("taken")),
        "an alias stays the link's own"
    );
    assert_eq!(items[2]["item"]["slug"], "two");
    assert_eq!(shop.patch(&path, json!({ "slug": "one" })).await.problem(), "taken");
    assert_eq!(
        shop.patch(&path, json!({ "destination": "https://evil.example/" })).await.body["field"],
        "destination"
    );
    let narrow = json!({ "allowed_domains": ["other.example"] });
    let narrowed = shop.patch(&format!("/v1/programs/{}", made.program), narrow).await;
    assert_eq!(
        (narrowed.problem().as_str(), narrowed.body["field"].as_str()),
        ("invalid_field", Some("allowed_domains"))
    );
    let archived = shop.patch(&path, json!({ "archived": true })).await.ok(200);
    assert!(archived["archived_at"].is_string());
    assert_eq!(shop.patch(&path, json!({ "archived": false })).await.ok(200)["archived_at"], Value::Null);
    let code = shop.get("/v1/codes").await.ok(200)["items"][0]["id"].clone();
    assert_eq!(shop.sell("with", "ADA20").await.0, 2_000);
    shop.post(&format!("/v1/codes/{}/archive", code.as_str().unwrap()), &json!({})).await.ok(200);
    assert_eq!(shop.sell("without", "ADA20").await, (0, "none".to_owned()));
    let anew = json!({ "program_id": made.program, "partner_id": made.partner, "code": "ADA20" });
    assert_eq!(shop.post("/v1/codes", &anew).await.problem(), "taken");
}

#[tokio::test]
async fn what_is_anothers_cannot_be_stepped_accepted_or_left() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let rival = json!({ "program_id": made.program, "display_name": "Rival", "email": "ada@example.com" });
    let rival = shop.post("/v1/partners", &rival).await.ok(201);
    let rival = Made {
        partner: text(&rival["partner"]["id"]),
        enrollment: text(&rival["enrollment"]["id"]),
        ..shop_made(&made)
    };
    let mut portal = shop.portal(&rival).await;
    for path in ["accept", "leave"] {
        let path = format!("/v1/partner/enrollments/{}/{path}", made.enrollment);
        assert_eq!(portal.post(&path, json!({})).await.problem(), "not_found");
    }
    assert_eq!(
        portal.get(&format!("/v1/partner/enrollments/{}/terms", made.enrollment)).await.problem(),
        "not_found"
    );
    let elsewhere = workspaces::create(&shop.engine, "Elsewhere").await.unwrap().id;
    let operator = engine::Operator { scope: words::Scope { workspace: elsewhere, mode: Mode::Live } };
    let input = engine::KeyInput {
        name: "K".to_owned(),
        kind: program::KeyKind::Secret,
        allows: words::Grant::ALL.to_vec(),
        expires_at: None,
    };
    let key = keys::create(&shop.engine, &operator.permit(), &input).await.unwrap().text;
    let step = json!({ "action": "ban", "enrollment_ids": [made.enrollment], "reason": "Mine now" });
    let tried = shop.post_with(&key, "/v1/enrollments/transitions", &step).await.ok(200);
    assert_eq!(tried["items"][0]["problem"]["code"], "not_found");
    let still = shop.get("/v1/enrollments?status=approved").await.ok(200)["items"].clone();
    assert_eq!(still.as_array().unwrap().len(), 2);
    let changed =
        shop.patch(&format!("/v1/partners/{}", made.partner), json!({ "email": "other@example.com" })).await;
    assert_eq!(changed.ok(200)["email"], "other@example.com");
    shop.is_sound().await;
}

fn shop_made(made: &Made) -> Made {
    let Made { program, partner, enrollment, link } = made;
    Made {
        program: program.clone(),
        partner: partner.clone(),
        enrollment: enrollment.clone(),
        link: link.clone(),
    }
}
