//! What the body of an event is made of: one struct, declared with the meaning and an example of each field.

use crate::Object;
use words::PartnerId;

/// A field of an event's body, as the reference prints it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub name: &'static str,
    /// Type and unit in words.
    pub form: String,
    pub meaning: String,
}

/// The body of one kind of event, or of several that say the same.
pub trait Shape: Sized {
    /// The fields in the order in which they are serialized.
    fn fields() -> Vec<Field>;

    /// What the event happened to.
    fn object(&self) -> Object;

    /// The partners that the body names, in any order.
    fn partners(&self) -> Vec<PartnerId>;

    /// An instance for the reference and the golden files.
    fn example() -> Self;
}

/// Declares a shape. For each field: its meaning, its type and an example.
macro_rules! shape {
    (
        $(#[doc = $about:literal])+
        $name:ident {
            $($(#[doc = $doc:literal])+ $(#[serde($($serde:tt)+)])? $field:ident: $type:ty = $example:expr;)+
        }
        object($it:ident) = $object:expr;
        partners($them:ident) = $partners:expr;
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $($(#[doc = $doc])+ $(#[serde($($serde)+)])? pub $field: $type,)+
        }

        impl $crate::shape::Shape for $name {
            fn fields() -> Vec<$crate::shape::Field> {
                vec![$($crate::shape::Field {
                    name: stringify!($field),
                    form: <$type as $crate::form::Described>::form(),
                    meaning: [$($doc),+].concat().trim().to_owned(),
                }),+]
            }

            fn object(&self) -> $crate::Object {
                let $it = self;
                $object
            }

            fn partners(&self) -> Vec<words::PartnerId> {
                let $them = self;
                $partners
            }

            fn example() -> Self {
                Self { $($field: $example,)+ }
            }
        }
    };
}

pub(crate) use shape;
