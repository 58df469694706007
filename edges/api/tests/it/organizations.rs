//! Organizations over HTTP: evidence of a person counts for their organization, in any order of arrival, and partners
//! cannot refer their own company.

use crate::shop::{Made, Shop, merge, text};
use axum::body::Body;
use engine::doctor;
use serde_json::{Value, json};

async fn opened() -> (Shop, Made) {
    let shop = Shop::set().await;
    let made = shop.open().await;
    (shop, made)
}

impl Shop {
    async fn buys(&self, order: &str, who: Value) -> Value {
        let mut sale = json!({ "external_id": order, "amount": { "amount": 10_000, "currency": "EUR" } });
        for (name, value) in who.as_object().unwrap() {
            sale[name] = value.clone();
        }
        self.post("/v1/track/sale", &sale).await.ok(201).clone()
    }

    async fn shares(&self, sale: &Value) -> Value {
        let path = format!("/v1/conversions/{}", text(&sale["conversion"]["id"]));
        self.get(&path).await.ok(200)["decision"]["shares"].clone()
    }
}

#[tokio::test]
async fn what_led_one_of_its_people_counts_for_the_organization() {
    let (shop, made) = opened().await;
    // Billing knows the account only, and told of it before anybody signed up in its name.
    let early = shop.buys("EARLY", json!({ "customer": { "external_id": "acct-1" } })).await;
    shop.world.clock.advance_days(-1);
    let click = shop.follow(&made.link).await;
    let signed = json!({ "customer": { "external_id": "user-1", "email": "grace@acme.example" },
        "click_id": click, "event_name": "signup" });
    shop.post("/v1/track/lead", &signed).await.ok(201);
    shop.world.clock.advance_days(2);
    assert_eq!(shop.shares(&early).await, json!([]));

    // Whoever names the account makes them one of its people: what is known of them counts, also for what came before.
    let joined = json!({ "customer": { "external_id": "user-1" }, "event_name": "joined",
        "organization": { "external_id": "acct-1", "name": "Acme", "domain": "www.Acme.example" } });
    let joined = shop.post("/v1/track/lead", &joined).await.ok(201).clone();
    assert_eq!(joined["customer"]["external_id"], "acct-1");
    assert_eq!(shop.shares(&early).await[0]["partner"]["id"], made.partner.as_str());
    // A colleague whom nobody led buys for the account, and billing goes on.
    let colleague =
        json!({ "customer": { "external_id": "user-2" }, "organization": { "external_id": "acct-1" } });
    for sale in [
        shop.buys("COLLEAGUE", colleague).await,
        shop.buys("BILLING", json!({ "customer": { "external_id": "acct-1" } })).await,
    ] {
        assert_eq!(shop.shares(&sale).await[0]["partner"]["id"], made.partner.as_str());
    }
    // For themselves, the colleague was led by nobody.
    let alone = shop.buys("ALONE", json!({ "customer": { "external_id": "user-2" } })).await;
    assert_eq!(shop.shares(&alone).await, json!([]));

    let account = shop.get("/v1/customers/acct-1").await.ok(200).clone();
    let person = shop.get("/v1/customers/user-1").await.ok(200).clone();
    assert_eq!(
        (&account["customer"]["domain"], &account["customer"]["name"]),
        (&json!("acme.example"), &json!("Acme"))
    );
    let organizations = json!([{ "id": account["customer"]["id"], "name": "Acme", "external_id": "acct-1" }]);
    assert_eq!(person["customer"]["organizations"], organizations);
    shop.doctor_finds_nothing().await;
}

