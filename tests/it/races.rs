//! Many at once: caps and sales are never exceeded, and the same event is counted once.

use crate::market::{Market, Where, twenty_percent};
use engine::{Error, Outcome, TermsInput, commissions, conversions, statements};
use futures_util::future::join_all;
use std::sync::Arc;

const AT_ONCE: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_sales_never_exceed_the_cap() {
    for place in [Where::Memory, Where::Disk] {
        // Each sale earns 200; the cap holds 12 of them and a half.
        let terms = TermsInput { caps: vec![program::Cap::monthly(2_500)], ..twenty_percent() };
        let market = Arc::new(Market::open(place, 1, &terms).await);
        let sales = (0..AT_ONCE).map(|number| {
            let market = market.clone();
            tokio::spawn(async move {
                let mut sale = market.sale(&format!("cus-{number}"), &format!("order-{number}"), 1_000);
                sale.code = Some(market.members[0].code.code.clone());
                market.record(&sale).await.unwrap().value.commissions[0].earned
            })
        });
        let earned: Vec<i64> = join_all(sales).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(earned.iter().sum::<i64>(), 2_500, "{place:?}: {earned:?}");
        assert_eq!(earned.iter().filter(|&&amount| amount == 200).count(), 12);
        assert_eq!(earned.iter().filter(|&&amount| amount == 100).count(), 1);
        assert_eq!(market.balances().await[&(0, "partner_pending")], -2_500);
        market.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_refunds_never_exceed_the_sale() {
    for place in [Where::Memory, Where::Disk] {
        let market = Arc::new(Market::open(place, 1, &twenty_percent()).await);
        let mut sale = market.sale("cus-1", "order-1", 10_000);
        sale.code = Some(market.members[0].code.code.clone());
        market.record(&sale).await.unwrap();
        // Several processes, so that no lock but the book's versions can help.
        let engines: Vec<_> = (0..8).map(|_| market.another_engine()).collect();
        let refunds = (0..AT_ONCE).map(|number| {
            let (market, engine) = (market.clone(), engines[number % engines.len()].clone());
            tokio::spawn(async move {
                let refund = market.refund("order-1", &format!("re-{number}"), 300);
                conversions::record_refund(&engine, &market.operator.permit(), &refund).await
            })
        });
        let results: Vec<_> = join_all(refunds).await.into_iter().map(Result::unwrap).collect();
        let refused = results.iter().filter(|r| matches!(r, Err(Error::RefundExceeds { left: 100 })));
        // 33 × 300 = 9900; what is left is less than one more.
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 33);
        assert_eq!(refused.count(), AT_ONCE - 33);
        assert_eq!(market.balances().await[&(0, "partner_pending")], -(2_000 - 1_980));
        market.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_sale_sent_at_once_is_counted_once() {
    for place in [Where::Memory, Where::Disk] {
        let market = Arc::new(Market::open(place, 1, &twenty_percent()).await);
        let engines: Vec<_> = (0..8).map(|_| market.another_engine()).collect();
        let sends = (0..AT_ONCE).map(|number| {
            let (market, engine) = (market.clone(), engines[number % engines.len()].clone());
            tokio::spawn(async move {
                let mut sale = market.sale("cus-1", "order-1", 10_000);
                sale.code = Some(market.members[0].code.code.clone());
                conversions::record_sale(&engine, &market.operator.permit(), &sale).await.unwrap().value
            })
        });
        let recorded: Vec<_> = join_all(sends).await.into_iter().map(Result::unwrap).collect();
        let first = recorded.iter().filter(|recorded| recorded.outcome == Outcome::Recorded);
        assert_eq!(first.count(), 1);
        let id = recorded[0].conversion.as_ref().unwrap().id;
        assert!(recorded.iter().all(|recorded| recorded.conversion.as_ref().unwrap().id == id));
        assert_eq!(market.balances().await[&(0, "partner_pending")], -2_000);

        let mut other = market.sale("cus-1", "order-1", 10_001);
        other.code = Some(market.members[0].code.code.clone());
        let Err(Error::Differs { existing, received }) = market.record(&other).await else { panic!() };
        assert_eq!(existing.amount().unwrap().amount, 10_000);
        assert_eq!(received.amount.unwrap().amount, 10_001);
        market.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn approvals_refunds_late_evidence_and_closing_at_once_keep_the_books() {
    for place in [Where::Memory, Where::Disk] {
        let market = Arc::new(Market::open(place, 2, &TermsInput { hold_days: 0, ..twenty_percent() }).await);
        for number in 0..24 {
            let mut sale = market.sale(&format!("cus-{number}"), &format!("order-{number}"), 1_000);
            sale.code = Some(market.members[0].code.code.clone());
            market.record(&sale).await.unwrap();
        }
        market.world.clock.advance_days(1);
        let tasks = (0..24usize).map(|number| {
            let (market, engine) = (market.clone(), market.another_engine());
            tokio::spawn(async move {
                let (operator, program) = (market.operator, market.program);
                match number % 4 {
                    0 => drop(commissions::approve_due(&engine, &operator.permit(), program).await.unwrap()),
                    1 => drop(statements::close(&engine, &operator.permit(), program, None).await.unwrap()),
                    2 => {
                        let refund = market.refund(&format!("order-{}", number - 1), "re", 500);
                        let refund = engine::RefundInput { external_id: format!("re-{number}"), ..refund };
                        drop(conversions::record_refund(&engine, &operator.permit(), &refund).await.unwrap());
                    }
                    _ => {
                        let click = market.click(1, market.now().plus_days(-5)).await;
                        let mut lead = market.lead(&format!("cus-{number}"));
                        lead.click = Some(click.id.to_string());
                        drop(conversions::record_lead(&engine, &operator.permit(), &lead).await.unwrap());
                    }
                }
            })
        });
        join_all(tasks).await.into_iter().for_each(|task| task.unwrap());
        market.assert_clean().await;
        assert_eq!(market.balances().await.values().sum::<i64>(), 0);
    }
}
