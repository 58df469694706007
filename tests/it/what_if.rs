//! Decisions that change afterwards: late evidence before and after a statement, corrections by hand, and rules that are
//! tried on history and applied to it. Through all of it the books balance, and the next statement is right.

use crate::market::{Market, Where, cases, twenty_percent};
use conversion::ReviewStatus;
use engine::{
    Application, CorrectionInput, ReviewVerdict, SimulationInput, TermsInput, commissions, corrections, jobs,
    ports::{JobKind, ListOf, ReviewColumn, list_of},
    reviews, simulations,
};
use payout::LineKind;
use program::{Model, PolicyRules, RewardAmount};
use proptest::prelude::*;
use report::{Simulation, SimulationStatus, TermsDraft};
use words::{ConversionId, Instant, Rate};

async fn market() -> Market {
    Market::open(Where::Memory, 3, &TermsInput { hold_days: 0, ..twenty_percent() }).await
}

/// A sale of 100.00 by code of one member, on the day `day` days from now.
async fn sold(market: &Market, customer: &str, order: &str, member: usize) -> ConversionId {
    let mut sale = market.sale(customer, order, 10_000);
    sale.code = Some(market.members[member].code.code.clone());
    market.record(&sale).await.unwrap().value.conversion.unwrap().id
}

/// Everything approved and the month closed; then the clock is in the next.
async fn close(market: &Market) {
    let (operator, program) = (market.operator, market.program);
    commissions::approve_due(&market.engine, &operator.permit(), program).await.unwrap();
    market.close(None).await;
    market.world.clock.advance_days(31);
}

async fn totals(market: &Market, member: usize) -> Vec<i64> {
    market.statements(member).await.iter().map(|file| file.statement.total).collect()
}

/// Turns what is due until nothing is, as a worker does. Statements close when the test says so.
async fn turn_jobs(market: &Market) {
    loop {
        let jobs = market.engine.book().due_jobs(market.now(), 50).await.unwrap();
        let wanted = |kind: JobKind| {
            matches!(
                kind,
                JobKind::Simulate(_)
                    | JobKind::DecideAnew(_)
                    | JobKind::SettleProgram(jobs::SettleProgram {})
            )
        };
        let Some(job) = jobs.into_iter().find(|job| wanted(job.kind)) else { return };
        jobs::run(&market.engine, &job).await.unwrap();
    }
}

async fn simulated(market: &Market, input: &SimulationInput) -> Simulation {
    let asked =
        simulations::create(&market.engine, &market.operator.permit(), market.program, input).await.unwrap();
    turn_jobs(market).await;
    let done = simulations::get(&market.engine, &market.operator.permit(), asked.value.id).await.unwrap();
    assert_eq!(done.status, SimulationStatus::Done);
    done
}

