//! Which view shows which noun in lists.

use super::asked::Listed;
use crate::wire;
use engine::ports::Noun;

/// Nouns whose lists filter by every column.
macro_rules! listed {
    ($($noun:ident)*) => {$(
        impl Listed for wire::$noun {
            const NOUN: Noun = Noun::$noun;
        }
    )*};
}

listed! {
    Program
    Policy
    Group
    Terms
    Partner
    Enrollment
    Link
    Code
    Customer
    Referral
    Decision
    Correction
    Review
    Simulation
    Conversion
    Method
    DailyRate
    Commission
    Statement
    Batch
    Transfer
    Submission
    Dispute
    Deal
}

impl Listed for wire::OwnTransfer {
    const NOUN: Noun = Noun::Transfer;
    const HIDDEN: &[&str] = &["batch_id", "contradicted", "uncarried", "withheld"];
}

impl Listed for wire::OwnSubmission {
    const NOUN: Noun = Noun::Submission;
    const HIDDEN: &[&str] = &["email", "customer_id"];
}

impl Listed for wire::OwnDispute {
    const NOUN: Noun = Noun::Dispute;
    const HIDDEN: &[&str] = &["conversion_id", "customer_id"];
}
