//! Bad input to what decides credit: policies, simulations, corrections, review items and deals.

use crate::{
    bad_input::{euro, with},
    shop::{Shop, sale, text},
};
use serde_json::{Value, json};

const NOBODY: &str = "prt_01kk8y7d00e6br2v9m5gq4t1hs";

#[tokio::test]
async fn what_is_wrong_is_named_and_changes_nothing() {
    let shop = Shop::set().await;
    let made = shop.open().await;
    let sold = shop.post("/v1/track/sale", &sale("A", "c", 10_000)).await.ok(201);
    let conversion = text(&sold["conversion"]["id"]);
    let group = text(&shop.get("/v1/groups").await.ok(200)["items"][0]["id"]);
    shop.world.clock.advance_days(2);
    let (now, program, partner) = (shop.world.now(), &made.program, &made.partner);
    let deal = json!({ "program_id": program, "partner_id": partner, "company": "Acme" });
    let known = text(&shop.post("/v1/deals", &deal).await.ok(201)["id"]);
    let counts = shop.book.counts();

    let policies = format!("/v1/programs/{program}/policies");
    let policy = json!({ "model": "linear", "look_back_days": 30, "code_wins": true });
    let simulations = format!("/v1/programs/{program}/simulations");
    let since = now.plus_days(-1).to_string();
    let asked = json!({ "policy": policy, "since": since });
    let flat = json!({ "event": "sale", "kind": "flat", "amount": 5, "recurrence": { "kind": "one_time" } });
    let terms = json!({ "group_id": group, "rewards": [flat], "hold_days": 0 });
    let corrections = format!("/v1/conversions/{conversion}/corrections");
    let share = |millionths: Value| json!({ "partner_id": partner, "millionths": millionths });
    let correction = |shares: Value| json!({ "shares": shares, "reason": "because" });
    let whole = share(json!(1_000_000));
    let steps = format!("/v1/deals/{known}/transitions");
    let approve = json!({ "action": "approve", "customer_external_id": "acme" });
    let other = Value::from("Acme Two");
    let fresh = with(deal.clone(), "company", other);
    let far = now.plus_days(-1_101).to_string();
    let long = |count: usize| json!("x".repeat(count));

    let cases: Vec<(&str, Value, &str, &str)> = vec![
        (&policies, with(policy.clone(), "half_life_days", json!(0)), "invalid_field", "half_life_days"),
        (&policies, with(policy.clone(), "half_life_days", json!(-1)), "malformed_body", "half_life_days"),
        (
            &policies,
            with(policy.clone(), "stand_down_seconds", json!(604_801)),
            "invalid_field",
            "stand_down_seconds",
        ),
        (
            &policies,
            with(policy.clone(), "click_to_conversion_seconds", json!(86_401)),
            "invalid_field",
            "click_to_conversion_seconds",
        ),
        (&policies, with(policy.clone(), "keeps_bond", json!("yes")), "malformed_body", "keeps_bond"),
        (&policies, with(policy.clone(), "keep_bond", json!(true)), "malformed_body", "keep_bond"),
        (&simulations, json!({ "since": since }), "invalid_field", "policy"),
        (&simulations, json!({ "policy": policy }), "malformed_body", "since"),
        (&simulations, with(asked.clone(), "since", json!("yesterday")), "invalid_field", "since"),
        (&simulations, with(asked.clone(), "since", json!(far)), "invalid_field", "since"),
        (
            &simulations,
            with(asked.clone(), "since", json!(now.plus_days(1).to_string())),
            "invalid_field",
            "since",
        ),
        (
            &simulations,
            with(asked.clone(), "until", json!(now.plus_days(1).to_string())),
            "invalid_field",
            "until",
        ),
        (&simulations, with(asked.clone(), "until", json!(since)), "invalid_field", "until"),
        (&simulations, with(asked.clone(), "terms", json!([terms, terms])), "invalid_field", "terms"),
        (
            &simulations,
            with(
                asked.clone(),
                "terms",
                json!([with(terms.clone(), "group_id", json!("grp_01kk8y7d00e6br2v9m5gq4t1hs"))]),
            ),
            "invalid_field",
            "terms",
        ),
        (
            &simulations,
            with(asked.clone(), "terms", json!([with(terms, "rewards", json!([]))])),
            "invalid_field",
            "rewards",
        ),
        (
            &simulations,
            with(asked, "policy", json!({ "model": "linear" })),
            "malformed_body",
            "policy.look_back_days",
        ),
        (&corrections, correction(json!([share(json!(999_999))])), "invalid_field", "shares"),
        (&corrections, correction(json!([share(json!(0)), whole])), "invalid_field", "shares"),
        (&corrections, correction(json!([share(json!(-1))])), "malformed_body", "shares[0].millionths"),
        (&corrections, correction(json!([whole, whole])), "invalid_field", "shares"),
        (
            &corrections,
            correction(json!([{ "partner_id": NOBODY, "millionths": 1_000_000 }])),
            "invalid_field",
            "shares",
        ),
        (
            &corrections,
            correction(json!([{ "partner_id": "ada", "millionths": 1_000_000 }])),
            "invalid_field",
            "shares",
        ),
        (&corrections, json!({ "shares": [] }), "malformed_body", "reason"),
        (&corrections, json!({ "shares": [], "reason": "" }), "invalid_field", "reason"),
        (&corrections, json!({ "shares": [], "reason": long(501) }), "invalid_field", "reason"),
        (&corrections, json!({ "shares": [], "reason": "\u{202e}eve" }), "invalid_field", "reason"),
        ("/v1/deals", with(deal.clone(), "company", json!("")), "invalid_field", "company"),
        ("/v1/deals", with(deal.clone(), "company", long(201)), "invalid_field", "company"),
        ("/v1/deals", with(deal.clone(), "company", json!("ACME")), "invalid_field", "company"),
        ("/v1/deals", with(fresh.clone(), "domain", json!("no domain")), "invalid_field", "domain"),
        (
            "/v1/deals",
            with(fresh.clone(), "contact_email", json!("nobody")),
            "invalid_field",
            "contact_email",
        ),
        ("/v1/deals", with(fresh.clone(), "contact_name", json!("a\u{0}b")), "invalid_field", "contact_name"),
        ("/v1/deals", with(fresh.clone(), "expected", euro(json!(0))), "invalid_field", "expected.amount"),
        (
            "/v1/deals",
            with(fresh.clone(), "expected", json!({ "amount": 5, "currency": "USD" })),
            "invalid_field",
            "expected.currency",
        ),
        ("/v1/deals", with(fresh.clone(), "products", json!(vec!["x"; 21])), "invalid_field", "products"),
        ("/v1/deals", with(fresh.clone(), "note", json!("a\u{0}b")), "invalid_field", "note"),
        ("/v1/deals", with(fresh, "partner_id", json!(NOBODY)), "not_found", ""),
        (&steps, json!({ "action": "dance" }), "malformed_body", "action"),
        (
            &steps,
            with(approve.clone(), "customer_external_id", json!("")),
            "invalid_field",
            "customer_external_id",
        ),
        (&steps, with(approve.clone(), "protection_days", json!(0)), "invalid_field", "protection_days"),
        (&steps, with(approve.clone(), "protection_days", json!(366)), "invalid_field", "protection_days"),
        (
            &steps,
            with(approve.clone(), "influencing", json!({ "partner_id": partner, "millionths": 1 })),
            "invalid_field",
            "influencing.partner_id",
        ),
        (
            &steps,
            with(approve, "influencing", json!({ "partner_id": NOBODY, "millionths": 1 })),
            "invalid_field",
            "influencing.partner_id",
        ),
        (&steps, json!({ "action": "reject", "reason": "" }), "invalid_field", "reason"),
        (&steps, json!({ "action": "extend", "days": 5 }), "invalid_field", "status"),
        (&steps, json!({ "action": "win", "amount": euro(json!(5)) }), "invalid_field", "status"),
        (
            "/v1/deals/dea_01kk8y7d00e6br2v9m5gq4t1hs/transitions",
            json!({ "action": "start_review" }),
            "not_found",
            "",
        ),
        (
            "/v1/reviews/rev_01kk8y7d00e6br2v9m5gq4t1hs/dismiss",
            json!({ "reason": "" }),
            "invalid_field",
            "reason",
        ),
        ("/v1/reviews/rev_01kk8y7d00e6br2v9m5gq4t1hs/accept", json!({}), "not_found", ""),
        ("/v1/corrections/cor_01kk8y7d00e6br2v9m5gq4t1hs/revoke", json!({}), "not_found", ""),
        ("/v1/simulations/sim_01kk8y7d00e6br2v9m5gq4t1hs/cancel", json!({}), "not_found", ""),
    ];
    for (path, body, code, field) in cases {
        let seen = shop.post(path, &body).await;
        assert_eq!(seen.problem(), code, "{path} {body}: {}", seen.text);
        assert_eq!(seen.body["field"].as_str().unwrap_or_default(), field, "{path} {body}: {}", seen.text);
    }
    for path in ["changes?limit=0", "changes?cursor=x", "partners?format=xml", "partners?color=red"] {
        let seen = shop.get(&format!("/v1/simulations/sim_01kk8y7d00e6br2v9m5gq4t1hs/{path}")).await;
        assert!((400..500).contains(&seen.status), "{path}: {}", seen.text);
    }
    assert_eq!(shop.book.counts(), counts);
}
