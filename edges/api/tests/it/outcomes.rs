//! Outcomes of transfers over HTTP: in any order, repeated, without effect, and in tables as spreadsheets save them.

use crate::{
    payday::{Payday, by_hand, failed},
    shop::text,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_day_is_reconciled_with_its_file_in_whatever_order_outcomes_arrive() {
    let settled = || json!({ "outcome": "settled" });
    let returned = || json!({ "outcome": "returned", "reason": "refused" });
    let lost = || failed("technical error");
    let unknown = || json!({ "outcome": "unknown" });
    let accepted = || json!({ "outcome": "accepted" });
    // Each outcome a day after the one before; what all days add up to.
    for (outcomes, [settles, fails, returns]) in [
        (vec![settled()], [1, 0, 0]),
        (vec![accepted(), settled()], [1, 0, 0]),
        (vec![unknown(), settled()], [1, 0, 0]),
        (vec![lost()], [0, 1, 0]),
        (vec![returned()], [0, 0, 1]),
        (vec![settled(), returned()], [1, 0, 1]),
        (vec![lost(), settled()], [1, 0, 0]),
        (vec![settled(), lost()], [0, 1, 0]),
        (vec![returned(), settled()], [1, 0, 0]),
        (vec![settled(), returned(), settled()], [1, 0, 0]),
        (vec![lost(), settled(), returned()], [1, 0, 1]),
        (vec![settled(), lost(), settled()], [1, 0, 0]),
        (vec![unknown(), lost(), settled(), unknown()], [1, 0, 0]),
    ] {
        for days_between in [0, 1] {
            let payday = Payday::of(&[4_320, 1_000], "EUR", by_hand).await;
            let batch = payday.handed_over("by_hand").await;
            let transfer = payday.transfer_of(&batch, 0).await;
            for outcome in &outcomes {
                payday.shop.world.clock.advance_days(days_between);
                // The same outcome of the same day is a repetition, so that these are of the days before and after.
                let mut outcome = outcome.clone();
                if days_between == 0 && outcomes.len() > 2 {
                    payday.shop.world.clock.advance_days(1);
                }
                outcome["on"] = json!(words::Day::of(payday.shop.world.now()).to_string());
                payday.tell(&transfer, outcome).await.ok(200);
            }
            let days = payday.reconciled().await;
            assert_eq!(days[0][0], (2, 5_320), "the day of the file: {outcomes:?}");
            let sum = |column: usize| {
                days.iter().fold((0, 0), |sum, day| (sum.0 + day[column].0, sum.1 + day[column].1))
            };
            assert_eq!(sum(0), (2, 5_320), "{outcomes:?}");
            let expected = [settles, fails, returns].map(|times| (times, times * 4_320));
            assert_eq!([sum(1), sum(2), sum(3)], expected, "{outcomes:?} {days:?}");
            payday.shop.is_sound().await;
        }
    }
}

#[tokio::test]
async fn what_changes_nothing_is_said_to_change_nothing() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let transfer = payday.transfer_of(&batch, 0).await;
    let effect = async |outcome: Value| payday.tell(&transfer, outcome).await.ok(200)["effect"].clone();
    assert_eq!(effect(json!({ "outcome": "accepted" })).await, "pending");
    assert_eq!(effect(json!({ "outcome": "settled" })).await, "changed");
    assert_eq!(effect(json!({ "outcome": "settled" })).await, "known");
    let ignored = payday.tell(&transfer, json!({ "outcome": "unknown" })).await.ok(200);
    assert_eq!((&ignored["effect"], &ignored["status"]), (&json!("ignored"), &json!("settled")));
    assert!(text(&ignored["why"]).contains("settled on"), "{ignored}");

    let id = |transfer: &Value| text(&transfer["end_to_end_id"]);
    let (second, third) = (payday.transfer_of(&batch, 1).await, payday.transfer_of(&batch, 2).await);
    let table = format!(
        "payment,outcome\n{},unknown\n{},accepted\n{},settled\n{},settled\n",
        id(&transfer),
        id(&second),
        id(&third),
        id(&transfer)
    );
    let told = payday.table(&batch, table).await.ok(200);
    for (field, count) in [("changed", 1), ("known", 1), ("pending", 1), ("ignored", 1), ("unchanged", 3)] {
        assert_eq!(told[field], count, "{field}: {told}");
    }
    let rows: Vec<_> = told["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["row"].clone(), text(&row["effect"])))
        .collect();
    assert_eq!(rows, [(json!(1), "ignored".to_owned()), (json!(2), "pending".to_owned())]);
}

#[tokio::test]
async fn outcomes_are_read_from_tables_as_spreadsheets_save_them() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let mut ids = Vec::new();
    for partner in 0..3 {
        ids.push(text(&payday.transfer_of(&batch, partner).await["end_to_end_id"]));
    }
    let today = words::Day::of(payday.shop.world.now());
    let (year, month, day) = {
        let written = today.to_string();
        let parts: Vec<_> = written.split('-').map(str::to_owned).collect();
        (parts[0].clone(), parts[1].clone(), parts[2].clone())
    };
    let german = format!(
        "\u{feff}sep=;\r\nName;Betrag;Outcome;Payment;ON;Reason\r\nAda;43,20;Settled;{};{day}.{month}.{year};\r\n\
         \r\nBob;10,00;REJECTED;{};{year}-{month}-{day};\"no; technical\"\r\n;;;;;\r\n",
        ids[0].to_uppercase(),
        ids[1]
    );
    let told = payday.table(&batch, german).await.ok(200);
    assert_eq!((&told["changed"], &told["refused"]), (&json!(2), &json!([])), "{told}");
    let of_bob = payday.transfer_of(&batch, 1).await;
    assert_eq!((&of_bob["status"], &of_bob["reason"]), (&json!("failed"), &json!("no; technical")));

    // A row that cannot be read is refused by itself, with its column and what is accepted.
    let mixed =
        format!("payment\toutcome\n{}\tpaid\n{}\tmaybe\ntfr-1\tpaid\n{}\tsettled\n", ids[2], ids[0], ids[0]);
    let told = payday.table(&batch, mixed).await.ok(200);
    assert_eq!((&told["changed"], &told["known"]), (&json!(1), &json!(1)), "{told}");
    let refused: Vec<_> =
        told["refused"].as_array().unwrap().iter().map(|it| (it["row"].clone(), text(&it["why"]))).collect();
    assert_eq!(refused[0].0, 2);
    assert!(refused[0].1.starts_with("outcome: expected settled (or paid), failed"), "{refused:?}");
    assert_eq!(refused[1].0, 3);
    assert!(refused[1].1.starts_with("payment: expected the end-to-end id"), "{refused:?}");

    // A table of which nothing can be read is an error.
    for (table, field, part) in [
        ("hello world".to_owned(), "payment", "has no column payment"),
        ("payment,outcome\n".to_owned(), "row 1", "no rows"),
        (format!("payment;outcome\n{};maybe\n", ids[0]), "row 1", "not \"maybe\""),
        (format!("payment,outcome,on\n{},paid,5/6/2026\n", ids[0]), "row 1", "two different days"),
        (format!("payment,result2\n{},paid\n", ids[0]), "outcome", "has no column outcome"),
    ] {
        let seen = payday.table(&batch, table.clone()).await;
        assert_eq!(
            (seen.problem().as_str(), &seen.body["field"]),
            ("malformed_body", &json!(field)),
            "{table}"
        );
        assert!(text(&seen.body["detail"]).contains(part), "{}", seen.text);
    }
}

