//! Statements close by themselves as the program says, number without gaps, and come out the same however often a
//! close is interrupted.

use crate::market::{Market, Where, twenty_percent};
use engine::{TermsInput, commissions};
use program::{Cadence, StatementSchedule};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
};
use words::{Day, Instant};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Nothing is held; the first of March, a Sunday.
async fn market(members: usize) -> Market {
    let market = Market::open(Where::Memory, members, &TermsInput { hold_days: 0, ..twenty_percent() }).await;
    market.world.clock.set(at("2026-03-11T09:00:00Z"));
    market.do_jobs().await;
    market
}

/// A sale of which the member is owed so many minor units, approved.
async fn earn(market: &Market, member: usize, order: &str, earned: i64) {
    let mut sale = market.sale(&format!("cus-{order}"), order, earned * 5);
    sale.code = Some(market.members[member].code.code.clone());
    market.record(&sale).await.unwrap();
    commissions::approve_due(&market.engine, &market.operator.permit(), market.program).await.unwrap();
}

fn schedule(cadence: Cadence, minimum: i64) -> StatementSchedule {
    StatementSchedule { cadence, payment_days: 10, minimum }
}

/// Number, period, due date and what is paid and carried of each, in words.
async fn told(market: &Market, member: usize) -> Vec<String> {
    let files = market.statements(member).await;
    let told = files.iter().map(|file| {
        let it = &file.statement;
        let (from, last) = (Day::of(it.from), it.last_day());
        let (number, due) = (it.number.unwrap(), it.due_on);
        format!("{number}: {from} to {last}, due {due}: {} paid, {} carried", it.payable(), it.carry_over())
    });
    told.collect()
}

#[tokio::test]
async fn each_cadence_closes_its_periods_and_pays_in_time() {
    for (cadence, expected) in [
        (
            Cadence::Weekly,
            vec![
                "1: 2026-03-09 to 2026-03-15, due 2026-03-25: 100 paid, 0 carried",
                "2: 2026-03-16 to 2026-03-22, due 2026-04-01: 200 paid, 0 carried",
                "3: 2026-04-06 to 2026-04-12, due 2026-04-22: 400 paid, 0 carried",
            ],
        ),
        (
            Cadence::SemiMonthly,
            vec![
                "1: 2026-03-01 to 2026-03-15, due 2026-03-25: 100 paid, 0 carried",
                "2: 2026-03-16 to 2026-03-31, due 2026-04-10: 200 paid, 0 carried",
                "3: 2026-04-01 to 2026-04-15, due 2026-04-25: 400 paid, 0 carried",
            ],
        ),
        (
            Cadence::Monthly,
            vec![
                "1: 2026-03-01 to 2026-03-31, due 2026-04-10: 300 paid, 0 carried",
                "2: 2026-04-01 to 2026-04-30, due 2026-05-10: 400 paid, 0 carried",
            ],
        ),
        (
            Cadence::Threshold { amount: 250 },
            vec![
                "1: 2026-03-10 to 2026-03-20, due 2026-03-30: 300 paid, 0 carried",
                "2: 2026-03-21 to 2026-04-09, due 2026-04-19: 400 paid, 0 carried",
            ],
        ),
    ] {
        let market = market(1).await;
        market.schedule(schedule(cadence, 0)).await;
        for (day, earned) in [("2026-03-12", 100), ("2026-03-20", 200), ("2026-04-09", 400)] {
            while market.now() < at(&format!("{day}T00:00:00Z")) {
                market.world.clock.advance_days(1);
                market.do_jobs().await;
            }
            earn(&market, 0, day, earned).await;
        }
        // The worker was away for weeks; every period that ended meanwhile is closed for itself.
        market.world.clock.set(at("2026-05-04T00:00:00Z"));
        market.do_jobs().await;
        let told = told(&market, 0).await;
        if let Cadence::Threshold { .. } = cadence {
            // Looked at once after the server was away, not for each of the days.
            assert_eq!((told.len(), &told[0][..]), (2, expected[0]), "{told:#?}");
            assert!(told[1].starts_with("2: 2026-03-21 to 2026-05-03"), "{told:#?}");
        } else {
            assert_eq!(told, expected, "{cadence:?}");
        }
        market.assert_clean().await;
    }
}

