//! Customers, the referrals that bind them to partners, and what was submitted about them.

use crate::{Object, example::example, shape::shape};
use referral::{Stage, SubmissionStatus};
use words::{CustomerId, PartnerId, ReferralId, SubmissionId};

shape! {
    /// A customer whose personal data was erased.
    CustomerErased {
        /// The customer.
        customer: CustomerId = example();
    }
    object(it) = Object::Customer(it.customer);
    partners(_it) = Vec::new();
}

shape! {
    /// The bond between a customer and the partner who leads by the evidence.
    ReferralChanged {
        /// The referral.
        referral: ReferralId = example();
        /// The partner who leads now.
        partner: PartnerId = example();
        /// How far the customer has come.
        stage: Stage = Stage::Won;
    }
    object(it) = Object::Referral(it.referral);
    partners(it) = vec![it.partner];
}

shape! {
    /// What somebody submitted in a partner's lead form.
    SubmissionChanged {
        /// The submission.
        submission: SubmissionId = example();
        /// The partner whose form it was.
        partner: PartnerId = example();
        /// Its status now.
        status: SubmissionStatus = SubmissionStatus::Accepted;
    }
    object(it) = Object::Submission(it.submission);
    partners(it) = vec![it.partner];
}

shape! {
    /// A submission whose personal data was erased.
    SubmissionErased {
        /// The submission.
        submission: SubmissionId = example();
        /// The partner whose form it was.
        partner: PartnerId = example();
    }
    object(it) = Object::Submission(it.submission);
    partners(it) = vec![it.partner];
}