#[tokio::test]
async fn late_evidence_decides_again_before_a_statement_and_asks_after_it() {
    let market = market().await;
    market.publish_model(Model::FirstTouch).await;
    market.publish_policy(PolicyRules { model: Model::FirstTouch, ..PolicyRules::default() }).await;
    let begun = market.now();
    market.world.clock.advance_days(3);
    sold(&market, "early", "order-1", 0).await;
    let stated = sold(&market, "late", "order-2", 0).await;
    // Before a statement it decides by itself.
    let first = market.click(1, begun).await;
    let mut lead = market.lead("early");
    lead.click = Some(first.id.to_string());
    market.record(&lead).await.unwrap();
    assert_eq!(market.credits("early").await["sale/api/order-1"], [(1, 1_000_000, 2_000, 0)]);
    close(&market).await;
    assert_eq!((totals(&market, 0).await, totals(&market, 1).await), (vec![2_000], vec![2_000]));
    // After it a person is asked, once, and nothing moves until they answer.
    let other = market.click(1, begun).await;
    let mut lead = market.lead("late");
    lead.click = Some(other.id.to_string());
    market.record(&lead).await.unwrap();
    lead.event_name = Some("demo".to_owned());
    market.record(&lead).await.unwrap();
    assert_eq!(market.credits("late").await["sale/api/order-2"], [(0, 1_000_000, 2_000, 0)]);
    let open = ListOf::<conversion::Review>::new(9).only(ReviewColumn::STATUS, "open");
    let reviews: Vec<conversion::Review> =
        list_of(market.engine.book(), market.operator.scope, &open).await.unwrap();
    let [review] = &reviews[..] else { panic!("{reviews:?}") };
    assert_eq!((review.conversion, review.proposed.shares[0].partner), (stated, market.members[1].partner));
    market.assert_clean().await;
    let accepted =
        reviews::close(&market.engine, &market.operator.permit(), review.id, &ReviewVerdict::Accept)
            .await
            .unwrap();
    assert_eq!(accepted.status, ReviewStatus::Accepted);
    market.assert_clean().await;
    close(&market).await;
    assert_eq!(totals(&market, 0).await, [2_000, -2_000], "taken back in the next statement");
    assert_eq!(totals(&market, 1).await, [2_000, 2_000]);
    let line = &market.statements(0).await[1].lines[0].0;
    assert_eq!(line.kind, LineKind::Adjustment);
    market.assert_clean().await;
}

#[tokio::test]
async fn what_was_dismissed_is_not_asked_again() {
    let market = market().await;
    market.publish_policy(PolicyRules { model: Model::FirstTouch, ..PolicyRules::default() }).await;
    let begun = market.now();
    market.world.clock.advance_days(3);
    sold(&market, "cus-1", "order-1", 0).await;
    close(&market).await;
    let reviews = async || -> Vec<conversion::Review> {
        let all = ListOf::<conversion::Review>::new(9);
        list_of(market.engine.book(), market.operator.scope, &all).await.unwrap()
    };
    let evidence = async |event: &str, member: usize, at: Instant| {
        let click = market.click(member, at).await;
        let mut lead = market.lead("cus-1");
        lead.event_name = Some(event.to_owned());
        lead.click = Some(click.id.to_string());
        market.record(&lead).await.unwrap();
    };
    evidence("one", 1, begun.plus_days(1)).await;
    let review = reviews().await.remove(0);
    let dismiss = ReviewVerdict::Dismiss { reason: "Agreed on the phone".to_owned() };
    reviews::close(&market.engine, &market.operator.permit(), review.id, &dismiss).await.unwrap();
    evidence("two", 1, begun.plus_days(1)).await;
    assert_eq!(reviews().await[0].status, ReviewStatus::Dismissed);
    // Other evidence is another question.
    evidence("three", 2, begun).await;
    let asked = reviews().await.remove(0);
    assert_eq!((asked.status, asked.id), (ReviewStatus::Open, review.id));
    assert_eq!(asked.proposed.shares[0].partner, market.members[2].partner);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_correction_splits_what_a_statement_shows_and_is_taken_back() {
    let market = market().await;
    let sale = sold(&market, "cus-1", "order-1", 0).await;
    close(&market).await;
    let share = |member: usize, millionths| (market.members[member].partner, millionths);
    let input = CorrectionInput {
        shares: vec![share(1, 333_333), share(2, 666_667)],
        reason: "They worked on it together".to_owned(),
    };
    let permit = market.operator.permit();
    let correction = corrections::correct(&market.engine, &permit, sale, &input).await.unwrap().value;
    assert_eq!(
        market.credits("cus-1").await["sale/api/order-1"],
        [(1, 333_333, 667, 0), (2, 666_667, 1_333, 0)]
    );
    market.assert_clean().await;
    // Later evidence does not move it.
    let mut lead = market.lead("cus-1");
    lead.code = Some("CODE2".to_owned());
    market.record(&lead).await.unwrap();
    close(&market).await;
    assert_eq!(totals(&market, 0).await, [2_000, -2_000]);
    assert_eq!((totals(&market, 1).await, totals(&market, 2).await), (vec![667], vec![1_333]));
    corrections::take_back(&market.engine, &market.operator.permit(), correction.id).await.unwrap();
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], [(0, 1_000_000, 2_000, 0)]);
    market.assert_clean().await;
    close(&market).await;
    assert_eq!(totals(&market, 0).await, [2_000, -2_000, 2_000]);
    assert_eq!((totals(&market, 1).await, totals(&market, 2).await), (vec![667, -667], vec![1_333, -1_333]));
    // Nobody, too; and a refund follows it.
    let nobody = CorrectionInput { shares: Vec::new(), reason: "A test order".to_owned() };
    corrections::correct(&market.engine, &permit, sale, &nobody).await.unwrap();
    market.record_refund(&market.refund("order-1", "refund-1", 5_000)).await.unwrap();
    assert_eq!(market.credits("cus-1").await["sale/api/order-1"], []);
    market.assert_clean().await;
}

