//! A customer with very many conversions and touches: late events are answered at once, jobs settle the rest, and what is
//! written and shown of each decision stays small.

use crate::market::{Market, Where, twenty_percent};
use engine::{
    CONVERSIONS_SETTLED_MAX, EventInput, JOURNEY_TOUCHES_MAX, TermsInput, commissions, customers,
    ports::JobKind,
};
use program::{Cap, CapScope, Event, Limit, Model, PolicyRules, Recurrence, Reward, RewardAmount};
use words::{Rate, Window};

/// More than two commits settle.
const SALES: usize = 2 * CONVERSIONS_SETTLED_MAX + 30;
/// Of decisions and what is beside them; before, each of them named all touches of the customer.
const BYTES_PER_SALE_MAX: u64 = 30_000;

async fn with_many_sales() -> Market {
    let market = Market::open(Where::Disk, 2, &twenty_percent()).await;
    market.publish_policy(PolicyRules { model: Model::FirstTouch, ..PolicyRules::default() }).await;
    market.world.clock.advance_days(40);
    for number in 0..SALES {
        market.world.clock.advance(60_000_000);
        let sale = market.sale("big", &format!("order-{number}"), 1_000);
        market.record(&EventInput { code: Some("CODE0".to_owned()), ..sale }).await.unwrap();
    }
    market
}

async fn is_under_way(market: &Market) -> bool {
    let jobs = market.engine.book().due_jobs(market.now(), 1_000).await.unwrap();
    jobs.iter().any(|job| matches!(job.kind, JobKind::SettleRest(_)))
}

#[tokio::test]
async fn a_late_event_of_a_large_customer_is_answered_at_once_and_settled_in_parts() {
    let market = with_many_sales().await;
    let bytes = std::fs::metadata(market.book_file()).unwrap().len();
    assert!(bytes / (SALES as u64) < BYTES_PER_SALE_MAX, "{} bytes a sale", bytes / SALES as u64);
    let customer = market.engine.book().customer_file(market.operator.scope, market.program, "big").await;
    let customer = customer.unwrap().unwrap().customer.id;

    // Under first touch all sales become the other partner's.
    let mut late = market.lead("big");
    late.code = Some("CODE1".to_owned());
    late.occurred_at = Some(market.now().plus_days(-1));
    let recorded = market.record(&late).await.unwrap().value;
    assert!(recorded.warnings.iter().any(|it| it.text.contains("in the background")), "the answer says so");
    assert_eq!(recorded.decision.unwrap().shares[0].partner, market.members[1].partner);
    let credits = market.credits("big").await;
    assert_eq!(credits["sale/api/order-0"][0].0, 1, "what one commit settles is settled");
    assert_eq!(credits[&format!("sale/api/order-{}", SALES - 1)][0].0, 0, "and the last is left to a job");
    assert!(is_under_way(&market).await);
    market.assert_clean().await;

    // Meanwhile the customer buys, and others do.
    let sale = market.sale("big", "meanwhile", 1_000);
    let sold = market.record(&sale).await.unwrap().value;
    assert_eq!(sold.decision.unwrap().shares[0].partner, market.members[1].partner);
    market.sell_by_code("CODE0", "another", 1_000).await;

    market.settle_rest().await;
    assert!(!is_under_way(&market).await);
    let credits = market.credits("big").await;
    assert!(credits.values().flatten().all(|credit| credit.0 == 1), "{credits:?}");
    assert_eq!(market.balances().await[&(1, "partner_pending")], -200 * (SALES as i64 + 1));
    market.assert_clean().await;

    let journey =
        customers::journey(&market.engine, market.operator.scope, market.program, customer).await.unwrap();
    assert_eq!(journey.touches.len() + journey.touches_left_out, SALES + 1);
    assert_eq!(
        journey.touches.len(),
        JOURNEY_TOUCHES_MAX + 1,
        "the latest, and the credited one before them"
    );
    let first = &journey.touches[0].touch;
    assert_eq!(first.partner, market.members[1].partner);
    assert_eq!(journey.partner_names.len(), 2, "merchants know everybody who is named");
    let last = journey.conversions.last().unwrap().decision.clone().unwrap();
    assert_eq!(last.considered.len() + last.left_out as usize, SALES + 1);
    assert_eq!(last.considered.iter().filter(|it| it.millionths > 0).count(), 1);
    let said = journey.conversions.last().unwrap().sentences.iter().any(|it| it.code == "touch.left_out");
    assert!(said, "the explanation says that some were not weighed");
}

