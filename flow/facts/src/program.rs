//! Programs with their groups, policies and terms, budgets and simulations.

use crate::{Object, example::example, shape::shape};
use words::{Currency, Day, GroupId, Instant, Money, PolicyId, ProgramId, SimulationId, TermsId, Window};

shape! {
    /// A new program.
    ProgramCreated {
        /// The program.
        program: ProgramId = example();
        /// The currency in which it pays.
        currency: Currency = example();
    }
    object(it) = Object::Program(it.program);
    partners(_it) = Vec::new();
}

shape! {
    /// A program with other settings.
    ProgramChanged {
        /// The program.
        program: ProgramId = example();
    }
    object(it) = Object::Program(it.program);
    partners(_it) = Vec::new();
}

shape! {
    /// A new version of a program's attribution policy.
    PolicyPublished {
        /// This version of the policy.
        policy: PolicyId = example();
        /// Its number in the program, from 1.
        version: u32 = 2;
        /// From when on it decides what occurs.
        #[serde(with = "crate::form::time")]
        effective_from: Instant = example();
    }
    object(it) = Object::Policy(it.policy);
    partners(_it) = Vec::new();
}

shape! {
    /// A new version of a group's terms.
    TermsPublished {
        /// This version of the terms.
        terms: TermsId = example();
        /// The group.
        group: GroupId = example();
        /// Its number in the group, from 1.
        version: u32 = 2;
    }
    object(it) = Object::Terms(it.terms);
    partners(_it) = Vec::new();
}

shape! {
    /// A group of partners with the same terms.
    GroupChanged {
        /// The group.
        group: GroupId = example();
    }
    object(it) = Object::Group(it.group);
    partners(_it) = Vec::new();
}

shape! {
    /// A level of a program's budget that was reached.
    BudgetReached {
        /// The program.
        program: ProgramId = example();
        /// Over what time the budget counts.
        window: Window = Window::Month;
        /// The first day of this window.
        from: Day = Window::Month.around(example()).0;
        /// Its last day.
        until: Day = Window::Month.around(example()).1;
        /// The budget, in minor units.
        amount: i64 = 1_000_000;
        /// What was earned of it, in minor units.
        spent: i64 = 812_500;
        /// The currency of both.
        currency: Currency = example();
    }
    object(it) = Object::Budget(it.program);
    partners(_it) = Vec::new();
}

shape! {
    /// A simulation whose policy and terms were published.
    SimulationApplied {
        /// The simulation.
        simulation: SimulationId = example();
        /// From when on the past is decided again; null if only what occurs from now on is.
        #[serde(with = "crate::form::time::optional")]
        since: Option<Instant> = Some(example());
        /// How much more, or less, partners earn by it.
        difference: Money = example();
    }
    object(it) = Object::Simulation(it.simulation);
    partners(_it) = Vec::new();
}
