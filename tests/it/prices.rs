//! Prices are made again: the doctor finds whatever was changed of what was recorded, and nothing in what was not.

use crate::market::{Market, Where, twenty_percent};
use commission::{Commission, Line};
use conversion::{Content, Conversion, Item, Kind};
use engine::{
    Finding, TermsInput, doctor,
    ports::{Changes, CommissionFilter, ConversionFilter, Page, Row},
};
use program::{
    Cap, Comparison, Condition, Event, Field, Limit, Measure, Recurrence, Reward, RewardAmount, Tier, Tiers,
};
use words::{Money, Rate, Window};

/// A product's own rate with tiers, and another for all else, with a cap.
fn terms() -> TermsInput {
    let percent = |percent: u32| RewardAmount::Percent { rate: Rate::from_millionths(percent * 10_000) };
    let recurring = Recurrence::Recurring { limit: Limit::Unlimited };
    let steps = vec![Tier { from: 12_000, amount: percent(30) }, Tier { from: 40_000, amount: percent(35) }];
    let tiers = Tiers { measure: Measure::Revenue, window: Window::Month, retroactive: false, steps };
    let when = vec![vec![Condition {
        field: Field::ProductId,
        operator: Comparison::Equals,
        values: vec!["pro".to_owned()],
    }]];
    let pro = Reward { when, tiers: Some(tiers), ..Reward::plain(Event::Sale, percent(20), recurring) };
    let rest = Reward::plain(Event::Sale, percent(7), recurring);
    TermsInput { rewards: vec![pro, rest], caps: vec![Cap::monthly(11_000)], ..twenty_percent() }
}

async fn sold() -> Market {
    let market = Market::open(Where::Memory, 2, &terms()).await;
    let code = |member: usize| Some(market.members[member].code.code.clone());
    for (number, amount) in [10_000, 5_000, 33_333, 7_777, 12_345].into_iter().enumerate() {
        let mut sale = market.sale(&format!("customer {}", number % 2), &format!("order {number}"), amount);
        sale.code = code(number % 2);
        let item = |product: &str, part: i64| Item {
            product: product.to_owned(),
            quantity: 1,
            amount: amount / part,
        };
        sale.items = vec![item("pro", 2), item("seat", 3)];
        market.record(&sale).await.unwrap();
        market.world.clock.advance(60_000_000);
    }
    let mut refund = market.refund("order 2", "refund", 4_000);
    refund.items = vec![Item { product: String::new(), quantity: 1, amount: 3_000 }];
    market.record_refund(&refund).await.unwrap();
    market.record_refund(&market.refund("order 1", "failed", 5_000)).await.unwrap();
    let failed = market.refund("order 1", "failed", 2_000);
    let reversal = engine::RefundInput { kind: Kind::RefundReversal, sale: None, ..failed };
    market.record_refund(&reversal).await.unwrap();
    market.assert_clean().await;
    market
}

/// What the doctor says once the rows are as they are here.
async fn found(market: &Market, rows: Vec<Row>) -> Vec<Finding> {
    let changes = Changes { rows, ..Changes::default() };
    market.engine.book().commit("change what was recorded", changes).await.unwrap();
    doctor::examine(&market.engine, &mut |_| {}).await.unwrap().findings
}

async fn conversions(market: &Market) -> Vec<Conversion> {
    let page = Page { after: None, limit: 100 };
    let filter = ConversionFilter::default();
    market.engine.book().conversions(market.operator.scope, &filter, page).await.unwrap()
}

async fn commissions(market: &Market) -> Vec<Commission> {
    let page = Page { after: None, limit: 100 };
    let filter = CommissionFilter::default();
    market.engine.book().commissions(market.operator.scope, &filter, page).await.unwrap()
}

fn amounts(content: &Content, change: impl Fn(i64) -> i64) -> Content {
    let amount = content.amount.map(|money| Money::new(change(money.amount), money.currency));
    Content { amount, ..content.clone() }
}

#[tokio::test]
async fn the_doctor_finds_every_amount_that_was_changed_afterwards() {
    let market = sold().await;
    let is_found = async |row: Row, was: Row, what: &str| {
        let findings = found(&market, vec![row]).await;
        assert!(findings.iter().any(|it| it.is_error && it.check == "prices"), "{what}: {findings:?}");
        assert!(found(&market, vec![was]).await.is_empty());
    };
    for was in conversions(&market).await {
        let name = format!("{} {}", was.kind.name(), was.external_id);
        for (what, content) in [
            ("fifty times", amounts(&was.content, |amount| amount * 50)),
            ("a cent more", amounts(&was.content, |amount| amount + 1)),
        ] {
            let changed = Conversion { content, ..was.clone() };
            is_found(Row::Conversion(changed), Row::Conversion(was.clone()), &format!("{name}, {what}"))
                .await;
        }
        if was.kind == Kind::Sale {
            let mut changed = was.clone();
            changed.content.items[0].amount -= 100;
            is_found(Row::Conversion(changed), Row::Conversion(was.clone()), &format!("{name}, its item"))
                .await;
            let changed = Conversion { refunded: was.refunded + 1, ..was.clone() };
            is_found(Row::Conversion(changed), Row::Conversion(was), &format!("{name}, its refunds")).await;
        }
    }
    for was in commissions(&market).await {
        let mut scaled = Commission { earned: was.earned * 50, base: was.base * 50, ..was.clone() };
        for line in &mut scaled.lines {
            if let Line::Percent { of, gives, .. } | Line::Cap { left: of, gives, .. } = line {
                (*of, *gives) = (*of * 50, *gives * 50);
            }
        }
        let more = Commission { earned: was.earned + 1, ..was.clone() };
        let back = Commission { reversed: was.reversed + 1, ..was.clone() };
        let parts = Commission { by_part: was.by_part.iter().rev().copied().collect(), ..was.clone() };
        let unnamed = Commission { terms: None, ..was.clone() };
        for (what, changed) in [
            ("all of it", scaled),
            ("earned", more),
            ("reversed", back),
            ("parts", parts),
            ("terms", unnamed),
        ] {
            let name = format!("{}, {what}", was.key);
            is_found(Row::Commission(changed), Row::Commission(was.clone()), &name).await;
        }
    }
}