/// The status of each payment of a batch, in the order of its partners.
async fn statuses(payday: &Payday, batch: &str) -> Vec<String> {
    let mut found = Vec::new();
    for partner in 0..payday.partners.len() {
        found.push(text(&payday.transfer_of(batch, partner).await["status"]));
    }
    found
}

#[tokio::test]
async fn a_table_may_list_the_newest_outcome_first() {
    for newest_first in [false, true] {
        for days in [[5, 7], [5, 5]] {
            let payday = Payday::of(&[4_320], "EUR", by_hand).await;
            let batch = payday.handed_over("by_hand").await;
            let id = text(&payday.transfer_of(&batch, 0).await["end_to_end_id"]);
            let today = words::Day::of(payday.shop.world.now());
            payday.shop.world.clock.advance_days(10);
            let [settled, returned] = days.map(|day| today.plus_days(day));
            let mut rows = [format!("{id};settled;{settled};ok"), format!("{id};returned;{returned};AC04")];
            if newest_first {
                rows.reverse();
            }
            let table = format!("payment;outcome;on;reason\n{}\n", rows.join("\n"));
            for expected in [json!([2, 0, 0]), json!([0, 2, 0])] {
                let told = payday.table(&batch, table.clone()).await.ok(200);
                assert_eq!(json!([told["changed"], told["known"], told["ignored"]]), expected, "{table}");
                assert_eq!(statuses(&payday, &batch).await, ["returned"]);
            }
            let transfer = payday.transfer_of(&batch, 0).await;
            assert_eq!(transfer["is_contradicted"], false, "{transfer}");
            // One by one, the late report of the settlement changes nothing.
            let late = json!({ "outcome": "settled", "on": today.plus_days(3).to_string() });
            let late = payday.tell(&transfer, late).await.ok(200);
            assert_eq!((&late["effect"], &late["status"]), (&json!("ignored"), &json!("returned")));
            assert!(text(&late["why"]).contains("returned later"), "{late}");
            payday.shop.is_sound().await;
        }
    }
}

