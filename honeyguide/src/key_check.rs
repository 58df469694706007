//! Whether a data folder was begun with the master key at hand. Another one would open none of the personal data and
//! recognize nobody, and what it sealed the right one could not open.

use crate::{config::Config, vault::MasterVault, wire::BOOK_FILE, world::SystemChance};
use book_sqlite::{keep_key_check, seal_evidence};
use std::{io::ErrorKind, path::Path, sync::Arc};

/// Beside the book: by which master key it was begun, as a value that tells nothing of the key. The book holds the same
/// value; the file is for backups and exports, which are checked before they are unpacked.
pub(crate) const KEY_CHECK_FILE: &str = "master-key.check";

/// Opens the master key, and makes one where there is neither key nor book. Refuses a key that is not the folder's.
pub(crate) fn vault_of(config: &Config) -> Result<MasterVault, String> {
    if config.data.join(BOOK_FILE).exists() && !config.master_key.exists() {
        let (data, key) = (config.data.display(), config.master_key.display());
        return Err(format!("the data folder {data} has a book, but its master key {key} is missing"));
    }
    let vault = MasterVault::open(&config.master_key, Arc::new(SystemChance))?;
    if is_key_of(&config.data, &vault)? {
        return Ok(vault);
    }
    let (data, key) = (config.data.display(), config.master_key.display());
    Err(format!("the data folder {data} was begun with another master key than {key}"))
}

/// Whether an unpacked archive was made under the master key that there is; makes neither.
pub(crate) fn check_archive(config: &Config, folder: &Path) -> Result<(), String> {
    let vault = MasterVault::open(&config.master_key, Arc::new(SystemChance))?;
    if is_key_of(folder, &vault)? {
        return Ok(());
    }
    Err(format!("the archive needs another master key than {}", config.master_key.display()))
}

/// Notes the key in the book and in the file beside it, where that is missing.
pub(crate) fn note(data: &Path, vault: &MasterVault) -> Result<(), String> {
    let value = vault.check_value();
    keep_key_check(&data.join(BOOK_FILE), &value).map_err(|fault| fault.to_string())?;
    let path = data.join(KEY_CHECK_FILE);
    if known(&path)?.as_ref() == Some(&value) {
        return Ok(());
    }
    std::fs::write(&path, value + "\n").map_err(|fault| format!("{}: {fault}", path.display()))
}

/// The book's own note must name the key, or the file beside it where the book has none; without any note the key must
/// open something that is sealed, if anything is.
fn is_key_of(folder: &Path, vault: &MasterVault) -> Result<bool, String> {
    let evidence = seal_evidence(&folder.join(BOOK_FILE)).map_err(|fault| fault.to_string())?;
    let note = match evidence.check {
        Some(note) => Some(note),
        None => known(&folder.join(KEY_CHECK_FILE))?,
    };
    if let Some(note) = note {
        return Ok(note == vault.check_value());
    }
    Ok(evidence.keys.is_empty() || evidence.keys.iter().any(|key| vault.opens(key)))
}

fn known(path: &Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(path) {
        Ok(known) => Ok(Some(known.trim().to_owned()).filter(|known| !known.is_empty())),
        Err(missing) if missing.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(format!("{}: {fault}", path.display())),
    }
}
