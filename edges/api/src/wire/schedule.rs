//! When a program's statements close and are paid, and what they recover, in and out.

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

/// What becomes of what a partner was stated, and a refund, a chargeback or another decision then took back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "kind": "carry", "share_max_millionths": 500_000, "days_max": 365 }))]
pub(crate) enum Clawback {
    /// The next statements recover it.
    Carry {
        /// The most that a statement recovers, of what it brings; all of it, if null or absent.
        #[schema(minimum = 1, maximum = 1_000_000)]
        share_max_millionths: Option<u32>,
        /// What no statement recovered within so many days is written off; never, if null or absent.
        #[schema(minimum = 1, maximum = 3650)]
        days_max: Option<u32>,
    },
    /// Nobody recovers it: you bear it.
    WriteOff {},
}

impl From<Clawback> for program::Clawback {
    fn from(it: Clawback) -> Self {
        match it {
            Clawback::Carry { share_max_millionths, days_max } => {
                Self::Carry { share_max: share_max_millionths.map(words::Rate::from_millionths), days_max }
            }
            Clawback::WriteOff {} => Self::WriteOff,
        }
    }
}

impl From<program::Clawback> for Clawback {
    fn from(it: program::Clawback) -> Self {
        match it {
            program::Clawback::Carry { share_max, days_max } => {
                Self::Carry { share_max_millionths: share_max.map(words::Rate::millionths), days_max }
            }
            program::Clawback::WriteOff => Self::WriteOff {},
        }
    }
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