#[tokio::test]
async fn what_comes_later_for_a_person_counts_for_their_organization_too() {
    let (shop, made) = opened().await;
    let sale =
        json!({ "customer": { "external_id": "user-1" }, "organization": { "external_id": "acct-1" } });
    let sold = shop.buys("FIRST", sale).await;
    assert_eq!(shop.shares(&sold).await, json!([]));
    let late = json!({ "customer": { "external_id": "user-1" }, "code": "ADA20", "event_name": "trial",
        "occurred_at": shop.world.now().plus_days(-2).to_string() });
    shop.post("/v1/track/lead", &late).await.ok(201);
    assert_eq!(shop.shares(&sold).await[0]["partner"]["id"], made.partner.as_str());
    let path = format!("/v1/customers/acct-1/journey?program_id={}", made.program);
    let journey = shop.get(&path).await.ok(200).clone();
    assert_eq!(journey["touches"][0]["evidence"], "code", "{journey}");
    shop.doctor_finds_nothing().await;
}

#[tokio::test]
async fn who_acts_for_two_organizations_is_a_lead_of_each() {
    let (shop, made) = opened().await;
    let signs_up = async |organization: &str| {
        let lead = json!({ "customer": { "external_id": "user-1" }, "event_name": "signup", "code": "ADA20",
            "organization": { "external_id": organization } });
        shop.post("/v1/track/lead", &lead).await.status
    };
    assert_eq!((signs_up("a1").await, signs_up("a2").await, signs_up("a1").await), (201, 201, 200));
    for organization in ["a1", "a2"] {
        let sold = shop.buys(organization, json!({ "customer": { "external_id": organization } })).await;
        assert_eq!(sold["decision"]["shares"][0]["partner"]["id"], made.partner.as_str());
    }
    shop.doctor_finds_nothing().await;
}

