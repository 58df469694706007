//! Personal data as the book holds it: sealed under a key of its subject, looked up by keyed hash.
//! Destroying the subject's key and hashes erases the person; sums and facts stay.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A text encrypted under its subject's key, as hexadecimal of nonce and ciphertext.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

/// A subject's key, itself encrypted under the master key that lives outside the data folder.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectKey(pub String);

/// HMAC-SHA-256 of a normalized e-mail address under a key derived from the master key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailHash(pub String);

/// Mailboxes, and companies, that are kept of one person: more than anybody has.
pub const KNOWN_AS_MAX: usize = 1_000;

/// Every mailbox and company that somebody was ever known under, as keyed hashes. It grows, up to
/// [`KNOWN_AS_MAX`] of each kind, until the person is erased: a later address pays nothing for the past.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct KnownAs {
    /// Of mailboxes in their one spelling.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mailboxes: BTreeSet<EmailHash>,
    /// Those of the mailboxes that are known to be theirs: what makes two ids one customer.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub verified: BTreeSet<EmailHash>,
    /// Of the domains of companies, each written `@acme.example`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub companies: BTreeSet<EmailHash>,
}

impl KnownAs {
    pub fn is_empty(&self) -> bool {
        self.mailboxes.is_empty() && self.companies.is_empty()
    }

    /// Adds what another says. Of more than [`KNOWN_AS_MAX`] the lowest hashes stay, so that the order in which they
    /// became known changes nothing; nobody without the key can choose which those are.
    pub fn learn(&mut self, other: KnownAs) {
        for (known, new) in [
            (&mut self.mailboxes, other.mailboxes),
            (&mut self.verified, other.verified),
            (&mut self.companies, other.companies),
        ] {
            known.extend(new);
            while known.len() > KNOWN_AS_MAX {
                known.pop_last();
            }
        }
    }

    pub fn shares_mailbox(&self, other: &KnownAs) -> bool {
        !self.mailboxes.is_disjoint(&other.mailboxes)
    }

    /// The companies that both were known under.
    pub fn shared_companies<'a>(&'a self, other: &'a KnownAs) -> impl Iterator<Item = &'a EmailHash> {
        self.companies.intersection(&other.companies)
    }

    /// Every hash, of mailboxes and companies alike.
    pub fn hashes(&self) -> impl Iterator<Item = &EmailHash> {
        self.mailboxes.iter().chain(&self.companies)
    }
}

/// What we may know of a person. Empty once erased.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Personal {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SubjectKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_hash: Option<EmailHash>,
    #[serde(default, skip_serializing_if = "KnownAs::is_empty")]
    pub known_as: KnownAs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Sealed>,
}
