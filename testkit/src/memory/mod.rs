//! The ports in memory, as honest as the drivers that outlive a process: the same conformance
//! suites hold them to the same contracts.

mod audit;
mod clicks;
mod commissions;
mod commit;
mod conversions;
mod customers;
mod external_ids;
mod fuse;
mod list;
mod paper;
mod partners;
mod payouts;
mod people;
mod programs;
mod rails;
mod report;
mod simulated_rail;
mod statements;
mod store;
mod tables;

pub use clicks::{MemoryClicks, UNKNOWN_SLUGS_PER_DAY_MAX};
pub use fuse::Fuse;
pub use paper::PlainPaper;
pub use rails::PlainRails;
pub use simulated_rail::{Manner, SimulatedRail};
pub use store::MemoryBook;