#[tokio::test]
async fn a_correction_that_does_not_add_up_changes_nothing() {
    let market = market().await;
    let sale = sold(&market, "cus-1", "order-1", 0).await;
    let before = market.credits("cus-1").await;
    let share = |member: usize, millionths| (market.members[member].partner, millionths);
    for (shares, reason, field) in [
        (vec![share(1, 500_000)], "because", "shares"),
        (vec![share(1, 500_000), share(1, 500_000)], "because", "shares"),
        (vec![share(1, 0), share(2, 1_000_000)], "because", "shares"),
        (vec![share(1, 1_000_000)], "", "reason"),
    ] {
        let input = CorrectionInput { shares, reason: reason.to_owned() };
        let fault =
            corrections::correct(&market.engine, &market.operator.permit(), sale, &input).await.unwrap_err();
        assert!(matches!(&fault, engine::Error::Invalid(invalid) if invalid.field == field), "{fault}");
    }
    assert_eq!(market.credits("cus-1").await, before);
}

fn forty_percent(group: words::GroupId) -> TermsDraft {
    let mut reward = twenty_percent().rewards[0].clone();
    reward.amount = RewardAmount::Percent { rate: Rate::from_millionths(400_000) };
    TermsDraft {
        group,
        rewards: vec![reward],
        strategy: program::Strategy::default(),
        hold_days: 0,
        caps: Vec::new(),
    }
}

#[tokio::test]
async fn what_was_tried_is_what_comes_when_it_is_applied() {
    let market = market().await;
    market.publish_policy(PolicyRules::default()).await;
    let begun = market.now();
    for (order, customer) in [("order-1", "cus-1"), ("order-2", "cus-2")] {
        let click = market.click(1, market.now()).await;
        let mut lead = market.lead(customer);
        lead.click = Some(click.id.to_string());
        market.record(&lead).await.unwrap();
        market.world.clock.advance_days(2);
        sold(&market, customer, order, 0).await;
    }
    close(&market).await;
    sold(&market, "cus-3", "order-3", 2).await;
    let group = market.engine.book().rulebook(market.operator.scope, market.program).await.unwrap().unwrap();
    let group = group.groups[0].id;
    let input = SimulationInput {
        policy: Some(PolicyRules { model: Model::Linear, ..PolicyRules::default() }),
        terms: vec![forty_percent(group)],
        since: begun,
        until: None,
    };
    market.world.clock.advance_days(1);
    let tried = simulated(&market, &input).await;
    let total = tried.effects.total;
    assert_eq!((total.commission_before, total.commission_after), (6_000, 12_000));
    let effect = |member: usize| tried.effects.partners[&market.members[member].partner];
    assert_eq!((effect(0).difference(), effect(1).difference(), effect(2).difference()), (0, 4_000, 2_000));
    assert_eq!((effect(1).gained, effect(0).lost, tried.effects.changed), (2, 0, 3));
    let balances = market.balances().await;
    assert_eq!(simulated(&market, &input).await.effects, tried.effects, "the same answer again");
    assert_eq!(market.balances().await, balances, "nothing changed by looking");

    let apply = async |difference: i64| {
        let how = (Application::FromDate, market.eur(difference));
        simulations::apply(&market.engine, &market.operator.permit(), tried.id, how).await
    };
    let unread = apply(5_999).await.unwrap_err();
    assert!(matches!(&unread, engine::Error::Invalid(it) if it.field == "difference"), "{unread}");
    apply(6_000).await.unwrap();
    turn_jobs(&market).await;
    market.assert_clean().await;
    let after: SimulationInput = SimulationInput { ..input.clone() };
    let again = simulated(&market, &after).await;
    assert_eq!((again.effects.changed, again.effects.total.difference()), (0, 0));
    close(&market).await;
    assert_eq!(totals(&market, 0).await, [4_000], "half of twice as much");
    assert_eq!(totals(&market, 1).await, [4_000]);
    assert_eq!(totals(&market, 2).await, [4_000]);
    market.assert_clean().await;
    let stale = apply(6_000).await.unwrap();
    assert!(stale.applied.is_some(), "a second time changes nothing");
}

