//! One binary for the whole-system tests: properties of the deeds over both books, and stories,
//! crashes and durability of the built binary.

mod attacks;
mod backup;
mod commands;
mod crash;
mod durability;
mod erasure;
mod export;
mod front;
mod growth;
mod ledger;
mod machine;
mod market;
mod operating;
mod order;
mod payouts;
mod people;
mod prices;
mod races;
mod reach;
mod server;
mod statements;
mod stories;
mod tour;
mod what_if;
