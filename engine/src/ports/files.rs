//! What the book tells of one customer or one conversion at once.

use commission::{Commission, Priors};
use conversion::{Bond, Conversion, Correction, Decision, Kind, Position, Review};
use program::{Enrollment, Event, Partner, Policy};
use referral::{Customer, Referral, Touch};
use std::collections::BTreeMap;
use words::{ConversionId, EnrollmentId, Instant};

/// A customer as one program sees them.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomerFile {
    pub customer: Customer,
    /// The version of `VersionKey::Customer`.
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
    /// The first conversion that was left out since there are more than were asked for.
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
}

/// All that is known of a customer in a program, without versions: for looking, not for changing.
#[derive(Clone, PartialEq, Debug)]
pub struct Dossier {
    pub customer: Customer,
    pub touches: Vec<Touch>,
    pub people: Vec<Customer>,
    /// From the beginning on, without the reviews.
    pub history: History,
}

/// How an enrollment stands when its touches are weighed.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    pub enrollment: Enrollment,
    pub partner: Partner,
    /// The version of `VersionKey::Enrollment`.
    pub version: u64,
}

/// Everything that explains one conversion.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseFile {
    pub conversion: Conversion,
    pub customer: Option<Customer>,
    /// For a refund: the sale it reverses.
    pub sale: Option<Conversion>,
    /// The conversion's own decision, or its sale's.
    pub decision: Option<Decision>,
    pub policy: Option<Policy>,
    /// The touches that the decision considered.
    pub touches: Vec<Touch>,
    /// The conversion's own commissions, or its sale's.
    pub commissions: Vec<Commission>,
    /// Every partner named above.
    pub partners: Vec<Partner>,
}
