//! Figures after random histories: those of every store are those that the book in memory counts row by row.

use super::{Store, commit, rows, sorted_by};
use crate::{
    memory::MemoryBook,
    world::{Shop, World, instant},
};
use commission::{Commission, Declined};
use conversion::{Conversion, Decision, Share};
use engine::ports::Row;
use program::Enrollment;
use referral::Customer;
use report::{ConversionTallies, Period, Question};
use words::{MILLION, Mode, PartnerId, ProgramId, Scope};

/// Runs past two midnights in UTC and the change of clocks in Europe.
const BEGINS: &str = "2026-03-28T06:00:00Z";
/// Events happen at so many times, so that some share a time and many a quarter hour.
const TIMES: u64 = 500;
const MINUTES_APART: i64 = 7;
const MICROS_PER_MINUTE: i64 = 60_000_000;
const COMMITS: usize = 150;
const ROWS_OF_ONE_COMMIT: u64 = 4;
const QUESTIONS_PER_COMMIT: usize = 4;
const CUSTOMERS: usize = 5;
const PARTNERS: usize = 3;
/// Midnights lie at other quarter hours in each of them.
const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham"];

/// A conversion as it stands, with what was decided and earned.
#[derive(Clone)]
struct Happened {
    shop: usize,
    conversion: Conversion,
    decision: Decision,
    commissions: Vec<Commission>,
}

struct History {
    world: World,
    shops: Vec<(Shop, Vec<Enrollment>)>,
    customers: Vec<Customer>,
    happened: Vec<Happened>,
    number: usize,
}

impl History {
    fn below(&self, bound: usize) -> usize {
        self.world.chance.below(bound as u64) as usize
    }

    fn begun(world: World, scope: Scope) -> (Self, Vec<Row>) {
        let mut written = Vec::new();
        let mut shops = Vec::new();
        for _ in 0..2 {
            let shop = world.shop(scope);
            let mut enrollments = vec![shop.enrollment.clone()];
            written.extend(shop.rows());
            for _ in 1..PARTNERS {
                let (_, enrollment, joined) = world.join(&shop);
                written.extend(joined);
                enrollments.push(enrollment);
            }
            shops.push((shop, enrollments));
        }
        let customers: Vec<_> =
            (0..CUSTOMERS).map(|number| world.customer(scope, &format!("customer-{number}"))).collect();
        written.extend(customers.iter().cloned().map(Row::Customer));
        (Self { world, shops, customers, happened: Vec::new(), number: 0 }, written)
    }

    /// A new lead or sale, at any time: often earlier than those that are there.
    fn event(&mut self) -> Happened {
        self.number += 1;
        let shop = self.below(self.shops.len());
        let at = self.world.chance.below(TIMES) as i64 * MINUTES_APART * MICROS_PER_MINUTE;
        self.world.clock.set(instant(BEGINS).plus_micros(at));
        let (of, customer) = (&self.shops[shop].0, &self.customers[self.below(CUSTOMERS)]);
        let name = format!("event-{}", self.number);
        let conversion = match self.below(4) {
            0 => self.world.lead(&of.program, customer, &name),
            _ => self.world.sale(&of.program, customer, &name, 1 + self.below(99_999) as i64),
        };
        let decision = self.world.decision(&conversion, &of.policy, &[]);
        self.decided(Happened { shop, conversion, decision, commissions: Vec::new() })
    }

    /// The credit goes to up to all partners, in any parts, and what they earned follows.
    fn decided(&self, mut it: Happened) -> Happened {
        let enrollments = &self.shops[it.shop].1;
        let (skipped, most) = (self.below(PARTNERS), self.below(PARTNERS + 1));
        let credited = enrollments.iter().cycle().skip(skipped).take(most);
        let mut left = MILLION;
        it.decision.shares.clear();
        for (nth, enrollment) in credited.enumerate() {
            let part = if nth + 1 == most { left } else { 1 + self.below(left as usize / 2) as u32 };
            left -= part;
            let (enrollment, partner) = (enrollment.id, enrollment.partner);
            it.decision.shares.push(Share { enrollment, partner, millionths: part });
        }

        let shares = &it.decision.shares;
        for commission in &mut it.commissions {
            let share = shares.iter().find(|share| share.enrollment == commission.enrollment);
            commission.share_millionths = share.map_or(0, |share| share.millionths);
            commission.earned = share.map_or(0, |_| self.below(9_999) as i64);
        }
        let is_new = |it: &Happened, enrollment: &Enrollment| {
            it.commissions.iter().all(|commission| commission.enrollment != enrollment.id)
        };
        for share in it.decision.shares.clone() {
            let of = enrollments.iter().find(|enrollment| enrollment.id == share.enrollment);
            if let Some(enrollment) = of.filter(|enrollment| is_new(&it, enrollment)) {
                let earned = self.below(9_999) as i64;
                let commission = self.world.commission(&it.conversion, enrollment, earned);
                it.commissions.push(Commission { share_millionths: share.millionths, ..commission });
            }
        }
        it
    }

