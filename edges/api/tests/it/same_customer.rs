//! One person under two of the merchant's ids: one customer, where the program says so.

use crate::shop::{Made, Shop, merge, text};
use engine::doctor;
use serde_json::{Value, json};

struct Two<'a> {
    shop: &'a Shop,
    made: &'a Made,
}

impl Two<'_> {
    async fn event(&self, path: &str, customer: &str, more: Value) -> Value {
        self.shop.world.clock.advance(60_000_000);
        let mut event = json!({ "program_id": self.made.program, "customer": { "external_id": customer } });
        merge(&mut event, &more);
        self.shop.post(path, &event).await.ok(201)
    }

    async fn lead(&self, customer: &str, more: Value) -> Value {
        self.event("/v1/track/lead", customer, more).await
    }

    async fn sale(&self, customer: &str, number: &str, more: Value) -> Value {
        let mut more = more;
        more["external_id"] = json!(number);
        more["amount"] = json!({ "amount": 10_000, "currency": "EUR" });
        self.event("/v1/track/sale", customer, more).await
    }

    async fn click(&self) -> String {
        self.shop.world.clock.advance(60_000_000);
        self.shop.follow(&self.made.link).await
    }

    async fn set(&self, joins: bool) {
        let request = self.shop.request("PATCH", &format!("/v1/programs/{}", self.made.program));
        let body = json!({ "joins_customers": joins }).to_string();
        let request = request.header("content-type", "application/json").body(body.into()).unwrap();
        assert_eq!(self.shop.send(request).await.ok(200)["joins_customers"], json!(joins));
        self.shop.do_jobs().await;
    }

    /// What sales earn, by the number of the sale.
    async fn earned(&self) -> Vec<(String, i64)> {
        let path = format!("/v1/commissions?program_id={}&limit=100", self.made.program);
        let items = self.shop.get(&path).await.ok(200)["items"].as_array().unwrap().clone();
        let mut earned = Vec::new();
        let pays = |it: &&Value| it["event"] == "sale" && it["amount"]["amount"] != 0;
        for item in items.iter().filter(pays) {
            let path = format!("/v1/conversions/{}", text(&item["conversion_id"]));
            let conversion = self.shop.get(&path).await.ok(200)["conversion"].clone();
            earned.push((text(&conversion["external_id"]), item["amount"]["amount"].as_i64().unwrap()));
        }
        earned.sort();
        earned
    }

    async fn assert_clean(&self) {
        let report = doctor::examine(&self.shop.engine, &mut |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
    }
}

fn named(email: &str) -> Value {
    json!({ "customer": { "email": email } })
}

#[tokio::test]
async fn a_guest_and_their_account_are_one_customer_where_the_program_says_so() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let two = Two { shop: &shop, made: &made };

    // A guest is led by a link; the account that they open later buys.
    let click = two.click().await;
    two.lead("c-1", json!({ "customer": { "email": "kim@gmail.com" }, "click_id": click })).await;
    let sold = two.sale("c-2", "S-1", named("K.im+shop@googlemail.com")).await;
    assert_eq!(two.earned().await, [], "apart until the program says otherwise");

    two.set(true).await;
    assert_eq!(two.earned().await, [("S-1".to_owned(), 2_000)]);
    let path = format!("/v1/conversions/{}/explanation", text(&sold["conversion"]["id"]));
    let explained = shop.get(&path).await.ok(200).to_string();
    assert!(explained.contains("another id with the same verified e-mail address"), "{explained}");
    let second = shop.get(&format!("/v1/customers/{}", text(&sold["customer"]["id"]))).await.ok(200);
    assert_eq!(second["customer"]["same_customers"].as_array().unwrap().len(), 1, "{second}");
    two.assert_clean().await;

    // An address that the merchant does not vouch for joins nobody.
    two.sale("c-3", "S-2", json!({ "customer": { "email": "kim@gmail.com", "email_verified": false } }))
        .await;
    two.sale("c-4", "S-3", named("other@gmail.com")).await;
    assert_eq!(two.earned().await.len(), 1);
    two.sale("c-3", "S-4", named("kim@gmail.com")).await;
    let earned = two.earned().await;
    assert_eq!(earned.len(), 3, "both sales of the third id, once it is vouched for: {earned:?}");

    two.set(false).await;
    assert_eq!(two.earned().await, []);
    two.assert_clean().await;
}

