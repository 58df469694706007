//! Enrollments: partners apply, are invited, and move between the states of a program.

mod applications_today;
mod apply;
mod enroll;
mod find;
mod letters;
mod recruit;
mod terms;
mod transition;

pub use applications_today::APPLICATIONS_PER_DAY;
pub(crate) use applications_today::ApplicationsToday;
pub(crate) use apply::apply_as;
pub use apply::{APPLICATION_CHARACTERS_MAX, ApplicationInput, ProgramProfile, apply, program_profile};
pub use enroll::{EnrollInput, Enrolled, WhichPartner, enroll};
pub(crate) use find::{find, find_approved, find_in_program};
use letters::{write_again, write_to, write_to_partner};
pub(crate) use recruit::recruits;
pub use recruit::{EnrollmentChange, RECRUITED_DEPTH_MAX, RECRUITS_SHOWN_MAX, RecruitShown, update};
use recruit::{check_recruiter, find_recruiter};
pub(crate) use terms::{accept_latest_terms, accept_terms};
pub(crate) use transition::{attempt_transition, changes_of};
pub use transition::{move_to_group, transition};
