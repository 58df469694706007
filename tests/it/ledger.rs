//! The books balance after every deed, whatever the deeds; nothing is taken back that was not earned.

use crate::market::{Market, Where, cases, twenty_percent};
use engine::{Error, TermsInput, commissions};
use payout::LineKind;
use program::{Cadence, StatementSchedule};
use proptest::prelude::*;

const MEMBERS: usize = 2;
const CUSTOMERS: usize = 3;

#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Click {
        member: usize,
        customer: usize,
    },
    Sale {
        customer: usize,
        amount: i64,
        member: Option<usize>,
    },
    Refund {
        sale: usize,
        percent: u8,
    },
    Wait {
        days: i64,
    },
    Approve,
    /// Closes what was approved by now, or before a month began.
    Close {
        months_back: Option<u32>,
    },
    /// Another cadence and minimum from now on.
    Schedule(StatementSchedule),
    /// Lets the worker do what is due.
    Work,
}

pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => (0..MEMBERS, 0..CUSTOMERS).prop_map(|(member, customer)| Deed::Click { member, customer }),
        3 => (0..CUSTOMERS, 1i64..1_000_000, prop::option::of(0..MEMBERS))
            .prop_map(|(customer, amount, member)| Deed::Sale { customer, amount, member }),
        3 => (0usize..20, 1u8..120).prop_map(|(sale, percent)| Deed::Refund { sale, percent }),
        2 => (1i64..40).prop_map(|days| Deed::Wait { days }),
        1 => Just(Deed::Approve),
        1 => prop::option::of(0u32..3).prop_map(|months_back| Deed::Close { months_back }),
        1 => schedule().prop_map(Deed::Schedule),
        2 => Just(Deed::Work),
    ]
}

fn schedule() -> impl Strategy<Value = StatementSchedule> {
    let cadence = prop_oneof![
        Just(Cadence::Weekly),
        Just(Cadence::SemiMonthly),
        Just(Cadence::Monthly),
        (1i64..200_000).prop_map(|amount| Cadence::Threshold { amount }),
    ];
    let minimum = prop_oneof![Just(0), 1i64..200_000];
    (cadence, 0u32..60, minimum).prop_map(|(cadence, payment_days, minimum)| StatementSchedule {
        cadence,
        payment_days,
        minimum,
    })
}

/// Plays the deeds; after each, every entry balances and accounts agree with commissions.
pub(crate) async fn play(place: Where, terms: &TermsInput, deeds: &[Deed]) -> Market {
    let market = Market::open(place, MEMBERS, terms).await;
    let mut sales: Vec<i64> = Vec::new();
    let mut refunded: Vec<i64> = Vec::new();
    for (number, deed) in deeds.iter().enumerate() {
        match deed {
            Deed::Click { member, customer } => {
                let click = market.click(*member, market.now()).await;
                let mut lead = market.lead(&format!("cus-{customer}"));
                lead.external_id = Some(format!("lead-{number}"));
                lead.click = Some(click.id.to_string());
                market.record(&lead).await.unwrap();
            }
            Deed::Sale { customer, amount, member } => {
                let mut sale =
                    market.sale(&format!("cus-{customer}"), &format!("sale-{}", sales.len()), *amount);
                sale.code = member.map(|member| market.members[member].code.code.clone());
                market.record(&sale).await.unwrap();
                sales.push(*amount);
                refunded.push(0);
            }
            Deed::Refund { sale, percent } => {
                let Some(amount) = sales.get(*sale) else { continue };
                let part = (amount * i64::from(*percent) / 100).max(1);
                let refund = market.refund(&format!("sale-{sale}"), &format!("refund-{number}"), part);
                match market.record_refund(&refund).await {
                    Ok(_) => refunded[*sale] += part,
                    Err(Error::RefundExceeds { left }) => {
                        assert_eq!(left, amount - refunded[*sale]);
                        assert!(part > left);
                    }
                    Err(fault) => panic!("{fault}"),
                }
                assert!(refunded[*sale] <= *amount);
            }
            Deed::Wait { days } => drop(market.world.clock.advance_days(*days)),
            Deed::Approve => {
                commissions::approve_due(&market.engine, &market.operator.permit(), market.program)
                    .await
                    .unwrap();
            }
            Deed::Close { months_back } => {
                let start = |back| (0..back).fold(market.now().month(), |month, _| month.previous()).start();
                market.close(months_back.map(start)).await;
            }
            Deed::Schedule(schedule) => market.schedule(*schedule).await,
            Deed::Work => market.do_jobs().await,
        }
        let audit = market.engine.book().audit().await.unwrap();
        assert!(audit.unbalanced.is_empty() && audit.mismatches.is_empty(), "{audit:?}");
        assert_eq!(market.balances().await.values().sum::<i64>(), 0);
    }
    market
}

