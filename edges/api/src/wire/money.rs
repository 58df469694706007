//! Money in and out.

use crate::intake::required;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Invalid;

/// An amount of money in minor units: 12.50 EUR is 1250, 1250 JPY is 1250.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "amount": 1250, "currency": "EUR" }))]
pub(crate) struct Money {
    /// Minor units, whole.
    pub amount: i64,
    /// ISO 4217.
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
}

impl Money {
    pub(crate) fn read(&self) -> Result<words::Money, Invalid> {
        Ok(words::Money::new(self.amount, required("amount.currency", &self.currency)?))
    }
}

impl From<words::Money> for Money {
    fn from(money: words::Money) -> Self {
        Self { amount: money.amount, currency: money.currency.code().to_owned() }
    }
}
