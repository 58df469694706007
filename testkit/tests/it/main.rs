//! The ports in memory, held to the suites that every driver passes.

use engine::ports::{Book, Clicks};
use honeyguide_testkit::{
    conformance,
    memory::{MemoryBook, MemoryClicks},
};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_book_in_memory_keeps_the_contract() {
    conformance::book::run_book(|| async { Arc::new(MemoryBook::new()) as Arc<dyn Book> }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_clicks_in_memory_keep_the_contract() {
    conformance::clicks::run_clicks(|| async { Arc::new(MemoryClicks::new()) as Arc<dyn Clicks> }).await;
}
