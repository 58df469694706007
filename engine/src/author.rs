//! Who writes the facts of a commit: what every fact of it has in common, and what follows from the commit as a whole.

use crate::{
    Actor, Caller,
    ports::{Changes, Expected, Row, VersionKey},
};
use facts::{Event, Fact, Object, Origin, chain};
use referral::NamedObject;
use words::FactId;

/// On whose account, by what means and why a deed writes facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Author {
    actor: facts::Actor,
    origin: Origin,
    cause: Option<FactId>,
}

impl Author {
    /// The operator, by a command.
    pub(crate) fn operator() -> Self {
        Self { actor: facts::Actor::Operator, origin: Origin::Person, cause: None }
    }

    /// The server itself.
    pub(crate) fn server() -> Self {
        Self { actor: facts::Actor::System, origin: Origin::System, cause: None }
    }

    /// Completes the facts of what is about to be committed: author, cause and revision.
    pub(crate) fn sign(&self, changes: &mut Changes) {
        let revisions: Vec<_> = changes.facts.iter().map(|fact| revision_of(fact, changes)).collect();
        for (fact, revision) in changes.facts.iter_mut().zip(revisions) {
            fact.revision = revision;
            fact.actor = self.actor;
            fact.origin = self.origin.clone();
        }
        chain(&mut changes.facts, self.cause);
    }
}

impl From<&Caller> for Author {
    fn from(caller: &Caller) -> Self {
        let actor = match caller.actor {
            Actor::Operator if caller.means == Origin::System => facts::Actor::System,
            Actor::Operator => facts::Actor::Operator,
            Actor::Key { key } => facts::Actor::Key { key },
            Actor::Member { user, .. } => facts::Actor::Member { user },
            Actor::Partner { user, partner, .. } => facts::Actor::Partner { user, partner },
            Actor::Visitor { user } => facts::Actor::Visitor { user },
        };
        Self { actor, origin: caller.means.clone(), cause: caller.cause }
    }
}

/// One more than the version under which the deed read what guards the object: what the commit makes of it. 0 if the deed
/// expects no version of it: it is created here, and its first change, which expects version 0, gets revision 1.
fn revision_of(fact: &Fact, changes: &Changes) -> u64 {
    let key = guard_of(fact, &changes.rows);
    let expected = changes.expected.iter().find(|expected: &&Expected| Some(&expected.key) == key.as_ref());
    expected.map_or(0, |expected| expected.version + 1)
}

/// The version that every deed expects which changes the object; the same one for the object's whole life, so that
/// revisions rise. None for what nothing guards.
fn guard_of(fact: &Fact, rows: &[Row]) -> Option<VersionKey> {
    match fact.object() {
        Object::Workspace(_) | Object::Rates(_) | Object::Budget(_) => None,
        Object::Key(id) => Some(VersionKey::ApiKey(id)),
        Object::Program(id) => Some(VersionKey::Rules(id)),
        Object::Policy(_) | Object::Terms(_) | Object::Group(_) => fact.program.map(VersionKey::Rules),
        Object::Simulation(id) => Some(VersionKey::Simulation(id)),
        Object::Partner(id) => Some(VersionKey::Partner(id)),
        Object::PayoutMethod(_) => fact.partners.first().copied().map(VersionKey::Partner),
        Object::Enrollment(id) => Some(VersionKey::Enrollment(id)),
        Object::Milestone(enrollment) => Some(VersionKey::Grants(enrollment)),
        Object::Link(id) => Some(VersionKey::Link(id)),
        Object::Code(id) => Some(VersionKey::Code(id)),
        Object::Customer(id) => Some(VersionKey::Customer(id)),
        Object::Referral(_)
        | Object::Conversion(_)
        | Object::Decision(_)
        | Object::Correction(_)
        | Object::Review(_) => fact.customer.map(VersionKey::Customer),
        Object::Submission(_) => Some(VersionKey::Submissions(fact.scope)),
        Object::Deal(_) => fact.program.map(VersionKey::Deals),
        Object::Commission(_) | Object::Dispute(_) | Object::Statement(_) | Object::Transfer(_) => {
            let of_row = rows.iter().find_map(|row| guard_by_row(row, fact.object()));
            of_row.or(fact.customer.map(VersionKey::Customer))
        }
        Object::Batch(id) => Some(VersionKey::Batch(id)),
        Object::ExternalId(_) => named_object(&fact.event).map(VersionKey::ExternalIds),
    }
}

/// The object that an external id names.
fn named_object(event: &Event) -> Option<NamedObject> {
    match event {
        Event::ExternalIdLinked(changed) | Event::ExternalIdUnlinked(changed) => Some(changed.object),
        _ => None,
    }
}

/// The same for what belongs to an enrollment or a batch, if the row is the object's.
fn guard_by_row(row: &Row, object: Object) -> Option<VersionKey> {
    match (row, object) {
        (Row::Commission(commission), Object::Commission(id)) if commission.id == id => {
            Some(VersionKey::of_commission(commission))
        }
        (Row::Dispute(dispute), Object::Dispute(id)) if dispute.id == id => {
            Some(VersionKey::Disputes(dispute.enrollment))
        }
        (Row::Statement(statement), Object::Statement(id)) if statement.id == id => {
            Some(VersionKey::Statements(statement.enrollment))
        }
        (Row::Transfer(transfer), Object::Transfer(id)) if transfer.id == id => {
            Some(VersionKey::Batch(transfer.batch))
        }
        _ => None,
    }
}
