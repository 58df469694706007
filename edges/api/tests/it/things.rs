//! What the live workspace of the matrix holds, and where each operation finds it.

use crate::shop::{Made, Shop};
use engine::{KeyInput, Operator, keys};
use program::{KeyKind, Seat};
use serde_json::json;
use words::{Grant, Role};

/// Ids of nobody: to end what the tries go on with would end the walk.
const NOBODYS: [(&str, &str); 13] = [
    ("/v1/payout-methods/", "pmt_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/account/sessions/", "ses_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/account/seats/", "mbr_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/invitations/", "inv_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/customers/", "cus_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/submissions/", "sub_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/deals/", "dea_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/disputes/", "dsp_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/partner/disputes/", "dsp_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/reviews/", "rev_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/payout-batches/", "bat_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/external-ids/", "ext_01kk8y7d00e6br2v9m5gq4t1hs"),
    ("/v1/transfers/", "tfr_01kk8y7d00e6br2v9m5gq4t1hs"),
];

/// What the live workspace holds that others must not see.
pub(crate) struct Things {
    pub(crate) made: Made,
    conversion: String,
    statement: String,
    seat: String,
    key: String,
    group: String,
    code: String,
    correction: String,
    simulation: String,
}

impl Things {
    /// The address of an operation, by its description, about these things.
    pub(crate) fn path(&self, operation: &str, path: &str) -> String {
        let id = match path {
            path if path.starts_with("/v1/programs/") => &self.made.program,
            path if path.starts_with("/v1/partners/") => &self.made.partner,
            path if path.starts_with("/v1/links/") => &self.made.link,
            path if path.contains("/conversions/") => &self.conversion,
            path if path.contains("/statements/") => &self.statement,
            path if path.starts_with("/v1/corrections/") => &self.correction,
            path if path.starts_with("/v1/simulations/") => &self.simulation,
            path if path.starts_with("/v1/groups/") => &self.group,
            path if path.starts_with("/v1/codes/") => &self.code,
            path if path.starts_with("/v1/partner/enrollments/") => &self.made.enrollment,
            path if path.starts_with("/v1/enrollments/") => &self.made.enrollment,
            path if path.starts_with("/v1/team/") => &self.seat,
            path if path.starts_with("/v1/keys/") => &self.key,
            path => NOBODYS.iter().find(|(prefix, _)| path.starts_with(prefix)).map_or("", |(_, id)| id),
        };
        let query = match operation {
            "compare_policies" => "?from=pol_01kk8y7d00e6br2v9m5gq4t1hs&to=pol_01kk8y7d00e6br2v9m5gq4t1hs",
            "compare_terms" => "?from=trm_01kk8y7d00e6br2v9m5gq4t1hs&to=trm_01kk8y7d00e6br2v9m5gq4t1hs",
            "get_reconciliation" => "?from=2026-01-01&to=2026-01-31",
            "search" => "?q=ada",
            "list_external_ids" => "?system=stripe&kind=payment&external_id=pi_1",
            _ => "",
        };
        path.replace("{id}", id).replace("{external_id}", "c") + query
    }

    pub(crate) fn ids(&self) -> [&str; 9] {
        let Made { program, partner, enrollment, link } = &self.made;
        let Things { conversion, statement, seat, correction, simulation, .. } = self;
        [program, partner, enrollment, link, conversion, statement, seat, correction, simulation]
    }
}

/// A seat or a key that is about to be taken away must not be the one that others try with.
pub(crate) async fn furnish(shop: &Shop) -> Things {
    let made = shop.open().await;
    let terms = json!({ "rewards": [{ "event": "sale", "kind": "flat", "amount": 100,
        "recurrence": { "kind": "one_time" } }], "hold_days": 0 });
    let _ = shop.post(&format!("/v1/programs/{}/terms", made.program), &terms).await;
    let sold = json!({ "code": "ADA20", "external_id": "A", "customer": { "external_id": "c" },
        "amount": { "amount": 10_000, "currency": "EUR" } });
    let conversion = shop.post("/v1/track/sale", &sold).await.ok(201)["conversion"]["id"].clone();
    let corrections = format!("/v1/conversions/{}/corrections", conversion.as_str().unwrap());
    let given =
        json!({ "shares": [{ "partner_id": made.partner, "millionths": 1_000_000 }], "reason": "Hers" });
    let correction = shop.post(&corrections, &given).await.ok(201)["id"].as_str().unwrap().to_owned();
    let rules = json!({ "model": "linear", "look_back_days": 30, "code_wins": false });
    let since = shop.world.now().plus_days(-1).to_string();
    let asked = json!({ "policy": rules, "since": since });
    let simulations = format!("/v1/programs/{}/simulations", made.program);
    let simulation = shop.post(&simulations, &asked).await.ok(201)["id"].as_str().unwrap().to_owned();
    shop.world.clock.advance_days(40);
    shop.post(&format!("/v1/programs/{}/commissions/approve-due", made.program), &json!({})).await.ok(200);
    let close = format!("/v1/programs/{}/statements/close", made.program);
    shop.post(&close, &json!({})).await.ok(200);
    let statements = shop.get("/v1/statements").await.ok(200).clone();
    let statement = statements["items"][0]["id"].as_str().unwrap().to_owned();
    shop.user(shop.scope, "leaver@acme.example", Seat::Team { role: Role::Analyst }).await;
    let members = engine::ports::Accounts::members(&*shop.book, shop.scope.workspace).await.unwrap();
    let input = KeyInput {
        name: "Spare".to_owned(),
        kind: KeyKind::Secret,
        allows: Grant::ALL.to_vec(),
        expires_at: None,
    };
    let spare = keys::create(&shop.engine, &Operator { scope: shop.scope }.permit(), &input).await.unwrap();
    Things {
        made,
        conversion: conversion.as_str().unwrap().to_owned(),
        statement,
        seat: members.last().unwrap().0.id.to_string(),
        key: spare.key.id.to_string(),
        correction,
        simulation,
        group: shop.get("/v1/groups").await.ok(200)["items"][0]["id"].as_str().unwrap().to_owned(),
        code: shop.get("/v1/codes").await.ok(200)["items"][0]["id"].as_str().unwrap().to_owned(),
    }
}