#[tokio::test]
async fn applied_forward_only_what_comes_later_is_decided_otherwise() {
    let market = market().await;
    let begun = market.now().plus_days(-1);
    let sale = async |order: &str| {
        let click = market.click(1, market.now()).await;
        let mut lead = market.lead(order);
        lead.click = Some(click.id.to_string());
        market.record(&lead).await.unwrap();
        market.world.clock.advance(60_000_000);
        sold(&market, order, order, 0).await;
        market.credits(order).await[&format!("sale/api/{order}")].clone()
    };
    assert_eq!(sale("first").await, [(0, 1_000_000, 2_000, 0)]);
    let rules = PolicyRules { model: Model::Linear, ..PolicyRules::default() };
    let input = SimulationInput { policy: Some(rules), terms: Vec::new(), since: begun, until: None };
    market.world.clock.advance(1_000_000);
    let tried = simulated(&market, &input).await;
    let how = (Application::Forward, market.eur(tried.effects.total.difference()));
    simulations::apply(&market.engine, &market.operator.permit(), tried.id, how).await.unwrap();
    turn_jobs(&market).await;
    assert_eq!(market.credits("first").await["sale/api/first"], [(0, 1_000_000, 2_000, 0)]);
    market.world.clock.advance(1_000_000);
    assert_eq!(sale("second").await, [(0, 500_000, 1_000, 0), (1, 500_000, 1_000, 0)]);
    let stale = simulations::apply(&market.engine, &market.operator.permit(), tried.id, how).await.unwrap();
    assert_eq!(stale.applied.map(|applied| applied.since), Some(None));
    market.assert_clean().await;
}

#[tokio::test]
async fn a_canceled_simulation_stays_canceled() {
    let market = market().await;
    sold(&market, "cus-1", "order-1", 0).await;
    let since = market.now().plus_days(-1);
    market.world.clock.advance(1_000_000);
    let input =
        SimulationInput { policy: Some(PolicyRules::default()), terms: Vec::new(), since, until: None };
    let permit = market.operator.permit();
    let asked = simulations::create(&market.engine, &permit, market.program, &input).await.unwrap().value;
    simulations::cancel(&market.engine, &permit, asked.id).await.unwrap();
    turn_jobs(&market).await;
    let found = simulations::get(&market.engine, &market.operator.permit(), asked.id).await.unwrap();
    assert_eq!((found.status, found.customers_done), (SimulationStatus::Canceled, 0));
}

