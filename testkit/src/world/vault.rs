//! A vault whose secrets a test can read, and whose sealed texts still do not show what they hold.

use super::chance::mix;
use async_trait::async_trait;
use engine::ports::Vault;
use std::{
    fmt::Write,
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
};
use words::{EmailHash, Instant, MICROS_PER_DAY, Sealed, SubjectKey};

/// Deterministic: the same calls give the same keys, seals and hashes. A text is sealed as the
/// hexadecimal of its bytes, so that a search for an address in stored rows finds a leak and not
/// the seal.
#[derive(Debug, Default)]
pub struct PlainVault {
    keys: AtomicU64,
}

const KEY: &str = "plain-key-";

#[async_trait]
impl Vault for PlainVault {
    fn new_key(&self) -> SubjectKey {
        SubjectKey(format!("{KEY}{}", self.keys.fetch_add(1, Ordering::Relaxed) + 1))
    }

    fn seal(&self, key: &SubjectKey, text: &str) -> Sealed {
        Sealed(format!("{}:{}", key.0, hex(text)))
    }

    fn open(&self, key: &SubjectKey, sealed: &Sealed) -> Option<String> {
        let made_here = key.0.starts_with(KEY);
        let digits = sealed.0.strip_prefix(&key.0)?.strip_prefix(':')?;
        unhex(digits).filter(|_| made_here)
    }

    fn email_hash(&self, normalized: &str) -> EmailHash {
        EmailHash(format!("plain-hash-{}", hex(normalized)))
    }

    async fn hash_password(&self, password: &str) -> String {
        format!("plain-password-{}", hex(password))
    }

    async fn verify_password(&self, password: &str, hash: Option<&str>) -> bool {
        hash == Some(self.hash_password(password).await.as_str())
    }

    fn fingerprint(&self, at: Instant, address: IpAddr, user_agent: &str) -> i64 {
        let day = at.micros().div_euclid(MICROS_PER_DAY);
        let address = address.to_string();
        let bytes = address.bytes().chain([0]).chain(user_agent.bytes());
        bytes.fold(mix(day as u64), |state, byte| mix(state ^ u64::from(byte))) as i64
    }
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(digits: &str) -> Option<String> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    String::from_utf8(pairs.collect::<Option<Vec<u8>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_it_sealed_under_the_same_key() {
        let vault = PlainVault::default();
        let (ada, bob) = (vault.new_key(), vault.new_key());
        let sealed = vault.seal(&ada, "Ada Łovelace ✓");
        assert!(!sealed.0.contains("Ada"));
        assert_eq!(vault.open(&ada, &sealed).as_deref(), Some("Ada Łovelace ✓"));
        assert_eq!(vault.open(&bob, &sealed), None);
        let foreign = SubjectKey("other".to_owned());
        assert_eq!(vault.open(&foreign, &vault.seal(&foreign, "text")), None);
        assert_eq!(vault.open(&ada, &Sealed(format!("{}:0", ada.0))), None);
    }

    #[test]
    fn hashes_tell_addresses_apart_and_fingerprints_days() {
        let vault = PlainVault::default();
        assert_eq!(vault.email_hash("ada@example.com"), vault.email_hash("ada@example.com"));
        assert_ne!(vault.email_hash("ada@example.com"), vault.email_hash("bob@example.com"));
        let noon = crate::world::instant("2026-03-10T12:00:00Z");
        let of = |at, address: &str, agent| vault.fingerprint(at, address.parse().unwrap(), agent);
        let ada = of(noon, "192.0.2.1", "Firefox");
        assert_eq!(ada, of(noon.plus_micros(MICROS_PER_DAY / 2 - 1), "192.0.2.1", "Firefox"));
        let others = [
            of(noon.plus_micros(MICROS_PER_DAY / 2), "192.0.2.1", "Firefox"),
            of(noon, "192.0.2.2", "Firefox"),
            of(noon, "192.0.2.1", "Chrome"),
        ];
        assert!(others.iter().all(|&other| other != ada));
    }
}
