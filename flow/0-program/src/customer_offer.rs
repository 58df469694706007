//! Customer offers: what a customer gets who comes by a partner, as the shop gives it.

use crate::{Code, Terms};
use serde::{Deserialize, Serialize};
use words::{AMOUNT_MAX, Currency, Invalid, MILLION, Money, Rate, Sentence, Value, check_text};

pub const OFFER_DESCRIPTION_CHARACTERS_MAX: usize = 200;
pub const OFFER_MONTHS_MAX: u32 = 1_200;

/// How much is taken off a purchase; amounts are minor units of the program's currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Discount {
    Percent { rate: Rate },
    Flat { amount: i64 },
}

/// For which of a customer's purchases.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OfferDuration {
    /// The first.
    OneTime,
    /// Those less than so many months after the first.
    Months {
        months: u32,
    },
    Forever,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerOffer {
    pub discount: Discount,
    pub duration: OfferDuration,
    /// As the customer reads it, in place of our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What a code gives whoever uses it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CodeOffer {
    /// What the terms of its owner say.
    #[default]
    AsTerms,
    Nothing,
    Own {
        offer: CustomerOffer,
    },
}

impl CodeOffer {
    pub fn is_as_terms(&self) -> bool {
        *self == CodeOffer::AsTerms
    }

    pub fn check(&self) -> Result<(), Invalid> {
        match self {
            CodeOffer::AsTerms | CodeOffer::Nothing => Ok(()),
            CodeOffer::Own { offer } => offer.check(),
        }
    }
}

/// What a customer gets who comes by the code, or by a link, under the terms in force.
pub fn offer_of<'a>(code: Option<&'a Code>, terms: Option<&'a Terms>) -> Option<&'a CustomerOffer> {
    match code.map(|code| &code.customer_offer) {
        Some(CodeOffer::Own { offer }) => Some(offer),
        Some(CodeOffer::Nothing) => None,
        Some(CodeOffer::AsTerms) | None => terms.and_then(|terms| terms.customer_offer.as_ref()),
    }
}

impl CustomerOffer {
    pub fn check(&self) -> Result<(), Invalid> {
        match self.discount {
            Discount::Percent { rate } if !(1..=MILLION).contains(&rate.millionths()) => {
                let expected = format!("1 to {MILLION} millionths");
                return Err(Invalid::new("customer_offer.rate_millionths", expected));
            }
            Discount::Flat { amount } if !(1..=AMOUNT_MAX).contains(&amount) => {
                let expected = format!("1 to {AMOUNT_MAX} minor units");
                return Err(Invalid::new("customer_offer.amount", expected));
            }
            Discount::Percent { .. } | Discount::Flat { .. } => {}
        }
        if let OfferDuration::Months { months } = self.duration
            && !(1..=OFFER_MONTHS_MAX).contains(&months)
        {
            let expected = format!("1 to {OFFER_MONTHS_MAX} months");
            return Err(Invalid::new("customer_offer.duration", expected));
        }
        self.description.as_ref().map_or(Ok(()), |text| {
            check_text("customer_offer.description", text, OFFER_DESCRIPTION_CHARACTERS_MAX)
        })
    }

    /// As the customer reads it.
    pub fn say(&self, currency: Currency) -> Sentence {
        if let Some(description) = &self.description {
            return Sentence::new("offer.described").text("description", description);
        }
        let off = match self.discount {
            Discount::Percent { rate } => Value::Rate(rate),
            Discount::Flat { amount } => Value::Money(Money::new(amount, currency)),
        };
        let months = |months: u32| Value::Count(months.into());
        match self.duration {
            OfferDuration::OneTime => Sentence::new("offer.one_time"),
            OfferDuration::Months { months: 1 } => Sentence::new("offer.month"),
            OfferDuration::Months { months: count } => {
                Sentence::new("offer.months").with("months", months(count))
            }
            OfferDuration::Forever => Sentence::new("offer.forever"),
        }
        .with("off", off)
    }

    /// As partners read it: `10 % off their first purchase`.
    pub fn explain(&self, currency: Currency) -> String {
        let off = match self.discount {
            Discount::Percent { rate } => rate.to_string(),
            Discount::Flat { amount } => Money::new(amount, currency).to_string(),
        };
        let said = match self.duration {
            OfferDuration::OneTime => format!("{off} off their first purchase"),
            OfferDuration::Months { months: 1 } => format!("{off} off every purchase for a month"),
            OfferDuration::Months { months } => format!("{off} off every purchase for {months} months"),
            OfferDuration::Forever => format!("{off} off every purchase"),
        };
        match &self.description {
            Some(description) => format!("{said}, told as: {}", description.trim_end_matches('.')),
            None => said,
        }
    }
}

/// What the sentences say, in English.
pub const ENGLISH: &str = include_str!("phrases/en.txt");
/// The same in German.
pub const GERMAN: &str = include_str!("phrases/de.txt");

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Language, Phrases};

    #[test]
    fn an_offer_is_told_in_the_customers_language_or_the_merchants_own_words() {
        let tenth = Discount::Percent { rate: Rate::from_millionths(100_000) };
        let five = Discount::Flat { amount: 500 };
        let months = |months| OfferDuration::Months { months };
        for (discount, duration, english, german) in [
            (
                tenth,
                OfferDuration::OneTime,
                "10 % off your first purchase.",
                "10 % Rabatt auf den ersten Kauf.",
            ),
            (
                five,
                months(1),
                "5.00 EUR off every purchase for a month.",
                "5,00 EUR Rabatt auf jeden Kauf, einen Monat lang.",
            ),
            (
                five,
                months(3),
                "5.00 EUR off every purchase for 3 months.",
                "5,00 EUR Rabatt auf jeden Kauf, 3 Monate lang.",
            ),
            (tenth, OfferDuration::Forever, "10 % off every purchase.", "10 % Rabatt auf jeden Kauf."),
        ] {
            let offer = CustomerOffer { discount, duration, description: None };
            let say = |language, texts| Phrases { language, texts }.say(&offer.say("EUR".parse().unwrap()));
            assert_eq!(say(Language::English, &[ENGLISH]), english);
            assert_eq!(say(Language::German, &[GERMAN]), german);
            let described = CustomerOffer { description: Some("A gift".to_owned()), ..offer.clone() };
            let said = described.say("EUR".parse().unwrap());
            assert_eq!(Phrases { language: Language::German, texts: &[GERMAN] }.say(&said), "A gift");
        }
    }
}
