//! The envelope of an event.

use crate::{Event, Kind, Object, Unknown};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use words::{CustomerId, FactId, Instant, KeyId, PartnerId, ProgramId, Scope, UserId};

/// Who acted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actor {
    /// The server itself: its jobs, and what an import cannot say.
    System,
    /// The operator, by a command.
    Operator,
    /// An API key.
    Key { key: KeyId },
    /// A member of the merchant's team.
    Member { user: UserId },
    /// Someone who logs in for a partner.
    Partner { user: UserId, partner: PartnerId },
    /// Someone who is not logged in, or acts on their own account.
    Visitor { user: Option<UserId> },
}

impl Actor {
    /// What sort of actor it is, as it is serialized.
    pub fn name(self) -> &'static str {
        match self {
            Actor::System => "system",
            Actor::Operator => "operator",
            Actor::Key { .. } => "key",
            Actor::Member { .. } => "member",
            Actor::Partner { .. } => "partner",
            Actor::Visitor { .. } => "visitor",
        }
    }

    pub fn key(self) -> Option<KeyId> {
        match self {
            Actor::Key { key } => Some(key),
            _ => None,
        }
    }

    pub fn user(self) -> Option<UserId> {
        match self {
            Actor::Member { user } | Actor::Partner { user, .. } => Some(user),
            Actor::Visitor { user } => user,
            Actor::System | Actor::Operator | Actor::Key { .. } => None,
        }
    }

    pub fn partner(self) -> Option<PartnerId> {
        match self {
            Actor::Partner { partner, .. } => Some(partner),
            _ => None,
        }
    }
}

/// By what means they acted.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Origin {
    /// A person, on a page or a command line.
    Person,
    /// An application of the merchant's, by an API key.
    Key { key: KeyId },
    /// A connector to another system, by its name.
    Connector { connector: String },
    /// An archive of an earlier version.
    Import,
    /// One run of an automation, by its name.
    Automation { run: String },
    /// The server's jobs.
    System,
}

/// An event with all that a consumer needs to know of it, and cannot add afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    pub id: FactId,
    pub scope: Scope,
    pub at: Instant,
    /// None for what concerns no program, or several.
    pub program: Option<ProgramId>,
    pub customer: Option<CustomerId>,
    /// Rises with every commit that changes the event's object; several facts of one commit about one object have the
    /// same. A consumer that holds a greater one of the object may drop this fact. 0 if the object is created in this
    /// commit and nothing could have changed it before, or if nothing counts its changes.
    pub revision: u64,
    /// Every partner concerned, sorted, each once.
    pub partners: Vec<PartnerId>,
    pub actor: Actor,
    pub origin: Origin,
    /// The fact that caused this one.
    pub cause: Option<FactId>,
    pub event: Event,
}

impl Fact {
    /// An event about no program and no customer, written by the server, until somebody says otherwise.
    pub fn new(id: FactId, scope: Scope, at: Instant, event: Event) -> Self {
        Self {
            id,
            scope,
            at,
            program: None,
            customer: None,
            revision: 0,
            partners: event.partners(),
            actor: Actor::System,
            origin: Origin::System,
            cause: None,
            event,
        }
    }

    pub fn of_program(self, program: ProgramId) -> Self {
        Self { program: Some(program), ..self }
    }

    pub fn of_customer(self, customer: impl Into<Option<CustomerId>>) -> Self {
        Self { customer: customer.into(), ..self }
    }

    /// Names partners whom the event itself does not.
    pub fn concerning(mut self, partners: impl IntoIterator<Item = PartnerId>) -> Self {
        self.partners.extend(partners);
        self.partners.sort_unstable();
        self.partners.dedup();
        self
    }

    pub fn kind(&self) -> Kind {
        self.event.kind()
    }

    pub fn object(&self) -> Object {
        self.event.object()
    }

    /// What of the fact stores keep as one text: all but id, scope, time, program, customer and kind, which have
    /// columns of their own.
    pub fn stored(&self) -> Stored<'_> {
        let Fact { revision, partners, actor, origin, cause, event, .. } = self;
        let event_v = event.kind().version();
        Stored { revision: *revision, partners, actor: *actor, origin, cause: *cause, event_v, event }
    }

    /// The fact with what [`Fact::stored`] gave as JSON, put around the event of this kind.
    pub fn restored(body: &str, kind: Kind, columns: Columns) -> Result<Fact, String> {
        let read: Read = serde_json::from_str(body).map_err(|fault| fault.to_string())?;
        let event =
            Event::read(kind, read.event_v, read.event.get()).map_err(|fault: Unknown| fault.to_string())?;
        let Columns { id, scope, at, program, customer } = columns;
        let Read { revision, partners, actor, origin, cause, .. } = read;
        Ok(Fact { id, scope, at, program, customer, revision, partners, actor, origin, cause, event })
    }
}

/// What of a fact has columns of its own, beside the kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Columns {
    pub id: FactId,
    pub scope: Scope,
    pub at: Instant,
    pub program: Option<ProgramId>,
    pub customer: Option<CustomerId>,
}

/// The rest of a fact, to be serialized.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stored<'a> {
    revision: u64,
    partners: &'a [PartnerId],
    actor: Actor,
    origin: &'a Origin,
    cause: Option<FactId>,
    event_v: u16,
    event: &'a Event,
}

#[derive(Deserialize)]
struct Read {
    revision: u64,
    partners: Vec<PartnerId>,
    actor: Actor,
    origin: Origin,
    cause: Option<FactId>,
    event_v: u16,
    event: Box<RawValue>,
}

/// A committed fact with its number: gap-free from 1 over all scopes, in the order of commits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberedFact {
    pub number: u64,
    pub fact: Fact,
}