#[tokio::test]
async fn nobody_refers_their_own_company_or_one_that_they_belong_to() {
    let (shop, made) = opened().await;
    let bob = json!({ "program_id": made.program, "display_name": "Bob", "email": "bob@agency.example" });
    let bob = shop.post("/v1/partners", &bob).await.ok(201).clone();
    let code = json!({ "program_id": made.program, "partner_id": bob["partner"]["id"], "code": "BOB" });
    shop.post("/v1/codes", &code).await.ok(201);
    for (number, who) in [
        // By the organization's domain, a colleague's address, and as one of its people.
        json!({ "customer": { "external_id": "u1" }, "organization": { "external_id": "a1", "domain": "agency.example" } }),
        json!({ "customer": { "external_id": "u2", "email": "carl@mail.agency.example" } }),
        json!({ "customer": { "external_id": "u3", "email": "bob@agency.example" }, "organization": { "external_id": "a3" } }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut who = who;
        who["code"] = json!("BOB");
        let sold = shop.buys(&format!("OWN-{number}"), who).await;
        assert_eq!(sold["decision"]["considered"][0]["refusal"], "self_referral", "{sold}");
    }
    // A provider of mailboxes is nobody's company.
    let ann = json!({ "program_id": made.program, "display_name": "Ann", "email": "ann@gmail.com" });
    let ann = shop.post("/v1/partners", &ann).await.ok(201).clone();
    let code = json!({ "program_id": made.program, "partner_id": ann["partner"]["id"], "code": "ANN" });
    shop.post("/v1/codes", &code).await.ok(201);
    let who = json!({ "customer": { "external_id": "u4", "email": "dan@gmail.com" }, "code": "ANN" });
    assert_eq!(shop.buys("MAIL", who).await["decision"]["shares"][0]["partner"]["id"], ann["partner"]["id"]);
    // Whoever is found to belong to it later makes it their own company, too.
    let who = json!({ "customer": { "external_id": "u5" }, "organization": { "external_id": "a5" }, "code": "BOB" });
    let sold = shop.buys("LATER", who).await;
    assert_eq!(sold["decision"]["shares"][0]["partner"]["id"], bob["partner"]["id"]);
    let who = json!({ "customer": { "external_id": "u6", "email": "bob@agency.example" },
        "organization": { "external_id": "a5" } });
    shop.post("/v1/track/lead", &who).await.ok(201);
    assert_eq!(shop.shares(&sold).await, json!([]));
    shop.doctor_finds_nothing().await;
}

#[tokio::test]
async fn a_person_is_forgotten_where_they_acted_for_an_organization() {
    let (shop, _) = opened().await;
    let who = json!({ "customer": { "external_id": "grace@acme.example", "name": "Grace Hopper" },
        "organization": { "external_id": "acct-1" }, "code": "ADA20", "metadata": { "buyer": "Grace Hopper" } });
    let sold = shop.buys("ORD-1", who.clone()).await;
    let refund = json!({ "external_id": "RE-1", "sale_external_id": "ORD-1", "metadata": { "by": "Grace Hopper" },
        "amount": { "amount": 100, "currency": "EUR" } });
    shop.post("/v1/track/refund", &refund).await.ok(201);
    let delete = shop.request("DELETE", "/v1/customers/grace@acme.example").body(Body::empty()).unwrap();
    shop.send(delete).await.ok(204);
    let path = format!("/v1/conversions/{}", text(&sold["conversion"]["id"]));
    let shown = shop.get(&path).await.ok(200).clone();
    assert_eq!(shown["conversion"]["customer"]["external_id"], "acct-1");
    assert!(!shown.to_string().to_lowercase().contains("grace"), "{shown}");
    let all = shop.get("/v1/conversions").await.text.to_lowercase();
    assert!(all.contains("re-1") && !all.contains("grace"), "{all}");
    assert_eq!(shop.post("/v1/track/refund", &refund).await.status, 200, "sent again it is known, too");
    // Sent again it is known; other content is told apart as far as anything is known.
    let mut again = who;
    again["external_id"] = json!("ORD-1");
    again["amount"] = json!({ "amount": 10_000, "currency": "EUR" });
    shop.post("/v1/track/sale", &again).await.ok(200);
    again["amount"]["amount"] = json!(9_999);
    assert_eq!(shop.post("/v1/track/sale", &again).await.status, 409);
    shop.doctor_finds_nothing().await;
}

#[tokio::test]
async fn bad_input_about_organizations_changes_nothing() {
    let (shop, _) = opened().await;
    let lead =
        json!({ "customer": { "external_id": "u" }, "organization": { "external_id": "x".repeat(201) } });
    let seen = shop.post("/v1/track/lead", &lead).await;
    assert_eq!(
        (seen.problem().as_str(), &seen.body["field"]),
        ("invalid_field", &json!("organization.external_id"))
    );
    assert_eq!(shop.get("/v1/customers").await.ok(200)["items"], json!([]));
    // Naming yourself names nobody.
    let own = json!({ "customer": { "external_id": "u" }, "organization": { "external_id": "u" }, "code": "ADA20" });
    let recorded = shop.post("/v1/track/lead", &own).await.ok(201).clone();
    assert_eq!(recorded["conversion"]["person"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_read_of_an_organization_is_left_out_with_a_warning() {
    let (shop, _) = opened().await;
    for (number, (field, what)) in [
        ("organization.name", json!({ "organization": { "name": "Acme" } })),
        ("organization.domain", json!({ "organization": { "domain": "acme.example" } })),
        ("organization.name", json!({ "organization": { "external_id": "a", "name": "x".repeat(121) } })),
        ("organization.domain", json!({ "organization": { "external_id": "a", "domain": "no domain" } })),
        ("organization.domain", json!({ "organization": { "external_id": "a", "domain": "co.uk" } })),
    ]
    .into_iter()
    .enumerate()
    {
        let mut lead = json!({ "customer": { "external_id": format!("u{number}") } });
        merge(&mut lead, &what);
        let recorded = shop.post("/v1/track/lead", &lead).await.ok(201);
        let warnings: Vec<_> =
            recorded["warnings"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
        assert_eq!(warnings, [field], "{lead}");
    }
    let organization = shop.get("/v1/customers/a").await.ok(200)["customer"].clone();
    assert_eq!(organization["name"], "x".repeat(120), "as much of a name as is kept");
    assert_eq!(organization["domain"], Value::Null);
}

impl Shop {
    async fn doctor_finds_nothing(&self) {
        let report = doctor::examine(&self.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }
}
