//! Wiring: the data folder opened, the ports put together.

use crate::{
    config::Config,
    key_check, upgrade,
    vault::MasterVault,
    workshop,
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
    path::Path,
    sync::Arc,
};

pub(crate) const BOOK_FILE: &str = "book.db";
const LOCK_FILE: &str = "serve.lock";

/// The data folder, open.
pub(crate) struct Store {
    pub(crate) book: Arc<SqliteBook>,
    pub(crate) clicks: Arc<SqliteClicks>,
    pub(crate) vault: Arc<MasterVault>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Store {
    /// Opens a folder that must be there already: to look at it is not to make it. The folder's book is left as it is,
    /// and an older or newer one is refused: another honeyguide may be serving it.
    pub(crate) fn open_existing(config: &Config) -> Result<Store, String> {
        if !config.data.join(BOOK_FILE).is_file() {
            return Err(format!("no book in the data folder {}", config.data.display()));
        }
        let vault = key_check::vault_of(config)?;
        Self::assemble(config, vault, SqliteBook::open_current)
    }

    /// Opens the data folder as it is, or makes it.
    pub(crate) fn open(config: &Config) -> Result<Store, String> {
        if config.data.join(BOOK_FILE).exists() {
            return Self::open_existing(config);
        }
        make_folder(&config.data)?;
        let _alone = lock(&config.data)?;
        Self::open_migrating(config)
    }

    /// Opens the data folder for the one server, or makes it. An older book is copied and then migrated. The lock ends
    /// with the file that is answered, however the process ends.
    pub(crate) fn open_alone(config: &Config) -> Result<(Store, File), String> {
        make_folder(&config.data)?;
        // Before anything else: a second server changes nothing.
        let alone = lock(&config.data)?;
        let vault = key_check::vault_of(config)?;
        if let Some(copy) = upgrade::copy_before_migration(&config.data)? {
            tracing::info!(copy = %copy.display(), "the book was copied; now it is migrated");
        }
        upgrade::drop_old_copies(&config.data);
        // What killed commands left where backups, or this folder itself, were made.
        workshop::sweep(config.data.parent().unwrap_or(Path::new(".")));
        let store = Self::assemble(config, vault, SqliteBook::open)?;
        key_check::note(&config.data, &store.vault)?;
        Ok((store, alone))
    }

    /// Opens a folder that is this process's own, or makes it, and migrates its book without a copy.
    pub(crate) fn open_migrating(config: &Config) -> Result<Store, String> {
        make_folder(&config.data)?;
        let vault = key_check::vault_of(config)?;
        let store = Self::assemble(config, vault, SqliteBook::open)?;
        key_check::note(&config.data, &store.vault)?;
        Ok(store)
    }

    fn assemble(
        config: &Config,
        vault: MasterVault,
        open: fn(&Path, BookOptions) -> Result<SqliteBook, StorageError>,
    ) -> Result<Store, String> {
        let fault = |fault: StorageError| format!("data folder {}: {fault}", config.data.display());
        let synchronous = if config.unsafe_no_fsync { Synchronous::Off } else { Synchronous::Full };
        let options = BookOptions { synchronous, ..BookOptions::default() };
        let book = open(&config.data.join(BOOK_FILE), options).map_err(fault)?;
        let options = ClickOptions { synchronous, ..ClickOptions::default() };
        let clicks = SqliteClicks::open(&config.data.join("clicks"), options).map_err(fault)?;
        let (book, clicks, vault) = (Arc::new(book), Arc::new(clicks), Arc::new(vault));
        Ok(Store { book, clicks, vault, chance: Arc::new(SystemChance) })
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

    /// Writes what is queued, and leaves the files tidy. Answers whether everything accepted is on disk.
    pub(crate) async fn close(&self) -> bool {
        let is_whole = self.clicks.close().await;
        self.book.close().await;
        is_whole
    }
}

/// Nobody but the operator reads what merchants and partners trust to it.
fn make_folder(data: &Path) -> Result<(), String> {
    let mut builder = DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700);
    builder.create(data).map_err(|fault| format!("data folder {}: {fault}", data.display()))
}

/// One server at a time: two would each keep their own links and counts of a new month's file.
fn lock(data: &Path) -> Result<File, String> {
    let path = data.join(LOCK_FILE);
    let fault = |fault: std::io::Error| format!("{}: {fault}", path.display());
    let file = File::options().create(true).append(true).open(&path).map_err(fault)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(format!("another honeyguide serves the data folder {}", data.display()))
        }
        Err(TryLockError::Error(error)) => Err(fault(error)),
    }
}
