//! The drivers on real files: what every driver of the ports must do, and what only files can.

mod book;
mod external_ids;
mod folder;
mod sums;
