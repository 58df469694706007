//! Stories over the router, with the ports in memory and a clock that stands still.

mod access;
mod bad_input;
mod bad_input_of_credit;
mod bad_input_of_people;
mod batch;
mod credit;
mod deals;
mod described;
mod disputes;
mod grants;
mod idempotency;
mod journey;
mod lead_forms;
mod lists;
mod matrix;
mod organisations;
mod partnership;
mod payout_methods;
mod people;
mod postback;
mod search;
mod shop;
mod story;
mod tables;
mod things;
mod tracking;
