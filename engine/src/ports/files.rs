//! What the book tells of one customer or one conversion at once.

use commission::Commission;
use conversion::{Conversion, Decision};
use program::{Partner, Policy};
use referral::{Customer, Touch};
use settlement::History;

/// All that is known of a customer in a program, without versions: to look at, not to change.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomerHistory {
    pub customer: Customer,
    pub touches: Vec<Touch>,
    pub people: Vec<Customer>,
    /// From the beginning on, without the reviews.
    pub history: History,
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
