//! Partners bring partners, and earn by what becomes of these: one level, following every refund.

use crate::shop::{Made, Shop, text};
use serde_json::{Value, json};

fn terms(rewards: Value) -> Value {
    json!({ "rewards": rewards, "hold_days": 0 })
}

fn rewards() -> Value {
    json!([
        { "event": "sale", "kind": "percent", "rate_millionths": 200_000, "recurrence": { "kind": "recurring" } },
        { "event": "partner", "kind": "percent", "rate_millionths": 100_000,
          "recurrence": { "kind": "recurring", "months": 12 } },
        { "event": "partner", "kind": "flat", "amount": 500, "recurrence": { "kind": "one_time" } },
    ])
}

impl Shop {
    /// A program where whoever applies takes part at once, with Ada in it.
    async fn recruiting(&self, rewards: Value) -> Made {
        let made = self.open().await;
        let program = format!("/v1/programs/{}", made.program);
        self.post(&format!("{program}/terms"), &terms(rewards)).await.ok(201);
        self.patch(&program, json!({ "applications": "automatic" })).await.ok(200);
        made
    }

    /// Somebody applies by a partner's link; answers their enrollment, with a code of their name.
    async fn brought(&self, made: &Made, name: &str, by: &str) -> String {
        self.world.clock.advance(1_000_000);
        let email = format!("{name}@{name}.example");
        let form = json!({ "display_name": name, "email": email, "recruited_by": by });
        let path = format!("/v1/programs/{}/applications", made.program);
        self.post(&path, &form).await.ok(202);
        let own = self.get(&format!("/v1/enrollments?recruited_by={by}&sort=-created_at")).await.ok(200);
        let own = &own["items"][0];
        assert_eq!(own["recruited_by"], by);
        let code = json!({ "program_id": made.program, "partner_id": own["partner"]["id"], "code": name });
        self.post("/v1/codes", &code).await.ok(201);
        text(&own["id"])
    }

    async fn sells(&self, order: &str, code: &str, amount: i64) {
        self.world.clock.advance(1_000_000);
        let sale = json!({ "external_id": order, "customer": { "external_id": order }, "code": code,
            "amount": { "amount": amount, "currency": "EUR" } });
        self.post("/v1/track/sale", &sale).await.ok(201);
        self.do_jobs().await;
    }

    async fn refunded(&self, order: &str, amount: i64) {
        self.world.clock.advance(1_000_000);
        let refund = json!({ "sale_external_id": order, "external_id": self.world.now().to_string(),
            "amount": { "amount": amount, "currency": "EUR" } });
        self.post("/v1/track/refund", &refund).await.ok(201);
        self.do_jobs().await;
    }

    /// What an enrollment earned for partners, by what each is for, oldest first.
    async fn for_partners(&self, enrollment: &str) -> Vec<(i64, String)> {
        let path = format!("/v1/commissions?event=partner&enrollment_id={enrollment}&sort=occurred_at");
        let found = self.get(&path).await.ok(200)["items"].clone();
        let of = |it: &Value| {
            (
                it["amount"]["amount"].as_i64().unwrap(),
                it["explanation"][1].as_str().unwrap_or_default().to_owned(),
            )
        };
        found.as_array().unwrap().iter().map(of).collect()
    }
}

#[tokio::test]
async fn who_brings_a_partner_earns_with_them_and_loses_with_them() {
    let shop = Shop::set().await;
    let made = shop.recruiting(rewards()).await;
    let grace = shop.brought(&made, "GRACE", &made.enrollment).await;
    let hedy = shop.brought(&made, "HEDY", &grace).await;
    shop.do_jobs().await;
    assert_eq!(shop.for_partners(&made.enrollment).await, [], "nothing for joining");
    shop.sells("A", "GRACE", 10_000).await;
    let amounts = async |enrollment: &str| {
        shop.for_partners(enrollment).await.into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    let earned = shop.for_partners(&made.enrollment).await;
    assert!(earned.contains(&(500, "A flat 5.00 EUR.".to_owned())), "{earned:?}");
    assert!(earned.contains(&(200, "10 % of 20.00 EUR = 2.00 EUR.".to_owned())), "{earned:?}");
    shop.refunded("A", 5_000).await;
    assert_eq!(amounts(&made.enrollment).await, [500, 100], "half of the day is left");
    shop.refunded("A", 5_000).await;
    assert_eq!(amounts(&made.enrollment).await, [0, 0], "the first sale is nobody's any more");
    shop.sells("B", "GRACE", 20_000).await;
    assert_eq!(amounts(&made.enrollment).await, [500, 400]);
    // One level: what Grace earns for Hedy earns Ada nothing.
    shop.world.clock.advance_days(1);
    shop.sells("C", "HEDY", 10_000).await;
    shop.do_jobs().await;
    assert_eq!((amounts(&grace).await, amounts(&made.enrollment).await), (vec![500, 200], vec![500, 400]));
    assert!(amounts(&hedy).await.is_empty());
    let mut portal = shop.portal(&made).await;
    let recruits = portal.get("/v1/partner/recruits").await.ok(200)["items"].clone();
    assert_eq!(recruits.as_array().unwrap().len(), 1);
    assert_eq!(recruits[0]["partner"]["name"], "GRACE");
    assert_eq!(recruits[0]["earned"], json!({ "amount": 900, "currency": "EUR" }));
    let close = format!("/v1/programs/{}/statements/close", made.program);
    let payable = async || {
        shop.world.clock.advance(1_000_000);
        shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({}))
            .await
            .ok(200);
        shop.post(&close, &json!({})).await.ok(200);
        let found =
            shop.get(&format!("/v1/statements?enrollment_id={}&sort=-until", made.enrollment)).await.ok(200);
        found["items"][0]["balance"]["amount"].clone()
    };
    assert_eq!(payable().await, 900);
    shop.world.clock.advance_days(1);
    shop.refunded("B", 10_000).await;
    assert_eq!(amounts(&made.enrollment).await, [500, 200]);
    assert_eq!(payable().await, -200, "put right in the next statement");
    shop.is_sound().await;
}

