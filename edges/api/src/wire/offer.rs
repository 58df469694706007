//! What customers get, in and out.

use program::{Discount, OfferDuration as Duration};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Rate;

/// What a customer gets who comes by a partner. Your shop gives it; `GET /v1/track/offers` tells it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "kind": "percent", "rate_millionths": 100_000, "duration": { "kind": "one_time" } }))]
pub(crate) enum CustomerOffer {
    /// A part of the price off.
    Percent {
        /// 1 to 1000000; 10 % is 100000.
        rate_millionths: u32,
        duration: OfferDuration,
        /// As the customer reads it, in place of our words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 200)]
        description: Option<String>,
    },
    /// An amount off.
    Flat {
        /// Minor units of the program's currency, more than 0.
        amount: i64,
        duration: OfferDuration,
        /// As the customer reads it, in place of our words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(min_length = 1, max_length = 200)]
        description: Option<String>,
    },
}

/// For which of a customer's purchases.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum OfferDuration {
    /// The first.
    OneTime {},
    /// Those less than so many months after the first.
    Months {
        #[schema(minimum = 1, maximum = 1200)]
        months: u32,
    },
    Forever {},
}

/// What a code gives whoever uses it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "kind": "own", "offer": {
    "kind": "flat", "amount": 500, "duration": { "kind": "one_time" }, "description": "5 € for a friend"
} }))]
pub(crate) enum CodeOffer {
    /// What the terms of its owner say.
    AsTerms {},
    Nothing {},
    /// An offer of its own.
    Own {
        offer: CustomerOffer,
    },
}

impl From<CustomerOffer> for program::CustomerOffer {
    fn from(it: CustomerOffer) -> Self {
        let (discount, duration, description) = match it {
            CustomerOffer::Percent { rate_millionths, duration, description } => {
                let rate = Rate::from_millionths(rate_millionths);
                (Discount::Percent { rate }, duration, description)
            }
            CustomerOffer::Flat { amount, duration, description } => {
                (Discount::Flat { amount }, duration, description)
            }
        };
        let duration = match duration {
            OfferDuration::OneTime {} => Duration::OneTime,
            OfferDuration::Months { months } => Duration::Months { months },
            OfferDuration::Forever {} => Duration::Forever,
        };
        Self { discount, duration, description }
    }
}

impl From<program::CustomerOffer> for CustomerOffer {
    fn from(it: program::CustomerOffer) -> Self {
        let program::CustomerOffer { discount, duration, description } = it;
        let duration = match duration {
            Duration::OneTime => OfferDuration::OneTime {},
            Duration::Months { months } => OfferDuration::Months { months },
            Duration::Forever => OfferDuration::Forever {},
        };
        match discount {
            Discount::Percent { rate } => {
                CustomerOffer::Percent { rate_millionths: rate.millionths(), duration, description }
            }
            Discount::Flat { amount } => CustomerOffer::Flat { amount, duration, description },
        }
    }
}

impl From<CodeOffer> for program::CodeOffer {
    fn from(it: CodeOffer) -> Self {
        match it {
            CodeOffer::AsTerms {} => program::CodeOffer::AsTerms,
            CodeOffer::Nothing {} => program::CodeOffer::Nothing,
            CodeOffer::Own { offer } => program::CodeOffer::Own { offer: offer.into() },
        }
    }
}

impl From<program::CodeOffer> for CodeOffer {
    fn from(it: program::CodeOffer) -> Self {
        match it {
            program::CodeOffer::AsTerms => CodeOffer::AsTerms {},
            program::CodeOffer::Nothing => CodeOffer::Nothing {},
            program::CodeOffer::Own { offer } => CodeOffer::Own { offer: offer.into() },
        }
    }
}
