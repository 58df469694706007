//! The golden tables, read: journeys with their credit and prices with their lines. Each stage that decides or prices runs
//! the same rows.

pub mod journeys;
pub mod prices;