/// One thing that happens in a random market.
#[derive(Clone, Debug)]
enum Deed {
    Click { member: usize, customer: usize },
    Sale { member: Option<usize>, customer: usize, amount: i64 },
    Refund { sale: usize },
    Close,
    Pass { hours: i64 },
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..3usize, 0..4usize).prop_map(|(member, customer)| Deed::Click { member, customer }),
        4 => (prop::option::of(0..3usize), 0..4usize, 100..50_000i64)
            .prop_map(|(member, customer, amount)| Deed::Sale { member, customer, amount }),
        1 => (0..5usize).prop_map(|sale| Deed::Refund { sale }),
        1 => Just(Deed::Close),
        3 => (1..200i64).prop_map(|hours| Deed::Pass { hours }),
    ]
}

pub(crate) fn any_rules() -> impl Strategy<Value = PolicyRules> {
    let models = prop::sample::select(Model::ALL.to_vec());
    (models, 1..90u32, any::<[bool; 5]>(), 0..7_200u32).prop_map(|(model, look_back_days, on, stand_down)| {
        let [code_wins, code_owner_only, new_customers_only, keeps_bond, consent_required] = on;
        PolicyRules {
            model,
            look_back_days,
            code_wins,
            code_owner_only,
            new_customers_only,
            keeps_bond,
            consent_required,
            stand_down_seconds: stand_down,
            ..PolicyRules::default()
        }
    })
}

async fn lived(deeds: &[Deed], rules: PolicyRules) -> Result<(), TestCaseError> {
    let market = market().await;
    let begun = market.now().plus_days(-1);
    let mut sales = 0;
    for (place, deed) in deeds.iter().enumerate() {
        market.world.clock.advance(61_000_000);
        match deed {
            Deed::Click { member, customer } => {
                let click = market.click(*member, market.now()).await;
                let mut lead = market.lead(&format!("cus-{customer}"));
                lead.event_name = Some(format!("lead-{place}"));
                lead.click = Some(click.id.to_string());
                market.record(&lead).await.unwrap();
            }
            Deed::Sale { member, customer, amount } => {
                let mut sale = market.sale(&format!("cus-{customer}"), &format!("order-{sales}"), *amount);
                sale.code = member.map(|member| market.members[member].code.code.clone());
                market.record(&sale).await.unwrap();
                sales += 1;
            }
            Deed::Refund { sale } if *sale < sales => {
                let refund = market.refund(&format!("order-{sale}"), &format!("refund-{place}"), 33);
                market.record_refund(&refund).await.unwrap();
            }
            Deed::Refund { .. } => {}
            Deed::Close => close(&market).await,
            Deed::Pass { hours } => {
                market.world.clock.advance(hours * 3_600_000_000);
            }
        }
    }
    market.world.clock.advance(1_000_000);
    let since = begun.max(market.now().plus_days(-200));
    let input = SimulationInput { policy: Some(rules), terms: Vec::new(), since, until: None };
    let tried = simulated(&market, &input).await;
    let owed = async || market.balances().await.values().sum::<i64>();
    let before = market.balances().await;
    let how = (Application::FromDate, market.eur(tried.effects.total.difference()));
    simulations::apply(&market.engine, &market.operator.permit(), tried.id, how).await.unwrap();
    turn_jobs(&market).await;
    market.assert_clean().await;
    // What was predicted is what was booked: the expense grew by the difference.
    let expense = |balances: &std::collections::BTreeMap<(usize, &str), i64>| {
        let own = balances.iter().filter(|((_, account), _)| *account == "commission_expense");
        own.map(|(_, amount)| amount).sum::<i64>()
    };
    let after = market.balances().await;
    prop_assert_eq!(expense(&after) - expense(&before), tried.effects.total.difference());
    prop_assert_eq!(owed().await, 0);
    let again = simulated(&market, &input).await;
    prop_assert_eq!((again.effects.changed, again.effects.total.difference()), (0, 0));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(150, 5_000)))]

    #[test]
    fn an_applied_simulation_books_what_it_said_and_leaves_nothing_to_change(
        deeds in prop::collection::vec(any_deed(), 1..25),
        rules in any_rules(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(lived(&deeds, rules))?;
    }
}
