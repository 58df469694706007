//! Partners and their places in programs: how these begin, change and end.

mod applications_today;
mod apply;
mod enroll;
mod letters;
mod recruit;
mod step;
mod terms;
mod update_partner;

pub use applications_today::APPLICATIONS_PER_DAY;
pub(crate) use applications_today::ApplicationsToday;
pub use apply::{APPLICATION_CHARACTERS_MAX, ApplicationInput, ProgramProfile};
pub use enroll::{EnrollInput, Enrolled, WhichPartner};
pub use recruit::{EnrollmentChange, RECRUITED_DEPTH_MAX, RECRUITS_SHOWN_MAX, RecruitShown};
pub use update_partner::PartnerChange;
