//! Stories of visitors: where they are sent, what is written of them, and what is not.

mod consent;
mod counting;
mod freshness;
mod golden;
mod judging;
mod look_up;
mod promise;
mod rewarded;
mod safety;
mod stage;