#[tokio::test]
async fn caps_hold_and_months_end_for_what_partners_bring() {
    let shop = Shop::set().await;
    let made = shop.recruiting(rewards()).await;
    let mut capped = terms(rewards());
    capped["caps"] = json!([{ "per": "partner", "window": "month", "amount": 650 }]);
    shop.post(&format!("/v1/programs/{}/terms", made.program), &capped).await.ok(201);
    shop.brought(&made, "GRACE", &made.enrollment).await;
    shop.sells("A", "GRACE", 3_000).await;
    let sum = async || shop.for_partners(&made.enrollment).await.iter().map(|it| it.0).sum::<i64>();
    assert_eq!(sum().await, 560);
    shop.sells("B", "GRACE", 1_000_000).await;
    assert_eq!(sum().await, 565, "what Grace earns is capped, too: 6.50 EUR in the month");
    shop.world.clock.advance_days(31);
    shop.sells("C", "GRACE", 1_000_000).await;
    assert_eq!(sum().await, 565 + 65);
    shop.world.clock.advance_days(360);
    shop.sells("D", "GRACE", 1_000).await;
    assert_eq!(sum().await, 565 + 65, "the twelve months are over");
    shop.is_sound().await;
}

#[tokio::test]
async fn joining_may_be_paid_for_and_the_linter_warns_of_it() {
    let shop = Shop::set().await;
    let joined = json!([{ "event": "partner", "kind": "flat", "amount": 300, "trigger": "joined",
        "recurrence": { "kind": "one_time" } }]);
    let made = shop.recruiting(joined.clone()).await;
    let lint = format!("/v1/programs/{}/lint", made.program);
    let mut draft = terms(joined);
    draft["group_id"] = shop.get("/v1/groups").await.ok(200)["items"][0]["id"].clone();
    let linted = shop.post(&lint, &json!({ "terms": [draft] })).await.ok(200);
    assert_eq!(linted["items"][0]["sentence"]["code"], "lint.pays_for_joining", "{linted}");
    shop.brought(&made, "GRACE", &made.enrollment).await;
    shop.do_jobs().await;
    assert_eq!(shop.for_partners(&made.enrollment).await, [(300, "A flat 3.00 EUR.".to_owned())]);
    shop.is_sound().await;
    assert_eq!(shop.for_partners(&made.enrollment).await.len(), 1, "once");
}

