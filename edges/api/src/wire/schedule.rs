//! When a program's statements close and are paid, in and out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// After which time, or from which amount on, a statement closes. Periods begin and end at midnight UTC.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Cadence {
    /// From Monday to Sunday.
    Weekly {},
    /// From the 1st to the 15th, and from the 16th to the end of the month.
    SemiMonthly {},
    Monthly {},
    /// Once what is owed and in no statement comes to `amount`; looked at every day.
    Threshold {
        /// Minor units of the program's currency.
        #[schema(minimum = 1)]
        amount: i64,
    },
}

/// When a program's statements close, and what of them is to be paid when.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "cadence": { "kind": "monthly" }, "payment_days": 15, "minimum": 5_000 }))]
pub(crate) struct StatementSchedule {
    pub cadence: Cadence,
    /// Days from the last day of a period until payment is due.
    #[schema(maximum = 365)]
    pub payment_days: u32,
    /// Minor units: less than this is not paid but carried to the next statement.
    #[schema(minimum = 0)]
    pub minimum: i64,
}

impl From<Cadence> for program::Cadence {
    fn from(it: Cadence) -> Self {
        match it {
            Cadence::Weekly {} => Self::Weekly,
            Cadence::SemiMonthly {} => Self::SemiMonthly,
            Cadence::Monthly {} => Self::Monthly,
            Cadence::Threshold { amount } => Self::Threshold { amount },
        }
    }
}

impl From<program::Cadence> for Cadence {
    fn from(it: program::Cadence) -> Self {
        match it {
            program::Cadence::Weekly => Self::Weekly {},
            program::Cadence::SemiMonthly => Self::SemiMonthly {},
            program::Cadence::Monthly => Self::Monthly {},
            program::Cadence::Threshold { amount } => Self::Threshold { amount },
        }
    }
}

impl From<StatementSchedule> for program::StatementSchedule {
    fn from(it: StatementSchedule) -> Self {
        Self { cadence: it.cadence.into(), payment_days: it.payment_days, minimum: it.minimum }
    }
}

impl From<program::StatementSchedule> for StatementSchedule {
    fn from(it: program::StatementSchedule) -> Self {
        Self { cadence: it.cadence.into(), payment_days: it.payment_days, minimum: it.minimum }
    }
}
