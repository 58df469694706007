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
use std::sync::Arc;

/// The data folder, open.
pub(crate) struct Store {
    pub(crate) book: Arc<SqliteBook>,
    pub(crate) clicks: Arc<SqliteClicks>,
    pub(crate) vault: Arc<MasterVault>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Store {
    pub(crate) fn open(config: &Config) -> Result<Store, String> {
        let shown = config.data.display();
        std::fs::create_dir_all(&config.data).map_err(|fault| format!("data folder {shown}: {fault}"))?;
        let synchronous = if config.unsafe_no_fsync { Synchronous::Off } else { Synchronous::Full };
        let chance: Arc<dyn Chance> = Arc::new(SystemChance);
        let vault = MasterVault::open(&config.master_key, chance.clone())?;
        let fault = |fault: StorageError| format!("data folder {shown}: {fault}");
        let options = BookOptions { synchronous, ..BookOptions::default() };
        let book = SqliteBook::open(&config.data.join("book.db"), options).map_err(fault)?;
        let options = ClickOptions { synchronous, ..ClickOptions::default() };
        let clicks = SqliteClicks::open(&config.data.join("clicks"), options).map_err(fault)?;
        Ok(Store { book: Arc::new(book), clicks: Arc::new(clicks), vault: Arc::new(vault), chance })
    }

    /// An engine over the store that takes its time from `clock`.
    pub(crate) fn engine(&self, clock: Arc<dyn Clock>) -> Arc<Engine> {
        Arc::new(Engine::new(engine::Ports {
            book: self.book.clone(),
            clicks: self.clicks.clone(),
            vault: self.vault.clone(),
            clock,
            chance: self.chance.clone(),
        }))
    }

    pub(crate) fn engine_now(&self) -> Arc<Engine> {
        self.engine(Arc::new(SystemClock))
    }

    /// Writes what is queued, and leaves the files tidy.
    pub(crate) async fn close(&self) {
        self.clicks.close().await;
        self.book.close().await;
    }
}
