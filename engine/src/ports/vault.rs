//! Personal data in and out of its sealed form.

use words::{EmailHash, Instant, Sealed, SubjectKey};

/// Keeps the master key, which lives outside the data folder and its backups.
pub trait Vault: Send + Sync {
    /// A new subject's key, wrapped.
    fn new_key(&self) -> SubjectKey;

    fn seal(&self, key: &SubjectKey, text: &str) -> Sealed;

    /// None when the key or the text was not made by this vault.
    fn open(&self, key: &SubjectKey, sealed: &Sealed) -> Option<String>;

    /// The keyed hash of a normalised address; equal addresses give equal hashes.
    fn email_hash(&self, normalized: &str) -> EmailHash;

    /// A visitor's fingerprint for the day of `at`: a keyed hash of address and browser whose key
    /// changes every day (UTC), so that days cannot be joined.
    fn fingerprint(&self, at: Instant, address: &str, user_agent: &str) -> i64;
}
