//! Nobody earns by referring themselves, whatever they call themselves before or after, and strangers who share a domain
//! are no colleagues.

use crate::{
    people::{Browser, PASSWORD},
    shop::{Made, Shop, merge, text},
};
use engine::known_as;
use program::Seat;
use serde_json::{Value, json};
use words::{Mode, PartnerId};

impl Shop {
    /// A program whose only partner has the address; held for no time.
    async fn with_partner(&self, email: &str) -> Made {
        let made = self.open().await;
        self.patch(&format!("/v1/partners/{}", made.partner), json!({ "email": email })).await.ok(200);
        self.do_jobs().await;
        made
    }

    /// A sale of 100.00 with a click of the partner's link and whatever else is said.
    async fn buys_by(&self, made: &Made, number: &str, more: Value) -> Value {
        self.world.clock.advance(1_000_000);
        let mut sale = json!({
            "program_id": made.program, "external_id": number, "customer": { "external_id": format!("c-{number}") },
            "click_id": self.follow(&made.link).await, "amount": { "amount": 10_000, "currency": "EUR" },
        });
        merge(&mut sale, &more);
        self.post("/v1/track/sale", &sale).await.ok(201)
    }

    /// What all sales earn now, in minor units.
    async fn earned_by_sales(&self, made: &Made) -> i64 {
        let path = format!("/v1/commissions?program_id={}&limit=100", made.program);
        let items = self.get(&path).await.ok(200)["items"].as_array().unwrap().clone();
        let sales = items.iter().filter(|it| it["event"] == "sale");
        sales.map(|it| it["amount"]["amount"].as_i64().unwrap()).sum()
    }
}

#[tokio::test]
async fn a_later_address_pays_nothing_for_the_past() {
    let shop = Shop::set().await;
    let made = shop.with_partner("ann@flip-works.com").await;
    let own = |email: &str| json!({ "customer": { "email": email } });
    let company = |domain: &str| json!({ "organization": { "external_id": "org", "domain": domain } });

    // By a lead, by another sale, from the company to a private address, and an organization's domain.
    shop.buys_by(&made, "1", own("ann@flip-works.com")).await;
    let lead = json!({ "program_id": made.program, "customer": { "external_id": "c-1", "email": "other@web.example" }, "event_name": "profile" });
    shop.post("/v1/track/lead", &lead).await.ok(201);
    for (number, email) in [("2", "ann@flip-works.com"), ("2b", "new@web.example")] {
        let mut more = own(email);
        more["customer"]["external_id"] = json!("c-2");
        shop.buys_by(&made, number, more).await;
    }
    for (number, email) in [("3", "buyer@flip-works.com"), ("3b", "buyer@gmail.com")] {
        let mut more = own(email);
        more["customer"]["external_id"] = json!("c-3");
        shop.buys_by(&made, number, more).await;
    }
    shop.buys_by(&made, "4", company("flip-works.com")).await;
    let sold = shop.buys_by(&made, "4b", company("other-company.com")).await;

    assert_eq!(shop.earned_by_sales(&made).await, 0);
    let path = format!("/v1/conversions/{}/explanation", text(&sold["conversion"]["id"]));
    let explained = shop.get(&path).await.ok(200).to_string();
    assert!(explained.contains("is or was known under an address of the partner"), "{explained}");

    // Whatever the order: the other address first.
    for (number, email) in [("5", "new@web.example"), ("5b", "a.nn@flip-works.com")] {
        let mut more = own(email);
        more["customer"]["external_id"] = json!("c-5");
        shop.buys_by(&made, number, more).await;
    }
    assert_eq!(shop.earned_by_sales(&made).await, 0);
    shop.buys_by(&made, "6", own("stranger@web.example")).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000, "and a stranger is a stranger");
}

#[tokio::test]
async fn the_partner_is_known_by_log_ins_and_payout_addresses_too_before_and_after() {
    let shop = Shop::set().await;
    let made = shop.with_partner("ann@gmail.com").await;
    let partner: PartnerId = made.partner.parse().unwrap();
    let seat = Seat::Partner { partner, mode: Mode::Live };
    let own = |email: &str| json!({ "customer": { "email": email } });

    // Sold before anybody could know.
    shop.buys_by(&made, "1", own("pat@gmail.com")).await;
    shop.buys_by(&made, "2", own("pay+me@gmail.com")).await;
    assert_eq!(shop.earned_by_sales(&made).await, 4_000);

    shop.user(shop.scope, "pat@gmail.com", seat).await;
    shop.do_jobs().await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000);
    let mut ann = Browser::new(&shop);
    ann.log_in("pat@gmail.com", PASSWORD).await.ok(201);
    let paypal =
        json!({ "currency": "EUR", "details": { "kind": "paypal", "email": "Pay.Me@googlemail.com" } });
    ann.send("PUT", "/v1/partner/payout-method", Some(paypal)).await.ok(200);
    shop.buys_by(&made, "3", own("payme@gmail.com")).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000, "the mailbox is another than pay+me's");
    shop.buys_by(&made, "4", own("p.a.t@gmail.com")).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000);

    // Leaving the address behind does not make the partner a stranger.
    shop.patch(&format!("/v1/partners/{}", made.partner), json!({ "email": "ann@elsewhere.example" }))
        .await
        .ok(200);
    shop.do_jobs().await;
    shop.buys_by(&made, "5", own("ann@gmail.com")).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000);
}

