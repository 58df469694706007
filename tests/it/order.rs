//! The order of arrival changes nothing: one customer's events, shuffled and repeated, end in the
//! same credits and balances, whether one commit settles all of them or jobs settle them part by part.

use crate::market::{Market, Where, twenty_percent};
use crate::what_if::any_rules;
use conversion::Kind;
use engine::{EventInput, LeadMode, OrganizationInput, RefundInput, TermsInput};
use program::{
    Cap, CapScope, Comparison, Condition, Event, Field, Limit, Measure, PolicyRules, Recurrence, Reward,
    RewardAmount, Tier, Tiers,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use words::{Rate, Window};

const CUSTOMER: &str = "cus-1";
/// Two people, who act for themselves or for their organization.
const PEOPLE: [&str; 2] = ["person-0", "person-1"];
const ORGANIZATION: &str = "organization";
const MEMBERS: usize = 3;
/// Events lie within this many days before now.
const DAYS: i64 = 80;

/// One thing that happens to the customer, in days and thousandths of a day.
#[derive(Clone, Debug)]
struct Happening {
    at: i64,
    kind: What,
    evidence: Evidence,
    email_of: Option<usize>,
    /// Where there are several: who it is, and whether they act for the organization, or say the address that both ids have.
    person: usize,
    for_organization: bool,
}

/// Who the events are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    One,
    Organization,
    /// One person under two ids, of which some events say the same address.
    TwoIds,
}

#[derive(Clone, Debug)]
enum What {
    Lead {
        deferred: bool,
    },
    /// An amount of 0 is a free order.
    Sale {
        amount: i64,
        refunds: Vec<u8>,
    },
}

#[derive(Clone, Debug)]
enum Evidence {
    None,
    /// A click of the member, this many milli-days before the event.
    Click {
        member: usize,
        before: i64,
    },
    Code {
        member: usize,
    },
}