async fn check_ending(market: &Market) {
    market.assert_clean().await;
    for customer in 0..CUSTOMERS {
        for (conversion, credits) in market.credits(&format!("cus-{customer}")).await {
            for (_, _, earned, reversed) in credits {
                assert!((0..=earned).contains(&reversed), "{conversion}: {reversed} of {earned}");
            }
        }
    }
    for member in 0..MEMBERS {
        let (mut carried, mut shown, mut ended) = (0, 0, None);
        for file in market.statements(member).await {
            let lines: i64 = file.lines.iter().map(|(line, _, _)| line.amount).sum();
            assert_eq!(lines, file.statement.total);
            assert_eq!(file.statement.carried, carried, "each statement carries the one before it");
            let (statement, payable) = (&file.statement, file.statement.payable());
            assert!(payable == 0 || (payable == statement.balance() && payable >= statement.minimum.max(1)));
            assert_eq!(statement.balance(), payable + statement.carry_over());
            assert!(statement.from < statement.until && ended.is_none_or(|ended| ended <= statement.from));
            assert!(statement.due_on >= statement.last_day());
            carried = statement.carry_over();
            ended = Some(statement.until);
            shown += lines;
        }
        assert_eq!(shown, market.stated(member).await, "every line is shown once");
    }
}

#[test]
fn any_deeds_keep_the_books_balanced() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (place, cases) in [(Where::Memory, cases(150, 10_000)), (Where::Disk, cases(10, 300))] {
        let mut runner =
            proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..Default::default() });
        let world = (prop::collection::vec(deed(), 1..30), prop::option::weighted(0.3, 1_000i64..500_000));
        let result = runner.run(&world, |(deeds, monthly_cap)| {
            let caps = monthly_cap.map(program::Cap::monthly).into_iter().collect();
            let terms = TermsInput { caps, ..twenty_percent() };
            runtime.block_on(async {
                let market = play(place, &terms, &deeds).await;
                check_ending(&market).await;
            });
            Ok(())
        });
        if let Err(fault) = result {
            panic!("{place:?}: {fault}");
        }
    }
}

#[tokio::test]
async fn a_refund_after_the_statement_is_a_negative_line_on_the_next() {
    for place in [Where::Memory, Where::Disk] {
        let market = Market::open(place, 1, &twenty_percent()).await;
        let mut sale = market.sale("cus-1", "order-1", 10_000);
        sale.code = Some(market.members[0].code.code.clone());
        market.record(&sale).await.unwrap();
        market.world.clock.advance_days(31);
        assert_eq!(
            commissions::approve_due(&market.engine, &market.operator.permit(), market.program)
                .await
                .unwrap(),
            1
        );
        let month = market.now().month();
        market.world.clock.set(month.end());
        let closed = market.close(Some(month.end())).await;
        assert_eq!((closed.statements, closed.lines), (1, 1));
        // A quarter, then the rest of a half: 2000 × 2500/10000, then × 5000/10000.
        market.record_refund(&market.refund("order-1", "re-1", 2_500)).await.unwrap();
        market.record_refund(&market.refund("order-1", "re-2", 2_500)).await.unwrap();
        market.world.clock.set(month.next().end());
        market.close(Some(month.next().end())).await;
        let statements = market.statements(0).await;
        let [first, second] = statements.as_slice() else { panic!("{statements:?}") };
        assert_eq!((first.statement.total, first.lines[0].0.kind), (2_000, LineKind::Commission));
        assert_eq!((second.statement.total, second.lines[0].0.kind), (-1_000, LineKind::Reversal));
        // What could not be netted is carried: the next statement begins with it.
        assert_eq!((second.statement.payable(), second.statement.carry_over()), (0, -1_000));
        let again = market.close(Some(month.next().end())).await;
        assert_eq!(again.statements, 0, "closing again changes nothing");
        market.assert_clean().await;
    }
}
