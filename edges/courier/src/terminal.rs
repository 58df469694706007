//! Letters on the operator's terminal: for development, where no mail server is configured.

use crate::letter::write;
use async_trait::async_trait;
use engine::ports::{Courier, CourierError, Letter};

pub struct Terminal;

#[async_trait]
impl Courier for Terminal {
    async fn deliver(&self, letter: &Letter) -> Result<(), CourierError> {
        let written = write(&letter.kind);
        println!("┌ a letter to {}: {}", letter.to, written.subject);
        written.text.lines().for_each(|line| println!("│ {line}"));
        println!("└ (no mail server is configured; see --smtp-url)");
        Ok(())
    }
}
