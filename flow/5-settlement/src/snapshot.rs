//! Enrollments as settlement sees them, and which of them it needs.

use crate::History;
use program::{Enrollment, Partner};
use referral::Touch;
use words::EnrollmentId;

/// An enrollment when its touches are weighed.
#[derive(Clone, PartialEq, Debug)]
pub struct EnrollmentSnapshot {
    pub enrollment: Enrollment,
    pub partner: Partner,
    /// Counts the commits on the enrollment. A commit of a settlement expects this count.
    pub version: u64,
}

/// Every enrollment that touches, corrections, the bond, decisions or commissions name, each once, in ascending order.
/// Settlement needs a snapshot of each.
pub fn enrollments_named(touches: &[Touch], history: &History) -> Vec<EnrollmentId> {
    let corrected = history.corrections.iter().flat_map(|correction| &correction.shares);
    let bound = history.bond.iter().flat_map(|(_, bond)| &bond.shares);
    let decided = history.decisions.iter().flat_map(|decision| &decision.shares);
    let shares = corrected.chain(bound).chain(decided).map(|share| share.enrollment);
    let earned = history.commissions.iter().map(|commission| commission.enrollment);

    let touched = touches.iter().map(|touch| touch.enrollment);
    let mut enrollments: Vec<_> = touched.chain(shares).chain(earned).collect();
    enrollments.sort();
    enrollments.dedup();
    enrollments
}