fn evidence() -> impl Strategy<Value = Evidence> {
    prop_oneof![
        1 => Just(Evidence::None),
        3 => (0..MEMBERS, 0i64..70_000).prop_map(|(member, before)| Evidence::Click { member, before }),
        2 => (0..MEMBERS).prop_map(|member| Evidence::Code { member }),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let what = prop_oneof![
        any::<bool>().prop_map(|deferred| What::Lead { deferred }),
        // A free order.
        Just(What::Sale { amount: 0, refunds: Vec::new() }),
        (1i64..100_000, prop::collection::vec(1u8..40, 0..3))
            .prop_map(|(amount, refunds)| What::Sale { amount, refunds }),
        (1i64..100_000).prop_map(|amount| What::Sale { amount, refunds: Vec::new() }),
    ];
    // Few distinct times, so that ties are common.
    let at = prop_oneof![0i64..DAYS * 1000, (0i64..8).prop_map(|tenth| tenth * 10_000)];
    let email = prop::option::weighted(0.2, 0..MEMBERS);
    let who = (0..PEOPLE.len(), any::<bool>());
    (at, what, evidence(), email, who).prop_map(
        |(at, kind, evidence, email_of, (person, for_organization))| Happening {
            at,
            kind,
            evidence,
            email_of,
            person,
            for_organization,
        },
    )
}

/// But for those that rest on a whole window, whoever comes first.
fn without_totals(terms: TermsInput) -> TermsInput {
    let rewards = terms.rewards.into_iter().map(|reward| {
        let tiers = reward.tiers.filter(|tiers| tiers.retroactive);
        Reward { tiers, ..reward }
    });
    let rewards = rewards.collect();
    TermsInput { rewards, caps: Vec::new(), ..terms }
}

fn terms() -> impl Strategy<Value = TermsInput> {
    let recurrence = prop_oneof![
        Just(Recurrence::OneTime),
        Just(Recurrence::Recurring { limit: Limit::Unlimited }),
        (1u32..4).prop_map(|count| Recurrence::Recurring { limit: Limit::Count { count } }),
        (1u32..3).prop_map(|months| Recurrence::Recurring { limit: Limit::Months { months } }),
    ];
    let per = prop_oneof![Just(CapScope::Partner), Just(CapScope::Customer)];
    let window = prop::sample::select(Window::ALL.to_vec());
    let cap = (per, window, 1_000i64..20_000).prop_map(|(per, window, amount)| Cap { per, window, amount });
    let strategy = prop_oneof![
        Just(program::Strategy::FirstMatch),
        Just(program::Strategy::MostSpecific),
        Just(program::Strategy::Highest),
        Just(program::Strategy::Stack { cap: None }),
        Just(program::Strategy::Stack { cap: Some(Rate::from_millionths(300_000)) }),
    ];
    let tiers = prop::option::weighted(0.4, (any::<bool>(), any::<bool>(), 1i64..10_000));
    (recurrence, prop::collection::vec(cap, 0..3), 1u32..1_000_000, strategy, tiers).prop_map(
        |(recurrence, caps, rate, strategy, tiers)| {
            let lead = Reward::plain(Event::Lead, RewardAmount::Flat { amount: 500 }, recurrence);
            let percent = |millionths| RewardAmount::Percent { rate: Rate::from_millionths(millionths) };
            let sale = Reward::plain(Event::Sale, percent(rate), recurrence);
            let tiers = tiers.map(|(revenue, retroactive, from)| Tiers {
                measure: if revenue { Measure::Revenue } else { Measure::Events },
                window: Window::Month,
                retroactive,
                // Few events reach what much revenue does.
                steps: vec![Tier {
                    from: if revenue { from } else { 2 + from % 4 },
                    amount: percent(rate / 2 + 1),
                }],
            });
            let later = vec![Condition {
                field: Field::Number,
                operator: Comparison::AtLeast,
                values: vec!["2".to_owned()],
            }];
            let again =
                Reward { when: vec![later], ..Reward::plain(Event::Sale, percent(rate / 3 + 1), recurrence) };
            let rewards = vec![lead, again, Reward { tiers, ..sale }];
            TermsInput { rewards, caps, strategy, ..twenty_percent() }
        },
    )
}

#[derive(Clone)]
enum Report {
    Event(Box<EventInput>),
    Refund(Box<RefundInput>),
}

const MILLI_DAY_MICROS: i64 = 86_400_000;

/// What the merchant's system would report, with the clicks that lie behind it already stored.
async fn reports(market: &Market, who: Who, happenings: &[Happening]) -> Vec<Report> {
    let start = market.now().plus_days(-DAYS);
    let mut reports = Vec::new();
    for (number, happening) in happenings.iter().enumerate() {
        let at = start.plus_micros(happening.at * MILLI_DAY_MICROS);
        let mut input = match &happening.kind {
            What::Lead { deferred } => EventInput {
                external_id: Some(format!("lead-{number}")),
                mode: if *deferred { LeadMode::Deferred } else { LeadMode::Now },
                ..market.lead(CUSTOMER)
            },
            What::Sale { amount, .. } => market.sale(CUSTOMER, &format!("sale-{number}"), *amount),
        };
        if who == Who::Organization {
            input.customer.external_id = PEOPLE[happening.person].to_owned();
            input.customer.organization = happening.for_organization.then(|| OrganizationInput {
                external_id: ORGANIZATION.to_owned(),
                name: None,
                domain: None,
            });
        }
        input.occurred_at = Some(at);
        let email = happening.email_of.map(|member| market.members[member].email.clone());
        input.customer.email = email.map(|email| respelled(&email, number));
        if who == Who::TwoIds {
            input.customer.external_id = PEOPLE[happening.person].to_owned();
            input.customer.is_email_verified = number % 5 != 4;
            if happening.for_organization {
                input.customer.email = Some(respelled("kim.lee@gmail.com", number));
            }
        }
        match happening.evidence {
            Evidence::None => {}
            Evidence::Click { member, before } => {
                let click = market.click(member, at.plus_micros(-before * MILLI_DAY_MICROS)).await;
                input.click = Some(click.id.to_string());
            }
            Evidence::Code { member } => input.code = Some(market.members[member].code.code.clone()),
        }
        if let What::Sale { amount, refunds } = &happening.kind {
            for (place, percent) in refunds.iter().enumerate() {
                let part = (amount * i64::from(*percent) / 100).max(1);
                if part * (place as i64 + 1) > *amount {
                    continue;
                }
                let name = format!("refund-{number}-{place}");
                let mut refund = market.refund(&format!("sale-{number}"), &name, part);
                refund.occurred_at = Some(market.now());
                // What the bank takes back comes beside refunds, and some of it is won.
                if percent % 3 == 0 {
                    let taken = RefundInput { kind: Kind::Chargeback, ..refund.clone() };
                    reports.push(Report::Refund(Box::new(taken.clone())));
                    if percent % 2 == 0 {
                        let won = RefundInput { kind: Kind::ChargebackReversal, ..taken };
                        reports.push(Report::Refund(Box::new(won)));
                    }
                }
                reports.extend(reversal(&refund, *percent).map(Box::new).map(Report::Refund));
                reports.push(Report::Refund(Box::new(refund)));
            }
        }
        reports.push(Report::Event(Box::new(input)));
    }
    reports
}

/// The same mailbox, written otherwise.
fn respelled(email: &str, number: usize) -> String {
    match number % 4 {
        0 => email.to_owned(),
        1 => email.to_uppercase(),
        2 => email.replace('@', &format!("+{number}@")),
        _ => format!("Somebody <{email}>"),
    }
}

/// Some refunds fail in part or as a whole; their reversals name the sale, or the refund alone.
fn reversal(refund: &RefundInput, percent: u8) -> Option<RefundInput> {
    let whole = RefundInput {
        kind: Kind::RefundReversal,
        external_id: format!("{}-failed", refund.external_id),
        refund: Some(refund.external_id.clone()),
        amount: None,
        ..refund.clone()
    };
    let half = refund.amount.map(|money| words::Money::new((money.amount / 2).max(1), money.currency));
    match percent % 5 {
        0 => Some(whole),
        1 => Some(RefundInput { sale: None, ..whole }),
        2 => Some(RefundInput { amount: half, sale: None, ..whole }),
        _ => None,
    }
}

type Credits = BTreeMap<String, Vec<(usize, u32, i64, i64)>>;
type Ending = (Vec<Credits>, BTreeMap<(usize, &'static str), i64>);

/// How events come in.
struct Arrival {
    /// The places of the reports.
    order: Vec<usize>,
    /// Conversions that one commit settles, where jobs are to settle the others.
    settled_at_most: Option<usize>,
}

impl Arrival {
    fn whole(order: impl Into<Vec<usize>>) -> Self {
        Arrival { order: order.into(), settled_at_most: None }
    }
}

async fn end(
    (place, who): (Where, Who),
    terms: &TermsInput,
    rules: &PolicyRules,
    happenings: &[Happening],
    arrival: &Arrival,
) -> Ending {
    let mut market = Market::open(place, MEMBERS, terms).await;
    arrival.settled_at_most.into_iter().for_each(|conversions| market.settle_at_most(conversions));
    market.publish_policy(rules.clone()).await;
    if who == Who::TwoIds {
        market.join_customers().await;
    }
    // The policy is in force before the first event occurs.
    market.world.clock.advance_days(DAYS + 1);
    let reports = reports(&market, who, happenings).await;
    for &which in &arrival.order {
        match &reports[which % reports.len()] {
            Report::Event(input) => drop(market.record(input).await.unwrap()),
            Report::Refund(input) => drop(market.record_refund(input).await.unwrap()),
        }
        if arrival.settled_at_most.is_some() && which % 3 == 0 {
            market.settle_rest().await;
        }
    }
    market.settle_rest().await;
    market.assert_clean().await;
    let mut credits = Vec::new();
    for customer in [CUSTOMER, PEOPLE[0], PEOPLE[1], ORGANIZATION] {
        credits.push(market.credits(customer).await);
    }
    (credits, market.balances().await)
}

/// Every report in a shuffled order, some of them twice.
fn shuffled(seed: u64, length: usize) -> Vec<usize> {
    let chance = testkit::world::SeededChance::new(seed);
    let mut order: Vec<usize> = (0..length).chain((0..length).filter(|_| chance.below(3) == 0)).collect();
    for place in (1..order.len()).rev() {
        order.swap(place, chance.below(place as u64 + 1) as usize);
    }
    order
}

fn check(place: Where, who: Who, cases: u32) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..Default::default() });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = (prop::collection::vec(happening(), 1..9), terms(), any_rules(), any::<u64>());
    let result = runner.run(&world, |(happenings, terms, rules, seed)| {
        let settled_at_most = (seed % 2 == 0).then_some(1 + (seed / 2 % 3) as usize);
        // Which of several customers uses a cap up does rest on who comes first, and so, where an event lies far behind
        // what it changes, does which part of one customer.
        let terms = match (who, settled_at_most) {
            (Who::One, None) => terms,
            (Who::One, Some(_)) => TermsInput { caps: Vec::new(), ..terms },
            _ => without_totals(terms),
        };
        let place = (place, who);
        let refunds = happenings.iter().map(|happening| match &happening.kind {
            What::Sale { refunds, .. } => 4 * refunds.len(),
            What::Lead { .. } => 0,
        });
        // An upper bound: reports that were left out wrap around, which only repeats some.
        let length = happenings.len() + refunds.sum::<usize>();
        let in_order: Vec<usize> = (0..length).collect();
        let in_order = Arrival::whole(in_order);
        let otherwise = Arrival { order: shuffled(seed, length), settled_at_most };
        let first = runtime.block_on(end(place, &terms, &rules, &happenings, &in_order));
        let second = runtime.block_on(end(place, &terms, &rules, &happenings, &otherwise));
        prop_assert_eq!(first, second);
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
}

#[test]
fn shuffled_and_repeated_events_end_the_same_in_memory() {
    check(Where::Memory, Who::One, crate::market::cases(200, 20_000));
}

#[test]
fn shuffled_and_repeated_events_end_the_same_on_disk() {
    check(Where::Disk, Who::One, crate::market::cases(12, 500));
}

#[test]
fn shuffled_and_repeated_events_of_an_organization_end_the_same_in_memory() {
    check(Where::Memory, Who::Organization, crate::market::cases(200, 20_000));
}

#[test]
fn shuffled_and_repeated_events_of_a_customer_with_two_ids_end_the_same_in_memory() {
    check(Where::Memory, Who::TwoIds, crate::market::cases(200, 20_000));
}

#[test]
fn shuffled_and_repeated_events_of_a_customer_with_two_ids_end_the_same_on_disk() {
    check(Where::Disk, Who::TwoIds, crate::market::cases(12, 500));
}

#[test]
fn shuffled_and_repeated_events_of_an_organization_end_the_same_on_disk() {
    check(Where::Disk, Who::Organization, crate::market::cases(12, 500));
}

/// Which share gets the odd cent rests on all of them: a share that stays 40 percent loses it to one that comes late.
#[tokio::test]
async fn a_partner_who_comes_late_takes_the_odd_cent_with_them() {
    let happening = |at, kind, evidence| Happening {
        at,
        kind,
        evidence,
        email_of: None,
        person: 0,
        for_organization: false,
    };
    let click = |member, before| Evidence::Click { member, before };
    let sale = |amount| What::Sale { amount, refunds: Vec::new() };
    let happenings = [
        happening(50_000, sale(7_183), Evidence::None),
        happening(7_309, What::Lead { deferred: true }, click(2, 4_815)),
        happening(50_000, sale(0), click(0, 4_939)),
        happening(70_000, What::Lead { deferred: false }, click(0, 20_083)),
        happening(50_000, sale(0), click(1, 83)),
    ];
    let rate = RewardAmount::Percent { rate: Rate::from_millionths(282_682) };
    let terms = TermsInput {
        rewards: vec![Reward::plain(Event::Sale, rate, Recurrence::OneTime)],
        caps: vec![Cap { per: CapScope::Partner, window: Window::Day, amount: 1_000 }],
        ..twenty_percent()
    };
    let rules =
        PolicyRules { model: program::Model::PositionBased, look_back_days: 48, ..PolicyRules::default() };
    let mut ends = Vec::new();
    for order in [[0, 1, 2, 3, 4], [1, 0, 2, 4, 3], [4, 3, 2, 1, 0], [3, 1, 4, 2, 0], [1, 0, 3, 4, 2]] {
        ends.push(end((Where::Memory, Who::One), &terms, &rules, &happenings, &Arrival::whole(order)).await);
    }
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:#?}");
    // 40 percent of 20.31 are 8.124, and another share is nearer to its next cent.
    assert_eq!(ends[0].1[&(2, "partner_pending")], -812);
}