#[tokio::test]
async fn an_export_with_an_outcome_added_is_read_by_that_and_texts_beside_it_are_ignored() {
    let payday = Payday::of(&[4_320, 1_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let mut ids = Vec::new();
    for partner in 0..2 {
        ids.push(text(&payday.transfer_of(&batch, partner).await["id"]));
    }
    let table = format!(
        "id,status,reason,outcome\n{},handed_over,booked,settled\n{},handed_over,,failed\n",
        ids[0], ids[1]
    );
    let told = payday.table(&batch, table).await.ok(200);
    assert_eq!((&told["changed"], &told["refused"]), (&json!(2), &json!([])), "{told}");
    assert_eq!(statuses(&payday, &batch).await, ["settled", "failed"]);
    assert_eq!(payday.transfer_of(&batch, 1).await["reason"], "no reason given");
    // A table without the column does the same.
    let table = format!("id,outcome\n{},returned\n", ids[0]);
    assert_eq!(payday.table(&batch, table).await.ok(200)["changed"], 1);
}

#[tokio::test]
async fn a_report_in_capitals_and_in_another_encoding_names_the_same_payments() {
    let payday = Payday::of(&[4_320, 1_000, 2_000], "EUR", by_hand).await;
    let batch = payday.handed_over("by_hand").await;
    let id = text(&payday.transfer_of(&batch, 0).await["end_to_end_id"]).to_uppercase();
    let message = batch.replace('_', "-").to_uppercase();
    // The last line is no payment, in ISO-8859-1.
    let report = format!("{message}\n{id}\n*\ntfr-\u{f6}");
    let bytes: Vec<u8> = report.chars().map(|sign| sign as u8).collect();
    let told = payday.report(&batch, bytes).await.ok(200);
    assert_eq!(told["changed"], 3, "{told}");
    assert!(text(&told["refused"][0]["why"]).ends_with("not \"tfr-\u{f6}\""), "{told}");
    assert_eq!(statuses(&payday, &batch).await, ["settled", "failed", "failed"]);
    payday.shop.is_sound().await;
}
