//! The verbs: one file per deed, each load → decide → commit, and the ports that a deed needs.
//!
//! Never a clock, never chance, never SQL or HTTP: those come through the ports.

pub mod ports;
