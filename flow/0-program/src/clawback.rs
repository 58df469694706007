//! What becomes of what a partner was stated, and a refund, a chargeback or another decision then took back.

use serde::{Deserialize, Serialize};
use words::{Invalid, MILLION, Rate};

pub const CLAWBACK_DAYS_MAX: u32 = 3_650;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Clawback {
    /// The next statements recover it.
    Carry {
        /// The most that a statement recovers, of what it brings; all of it, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share_max: Option<Rate>,
        /// What no statement recovered within so many days is written off; never, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days_max: Option<u32>,
    },
    /// Nobody recovers it: the merchant bears it.
    WriteOff,
}

impl Default for Clawback {
    fn default() -> Self {
        Clawback::Carry { share_max: None, days_max: None }
    }
}

impl Clawback {
    pub fn check(&self) -> Result<(), Invalid> {
        let Clawback::Carry { share_max, days_max } = self else { return Ok(()) };
        if share_max.is_some_and(|share| !(1..=MILLION).contains(&share.millionths())) {
            return Err(Invalid::new("clawback.share_max_millionths", format!("1 to {MILLION} millionths")));
        }
        if days_max.is_some_and(|days| !(1..=CLAWBACK_DAYS_MAX).contains(&days)) {
            return Err(Invalid::new("clawback.days_max", format!("1 to {CLAWBACK_DAYS_MAX} days")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bad_setting_is_named() {
        let of = |share: Option<u32>, days_max| Clawback::Carry {
            share_max: share.map(Rate::from_millionths),
            days_max,
        };
        let field = |it: Clawback| it.check().err().map(|fault| fault.field);
        assert_eq!(field(of(Some(0), None)), Some("clawback.share_max_millionths"));
        assert_eq!(field(of(Some(MILLION + 1), None)), Some("clawback.share_max_millionths"));
        assert_eq!(field(of(None, Some(0))), Some("clawback.days_max"));
        assert_eq!(field(of(Some(MILLION), Some(CLAWBACK_DAYS_MAX + 1))), Some("clawback.days_max"));
        for good in [of(Some(1), Some(1)), Clawback::default(), Clawback::WriteOff] {
            assert_eq!(field(good), None, "{good:?}");
        }
    }
}