#[tokio::test]
async fn nobody_brings_themselves_nor_whoever_brought_them() {
    let shop = Shop::set().await;
    let made = shop.recruiting(rewards()).await;
    let grace = shop.brought(&made, "GRACE", &made.enrollment).await;
    let hedy = shop.brought(&made, "HEDY", &grace).await;
    let at = |enrollment: &str| format!("/v1/enrollments/{enrollment}");
    for (enrollment, by, code) in [
        (&made.enrollment, json!(made.enrollment), "invalid_field"),
        (&made.enrollment, json!(hedy), "invalid_field"),
        (&made.enrollment, json!("enr_01kk8y7d00e6br2v9m5gq4t1hs"), "invalid_field"),
        (&made.enrollment, json!("Ada"), "invalid_field"),
        (&made.enrollment, json!(7), "malformed_body"),
    ] {
        let refused = shop.patch(&at(enrollment), json!({ "recruited_by": by })).await;
        assert_eq!(
            (refused.problem().as_str(), &refused.body["field"]),
            (code, &json!("recruited_by")),
            "{by}"
        );
    }
    let freed = shop.patch(&at(&hedy), json!({ "recruited_by": null })).await.ok(200);
    assert_eq!(freed["recruited_by"], Value::Null);
    let kept = shop.patch(&at(&grace), json!({})).await.ok(200);
    assert_eq!(kept["recruited_by"], made.enrollment.as_str());
    let enrolled = json!({ "program_id": made.program, "display_name": "Joan", "recruited_by": hedy });
    let joan = shop.post("/v1/partners", &enrolled).await.ok(201);
    assert_eq!(joan["enrollment"]["recruited_by"], hedy.as_str());
    let stranger = json!({ "program_id": made.program, "display_name": "X", "recruited_by": "enr_01kk8y7d00e6br2v9m5gq4t1hs" });
    assert_eq!(shop.post("/v1/partners", &stranger).await.body["field"], "recruited_by");
    // Who applies by a link that leads to nobody applies all the same.
    let path = format!("/v1/programs/{}/applications", made.program);
    let form = json!({ "display_name": "Kay", "email": "kay@kay.example", "recruited_by": "enr_01kk8y7d00e6br2v9m5gq4t1hs" });
    shop.post(&path, &form).await.ok(202);
    let kay = shop.get("/v1/enrollments?sort=-created_at").await.ok(200)["items"][0].clone();
    assert_eq!((&kay["status"], &kay["recruited_by"]), (&json!("approved"), &Value::Null));
    let form = json!({ "display_name": "Lin", "email": "lin@lin.example", "recruited_by": "x" });
    assert_eq!(shop.post(&path, &form).await.body["field"], "recruited_by");
}

#[tokio::test]
async fn another_recruiter_earns_by_what_comes_later_and_the_former_loses_what_is_refunded() {
    let shop = Shop::set().await;
    let mut all = rewards();
    let joined = json!({ "event": "partner", "kind": "flat", "amount": 300, "trigger": "joined",
        "recurrence": { "kind": "one_time" } });
    all.as_array_mut().unwrap().push(joined);
    let made = shop.recruiting(all).await;
    let hedy = shop.brought(&made, "HEDY", &made.enrollment).await;
    let grace = shop.brought(&made, "GRACE", &made.enrollment).await;
    shop.sells("A", "GRACE", 10_000).await;
    let sum = async |enrollment: &str| {
        shop.do_jobs().await;
        shop.for_partners(enrollment).await.iter().map(|it| it.0).sum::<i64>()
    };
    let (ada_before, hedy_before) = (sum(&made.enrollment).await, sum(&hedy).await);
    assert_eq!((ada_before, hedy_before), (300 + 300 + 500 + 200, 0));

    // The same day: what Grace earns from now on is Hedy's; what she earned before stays with Ada.
    let recruited = async |by: Value| {
        shop.world.clock.advance(1_000_000);
        shop.patch(&format!("/v1/enrollments/{grace}"), json!({ "recruited_by": by })).await.ok(200);
        shop.do_jobs().await;
        shop.world.clock.advance(1_000_000);
    };
    recruited(json!(hedy)).await;
    shop.sells("B", "GRACE", 20_000).await;
    assert_eq!(sum(&hedy).await, 400, "neither joining nor the first sale is paid again");
    assert_eq!(sum(&made.enrollment).await, ada_before);
    shop.refunded("A", 5_000).await;
    assert_eq!((sum(&made.enrollment).await, sum(&hedy).await), (ada_before - 100, 400));

    // Nobody, and Ada again: nothing is lost, and nothing given twice.
    recruited(Value::Null).await;
    shop.sells("C", "GRACE", 10_000).await;
    recruited(json!(made.enrollment)).await;
    shop.sells("D", "GRACE", 5_000).await;
    assert_eq!((sum(&made.enrollment).await, sum(&hedy).await), (ada_before - 100 + 100, 400));
    // The first sale goes back whole: the next one was made while Hedy had brought her.
    shop.refunded("A", 5_000).await;
    assert_eq!((sum(&made.enrollment).await, sum(&hedy).await), (300 + 300 + 100, 400 + 500));
    shop.is_sound().await;
}

#[tokio::test]
async fn a_budget_that_is_lowered_takes_nothing_that_was_earned_for_partners() {
    let shop = Shop::set().await;
    let made = shop.recruiting(rewards()).await;
    shop.brought(&made, "GRACE", &made.enrollment).await;
    shop.sells("A", "GRACE", 10_000).await;
    let budget = json!({ "window": "month", "amount": 100, "warn_at_millionths": 800_000, "stops": true });
    shop.patch(&format!("/v1/programs/{}", made.program), json!({ "budget": budget })).await.ok(200);
    shop.sells("B", "GRACE", 10_000).await;
    let earned = async || shop.for_partners(&made.enrollment).await.iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(earned().await, [500, 200], "nothing more, and nothing less");
    shop.refunded("A", 5_000).await;
    assert_eq!(earned().await, [500, 100]);
    shop.is_sound().await;
}

