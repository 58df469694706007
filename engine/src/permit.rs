//! Permission as a type. A deed of the merchant's side takes a [`Permit`] for exactly what it needs, and only
//! someone whose role or key allows it can be given one. The partner's side has no permits at all: what a
//! partner may do are the methods of [`crate::Portal`], so that it cannot even name a deed that writes a
//! program:
//!
//! ```compile_fail,E0599
//! # use honeyguide_engine::{Engine, Portal, ProgramInput, programs};
//! async fn a_partner_makes_a_program(portal: Portal<'_>, engine: &Engine, input: &ProgramInput) {
//!     let _ = programs::create(engine, portal.permit(), input).await;
//! }
//! ```
//!
//! With the right permit the same compiles:
//!
//! ```
//! # use honeyguide_engine::{Engine, Permit, ProgramInput, need, programs};
//! async fn a_writer_writes(permit: &Permit<need::WritePrograms>, engine: &Engine, input: &ProgramInput) {
//!     let _ = programs::create(engine, permit, input).await;
//! }
//! ```
//!
//! A permit for one thing does not serve for another:
//!
//! ```compile_fail,E0308
//! # use honeyguide_engine::{Engine, Permit, ProgramInput, need, programs};
//! async fn a_reader_writes(permit: &Permit<need::ReadPrograms>, engine: &Engine, input: &ProgramInput) {
//!     let _ = programs::create(engine, permit, input).await;
//! }
//! ```

use crate::{
    Caller, Idempotency,
    caller::{Actor, Origin},
};
use std::{marker::PhantomData, ops::Deref};
use words::{Resource, Scope, Verb};

/// What a deed needs of whoever asks for it.
pub trait Need: Send + Sync + 'static {
    const RESOURCE: Resource;
    const VERB: Verb;
    /// Whether a publishable key will do.
    const FROM_BROWSERS: bool = false;
}

macro_rules! needs {
    ($($name:ident = $resource:ident $verb:ident;)*) => {
        /// One type for each resource and verb that an endpoint or a deed needs.
        pub mod need {
            use super::{Need, Resource, Verb};
            $(
                #[derive(Clone, Copy, PartialEq, Eq, Debug)]
                pub struct $name;

                impl Need for $name {
                    const RESOURCE: Resource = Resource::$resource;
                    const VERB: Verb = Verb::$verb;
                }
            )*

            /// Reports leads: also from browsers.
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub struct SendLeads;

            impl Need for SendLeads {
                const RESOURCE: Resource = Resource::Events;
                const VERB: Verb = Verb::Write;
                const FROM_BROWSERS: bool = true;
            }
        }
    };
}

needs! {
    ReadWorkspace = Workspace Read;
    WriteWorkspace = Workspace Write;
    ReadTeam = Team Read;
    WriteTeam = Team Write;
    ReadKeys = Keys Read;
    WriteKeys = Keys Write;
    ReadAuditLog = AuditLog Read;
    ReadPrograms = Programs Read;
    WritePrograms = Programs Write;
    ReadPartners = Partners Read;
    WritePartners = Partners Write;
    ReadLinks = Links Read;
    WriteLinks = Links Write;
    ReadClicks = Clicks Read;
    ReadCustomers = Customers Read;
    WriteCustomers = Customers Write;
    ReadConversions = Conversions Read;
    WriteConversions = Conversions Write;
    ReadCommissions = Commissions Read;
    WriteCommissions = Commissions Write;
    ReadStatements = Statements Read;
    WriteStatements = Statements Write;
    ReadPayouts = Payouts Read;
    WritePayouts = Payouts Write;
    ReadFacts = Facts Read;
    WriteEvents = Events Write;
}

/// Proof that the caller may do `N`; it is the caller, too.
#[derive(Debug)]
pub struct Permit<N> {
    caller: Caller,
    need: PhantomData<fn() -> N>,
}

impl<N: Need> Permit<N> {
    pub(crate) fn new(caller: Caller) -> Self {
        Self { caller, need: PhantomData }
    }

    /// The same under a request's own name.
    pub fn with(mut self, idempotency: Option<Idempotency>) -> Self {
        self.caller.idempotency = idempotency;
        self
    }
}

impl<N> Clone for Permit<N> {
    fn clone(&self) -> Self {
        Self { caller: self.caller.clone(), need: PhantomData }
    }
}

/// Who may report every event may report leads.
impl From<&Permit<need::WriteEvents>> for Permit<need::SendLeads> {
    fn from(permit: &Permit<need::WriteEvents>) -> Self {
        Permit::new(permit.caller.clone())
    }
}

impl<N> Deref for Permit<N> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// The operator of this installation: commands, the demo, the server's own jobs. No edge may name it, which
/// `cargo xtask tidy` checks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operator {
    pub scope: Scope,
}

impl Operator {
    pub fn permit<N: Need>(self) -> Permit<N> {
        Permit::new(Caller::new(self.scope, Actor::Operator, Origin::default()))
    }
}

/// The server itself, for its jobs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Server {
    pub scope: Scope,
}

impl Server {
    pub(crate) fn caller(self) -> Caller {
        Caller::server(self.scope)
    }

    pub(crate) fn permit<N: Need>(self) -> Permit<N> {
        Permit::new(Caller::server(self.scope))
    }
}
