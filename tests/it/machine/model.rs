//! What should be so: sales and what they earn, by arithmetic of its own.

use super::{BUDGET, CAP};
use crate::market::twenty_percent;
use engine::TermsInput;
use program::{Event, Limit, Measure, Recurrence, Reward, RewardAmount, Tier, Tiers};
use std::collections::BTreeMap;
use words::{Instant, Rate, Window};

/// A version of the terms: percent of a sale, and from which sale of a month on another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version {
    percent: i64,
    from: i64,
    then: i64,
}

pub(super) const TERMS: [Version; 3] = [
    Version { percent: 10, from: 3, then: 20 },
    Version { percent: 12, from: 5, then: 15 },
    Version { percent: 25, from: 2, then: 7 },
];

impl Version {
    pub(super) fn input(self) -> TermsInput {
        let percent =
            |percent: i64| RewardAmount::Percent { rate: Rate::from_millionths(percent as u32 * 10_000) };
        let steps = vec![Tier { from: self.from, amount: percent(self.then) }];
        let reward = Reward {
            tiers: Some(Tiers { measure: Measure::Events, window: Window::Month, retroactive: false, steps }),
            ..Reward::plain(
                Event::Sale,
                percent(self.percent),
                Recurrence::Recurring { limit: Limit::Unlimited },
            )
        };
        TermsInput { rewards: vec![reward], ..twenty_percent() }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Sale {
    pub(super) order: String,
    pub(super) member: usize,
    pub(super) at: Instant,
    pub(super) amount: i64,
    /// Refunds and chargebacks together, without chargebacks that were won.
    pub(super) refunded: i64,
    pub(super) charged_back: i64,
    /// Refunds by name, with what of each was not reversed.
    pub(super) refunds: Vec<(String, i64)>,
    pub(super) earned: i64,
    pub(super) declined: bool,
    /// Somebody ended its hold.
    pub(super) approved: bool,
}

impl Sale {
    pub(super) fn owed(&self) -> i64 {
        match (self.declined, self.refunded) {
            (true, _) => 0,
            (false, 0) => self.earned,
            (false, refunded) => self.earned - half_even(self.earned * refunded, self.amount),
        }
    }
}

impl Sale {
    /// What the partner would keep, had the sale earned so much: refunds take the same proportion of it.
    pub(super) fn would_keep(&self, expected: i64) -> i64 {
        let (back, of) = match self.earned {
            0 => (self.refunded, self.amount),
            earned => (half_even(earned * self.refunded, self.amount), earned),
        };
        if of == 0 { expected } else { expected - half_even(expected * back, of) }
    }
}

/// Divided, and rounded to the even one of two that are equally near.
fn half_even(of: i64, by: i64) -> i64 {
    let (whole, rest) = (of / by, of % by);
    match (rest * 2).cmp(&by) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole % 2,
    }
}

pub(super) struct Model {
    pub(super) sales: Vec<Sale>,
    /// By customer: the terms under which they came, and to whom they belong.
    pub(super) customers: BTreeMap<String, (Version, usize)>,
    /// Customers who had come under another id before, and that id.
    pub(super) joined: BTreeMap<String, String>,
    /// What was granted beside sales, by member.
    pub(super) granted: Vec<i64>,
    /// The terms in force for who comes now.
    pub(super) terms: Version,
    /// The most that each member was ever owed for good.
    pub(super) peak: Vec<i64>,
    pub(super) names: u32,
}

impl Model {
    pub(super) fn new(members: usize) -> Self {
        Self {
            sales: Vec::new(),
            customers: BTreeMap::new(),
            joined: BTreeMap::new(),
            granted: vec![0; members],
            terms: TERMS[0],
            peak: vec![0; members],
            names: 0,
        }
    }

    pub(super) fn name(&mut self, of: &str) -> String {
        self.names += 1;
        format!("{of} {}", self.names)
    }

    /// A new id of a customer who came before: what was agreed then holds for it, too.
    pub(super) fn join(&mut self, customer: &str, other: &str) {
        let root = self.root(other).to_owned();
        let known = self.customers[&root];
        self.customers.insert(customer.to_owned(), known);
        self.joined.insert(customer.to_owned(), root);
    }

    /// The id under which the customer came first.
    pub(super) fn root<'a>(&'a self, customer: &'a str) -> &'a str {
        self.joined.get(customer).map_or(customer, String::as_str)
    }

    /// A sale that was recorded.
    pub(super) fn sold(
        &mut self,
        customer: &str,
        member: usize,
        (order, at, amount): (String, Instant, i64),
    ) {
        let terms = self.terms;
        let (version, member) = *self.customers.entry(customer.to_owned()).or_insert((terms, member));
        let month = |it: &&Sale| it.at.to_string()[..7] == at.to_string()[..7];
        let own: Vec<_> = self.sales.iter().filter(month).filter(|it| it.member == member).collect();
        let percent = if own.len() as i64 + 1 >= version.from { version.then } else { version.percent };
        let left = CAP - own.iter().map(|it| it.earned).sum::<i64>();
        let rest = BUDGET - self.sales.iter().filter(month).map(|it| it.earned).sum::<i64>();
        let earned = half_even(amount * percent, 100).min(left.max(0)).min(rest.max(0));
        let (declined, approved) = (false, false);
        self.sales.push(Sale {
            order,
            member,
            at,
            amount,
            refunded: 0,
            charged_back: 0,
            refunds: Vec::new(),
            earned,
            declined,
            approved,
        });
    }

    pub(super) fn owed_to(&self, member: usize) -> i64 {
        let own = self.sales.iter().filter(|sale| sale.member == member);
        own.map(Sale::owed).sum::<i64>() + self.granted[member]
    }
}
