//! Ids of other systems: what a payment, a subscription or a CRM record is called there, and which of our objects it is.

use crate::EXTERNAL_ID_CHARACTERS_MAX;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};
use words::{
    CommissionId, ConversionId, CustomerId, DealId, ExternalIdId, Instant, Invalid, Malformed, PartnerId,
    Scope, TransferId, check_label, check_text,
};

/// External ids of one object.
pub const EXTERNAL_IDS_PER_OBJECT_MAX: usize = 100;

macro_rules! named_objects {
    ($($variant:ident($id:ty) = $noun:literal;)+) => {
        /// One of our objects that other systems have a record of. It is written as its id, whose prefix says what it is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum NamedObject {
            $($variant($id),)+
        }

        impl NamedObject {
            /// The noun, `customer`.
            pub fn noun(self) -> &'static str {
                match self {
                    $(NamedObject::$variant(_) => $noun,)+
                }
            }
        }

        impl fmt::Display for NamedObject {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(NamedObject::$variant(id) => id.fmt(out),)+
                }
            }
        }

        impl FromStr for NamedObject {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                $(if let Ok(id) = text.parse() {
                    return Ok(NamedObject::$variant(id));
                })+
                Err(Malformed { expected: "the id of a partner, customer, conversion, commission, deal or transfer" })
            }
        }
    };
}

named_objects! {
    Partner(PartnerId) = "partner";
    Customer(CustomerId) = "customer";
    Conversion(ConversionId) = "conversion";
    Commission(CommissionId) = "commission";
    Deal(DealId) = "deal";
    Transfer(TransferId) = "transfer";
}

impl Serialize for NamedObject {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NamedObject {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Another system's id for one of our objects. Within a scope, system, kind and external id name at most one object; an
/// object may have many external ids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExternalId {
    pub id: ExternalIdId,
    pub scope: Scope,
    /// The other system, `stripe`.
    pub system: String,
    /// What the record is there, `payment` or `contact`.
    pub kind: String,
    /// The record's id there.
    pub external_id: String,
    pub object: NamedObject,
    pub linked_at: Instant,
}

impl ExternalId {
    /// Checks what names a record of another system: two labels, and an id as long as a customer's may be.
    pub fn check(system: &str, kind: &str, external_id: &str) -> Result<(), Invalid> {
        check_label("system", system)?;
        check_label("kind", kind)?;
        check_text("external_id", external_id, EXTERNAL_ID_CHARACTERS_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_written_as_its_id() {
        let id = DealId::draw(Instant::from_micros(1_000_000), 7);
        let object = NamedObject::Deal(id);
        assert_eq!((object.noun(), object.to_string()), ("deal", id.to_string()));
        assert_eq!(id.to_string().parse(), Ok(object));
        let json = serde_json::to_string(&object).unwrap();
        assert_eq!(serde_json::from_str::<NamedObject>(&json).unwrap(), object);
        for other in ["", "deal", "stm_01kk8y7d00e6br2v9m5gq4t1hs"] {
            assert!(other.parse::<NamedObject>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_check_names_the_field() {
        let long = "x".repeat(EXTERNAL_ID_CHARACTERS_MAX + 1);
        assert_eq!(ExternalId::check("stripe", "payment", "pi_3QK"), Ok(()));
        for (system, kind, external_id, field) in [
            ("Stripe", "payment", "pi_1", "system"),
            ("stripe", "", "pi_1", "kind"),
            ("stripe", "payment intent", "pi_1", "kind"),
            ("stripe", "payment", " pi_1", "external_id"),
            ("stripe", "payment", &long, "external_id"),
        ] {
            assert_eq!(ExternalId::check(system, kind, external_id).unwrap_err().field, field);
        }
    }
}
