//! The vault: personal data sealed with ChaCha20-Poly1305 (RFC 8439), hashes by HMAC-SHA-256, visitors' fingerprints by
//! SipHash-2-4, all under keys derived from one master key that lives in a file of its own.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use async_trait::async_trait;
use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead, KeyInit},
};
use engine::ports::{Chance, Vault};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use siphasher::sip::SipHasher24;
use std::{
    fs,
    hash::Hasher,
    io::Write,
    net::IpAddr,
    path::Path,
    sync::{Arc, RwLock},
};
use tokio::sync::Semaphore;
use words::{EmailHash, Instant, MICROS_PER_DAY, Sealed, SubjectKey};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
/// What SipHash takes.
const DAY_KEY_BYTES: usize = 16;
/// Passwords hashed at once.
const HASHES_AT_ONCE: usize = 2;
/// What a password is compared with where there is no account, so that it takes as long.
const NOBODYS_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$\
                            CfZuGBUUr4oJVoTJyNzTqcCSyPZvyJjRuJg6xDsZEIg";

pub(crate) struct MasterVault {
    wrapping: [u8; KEY_BYTES],
    emails: [u8; KEY_BYTES],
    visitors: [u8; KEY_BYTES],
    /// The day's fingerprint key, so that it is derived once a day and not once a click.
    today: RwLock<(i64, [u8; DAY_KEY_BYTES])>,
    chance: Arc<dyn Chance>,
    hashing: Arc<Semaphore>,
}

impl MasterVault {
    /// Opens the master key's file, or makes it, readable by its owner only.
    pub(crate) fn open(path: &Path, chance: Arc<dyn Chance>) -> Result<Self, String> {
        let shown = path.display();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => make(path, &*chance)?,
            Err(fault) => return Err(format!("master key {shown}: {fault}")),
        };
        let master = unhex(text.trim()).filter(|bytes| bytes.len() == KEY_BYTES);
        let master = master.ok_or_else(|| format!("master key {shown}: expected 64 hexadecimal digits"))?;
        Ok(Self {
            wrapping: mac(&master, &[b"subject keys"]),
            emails: mac(&master, &[b"e-mail addresses"]),
            visitors: mac(&master, &[b"visitors"]),
            today: RwLock::new((i64::MIN, [0; DAY_KEY_BYTES])),
            chance,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
        })
    }

    /// What tells this master key from another without telling anything about it.
    pub(crate) fn check_value(&self) -> String {
        hex(&mac(&self.wrapping, &[b"check value"]))
    }

    /// Whether the subject's key was made under this master key.
    pub(crate) fn opens(&self, key: &SubjectKey) -> bool {
        self.unwrap_key(key).is_some()
    }

    fn encrypt(&self, key: &[u8; KEY_BYTES], plain: &[u8]) -> String {
        let drawn = self.chance.draw().to_be_bytes();
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&drawn[..NONCE_BYTES]);
        let cipher = ChaCha20Poly1305::new(&Key::from(*key));
        let sealed = cipher.encrypt(&Nonce::from(nonce), plain).unwrap_or_default();
        hex(&nonce) + &hex(&sealed)
    }

    fn decrypt(&self, key: &[u8; KEY_BYTES], sealed: &str) -> Option<Vec<u8>> {
        let bytes = unhex(sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        ChaCha20Poly1305::new(&Key::from(*key)).decrypt(&Nonce::from(nonce), sealed).ok()
    }

    fn unwrap_key(&self, key: &SubjectKey) -> Option<[u8; KEY_BYTES]> {
        self.decrypt(&self.wrapping, &key.0)?.try_into().ok()
    }

    /// Runs what is slow on purpose on a thread of its own, a few at once: each takes 19 MiB.
    async fn slowly<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let place = self.hashing.clone().acquire_owned().await.ok()?;
        // The place is the work's: whoever asked may be gone before it is done.
        let work = move || {
            let _place = place;
            work()
        };
        tokio::task::spawn_blocking(work).await.ok()
    }

    fn day_key(&self, day: i64) -> [u8; DAY_KEY_BYTES] {
        if let Ok(today) = self.today.read()
            && today.0 == day
        {
            return today.1;
        }
        let mut key = [0; DAY_KEY_BYTES];
        key.copy_from_slice(&mac(&self.visitors, &[&day.to_be_bytes()])[..DAY_KEY_BYTES]);
        if let Ok(mut today) = self.today.write() {
            *today = (day, key);
        }
        key
    }
}

#[async_trait]
impl Vault for MasterVault {
    fn new_key(&self) -> SubjectKey {
        let halves = [self.chance.draw().to_be_bytes(), self.chance.draw().to_be_bytes()];
        SubjectKey(self.encrypt(&self.wrapping, &halves.concat()))
    }

