//! Ids of other systems: connectors map their records to our objects, and our objects to their records. An external id
//! needs the permission of the object that it names. Only the request or the store says which object that is, so these
//! deeds take an [`Access`] instead of a permit, and check it.

mod find;
mod forget;
mod link;
mod unlink;

use find::check_linkable;
pub use find::{find, of_object};
pub(crate) use forget::forget_customer;
pub use link::{ExternalIdInput, Linked, link};
pub use unlink::unlink;

use crate::{Access, Error, access::resource_of, ports::Noun};
use facts::ExternalIdChanged;
use referral::{ExternalId, NamedObject};
use serde_json::{Value, json};
use words::{CustomerId, Resource, Verb};

/// The nouns of objects that have external ids.
const NOUNS: [Noun; 6] =
    [Noun::Partner, Noun::Customer, Noun::Conversion, Noun::Commission, Noun::Deal, Noun::Transfer];

fn noun_of(object: NamedObject) -> Noun {
    match object {
        NamedObject::Partner(_) => Noun::Partner,
        NamedObject::Customer(_) => Noun::Customer,
        NamedObject::Conversion(_) => Noun::Conversion,
        NamedObject::Commission(_) => Noun::Commission,
        NamedObject::Deal(_) => Noun::Deal,
        NamedObject::Transfer(_) => Noun::Transfer,
    }
}

fn resource(object: NamedObject) -> Resource {
    resource_of(noun_of(object))
}

/// The customer, if the object is one.
fn customer_of(object: NamedObject) -> Option<CustomerId> {
    match object {
        NamedObject::Customer(id) => Some(id),
        _ => None,
    }
}

fn changed(it: &ExternalId) -> ExternalIdChanged {
    let ExternalId { id, system, kind, object, .. } = it;
    ExternalIdChanged { external_id: *id, system: system.clone(), kind: kind.clone(), object: *object }
}

/// An external id as the audit log shows it: without the record's id, which may name a person.
fn view(it: &ExternalId) -> Value {
    json!({ "system": it.system, "kind": it.kind, "object": it.object })
}

impl Access {
    /// Fails if the caller may do this with no object that has external ids.
    pub fn check_external_ids(&self, verb: Verb) -> Result<(), Error> {
        if NOUNS.iter().any(|&noun| self.may(resource_of(noun), verb)) {
            return Ok(());
        }
        let needed = format!("a secret key or a role that may {} one of the objects named", verb.name());
        Err(Error::NotAllowed { needed })
    }
}
