//! Personal data in and out of its sealed form.

use async_trait::async_trait;
use core::net::IpAddr;
use words::{EmailHash, Instant, Sealed, SubjectKey};

/// Keeps the master key, which lives outside the data folder and its backups.
#[async_trait]
pub trait Vault: Send + Sync {
    /// A new subject's key, wrapped.
    fn new_key(&self) -> SubjectKey;

    fn seal(&self, key: &SubjectKey, text: &str) -> Sealed;

    /// None when the key or the text was not made by this vault.
    fn open(&self, key: &SubjectKey, sealed: &Sealed) -> Option<String>;

    /// The keyed hash of a normalized address; equal addresses give equal hashes.
    fn email_hash(&self, normalized: &str) -> EmailHash;

    /// An argon2id hash of the password in PHC form, with a salt of its own. Slow on purpose.
    async fn hash_password(&self, password: &str) -> String;

    /// Whether the password is the one that was hashed. Against no hash it takes as long and says no, so that
    /// time does not tell which accounts there are.
    async fn verify_password(&self, password: &str, hash: Option<&str>) -> bool;

    /// A visitor's fingerprint for the day of `at`: a keyed hash of address and browser whose key
    /// changes every day (UTC), so that days cannot be joined.
    fn fingerprint(&self, at: Instant, address: IpAddr, user_agent: &str) -> i64;
}
