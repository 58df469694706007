//! Ids of other systems.

use crate::{Object, example::example, shape::shape};
use referral::NamedObject;
use words::{CustomerId, ExternalIdId};

shape! {
    /// Another system's id for one of our objects. The id itself may name a person and is in no event.
    ExternalIdChanged {
        /// Our id of the external id.
        external_id: ExternalIdId = example();
        /// The other system.
        system: String = "hubspot".to_owned();
        /// What the record is in the other system.
        kind: String = "contact".to_owned();
        /// The object that it names.
        object: NamedObject = NamedObject::Customer(example::<CustomerId>());
    }
    object(it) = Object::ExternalId(it.external_id);
    partners(it) = match it.object {
        NamedObject::Partner(partner) => vec![partner],
        _ => Vec::new(),
    };
}