    /// Something happens to a conversion that is there: another decision, a refund, a decline or its end, erasure, or that
    /// it turns out to be somebody else's.
    fn changed(&self, mut it: Happened) -> Happened {
        let at = self.world.now();
        match self.below(6) {
            0 | 1 => self.decided(it),
            2 => {
                let amount = it.conversion.amount().map_or(0, |money| money.amount);
                it.conversion.refunded = self.below(amount as usize + 1) as i64;
                it.commissions
                    .iter_mut()
                    .for_each(|it| it.reversed = self.below(it.earned as usize + 1) as i64);
                it
            }
            3 => {
                let declined = Declined { reason: "test".to_owned(), by: None, at };
                it.commissions.iter_mut().for_each(|it| {
                    it.declined = it.declined.is_none().then(|| declined.clone());
                });
                it
            }
            4 => {
                it.conversion.content.metadata.clear();
                it.conversion.content.customer = None;
                it
            }
            _ => {
                let other = self.customers[self.below(CUSTOMERS)].id;
                (it.conversion.customer, it.decision.customer) = (Some(other), other);
                it.commissions.iter_mut().for_each(|it| it.customer = Some(other));
                it
            }
        }
    }

    /// A commission that rests on no conversion.
    fn granted(&mut self) -> Row {
        self.number += 1;
        let it = self.event();
        let enrollment = &self.shops[it.shop].1[self.below(PARTNERS)];
        let sale = Conversion { kind: conversion::Kind::Sale, ..it.conversion };
        let commission = self.world.commission(&sale, enrollment, self.below(9_999) as i64);
        let key = format!("grant/{}", self.number);
        Row::Commission(Commission { conversion: None, customer: None, key, ..commission })
    }

    /// The rows of one commit.
    fn next(&mut self) -> Vec<Row> {
        let mut written = Vec::new();
        for _ in 0..=self.world.chance.below(ROWS_OF_ONE_COMMIT) {
            let place = match self.below(5) {
                0 => {
                    written.push(self.granted());
                    continue;
                }
                1 | 2 if !self.happened.is_empty() => {
                    let place = self.below(self.happened.len());
                    self.happened[place] = self.changed(self.happened[place].clone());
                    place
                }
                _ => {
                    let happened = self.event();
                    self.happened.push(happened);
                    self.happened.len() - 1
                }
            };
            let it = self.happened[place].clone();
            written.extend([Row::Conversion(it.conversion), Row::Decision(it.decision)]);
            written.extend(it.commissions.into_iter().map(Row::Commission));
        }
        written
    }

    /// Days of any zone, or from any minute to any other.
    fn question(&self) -> Question {
        let day = |plus: usize| format!("2026-03-{}", 27 + plus).parse();
        let (first, last) = (self.below(4), self.below(4));
        let zone = ZONES[self.below(ZONES.len())];
        let period = match (day(first.min(last)), day(first.max(last))) {
            (Ok(first), Ok(last)) => Period::new(first, last, zone),
            (Err(fault), _) | (_, Err(fault)) => panic!("{fault}"),
        };
        let Ok(period) = period else { panic!("{zone} is a zone") };
        let minute = |minute: usize| instant(BEGINS).plus_micros(minute as i64 * MICROS_PER_MINUTE + 1);
        let (since, until) = match self.below(2) {
            0 => (period.begins(), period.ends()),
            _ => (minute(self.below(3_000)), minute(self.below(4_000))),
        };
        let programs: Vec<ProgramId> = self.shops.iter().map(|(shop, _)| shop.program.id).collect();
        let all: Vec<PartnerId> =
            self.shops.iter().flat_map(|(_, enrollments)| enrollments.iter().map(|it| it.partner)).collect();
        let partner = (self.below(2) == 0).then(|| all[self.below(all.len())]);
        Question { programs: programs[self.below(2)..].to_vec(), partner, since, until }
    }
}

fn sorted(tallies: ConversionTallies) -> ConversionTallies {
    ConversionTallies {
        slots: sorted_by(tallies.slots, |&(slot, _)| slot),
        partners: sorted_by(tallies.partners, |it| it.partner),
    }
}

pub(super) async fn figures_are_the_count_of_all_rows_after_any_history(book: Store) {
    let world = World::seeded(303);
    let scope = world.scope(Mode::Live);
    let counted: Store = std::sync::Arc::new(MemoryBook::default());
    let (mut history, begun) = History::begun(world, scope);
    for store in [&book, &counted] {
        commit(&**store, rows(begun.clone())).await.unwrap();
    }

    let mut found = 0;
    for number in 0..COMMITS {
        let written = history.next();
        for store in [&book, &counted] {
            commit(&**store, rows(written.clone())).await.unwrap();
        }
        for _ in 0..QUESTIONS_PER_COMMIT {
            let asked = history.question();
            let expected = sorted(counted.tally(scope, &asked).await.unwrap());
            found += expected.slots.len();
            let told = sorted(book.tally(scope, &asked).await.unwrap());
            assert_eq!(told, expected, "after {number} commits, {asked:?}");
        }
    }
    assert!(found > COMMITS * QUESTIONS_PER_COMMIT, "only {found} slots had figures");
    assert_eq!(book.audit().await.unwrap().unreadable, Vec::<String>::new());
}
