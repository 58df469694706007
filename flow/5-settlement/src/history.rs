//! What is known of a customer in a program, under one id or several.

use commission::{Commission, Priors};
use conversion::{Bond, Conversion, Correction, Decision, Kind, Position, Review};
use program::Event;
use referral::{Customer, Referral, Touch};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
use words::{ConversionId, EnrollmentId, Instant};

/// A customer as one program sees them.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomerFile {
    pub customer: Customer,
    /// Counts the commits on the customer. A commit of a settlement expects this count.
    pub version: u64,
    /// All touches in the program, in no particular order.
    pub touches: Vec<Touch>,
    /// Those who belong to the customer, if it is an organization, in no particular order.
    pub people: Vec<Customer>,
    pub referral: Option<Referral>,
}

/// A customer's leads and sales in a program from a position on, with what stands before.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct History {
    /// In position order. Refunds are not among them.
    pub conversions: Vec<Conversion>,
    pub decisions: Vec<Decision>,
    pub commissions: Vec<Commission>,
    /// Credits (share > 0) before the position, per enrollment and what the event is counted as.
    pub priors: BTreeMap<(EnrollmentId, Event), Priors>,
    /// The corrections that stand, of these conversions.
    pub corrections: Vec<Correction>,
    /// The review items of these conversions, open or closed.
    pub reviews: Vec<Review>,
    /// The earliest conversion before the position that was credited to anybody, and its own position.
    pub bond: Option<(Position, Bond)>,
    /// When the customer's first sale of all occurred, before the position or after it.
    pub customer_since: Option<Instant>,
    /// The first conversion that was left out because there are more than the caller asked for.
    pub rest: Option<(Position, ConversionId)>,
    /// The commissions of the conversions that were left out: totals hold them, and statements may show them.
    pub behind: Vec<Commission>,
}

impl History {
    /// When the first sale among these conversions occurred.
    pub fn first_sale(&self) -> Option<Instant> {
        let sales = self.conversions.iter().filter(|conversion| conversion.kind == Kind::Sale);
        sales.map(|sale| sale.occurred_at).min()
    }

    /// Adds what is known under another id of the customer. [`History::cut`] then restores the order.
    pub fn join(&mut self, other: History) {
        self.conversions.extend(other.conversions);
        self.decisions.extend(other.decisions);
        self.commissions.extend(other.commissions);
        self.behind.extend(other.behind);
        for (of, priors) in other.priors {
            let counted = self.priors.entry(of).or_default();
            *counted = counted.with(priors);
        }

        self.corrections.extend(other.corrections);
        self.reviews.extend(other.reviews);
        let bonds = [self.bond.take(), other.bond].into_iter().flatten();
        self.bond = bonds.min_by(|one, other| one.0.cmp(&other.0));
        self.customer_since = [self.customer_since, other.customer_since].into_iter().flatten().min();
        self.rest = [self.rest.take(), other.rest].into_iter().flatten().min();
    }

    /// Sorts the conversions, and leaves out what lies behind the rest or exceeds `limit` conversions.
    pub fn cut(&mut self, limit: usize) {
        self.conversions.sort_by_cached_key(Conversion::position);
        let more = self.conversions.get(limit).map(|it| (it.position(), it.id));
        let Some(rest) = [self.rest.take(), more].into_iter().flatten().min() else { return };

        let kept = self.conversions.partition_point(|conversion| conversion.position() < rest.0);
        let left_out: BTreeSet<_> = self.conversions.drain(kept..).map(|conversion| conversion.id).collect();
        self.decisions.retain(|decision| !left_out.contains(&decision.conversion));
        let is_behind = |it: &mut Commission| it.conversion.is_some_and(|id| left_out.contains(&id));
        self.behind.extend(self.commissions.extract_if(.., is_behind));
        self.behind.sort_by_cached_key(|it| (it.occurred_at, it.key.clone(), it.conversion));
        self.reviews.retain(|review| !left_out.contains(&review.conversion));
        self.rest = Some(rest);
    }
}

/// The touches under all ids of a customer. The same click reported under two of them is one touch: the stronger report
/// stays.
pub fn join_touches(touches: impl Iterator<Item = Touch>) -> Vec<Touch> {
    let mut touches: Vec<Touch> = touches.collect();
    touches
        .sort_by_cached_key(|it| (it.key(), Reverse((it.source, it.class())), it.occurred_at, it.customer));
    touches.dedup_by(|one, other| one.key() == other.key());
    touches
}
