//! Which view shows which noun in lists.

use super::asked::{Listed, Viewer};
use crate::wire;
use engine::ports::Noun;

/// Nouns that are shown without anything beside them.
macro_rules! plain {
    ($($noun:ident of $row:ty;)*) => {$(
        impl Listed for wire::$noun {
            const NOUN: Noun = Noun::$noun;
            type Row = $row;

            fn view(row: $row, _: &Viewer<'_>) -> Self {
                row.into()
            }
        }
    )*};
}

plain! {
    Program of program::Program;
    Policy of program::Policy;
    Group of program::Group;
    Terms of program::Terms;
    Enrollment of program::Enrollment;
    Code of program::Code;
    Referral of referral::Referral;
    Decision of conversion::Decision;
    Correction of conversion::Correction;
    Review of conversion::Review;
    Simulation of report::Simulation;
    Conversion of conversion::Conversion;
    Method of payout::Method;
    DailyRate of program::DailyRate;
    Commission of commission::Commission;
    Statement of payout::Statement;
    Batch of payout::Batch;
    Transfer of payout::Transfer;
}

impl Listed for wire::OwnTransfer {
    const NOUN: Noun = Noun::Transfer;
    const HIDDEN: &[&str] = &["batch_id", "contradicted", "uncarried", "withheld"];
    type Row = payout::Transfer;

    fn view(row: payout::Transfer, _: &Viewer<'_>) -> Self {
        row.into()
    }
}

impl Listed for wire::Partner {
    const NOUN: Noun = Noun::Partner;
    type Row = program::Partner;

    fn view(row: program::Partner, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::Link {
    const NOUN: Noun = Noun::Link;
    type Row = program::Link;

    fn view(row: program::Link, by: &Viewer<'_>) -> Self {
        Self::new(row, by.public_url)
    }
}

impl Listed for wire::Customer {
    const NOUN: Noun = Noun::Customer;
    type Row = referral::Customer;

    fn view(row: referral::Customer, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::Submission {
    const NOUN: Noun = Noun::Submission;
    type Row = referral::Submission;

    fn view(row: referral::Submission, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::OwnSubmission {
    const NOUN: Noun = Noun::Submission;
    const HIDDEN: &[&str] = &["email", "customer_id"];
    type Row = referral::Submission;

    fn view(row: referral::Submission, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::Dispute {
    const NOUN: Noun = Noun::Dispute;
    type Row = commission::Dispute;

    fn view(row: commission::Dispute, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::OwnDispute {
    const NOUN: Noun = Noun::Dispute;
    const HIDDEN: &[&str] = &["conversion_id", "customer_id"];
    type Row = commission::Dispute;

    fn view(row: commission::Dispute, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}

impl Listed for wire::Deal {
    const NOUN: Noun = Noun::Deal;
    type Row = referral::Deal;

    fn view(row: referral::Deal, by: &Viewer<'_>) -> Self {
        Self::open(row, by.vault)
    }
}
