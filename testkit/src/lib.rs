//! What tests of every package share: a world that stands still (clock, chance, vault, nouns), the
//! ports in memory, and the conformance suites that hold every driver of a port to its contract.

pub mod conformance;
pub mod feed;
pub mod memory;
pub mod world;