#[tokio::test]
async fn a_known_buyer_is_no_new_customer_and_earns_a_one_time_reward_once() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let two = Two { shop: &shop, made: &made };
    two.set(true).await;
    let policy =
        json!({ "model": "last_touch", "look_back_days": 90, "code_wins": true, "new_customers_only": true });
    shop.post(&format!("/v1/programs/{}/policies", made.program), &policy).await.ok(201);

    // Bought without anybody, then comes as a new guest by a link.
    two.sale("c-1", "S-1", named("kim@web.example")).await;
    let click = two.click().await;
    two.sale("c-2", "S-2", json!({ "customer": { "email": "KIM@web.example" }, "click_id": click })).await;
    assert_eq!(two.earned().await, []);

    // One lead is rewarded once, by whatever id it comes again.
    let click = two.click().await;
    two.lead("d-1", json!({ "customer": { "email": "lou@web.example" }, "click_id": click })).await;
    let click = two.click().await;
    two.lead("d-2", json!({ "customer": { "email": "lou+2@web.example" }, "click_id": click })).await;
    let path = format!("/v1/commissions?program_id={}&limit=100", made.program);
    let items = shop.get(&path).await.ok(200)["items"].as_array().unwrap().clone();
    let leads: i64 = items.iter().map(|it| it["amount"]["amount"].as_i64().unwrap()).sum();
    assert_eq!(leads, 500);
    two.assert_clean().await;
}

#[tokio::test]
async fn who_is_the_partner_under_one_id_is_the_partner_under_the_other() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let two = Two { shop: &shop, made: &made };
    two.set(true).await;
    let click = two.click().await;
    two.sale("c-1", "S-1", json!({ "customer": { "email": "other@web.example" }, "click_id": click })).await;
    assert_eq!(two.earned().await.len(), 1);
    two.sale("c-2", "S-2", named("other@web.example")).await;
    assert_eq!(two.earned().await.len(), 2);
    two.lead("c-2", named("ada@example.com")).await;
    assert_eq!(two.earned().await, []);
    two.assert_clean().await;
}

#[tokio::test]
async fn a_company_that_writes_from_its_owners_address_is_not_its_owner() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let two = Two { shop: &shop, made: &made };
    two.set(true).await;
    let address = "owner@flip-works.com";
    two.sale("acct-7", "S-1", named(address)).await;
    let more = json!({ "customer": { "email": address }, "organization": { "external_id": "acct-7", "name": "Flip", "domain": "flip-works.com" } });
    two.lead("u-1", more).await;

    let company = shop.get("/v1/customers/acct-7").await.ok(200)["customer"].clone();
    assert_eq!((&company["domain"], &company["name"]), (&json!("flip-works.com"), &json!("Flip")));
    assert_eq!(company["same_customers"], json!([]));
    two.assert_clean().await;
}

#[tokio::test]
async fn what_a_statement_shows_stays_provable_when_the_program_joins_no_more() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let two = Two { shop: &shop, made: &made };
    two.set(true).await;
    let click = two.click().await;
    two.lead("c-1", json!({ "customer": { "email": "kim@gmail.com" }, "click_id": click })).await;
    two.sale("c-2", "S-1", json!({ "customer": { "email": "kim@gmail.com" }, "click_id": click })).await;
    two.sale("c-3", "S-2", named("kim@gmail.com")).await;
    shop.world.clock.advance_days(40);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    shop.post(&format!("/v1/programs/{}/statements/close", made.program), &json!({})).await.ok(200);
    two.assert_clean().await;
    two.set(false).await;
    two.assert_clean().await;
    two.set(true).await;
    two.assert_clean().await;
}