#[tokio::test]
async fn strangers_at_one_relay_are_credited_and_the_company_rule_is_the_merchants() {
    let shop = Shop::set().await;
    let made = shop.with_partner("x1@privaterelay.appleid.com").await;
    shop.buys_by(&made, "1", json!({ "customer": { "email": "y2@privaterelay.appleid.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000);

    let partner = format!("/v1/partners/{}", made.partner);
    shop.patch(&partner, json!({ "email": "ann@hub-berlin.com" })).await.ok(200);
    shop.buys_by(&made, "2", json!({ "customer": { "email": "bob@hub-berlin.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000, "one company");

    let policies = format!("/v1/programs/{}/policies", made.program);
    let policy = |more: Value| {
        let mut policy = json!({ "model": "last_touch", "look_back_days": 90, "code_wins": true });
        merge(&mut policy, &more);
        policy
    };
    let ignoring = policy(json!({ "ignored_domains": [" https://www.Hub-Berlin.com/team "] }));
    let published = shop.post(&policies, &ignoring).await.ok(201);
    assert_eq!(published["ignored_domains"], json!(["hub-berlin.com"]));
    shop.buys_by(&made, "3", json!({ "customer": { "email": "cai@hub-berlin.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 4_000);
    shop.post(&policies, &policy(json!({ "refuses_own_company": false }))).await.ok(201);
    shop.buys_by(&made, "4", json!({ "customer": { "email": "dora@hub-berlin.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 6_000);
    shop.buys_by(&made, "5", json!({ "customer": { "email": "ann+own@hub-berlin.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 6_000, "the partner's own mailbox is theirs all the same");

    let seen = shop.post(&policies, &policy(json!({ "ignored_domains": ["no domain"] }))).await;
    assert_eq!((seen.problem().as_str(), &seen.body["field"]), ("invalid_field", &json!("ignored_domains")));
}

#[tokio::test]
async fn an_honest_referral_that_was_paid_is_asked_about_when_the_customer_becomes_the_partner() {
    let shop = Shop::set().await;
    let made = shop.with_partner("ann@gmail.com").await;
    let sold = shop.buys_by(&made, "1", json!({ "customer": { "email": "honest@web.example" } })).await;
    shop.world.clock.advance_days(40);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    shop.post(&format!("/v1/programs/{}/statements/close", made.program), &json!({})).await.ok(200);

    let lead = json!({ "program_id": made.program, "customer": { "external_id": "c-1", "email": "ann@gmail.com" }, "event_name": "profile" });
    shop.post("/v1/track/lead", &lead).await.ok(201);
    let open = shop.get("/v1/reviews?status=open").await.ok(200)["items"].clone();
    assert_eq!(open[0]["conversion_id"], sold["conversion"]["id"]);
    assert_eq!(open.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_address_is_understood_as_people_paste_it() {
    let shop = Shop::set().await;
    let made = shop.with_partner("ann@gmail.com").await;
    for (number, email) in [
        ("1", "Ann Berg <ann+1@gmail.com>"),
        ("2", "mailto:a.nn@gmail.com"),
        ("3", "ann@gmail.com (private)"),
        ("4", "ann @gmail.com"),
        ("5", "ann@gmail.com;"),
        ("6", "\"ann\"@googlemail.com"),
    ] {
        let sold = shop.buys_by(&made, number, json!({ "customer": { "email": email } })).await;
        assert_eq!(sold["warnings"], json!([]), "{email}");
        assert_eq!(shop.earned_by_sales(&made).await, 0, "{email}");
    }
}

#[tokio::test]
async fn a_partner_of_an_older_book_is_known_once_the_server_starts() {
    let shop = Shop::set().await;
    let made = shop.with_partner("ann@flip-works.com").await;
    let id: PartnerId = made.partner.parse().unwrap();
    let mut partner = shop.engine.book().partner(shop.scope, id).await.unwrap().unwrap();
    partner.personal.known_as = words::KnownAs::default();
    let rows = vec![engine::ports::Row::Partner(partner)];
    shop.engine.book().commit("older", engine::ports::Changes { rows, ..Default::default() }).await.unwrap();
    shop.buys_by(&made, "1", json!({ "customer": { "email": "bob@flip-works.com" } })).await;
    assert_eq!(shop.earned_by_sales(&made).await, 2_000);

    known_as::complete_partners(&shop.engine).await.unwrap();
    shop.do_jobs().await;
    assert_eq!(shop.earned_by_sales(&made).await, 0);
}
