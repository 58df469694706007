//! The hot path: a person follows a link and is sent on, and the click is on disk before they are.
//!
//! Links are in memory, kept fresh by the facts of the book, so that no visitor waits for the book.

mod address;
mod agents;
mod answer;
mod generations;
mod link_table;
mod look_up;
mod meters;
mod recent_visits;
mod redirect;
mod request;
mod routes;

pub use address::client as client_address;
pub use link_table::LinkTable;
pub use recent_visits::RECENT_VISITS_MAX;
pub use redirect::{REDIRECT_DEADLINE, Redirect, RedirectConfig};
pub use routes::Route;
