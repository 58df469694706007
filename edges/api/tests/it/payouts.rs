//! Payouts over HTTP: sums that agree everywhere, accounts that bounce, drafts that partners do not see, and whole units.

use crate::{
    payday::{Payday, by_hand, failed, paypal},
    shop::text,
};
use engine::ports::LetterKind;
use serde_json::{Value, json};

#[tokio::test]
async fn the_sums_of_a_batch_are_of_what_it_pays() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let first = payday.handed_over("by_hand").await;
    assert_eq!(payday.sums(&first).await, (7_320, 3, 4_320));
    let lost = payday.transfer_of(&first, 0).await;
    payday.tell(&lost, failed("technical error")).await.ok(200);
    payday.tell(&payday.transfer_of(&first, 1).await, failed("technical error")).await.ok(200);
    assert_eq!(payday.sums(&first).await, (7_320, 3, 4_320), "the file says what was handed over");

    // The greatest transfer of the next batch is taken out, since the earlier one went through after all.
    let next = payday.make("by_hand").await;
    assert_eq!(payday.sums(&next).await, (5_320, 2, 4_320));
    payday.step(&next, "submit").await;
    payday.tell(&lost, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(payday.sums(&next).await, (1_000, 1, 1_000));
    let approved = payday.step(&next, "approve").await;
    assert_eq!((&approved["total"], &approved["transfers"]), (&payday.money(1_000), &json!(1)));

    // What turns out not to be payable at the hand-over is out of the sums, too.
    let body = json!({ "action": "suspend", "enrollment_ids": [payday.transfer_of(&next, 1).await["enrollment_id"]], "reason": "A look" });
    payday.shop.post("/v1/enrollments/transitions", &body).await.ok(200);
    let handed = payday.step(&next, "hand_over").await;
    assert_eq!(
        (&handed["total"], &handed["transfers"], &handed["status"]),
        (&payday.money(0), &json!(0), &json!("closed"))
    );

    let body = json!({ "action": "reinstate", "enrollment_ids": body["enrollment_ids"], "reason": null });
    payday.shop.post("/v1/enrollments/transitions", &body).await.ok(200);
    let third = payday.make("by_hand").await;
    assert_eq!(payday.sums(&third).await, (1_000, 1, 1_000));
    payday.step(&third, "cancel").await;
    assert_eq!(payday.sums(&third).await, (0, 0, 0));
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn an_account_that_bounced_is_left_out_until_its_partner_sets_another() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    payday.shop.letters().await;
    let first = payday.handed_over("by_hand").await;
    for (partner, reason) in [(0, "AC04"), (1, "Insufficient funds"), (2, "Das Konto ist erloschen")] {
        payday.tell(&payday.transfer_of(&first, partner).await, failed(reason)).await.ok(200);
    }
    let bounced = payday.shop.letters().await;
    assert_eq!(bounced.len(), 2, "one for each partner whose account is closed");
    let mut told: Vec<_> = bounced
        .iter()
        .map(|letter| match letter {
            LetterKind::PayoutMethodBounced { amount, fault, .. } => (amount.as_str(), fault.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("20.00 EUR", "closed"), ("43.20 EUR", "closed")]);

    // Both sides see it.
    let methods = payday.shop.get("/v1/payout-methods?standing=current").await.ok(200)["items"].clone();
    for (partner, fault) in [(0, json!("closed")), (1, Value::Null), (2, json!("closed"))] {
        let own =
            methods.as_array().unwrap().iter().find(|it| it["partner"]["id"] == payday.partners[partner]);
        assert_eq!(own.unwrap()["account_fault"], fault);
    }
    let mut ada = payday.as_partner("Ada").await;
    let own = ada.get("/v1/partner/payout-method").await.ok(200);
    assert_eq!(own["method"]["method"]["account_fault"], "closed");
    let payment = ada.get("/v1/partner/transfers").await.ok(200)["items"][0].clone();
    assert_eq!((&payment["status"], &payment["account_fault"]), (&json!("failed"), &json!("closed")));

    let next = payday.make("by_hand").await;
    assert_eq!(payday.left_out(&next).await, ["bounced", "bounced"]);
    assert_eq!(payday.sums(&next).await, (1_000, 1, 1_000));

    // A new method is paid with once it may be; the same one said again is tried again.
    ada.send("PUT", "/v1/partner/payout-method", Some(by_hand("Ada King", "EUR"))).await.ok(200);
    let mut cleo = payday.as_partner("Cleo").await;
    cleo.send("PUT", "/v1/partner/payout-method", Some(by_hand("Cleo", "EUR"))).await.ok(200);
    let waits = payday.make("by_hand").await;
    assert_eq!(payday.left_out(&waits).await, ["cooling_off", "cooling_off"]);
    payday.shop.world.clock.advance_days(8);
    let paid = payday.make("by_hand").await;
    assert_eq!((payday.left_out(&paid).await, payday.sums(&paid).await), (vec![], (6_320, 2, 4_320)));

    // A payment that settles after all shows that the account is right.
    for step in ["submit", "approve", "hand_over"] {
        payday.step(&paid, step).await;
    }
    let again = payday.transfer_of(&paid, 0).await;
    payday.tell(&again, json!({ "outcome": "returned", "reason": "AC01" })).await.ok(200);
    let own = ada.get("/v1/partner/payout-method").await;
    let own = if own.status == 401 {
        payday.as_partner("Ada").await.get("/v1/partner/payout-method").await
    } else {
        own
    };
    assert_eq!(own.ok(200)["method"]["method"]["account_fault"], "invalid");
    payday.tell(&again, json!({ "outcome": "settled" })).await.ok(200);
    let own = payday.as_partner("Ada").await.get("/v1/partner/payout-method").await.ok(200);
    assert_eq!(own["method"]["method"]["account_fault"], Value::Null);
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn one_partner_never_keeps_the_others_of_a_batch_from_being_paid() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", paypal).await;
    // What no file can hold is refused when the method is set.
    let mut bob = payday.as_partner("Bob").await;
    for details in [
        json!({ "kind": "paypal", "email": "=a@b.example" }),
        json!({ "kind": "wise", "holder": "Bob", "account": "@adal" }),
    ] {
        let body = json!({ "currency": "EUR", "details": details });
        let refused = bob.send("PUT", "/v1/partner/payout-method", Some(body)).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(refused.text.contains("formula"), "{}", refused.text);
    }
    // A file of PayPal has one currency.
    let rate = json!({ "base": "EUR", "quote": "USD", "rate": "1.0823",
        "day": words::Day::of(payday.shop.world.now()).plus_days(8).to_string() });
    bob.send("PUT", "/v1/partner/payout-method", Some(paypal("bob", "USD"))).await.ok(200);
    payday.shop.world.clock.advance_days(8);
    payday.shop.post("/v1/rates", &rate).await.ok(201);
    let mut paid = Vec::new();
    for expected in [vec!["other_currency"], vec![]] {
        let batch = payday.make("paypal").await;
        let left_out = payday.left_out(&batch).await;
        // The statement that comes first decides which currency the first file has.
        assert_eq!(left_out.is_empty(), expected.is_empty(), "{left_out:?}");
        assert!(left_out.iter().all(|why| why == "other_currency"), "{left_out:?}");
        for step in ["submit", "approve", "hand_over"] {
            payday.step(&batch, step).await;
        }
        let transfers = payday.transfers(&batch).await;
        let currencies: std::collections::BTreeSet<_> =
            transfers.iter().map(|it| text(&it["sends_currency"])).collect();
        assert_eq!(currencies.len(), 1, "{transfers:?}");
        paid.extend(transfers);
    }
    assert_eq!(paid.len(), 3, "the next batch pays the others");
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn a_bank_is_asked_for_no_more_than_it_pays_at_once() {
    let bank = |_: &str, currency: &str| {
        let details = json!({ "kind": "bank", "holder": "Ada", "iban": "DE89370400440532013000" });
        json!({ "currency": currency, "details": details })
    };
    let payday = Payday::of(&[payout::SEPA_AMOUNT_MAX + 1, payout::SEPA_AMOUNT_MAX], "EUR", bank).await;
    let batch = payday.make("bank").await;
    assert_eq!(payday.left_out(&batch).await, ["above_maximum"]);
    assert_eq!(payday.sums(&batch).await.1, 1);
}

#[tokio::test]
async fn a_method_stays_marked_while_another_payment_to_it_bounced() {
    let payday = Payday::of(&[4_320], "EUR", by_hand).await;
    let first = payday.handed_over("by_hand").await;
    let first = payday.transfer_of(&first, 0).await;
    let enrollment = first["enrollment_id"].clone();
    payday.grant(&enrollment, 1_000).await;
    payday.close().await;
    let second = payday.handed_over("by_hand").await;
    let second = payday.transfer_of(&second, 0).await;
    let fault = async || {
        let methods = payday.shop.get("/v1/payout-methods?standing=current").await.ok(200);
        methods["items"][0]["account_fault"].clone()
    };
    // A bare reason first, then the bank's code.
    payday.tell(&first, failed("rejected")).await.ok(200);
    assert_eq!(fault().await, Value::Null);
    assert_eq!(payday.tell(&first, failed("AC04")).await.ok(200)["effect"], "changed");
    assert_eq!(fault().await, "closed");
    payday.tell(&second, failed("AC06")).await.ok(200);
    payday.tell(&first, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(fault().await, "blocked", "the second still bounced");
    payday.tell(&second, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(fault().await, Value::Null);
    payday.shop.is_sound().await;
}

#[tokio::test]
async fn a_partner_sees_no_draft_and_nothing_that_nobody_approved() {
    let payday = Payday::of(&[4_320], "EUR", by_hand).await;
    let statement = text(&payday.shop.get("/v1/statements").await.ok(200)["items"][0]["id"]);
    // What the partner's list, and the payment of their statement, show.
    let seen = async || {
        let mut ada = payday.as_partner("Ada").await;
        let listed = ada.get("/v1/partner/transfers").await.ok(200)["items"].clone();
        let mut statuses: Vec<_> = listed.as_array().unwrap().iter().map(|it| text(&it["status"])).collect();
        statuses.sort();
        let shown = ada.get(&format!("/v1/partner/statements/{statement}")).await.ok(200);
        assert_eq!(shown["payment"]["batch_id"], Value::Null, "no batch for partners");
        (statuses, shown["payment"]["status"].as_str().unwrap_or("-").to_owned())
    };
    let saw = |statuses: &[&str], payment: &str| {
        (statuses.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), payment.to_owned())
    };
    let draft = payday.make("by_hand").await;
    assert_eq!(seen().await, saw(&[], "-"), "a draft");
    let merchant = payday.shop.get(&format!("/v1/statements/{statement}")).await.ok(200)["payment"].clone();
    assert_eq!((&merchant["batch_id"], &merchant["status"]), (&json!(draft), &json!("intended")));
    payday.step(&draft, "cancel").await;
    assert_eq!(seen().await, saw(&[], "-"), "a draft that was canceled");
    let second = payday.make("by_hand").await;
    payday.step(&second, "submit").await;
    assert_eq!(seen().await, saw(&[], "-"), "submitted");
    payday.step(&second, "send_back").await;
    assert_eq!(seen().await, saw(&[], "-"), "sent back");
    payday.step(&second, "submit").await;
    payday.step(&second, "cancel").await;
    assert_eq!(seen().await, saw(&[], "-"), "canceled before it was approved");

    let third = payday.make("by_hand").await;
    payday.step(&third, "submit").await;
    payday.step(&third, "approve").await;
    assert_eq!(seen().await, saw(&["intended"], "intended"), "approved");
    payday.step(&third, "send_back").await;
    assert_eq!(seen().await, saw(&[], "-"), "sent back after its approval");
    payday.step(&third, "submit").await;
    payday.step(&third, "approve").await;
    payday.step(&third, "cancel").await;
    assert_eq!(seen().await, saw(&["canceled"], "-"), "canceled after its approval");

    let fourth = payday.handed_over("by_hand").await;
    assert_eq!(seen().await, saw(&["canceled", "handed_over"], "handed_over"));
    payday.tell(&payday.transfer_of(&fourth, 0).await, json!({ "outcome": "settled" })).await.ok(200);
    assert_eq!(seen().await, saw(&["canceled", "settled"], "settled"));
    let mut ada = payday.as_partner("Ada").await;
    let filtered = ada.get("/v1/partner/transfers?status=canceled").await.ok(200);
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
    let hidden = ada.get("/v1/partner/transfers?withheld=yes").await;
    assert_eq!(hidden.status, 400, "{}", hidden.text);
}

#[tokio::test]
async fn currencies_without_fractions_are_paid_in_whole_units_and_the_rest_is_carried() {
    let payday = Payday::of(&[20_000, 2_469, 69], "HUF", paypal).await;
    let batch = payday.make("paypal").await;
    assert_eq!(payday.left_out(&batch).await, ["below_minimum"], "nothing is paid of 0.69");
    assert_eq!(payday.sums(&batch).await, (22_400, 2, 20_000));
    let of_bob = payday.transfer_of(&batch, 1).await;
    assert_eq!(
        (&of_bob["amount"], &of_bob["rest"], &of_bob["sends"]),
        (&payday.money(2_400), &payday.money(69), &json!(2_400))
    );
    for step in ["submit", "approve", "hand_over"] {
        payday.step(&batch, step).await;
    }
    assert_eq!(payday.sums(&batch).await, (22_400, 2, 20_000));
    for partner in [0, 1] {
        payday
            .tell(&payday.transfer_of(&batch, partner).await, json!({ "outcome": "settled" }))
            .await
            .ok(200);
    }
    payday.shop.do_jobs().await;
    payday.grant(&of_bob["enrollment_id"], 10_000).await;
    payday.close().await;
    let statements =
        payday.shop.get(&format!("/v1/statements?partner_id={}", payday.partners[1])).await.ok(200);
    let last = statements["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["payment_difference"], &last["payable"]), (&payday.money(69), &payday.money(10_069)));
    payday.shop.is_sound().await;

    // What PayPal does not pay at all is refused when the method is set.
    let refused = payday
        .as_partner("Ada")
        .await
        .send("PUT", "/v1/partner/payout-method", Some(paypal("Ada", "KWD")))
        .await;
    assert_eq!((refused.status, &refused.body["field"]), (422, &json!("currency")), "{}", refused.text);
}
