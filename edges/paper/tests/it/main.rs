//! Statements written as PDF and as a table, and read back by other programs.

mod pages;
mod table;
mod told;
