//! Questions about what happened, and their answers: figures over a period, day by day, against another period.

mod figures;
mod period;
mod question;
mod simulation;

pub use figures::{Figures, Slot};
pub use period::{Comparison, DAYS_MAX, Day, Period};
pub use question::{ByPartner, BySource, ClickTallies, ConversionTallies, Question};
pub use simulation::{
    Applied, CHANGES_KEPT_MAX, Candidate, Change, Effect, Effects, KeptChange, Part, SIMULATED_DAYS_MAX,
    Simulation, SimulationStatus, TermsDraft, parts,
};