#[tokio::test]
async fn what_is_below_the_minimum_waits_and_is_paid_with_what_follows() {
    let market = market(1).await;
    market.schedule(schedule(Cadence::Monthly, 250)).await;
    earn(&market, 0, "march", 100).await;
    market.world.clock.set(at("2026-04-20T00:00:00Z"));
    market.do_jobs().await;
    earn(&market, 0, "april", 149).await;
    market.world.clock.set(at("2026-05-02T00:00:00Z"));
    market.do_jobs().await;
    let mut expected = vec![
        "1: 2026-03-01 to 2026-03-31, due 2026-04-10: 0 paid, 100 carried",
        "2: 2026-04-01 to 2026-04-30, due 2026-05-10: 0 paid, 249 carried",
    ];
    assert_eq!(told(&market, 0).await, expected);
    // Without a new line nothing closes, until the program asks for less.
    market.world.clock.set(at("2026-06-02T00:00:00Z"));
    market.do_jobs().await;
    assert_eq!(told(&market, 0).await, expected);
    market.schedule(schedule(Cadence::Monthly, 200)).await;
    market.world.clock.set(at("2026-07-02T00:00:00Z"));
    market.do_jobs().await;
    expected.push("3: 2026-06-01 to 2026-06-30, due 2026-07-10: 249 paid, 0 carried");
    assert_eq!(told(&market, 0).await, expected);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_period_closed_early_goes_on_where_it_was_closed() {
    let market = market(1).await;
    earn(&market, 0, "early", 100).await;
    assert_eq!(market.close(None).await.statements, 1);
    earn(&market, 0, "late", 200).await;
    market.world.clock.set(at("2026-04-02T00:00:00Z"));
    market.do_jobs().await;
    let expected = [
        "1: 2026-03-01 to 2026-03-11, due 2026-03-26: 100 paid, 0 carried",
        "2: 2026-03-11 to 2026-03-31, due 2026-04-15: 200 paid, 0 carried",
    ];
    assert_eq!(told(&market, 0).await, expected);
}

/// Polls a deed until so many commits have been tried, then drops it as a crash would. The book in memory lets
/// others go first before each commit, so the deed waits once for each.
fn interrupted<T>(deed: impl Future<Output = T>, commits: usize) -> bool {
    let mut deed = pin!(deed);
    let mut context = Context::from_waker(Waker::noop());
    (0..=commits).all(|_| deed.as_mut().poll(&mut context).is_pending())
}

#[tokio::test]
async fn a_close_interrupted_between_any_two_commits_gives_the_same_statements() {
    const MEMBERS: usize = 3;
    let filled = async || {
        let market = market(MEMBERS).await;
        market.schedule(schedule(Cadence::Weekly, 0)).await;
        // More than one commit holds for the first, and nothing for the last.
        for order in 0..engine::LINES_PER_COMMIT_MAX + 20 {
            earn(&market, 0, &format!("first-{order}"), 10).await;
        }
        earn(&market, 1, "second", 70).await;
        market.world.clock.set(at("2026-03-17T00:00:00Z"));
        market
    };
    let stated = async |market: &Market| {
        let mut all = Vec::new();
        for member in 0..MEMBERS {
            all.push(told(market, member).await);
            for file in market.statements(member).await {
                let lines = file.lines.iter();
                let lines = lines.map(|(line, _, conversion)| {
                    format!(
                        "{} {:?} {} {}",
                        line.place,
                        line.kind,
                        line.amount,
                        conversion.as_ref().unwrap().external_id
                    )
                });
                all.push(lines.collect());
            }
        }
        all
    };
    let undisturbed = filled().await;
    undisturbed.do_jobs().await;
    let expected = stated(&undisturbed).await;
    assert_eq!(expected.len(), 5, "two of three have a statement");
    let mut commits = 0;
    loop {
        let market = filled().await;
        let close = market.do_jobs();
        if !interrupted(close, commits) {
            assert!(commits >= 4, "{commits}");
            return;
        }
        // Interrupted once more at each later commit, and then not.
        let mut again = 0;
        while interrupted(market.do_jobs(), again) {
            again += 1;
        }
        assert_eq!(stated(&market).await, expected, "interrupted after {commits} commits");
        market.assert_clean().await;
        commits += 1;
    }
}
