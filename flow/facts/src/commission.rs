//! What partners earn: commissions, milestones, and disputes about both.

use crate::{Object, example::example, shape::shape};
use commission::{Booked, Counted, DisputeKind, DisputeStatus, State};
use program::Event;
use words::{CommissionId, ConversionId, Currency, Day, DisputeId, EnrollmentId, PartnerId, Window};

shape! {
    /// A commission as it is now.
    CommissionChanged {
        /// The commission.
        commission: CommissionId = example();
        /// The conversion that it rests on; null for what was granted.
        conversion: Option<ConversionId> = Some(example());
        /// What it is for.
        event: Event = Event::Sale;
        /// The partner who earns it.
        partner: PartnerId = example();
        /// Minor units earned.
        earned: i64 = 980;
        /// Minor units of it that refunds took back.
        reversed: i64 = 0;
        /// The currency of both.
        currency: Currency = example();
        /// Where it is in its life.
        state: State = State::Pending;
    }
    object(it) = Object::Commission(it.commission);
    partners(it) = vec![it.partner];
}

shape! {
    /// A commission that rests on no conversion.
    CommissionGranted {
        /// The commission.
        commission: CommissionId = example();
        /// What it is for.
        event: Event = Event::Bonus;
        /// The partner who earns it.
        partner: PartnerId = example();
        /// Minor units; below zero for an adjustment that takes.
        amount: i64 = 2_500;
        /// The currency.
        currency: Currency = example();
    }
    object(it) = Object::Commission(it.commission);
    partners(it) = vec![it.partner];
}

shape! {
    /// A commission about which a person or the end of its hold decided.
    CommissionReviewed {
        /// The commission.
        commission: CommissionId = example();
        /// The partner who earns it.
        partner: PartnerId = example();
        /// Minor units owed now.
        amount: i64 = 980;
        /// The currency.
        currency: Currency = example();
    }
    object(it) = Object::Commission(it.commission);
    partners(it) = vec![it.partner];
}

shape! {
    /// A commission of a sale that was refunded or charged back, wholly or in part, or of which that was reversed.
    CommissionReversed {
        /// The commission.
        commission: CommissionId = example();
        /// The partner who earns it.
        partner: PartnerId = example();
        /// Minor units that were taken back in total.
        reversed: i64 = 490;
        /// Minor units that are left.
        net: i64 = 490;
        /// The currency of both.
        currency: Currency = example();
    }
    object(it) = Object::Commission(it.commission);
    partners(it) = vec![it.partner];
}

shape! {
    /// A milestone of the terms in one of its windows.
    MilestoneChanged {
        /// The enrollment.
        enrollment: EnrollmentId = example();
        /// The partner.
        partner: PartnerId = example();
        /// What was granted for it; null if nothing was.
        commission: Option<CommissionId> = Some(example());
        /// What it earned in total, in minor units of the program's currency; null if nothing was granted.
        earned: Option<i64> = Some(5_000);
        /// What is counted.
        #[serde(with = "crate::form::counted")]
        counted: Counted = Counted::Revenue;
        /// Over what time it counts.
        window: Window = Window::Month;
        /// The first day of this window.
        from: Day = Window::Month.around(example()).0;
        /// The level: minor units, or a number of leads, stages or sales.
        reached: i64 = 100_000;
    }
    object(it) = Object::Milestone(it.enrollment);
    partners(it) = vec![it.partner];
}

shape! {
    /// A dispute as it is now. What both sides wrote is in no event.
    DisputeChanged {
        /// The dispute.
        dispute: DisputeId = example();
        /// The partner who opened it.
        partner: PartnerId = example();
        /// What is disputed.
        kind: DisputeKind = DisputeKind::WrongAmount;
        /// Its status now.
        status: DisputeStatus = DisputeStatus::Open;
        /// The disputed commission; null for a sale without one.
        commission: Option<CommissionId> = Some(example());
        /// What was booked to put it right.
        booked: Vec<Booked> = Vec::new();
    }
    object(it) = Object::Dispute(it.dispute);
    partners(it) = vec![it.partner];
}

shape! {
    /// A dispute whose texts were erased.
    DisputeErased {
        /// The dispute.
        dispute: DisputeId = example();
        /// The partner who opened it.
        partner: PartnerId = example();
    }
    object(it) = Object::Dispute(it.dispute);
    partners(it) = vec![it.partner];
}
