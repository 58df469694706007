//! The golden price table, each row as a conversion that is settled.

use crate::scene::Scene;
use conversion::{Content, Correction, Item, Kind, Share};
use golden::{
    journeys::{customer, program, scope, share},
    prices::{PricedConversion, Row, rows, sentences},
};
use honeyguide_settlement::{Reopen, Settlement, TotalKey, TotalOf};
use program::{Event, PolicyRules};
use std::ops::RangeInclusive;
use words::{CorrectionId, Currency, Day, Instant, MICROS_PER_DAY, Money};

/// Rows that settlement never sees, and why.
const UNSETTLED: [(RangeInclusive<u32>, &str); 2] = [
    (146..=151, "clicks are rewarded by the day and belong to no customer"),
    (152..=158, "a recruited partner's earnings are rewarded and belong to no customer"),
];

fn is_unsettled(row: &Row) -> bool {
    UNSETTLED.iter().any(|(rows, _)| rows.contains(&row.number))
}

fn occurred_at(given: &PricedConversion) -> Instant {
    given.day.parse::<Day>().unwrap().start().plus_micros(MICROS_PER_DAY / 2)
}

fn content(given: &PricedConversion, event: Event, currency: Currency) -> Content {
    let item = |(product, quantity, amount): &(String, u32, i64)| Item {
        product: product.clone(),
        quantity: *quantity,
        amount: *amount,
    };
    Content {
        event_name: given.name.clone(),
        amount: event.has_amount().then(|| Money::new(given.paid, currency)),
        code: given.code.clone(),
        renewal: event == Event::Renewal,
        items: given.items.iter().map(item).collect(),
        metadata: given.metadata.clone(),
        ..Content::default()
    }
}

/// A program with the row's rules, and a customer with the row's conversion. A person decided who is credited.
fn scene(row: &Row, given: &PricedConversion, shares: &[Share]) -> Scene {
    let (at, rules, event) = (occurred_at(given), row.rules(), given.event.unwrap());
    let mut scene = Scene::new(PolicyRules::default(), at);
    scene.rulebook.program.currency = row.currency();
    scene.rulebook.program.budget = rules.budget;
    rules.terms.into_iter().for_each(|terms| scene.price_by(terms));
    for share in shares {
        scene.partner(share);
    }

    let mut conversion = scene.sale(1, given.paid, at);
    conversion.kind = match event {
        Event::Sale | Event::Renewal => Kind::Sale,
        Event::Lead => Kind::Lead,
        Event::Stage => Kind::Stage,
        other => panic!("row {}: {other:?} is no conversion", row.number),
    };
    conversion.source = given.source.clone();
    conversion.content = content(given, event, row.currency());
    conversion.refunded = given.refunded.unwrap_or(0);
    let back = |(product, ..): &(String, u32, i64)| given.refunded_items.get(product).copied().unwrap_or(0);
    conversion.refunded_items = given.items.iter().map(back).collect();

    let own = shares[given.place].enrollment;
    scene.history.priors.insert((own, event.counted_as()), given.priors);
    scene.history.corrections.push(Correction {
        id: CorrectionId::draw(at, 1),
        scope: scope(),
        program: program(),
        customer: customer(),
        conversion: conversion.id,
        shares: shares.to_vec(),
        reason: "as the row says".to_owned(),
        by: "operator".to_owned(),
        at,
        taken_back_at: None,
    });
    scene.history.conversions.push(conversion);
    scene
}

/// What the store holds of the total: what the row says it had, and what the conversion earned before.
fn held(scene: &Scene, given: &PricedConversion, key: &TotalKey) -> i64 {
    let whose = match key.of {
        TotalOf::Enrollment(_) => "",
        TotalOf::Customer(..) => "customer:",
        TotalOf::Program(_) => "program:",
    };
    let had = given.totals.get(&format!("{whose}{}", key.counted.name())).copied().unwrap_or(0);
    let counts = scene.history.commissions.iter().flat_map(|it| it.counts());
    had + counts.filter(|(counted, _)| *counted == key.counted).map(|(_, amount)| amount).sum::<i64>()
}

/// The row's conversion settled; again, if it had earned something before.
fn settled(scene: &mut Scene, given: &PricedConversion) -> Settlement {
    let settlement = scene.settle(|key| held(scene, given, key));
    if given.kept == 0 {
        return settlement;
    }
    scene.record(&settlement);
    scene.history.commissions.iter_mut().for_each(|it| it.earned = given.kept);
    scene.reopen = Reopen::Priced(scene.history.conversions[0].id);
    scene.settle(|key| held(scene, given, key))
}

#[test]
fn every_row_settles_to_what_the_table_says() {
    let (rows, mut wrong) = (rows(), Vec::new());
    for row in rows.iter().filter(|row| !is_unsettled(row)) {
        let (given, currency) = (row.conversion(), row.currency());
        let weights = given.shares.iter().enumerate();
        let shares: Vec<_> = weights.map(|(place, weight)| share(place as u128, *weight)).collect();
        let mut scene = scene(row, &given, &shares);
        let settlement = settled(&mut scene, &given);

        let own = shares[given.place].enrollment;
        let earned = settlement.commissions.iter().chain(&scene.history.commissions);
        let earned = earned.into_iter().find(|it| it.enrollment == own).unwrap();
        let lines = sentences(&earned.lines, given.refunded.map(|_| earned.reversed), currency);
        let kept = earned.net_money().to_string();
        if (&*lines, &*kept) != (row.lines, row.kept) {
            wrong.push(format!(
                "row {}: {} | {}\n  says  {} | {}\n  earns {lines} | {kept}",
                row.number, row.terms, row.conversion, row.lines, row.kept
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn rows_that_settlement_never_sees_belong_to_no_customer() {
    for row in rows() {
        let event = row.conversion().event.unwrap();
        let is_granted = matches!(event, Event::Click | Event::Partner);
        assert_eq!(is_granted, is_unsettled(&row), "row {}", row.number);
    }
}