#[tokio::test]
async fn what_a_partner_earns_for_another_rises_no_further_than_is_approved_without_a_person() {
    let shop = Shop::set().await;
    let made = shop.recruiting(rewards()).await;
    let mut limited = terms(rewards());
    limited["auto_approve_max"] = json!(1_000);
    shop.post(&format!("/v1/programs/{}/terms", made.program), &limited).await.ok(201);
    shop.brought(&made, "GRACE", &made.enrollment).await;
    let began = shop.world.now().to_string();
    shop.sells("A", "GRACE", 30_000).await;
    let stated = async || {
        shop.world.clock.advance_days(1);
        let program = format!("/v1/programs/{}", made.program);
        shop.post(&format!("{program}/commissions/approve-due"), &json!({})).await.ok(200);
        shop.post(&format!("{program}/statements/close"), &json!({})).await.ok(200);
        let own =
            format!("/v1/commissions?event=partner&enrollment_id={}&sort=-occurred_at", made.enrollment);
        let own = shop.get(&own).await.ok(200)["items"][0].clone();
        let statements = format!("/v1/statements?enrollment_id={}", made.enrollment);
        let statements = shop.get(&statements).await.ok(200)["items"].clone();
        let totals = statements.as_array().unwrap().iter().map(|it| it["total"]["amount"].as_i64().unwrap());
        (own, totals.sum::<i64>())
    };
    let (first, sum) = stated().await;
    assert_eq!((&first["state"], sum), (&json!("in_statement"), 500 + 600));
    // A sale of that day comes to be known late.
    let late = json!({ "external_id": "B", "customer": { "external_id": "B" }, "code": "GRACE", "occurred_at": began,
        "amount": { "amount": 40_000, "currency": "EUR" } });
    shop.post("/v1/track/sale", &late).await.ok(201);
    shop.do_jobs().await;
    let (risen, sum) = stated().await;
    assert_eq!((&risen["awaits_approval"], &risen["earned"]["amount"]), (&json!(true), &json!(1_400)));
    assert_eq!(sum, 500 + 600, "the rise waits for a person");
    let waiting =
        shop.get("/v1/commissions?event=partner&awaits_approval=yes").await.ok(200)["items"].clone();
    let approve = json!({ "verdict": "approve", "commission_ids": [waiting[0]["id"]] });
    shop.post("/v1/commissions/transitions", &approve).await.ok(200);
    let (approved, sum) = stated().await;
    assert_eq!((&approved["awaits_approval"], sum), (&json!(false), 500 + 1_400));
    shop.is_sound().await;
}

#[tokio::test]
async fn where_no_terms_reward_partners_nothing_is_put_to_work_for_them() {
    let shop = Shop::set().await;
    let plain = json!([rewards()[0]]);
    let made = shop.recruiting(plain).await;
    shop.brought(&made, "GRACE", &made.enrollment).await;
    let jobs = async || {
        let due = shop.engine.book().due_jobs(shop.world.now(), 100).await.unwrap();
        let for_partners =
            |it: &&engine::ports::Job| matches!(it.kind, engine::ports::JobKind::RewardRecruiter(_));
        due.iter().filter(for_partners).count()
    };
    let sale = json!({ "external_id": "A", "customer": { "external_id": "A" }, "code": "GRACE",
        "amount": { "amount": 10_000, "currency": "EUR" } });
    shop.post("/v1/track/sale", &sale).await.ok(201);
    assert_eq!(jobs().await, 0);
    shop.post(&format!("/v1/programs/{}/terms", made.program), &terms(rewards())).await.ok(201);
    let sale = json!({ "external_id": "B", "customer": { "external_id": "B" }, "code": "GRACE",
        "amount": { "amount": 10_000, "currency": "EUR" } });
    shop.post("/v1/track/sale", &sale).await.ok(201);
    assert_eq!(jobs().await, 1);
}

#[tokio::test]
async fn a_first_sale_counts_though_it_earns_the_partner_nothing() {
    let shop = Shop::set().await;
    let made = shop.recruiting(json!([rewards()[2]])).await;
    shop.brought(&made, "GRACE", &made.enrollment).await;
    shop.sells("A", "GRACE", 10_000).await;
    assert_eq!(shop.for_partners(&made.enrollment).await, [(500, "A flat 5.00 EUR.".to_owned())]);
    shop.is_sound().await;
}
