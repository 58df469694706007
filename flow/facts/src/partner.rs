//! Partners, their enrollments, links, codes and payout methods.

use crate::{Object, example::example, shape::shape};
use payout::{AccountFault, MethodKind};
use program::EnrollmentStatus;
use words::{CodeId, Currency, EnrollmentId, GroupId, Instant, LinkId, MethodId, PartnerId, TransferId};

shape! {
    /// A partner with other details.
    PartnerUpdated {
        /// The partner.
        partner: PartnerId = example();
    }
    object(it) = Object::Partner(it.partner);
    partners(it) = vec![it.partner];
}

shape! {
    /// A partner whom the merchant enrolled without an application.
    PartnerEnrolled {
        /// The partner.
        partner: PartnerId = example();
        /// The partner's enrollment in the program.
        enrollment: EnrollmentId = example();
        /// The group whose terms apply.
        group: GroupId = example();
    }
    object(it) = Object::Enrollment(it.enrollment);
    partners(it) = vec![it.partner];
}

shape! {
    /// An enrollment as it is now.
    EnrollmentChanged {
        /// The enrollment.
        enrollment: EnrollmentId = example();
        /// The partner.
        partner: PartnerId = example();
        /// The group that it belongs to now.
        group: GroupId = example();
        /// Its status now.
        status: EnrollmentStatus = EnrollmentStatus::Approved;
    }
    object(it) = Object::Enrollment(it.enrollment);
    partners(it) = vec![it.partner];
}

shape! {
    /// A referral link.
    LinkChanged {
        /// The link.
        link: LinkId = example();
        /// The partner whose link it is.
        partner: PartnerId = example();
    }
    object(it) = Object::Link(it.link);
    partners(it) = vec![it.partner];
}

shape! {
    /// A coupon code.
    CodeChanged {
        /// The code.
        code: CodeId = example();
        /// The partner whose code it is.
        partner: PartnerId = example();
    }
    object(it) = Object::Code(it.code);
    partners(it) = vec![it.partner];
}

shape! {
    /// A partner's new payout method. Where it leads is in no event.
    PayoutMethodChanged {
        /// The partner.
        partner: PartnerId = example();
        /// The new method.
        method: MethodId = example();
        /// How it pays.
        kind: MethodKind = MethodKind::Bank;
        /// The currency in which it pays.
        currency: Currency = example();
        /// From when on batches use it.
        #[serde(with = "crate::form::time")]
        usable_from: Instant = example();
    }
    object(it) = Object::PayoutMethod(it.method);
    partners(it) = vec![it.partner];
}

shape! {
    /// A payout method to which a payment bounced, or settled after all.
    PayoutMethodMarked {
        /// The partner.
        partner: PartnerId = example();
        /// The method.
        method: MethodId = example();
        /// The payment that says so.
        transfer: TransferId = example();
        /// What is wrong with the account; null if nothing is.
        account_fault: Option<AccountFault> = Some(AccountFault::Closed);
    }
    object(it) = Object::PayoutMethod(it.method);
    partners(it) = vec![it.partner];
}
