//! The referred person or organization, named by the merchant's own id.

use serde::{Deserialize, Serialize};
use words::{CustomerId, Instant, Personal, Scope};

pub const EXTERNAL_ID_CHARACTERS_MAX: usize = 200;
/// Organizations of one person.
pub const ORGANIZATIONS_MAX: usize = 50;
/// People of one organization.
pub const ORGANIZATION_PEOPLE_MAX: usize = 1_000;

/// Ids of one customer: a mailbox that more share is nobody's own.
pub const CUSTOMER_IDS_MAX: usize = 20;

/// Which event said something: its time, then its key. The latest in this order is believed, so
/// that the order of arrival changes nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Stamp {
    pub occurred_at: Instant,
    pub event: String,
}

/// The stamps of what we know of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stamped {
    pub email: Option<Stamp>,
    pub name: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Stamp>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub scope: Scope,
    /// The merchant's id; unique within the scope.
    pub external_id: String,
    pub personal: Personal,
    pub stamped: Stamped,
    /// An organization's registrable domain, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// To which they belong, in ascending order: evidence for the person is evidence for each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<CustomerId>,
    /// Other ids with an address that is known to be theirs, in ascending order: one customer, where the program says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<CustomerId>,
    /// No event of the merchant's server has named them yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_browsers: bool,
    pub created_at: Instant,
    /// From then on the id names nobody, and nothing personal is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Instant>,
}