    fn seal(&self, key: &SubjectKey, text: &str) -> Sealed {
        // A key that this vault cannot read (another master key) must never mean clear text.
        let key = self.unwrap_key(key).unwrap_or(self.wrapping);
        Sealed(self.encrypt(&key, text.as_bytes()))
    }

    fn open(&self, key: &SubjectKey, sealed: &Sealed) -> Option<String> {
        String::from_utf8(self.decrypt(&self.unwrap_key(key)?, &sealed.0)?).ok()
    }

    fn email_hash(&self, normalized: &str) -> EmailHash {
        EmailHash(hex(&mac(&self.emails, &[normalized.as_bytes()])))
    }

    async fn hash_password(&self, password: &str) -> String {
        let (salt, password) = (self.chance.draw().to_be_bytes(), password.to_owned());
        let hash = move || Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        match self.slowly(hash).await {
            Some(Ok(hash)) => hash.to_string(),
            // No password matches the empty text, so that nobody gets in by a failure.
            _ => String::new(),
        }
    }

    async fn verify_password(&self, password: &str, hash: Option<&str>) -> bool {
        let (known, password) = (hash.unwrap_or(NOBODYS_HASH).to_owned(), password.to_owned());
        let verify = move || {
            let known = PasswordHash::new(&known)?;
            Argon2::default().verify_password(password.as_bytes(), &known)
        };
        let right = self.slowly(verify).await.is_some_and(|verified| verified.is_ok());
        right && hash.is_some()
    }

    fn fingerprint(&self, at: Instant, address: IpAddr, user_agent: &str) -> i64 {
        let key = self.day_key(at.micros().div_euclid(MICROS_PER_DAY));
        let mut hasher = SipHasher24::new_with_key(&key);
        // Always 16 bytes, so that no agent's beginning can pass for an address's end.
        let address = match address {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        hasher.write(&address.octets());
        hasher.write(user_agent.as_bytes());
        hasher.finish() as i64
    }
}

fn make(path: &Path, chance: &dyn Chance) -> Result<String, String> {
    let fault = |fault: std::io::Error| format!("master key {}: {fault}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let text = format!("{:032x}{:032x}\n", chance.draw(), chance.draw());
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(fault)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
    // The name must be as durable as the key: without it nothing sealed can be opened again.
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    }
    Ok(text)
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    let mut mac = match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac,
        Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
    };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SystemChance;

    fn vault(name: &str) -> (MasterVault, std::path::PathBuf) {
        let folder = std::env::temp_dir().join(format!("honeyguide-vault-{name}-{:x}", SystemChance.draw()));
        let path = folder.join("master.key");
        (MasterVault::open(&path, Arc::new(SystemChance)).unwrap(), path)
    }

    #[test]
    fn what_is_sealed_opens_under_its_own_key_only_also_after_a_restart() {
        let (vault, path) = vault("seal");
        let (key, other) = (vault.new_key(), vault.new_key());
        let sealed = vault.seal(&key, "ada@example.com");
        assert!(!sealed.0.contains(&hex(b"ada")));
        assert_eq!(vault.open(&other, &sealed), None);
        let reopened = MasterVault::open(&path, Arc::new(SystemChance)).unwrap();
        assert_eq!(reopened.open(&key, &sealed).as_deref(), Some("ada@example.com"));
        assert_eq!(reopened.email_hash("ada@example.com"), vault.email_hash("ada@example.com"));
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[tokio::test]
    async fn a_password_is_recognized_and_nobody_has_one() {
        let (vault, path) = vault("password");
        let hash = vault.hash_password("correct horse battery").await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, vault.hash_password("correct horse battery").await, "each has a salt of its own");
        assert!(vault.verify_password("correct horse battery", Some(&hash)).await);
        assert!(!vault.verify_password("correct horse batterz", Some(&hash)).await);
        assert!(!vault.verify_password("", Some("")).await);
        assert!(PasswordHash::new(NOBODYS_HASH).is_ok(), "a comparison with nobody takes as long");
        assert!(!vault.verify_password("correct horse battery", None).await);
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn fingerprints_of_two_days_cannot_be_joined() {
        let (vault, path) = vault("day");
        let (monday, tuesday) = (Instant::from_micros(0), Instant::from_micros(MICROS_PER_DAY));
        let (ada, bo): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let print = |at| vault.fingerprint(at, ada, "Firefox");
        assert_eq!(print(monday), print(monday.plus_micros(MICROS_PER_DAY - 1)));
        assert_ne!(print(monday), print(tuesday));
        assert_ne!(print(monday), vault.fingerprint(monday, bo, "Firefox"));
        assert_ne!(print(monday), vault.fingerprint(monday, ada, "Chrome"));
        let reopened = MasterVault::open(&path, Arc::new(SystemChance)).unwrap();
        assert_eq!(print(monday), reopened.fingerprint(monday, ada, "Firefox"), "a restart changes nothing");
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
