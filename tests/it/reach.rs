//! What looks at what was reached, with many sales at once: every one is raised, a milestone is granted once, and the team
//! is told once.

use crate::market::{Market, Where, twenty_percent};
use commission::Commission;
use engine::{
    ProgramChange, TermsInput, conversions,
    ports::{ListOf, list_of},
    programs,
};
use futures_util::future::join_all;
use program::{Budget, Event, Limit, Measure, Milestone, Recurrence, Reward, RewardAmount, Tier, Tiers};
use std::{collections::BTreeMap, sync::Arc};
use words::{Rate, Window};

const AT_ONCE: usize = 64;

fn percent(percent: u32) -> RewardAmount {
    RewardAmount::Percent { rate: Rate::from_millionths(percent * 10_000) }
}

/// 20 %, or 30 % of all of a year of 40 sales; and 50.00 for every 25.
fn terms() -> TermsInput {
    let tiers = Tiers {
        measure: Measure::Events,
        window: Window::Year,
        retroactive: true,
        steps: vec![Tier { from: 40, amount: percent(30) }],
    };
    let recurring = Recurrence::Recurring { limit: Limit::Unlimited };
    let sale = Reward { tiers: Some(tiers), ..Reward::plain(Event::Sale, percent(20), recurring) };
    let milestone = Milestone { measure: Measure::Events, of: Event::Sale, window: Window::AllTime, at: 25 };
    let every = Reward {
        milestone: Some(milestone),
        ..Reward::plain(Event::Milestone, RewardAmount::Flat { amount: 5_000 }, recurring)
    };
    TermsInput { rewards: vec![sale, every], ..twenty_percent() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_sales_at_once_reach_what_they_reach_one_after_the_other() {
    for place in [Where::Memory, Where::Disk] {
        let market = Arc::new(Market::open(place, 1, &terms()).await);
        let warn_at = Rate::from_millionths(500_000);
        let budget = Budget { window: Window::Year, amount: 20_000, warn_at, stops: false };
        let change = ProgramChange { budget: Some(Some(budget)), ..ProgramChange::default() };
        programs::update(&market.engine, &market.operator.permit(), market.program, &change).await.unwrap();
        // Several processes, so that no lock but the book's guards can help.
        let engines: Vec<_> = (0..8).map(|_| market.another_engine()).collect();
        let sales = (0..AT_ONCE).map(|number| {
            let (market, engine) = (market.clone(), engines[number % engines.len()].clone());
            tokio::spawn(async move {
                let mut sale = market.sale(&format!("cus-{number}"), &format!("order-{number}"), 1_000);
                sale.code = Some(market.members[0].code.code.clone());
                conversions::record_sale(&engine, &market.operator.permit(), &sale).await.unwrap();
            })
        });
        join_all(sales).await.into_iter().for_each(Result::unwrap);
        market.do_jobs().await;
        let query = ListOf::<Commission>::new(1_000);
        let owed: Vec<Commission> =
            list_of(market.engine.book(), market.operator.scope, &query).await.unwrap();
        let mut counted = BTreeMap::<_, usize>::new();
        owed.iter().for_each(|it| *counted.entry((it.event, it.earned)).or_default() += 1);
        let expected = [((Event::Sale, 300), AT_ONCE), ((Event::Milestone, 5_000), 2)];
        assert_eq!(counted, BTreeMap::from(expected), "{place:?}");
        let facts = market.engine.book().facts(None, 0, usize::MAX).await.unwrap();
        for kind in [facts::Kind::BudgetWarned, facts::Kind::BudgetSpent] {
            let told = facts.iter().filter(|fact| fact.fact.kind() == kind).count();
            assert_eq!(told, 1, "{place:?}: {kind}");
        }
        market.assert_clean().await;
    }
}
