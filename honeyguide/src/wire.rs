//! Wiring: the data folder opened, the ports put together.

use crate::{
    config::Config,
    vault::MasterVault,
    world::{SystemChance, SystemClock},
};
use book_sqlite::{BookOptions, ClickOptions, SqliteBook, SqliteClicks, Synchronous};
use engine::{
    Engine,
    ports::{Chance, Clock, StorageError},
};
use paper::PdfPaper;
use rails::PaymentFiles;
use std::{
    fs::{DirBuilder, File, TryLockError},
    path::PathBuf,
    sync::Arc,
};

pub(crate) const BOOK_FILE: &str = "book.db";
const LOCK_FILE: &str = "serve.lock";

/// Beside the book: by which master key it was begun, as a value that tells nothing of the key.
pub(crate) const KEY_CHECK_FILE: &str = "master-key.check";

/// Another master key would open none of the personal data, and recognise nobody.
fn same_key_as_ever(config: &Config, vault: &MasterVault) -> Result<(), String> {
    let path = config.data.join(KEY_CHECK_FILE);
    let fault = |fault: std::io::Error| format!("{}: {fault}", path.display());
    match std::fs::read_to_string(&path) {
        Ok(known) if known.trim() == vault.check_value() => Ok(()),
        Ok(_) => {
            let (data, key) = (config.data.display(), config.master_key.display());
            Err(format!("the data folder {data} was begun with another master key than {key}"))
        }
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            std::fs::write(&path, vault.check_value() + "\n").map_err(fault)
        }
        Err(other) => Err(fault(other)),
    }
}

/// Whether the folder was begun with the master key that there is; makes neither.
pub(crate) fn check_key(config: &Config, folder: &std::path::Path) -> Result<(), String> {
    let vault = MasterVault::open(&config.master_key, Arc::new(SystemChance))?;
    let known = std::fs::read_to_string(folder.join(KEY_CHECK_FILE)).map_err(|fault| fault.to_string())?;
    if known.trim() == vault.check_value() {
        return Ok(());
    }
    Err(format!("it was made under another master key than {}", config.master_key.display()))
}

/// The data folder, open.
pub(crate) struct Store {
    pub(crate) book: Arc<SqliteBook>,
    pub(crate) clicks: Arc<SqliteClicks>,
    pub(crate) vault: Arc<MasterVault>,
    pub(crate) chance: Arc<dyn Chance>,
    data: PathBuf,
}

impl Store {
    /// Opens a folder that must be there already: to look at it is not to make it.
    pub(crate) fn open_existing(config: &Config) -> Result<Store, String> {
        if !config.data.join(BOOK_FILE).is_file() {
            return Err(format!("no book in the data folder {}", config.data.display()));
        }
        Self::open(config)
    }

    /// Opens the data folder, or makes it.
    pub(crate) fn open(config: &Config) -> Result<Store, String> {
        let shown = config.data.display();
        let mut builder = DirBuilder::new();
        // Nobody but the operator reads what merchants and partners trust to it.
        std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700);
        builder.create(&config.data).map_err(|fault| format!("data folder {shown}: {fault}"))?;
        if config.data.join(BOOK_FILE).exists() && !config.master_key.exists() {
            // A new key would open none of the personal data, and recognise nobody.
            let key = config.master_key.display();
            return Err(format!("the data folder {shown} has a book, but its master key {key} is missing"));
        }
        let synchronous = if config.unsafe_no_fsync { Synchronous::Off } else { Synchronous::Full };
        let chance: Arc<dyn Chance> = Arc::new(SystemChance);
        let vault = MasterVault::open(&config.master_key, chance.clone())?;
        same_key_as_ever(config, &vault)?;
        let fault = |fault: StorageError| format!("data folder {shown}: {fault}");
        let options = BookOptions { synchronous, ..BookOptions::default() };
        let book = SqliteBook::open(&config.data.join(BOOK_FILE), options).map_err(fault)?;
        let options = ClickOptions { synchronous, ..ClickOptions::default() };
        let clicks = SqliteClicks::open(&config.data.join("clicks"), options).map_err(fault)?;
        let (book, clicks, vault) = (Arc::new(book), Arc::new(clicks), Arc::new(vault));
        Ok(Store { book, clicks, vault, chance, data: config.data.clone() })
    }

    /// An engine over the store that takes its time from `clock`.
    pub(crate) fn engine(&self, clock: Arc<dyn Clock>) -> Arc<Engine> {
        Arc::new(Engine::new(engine::Ports {
            book: self.book.clone(),
            clicks: self.clicks.clone(),
            vault: self.vault.clone(),
            clock,
            chance: self.chance.clone(),
            rails: Arc::new(PaymentFiles),
            paper: Arc::new(PdfPaper::new()),
        }))
    }

    pub(crate) fn engine_now(&self) -> Arc<Engine> {
        self.engine(Arc::new(SystemClock))
    }

    /// One server at a time: two would each keep their own links and counts of a new month's file.
    /// The lock ends with the file that is answered, however the process ends.
    pub(crate) fn serve_alone(&self) -> Result<File, String> {
        let path = self.data.join(LOCK_FILE);
        let fault = |fault: std::io::Error| format!("{}: {fault}", path.display());
        let file = File::options().create(true).append(true).open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                Err(format!("another honeyguide serves the data folder {}", self.data.display()))
            }
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }

    /// Writes what is queued, and leaves the files tidy.
    pub(crate) async fn close(&self) {
        self.clicks.close().await;
        self.book.close().await;
    }
}
