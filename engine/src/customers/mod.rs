//! Customers: merge what events report about them, match their ids, show their journey, erase them.

mod after_event;
mod erase;
mod journey;
mod same;

pub(crate) use after_event::{after_event, belongs_to, organization_after_event};
pub use erase::{WhichCustomer, erase};
pub(crate) use journey::journey_to;
pub use journey::{
    JOURNEY_CONVERSIONS_MAX, JOURNEY_TOUCHES_MAX, Journey, JourneyCommission, JourneyConversion,
    JourneyTouch, journey,
};
pub(crate) use same::{Joined, files_of_others, join, joined_history, other_files};
