//! Questions about what happened, and their answers: figures over a period, day by day, against another period.

mod figures;
mod period;
mod question;

pub use figures::{Figures, Slot};
pub use period::{Comparison, DAYS_MAX, Day, Period};
pub use question::{ByPartner, BySource, ClickTallies, ConversionTallies, Question};
