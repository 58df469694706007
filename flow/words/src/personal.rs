//! Personal data as the book holds it: sealed under a key of its subject, looked up by keyed hash.
//! Destroying the subject's key and hashes erases the person; sums and facts stay.

use serde::{Deserialize, Serialize};

/// A text encrypted under its subject's key, as hexadecimal of nonce and ciphertext.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

/// A subject's key, itself encrypted under the master key that lives outside the data folder.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectKey(pub String);

/// HMAC-SHA-256 of a normalised e-mail address under a key derived from the master key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailHash(pub String);

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
    /// Of the company's own domain, written `@acme.example`; none where the domain tells of no company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain_hash: Option<EmailHash>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Sealed>,
}
