//! Partners and their places in programs: how these begin, change and end.

mod apply;
mod enrol;
mod letters;
mod recruit;
mod step;
mod terms;
mod update_partner;

pub use apply::{APPLICATION_CHARACTERS_MAX, ApplicationInput, ProgramProfile};
pub use enrol::{EnrolInput, Enrolled, WhichPartner};
pub use recruit::{EnrolmentChange, RECRUITED_DEPTH_MAX, RECRUITS_SHOWN_MAX, RecruitShown};
pub use update_partner::PartnerChange;