/// A click of the member from before all sales, told by a lead.
async fn lead_by_an_early_click(market: &Market, member: usize) {
    let click = market.click(member, market.now().plus_days(-20)).await;
    let mut lead = market.lead("big");
    lead.click = Some(click.id.to_string());
    market.record(&lead).await.unwrap();
}

/// Sales of one customer a day apart, the last of them by a code of the first member; one commit settles two.
async fn with_some_sales(terms: &TermsInput, sales: usize) -> Market {
    let mut market = Market::open(Where::Memory, 2, terms).await;
    market.settle_at_most(2);
    market.publish_policy(PolicyRules { model: Model::FirstTouch, ..PolicyRules::default() }).await;
    market.world.clock.advance_days(20);
    for number in 0..sales {
        market.world.clock.advance_days(1);
        let sale = market.sale("big", &format!("order-{number}"), 10_000);
        let code = (number + 1 == sales).then(|| "CODE0".to_owned());
        market.record(&EventInput { code, ..sale }).await.unwrap();
    }
    market
}

async fn close(market: &Market) {
    commissions::approve_due(&market.engine, &market.operator.permit(), market.program).await.unwrap();
    market.close(None).await;
}

#[tokio::test]
async fn what_a_statement_shows_counts_for_earlier_parts() {
    let percent = RewardAmount::Percent { rate: Rate::from_millionths(200_000) };
    let once = Reward::plain(Event::Sale, percent, Recurrence::OneTime);
    let terms = TermsInput { rewards: vec![once], hold_days: 0, ..twenty_percent() };
    let market = with_some_sales(&terms, 6).await;
    close(&market).await;
    assert_eq!(market.balances().await[&(0, "partner_payable")], -2_000);

    // The first sale of all is rewarded once, and that is in a statement already.
    lead_by_an_early_click(&market, 0).await;
    market.settle_rest().await;
    assert_eq!(market.balances().await.get(&(0, "partner_pending")).copied().unwrap_or(0), 0);
    market.assert_clean().await;
}

/// A part that earns more leaves less of a cap to the later ones, which had used it up.
#[tokio::test]
async fn parts_together_earn_no_more_than_a_cap_leaves() {
    let flat = RewardAmount::Flat { amount: 500 };
    let lead = Reward::plain(Event::Lead, flat, Recurrence::Recurring { limit: Limit::Unlimited });
    let cap = Cap { per: CapScope::Partner, window: Window::AllTime, amount: 1_000 };
    let mut rewards = vec![lead];
    rewards.extend(twenty_percent().rewards);
    let terms = TermsInput { rewards, caps: vec![cap], ..twenty_percent() };
    let market = with_some_sales(&terms, 6).await;
    assert_eq!(market.balances().await[&(0, "partner_pending")], -1_000, "the last sale uses the cap up");

    let mut early = market.lead("big");
    early.code = Some("CODE0".to_owned());
    early.occurred_at = Some(market.now().plus_days(-20));
    market.record(&early).await.unwrap();
    market.settle_rest().await;
    assert_eq!(market.balances().await[&(0, "partner_pending")], -1_000);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_statement_waits_for_all_parts_of_a_customer() {
    let terms = TermsInput { hold_days: 0, ..twenty_percent() };
    let market = with_some_sales(&terms, 6).await;
    lead_by_an_early_click(&market, 1).await;
    assert!(is_under_way(&market).await);

    close(&market).await;
    assert!(!is_under_way(&market).await);
    let totals = |member| {
        let market = &market;
        async move { market.statements(member).await.iter().map(|it| it.statement.total).collect::<Vec<_>>() }
    };
    assert_eq!((totals(0).await, totals(1).await), (vec![], vec![2_000]), "what was approved before");
    market.world.clock.advance_days(1);
    close(&market).await;
    assert_eq!((totals(0).await, totals(1).await), (vec![], vec![2_000, 5 * 2_000]));
    market.assert_clean().await;
}

#[tokio::test]
async fn an_event_far_behind_its_evidence_is_decided_first() {
    let market = with_many_sales().await;
    // The click came before all sales, and is reported with the last.
    let click = market.click(1, market.now().plus_days(-2)).await;
    let mut sale = market.sale("big", "last", 1_000);
    sale.click = Some(click.id.to_string());
    let sold = market.record(&sale).await.unwrap().value;
    assert_eq!(sold.decision.unwrap().shares[0].partner, market.members[1].partner);
    assert_eq!(market.credits("big").await["sale/api/order-0"][0].0, 0);
    assert!(is_under_way(&market).await);

    market.settle_rest().await;
    assert!(market.credits("big").await.values().flatten().all(|credit| credit.0 == 1));
    market.assert_clean().await;
}
