//! Conditions of a reward: what must hold of the event, of the partner, or of a part of the sale.

use crate::{codes_in, normalize_code};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeMap, fmt, str::FromStr};
use words::{Day, Invalid, Malformed, check_text};

/// Groups of a reward, of which any suffices.
pub const CONDITION_GROUPS_MAX: usize = 10;
/// Conditions of a group, which must all hold.
pub const CONDITIONS_PER_GROUP_MAX: usize = 10;
pub const CONDITION_VALUES_MAX: usize = 100;
pub const CONDITION_VALUE_CHARACTERS_MAX: usize = 200;

/// What a condition is about. In a stored form and on the wire it is a word: `amount`, `metadata.plan`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    /// The sale's amount, in minor units of the program's currency.
    Amount,
    /// Which system reported it.
    Source,
    /// The kind of lead, or the stage.
    EventName,
    /// A code that the event named.
    Code,
    /// The day of the week in UTC, `monday`.
    Weekday,
    /// The how-manieth of the customer's events of this kind the partner is credited for, from 1.
    Number,
    /// Whole months since the first of these.
    Months,
    PartnerId,
    /// Whole days since the partner joined the program.
    EnrolledDays,
    /// The merchant's id of the product: of each part of the sale on its own.
    ProductId,
    /// How many of the product.
    Quantity,
    /// What they cost together, in minor units.
    ItemAmount,
    /// What the merchant noted with the event.
    Metadata(String),
}

const METADATA: &str = "metadata.";

impl Field {
    /// The fields but for metadata.
    pub const NAMED: [Field; 12] = [
        Field::Amount,
        Field::Source,
        Field::EventName,
        Field::Code,
        Field::Weekday,
        Field::Number,
        Field::Months,
        Field::PartnerId,
        Field::EnrolledDays,
        Field::ProductId,
        Field::Quantity,
        Field::ItemAmount,
    ];

    fn name(&self) -> &str {
        match self {
            Field::Amount => "amount",
            Field::Source => "source",
            Field::EventName => "event_name",
            Field::Code => "code",
            Field::Weekday => "weekday",
            Field::Number => "number",
            Field::Months => "months",
            Field::PartnerId => "partner_id",
            Field::EnrolledDays => "enrolled_days",
            Field::ProductId => "product_id",
            Field::Quantity => "quantity",
            Field::ItemAmount => "item_amount",
            Field::Metadata(key) => key,
        }
    }

    /// Whether it is asked of each part of a sale on its own.
    pub fn is_of_part(&self) -> bool {
        matches!(self, Field::ProductId | Field::Quantity | Field::ItemAmount)
    }

    /// Whether it is known where no customer is: of the partner and the day.
    pub fn is_of_partner(&self) -> bool {
        matches!(self, Field::Weekday | Field::PartnerId | Field::EnrolledDays)
    }

    fn is_number(&self) -> bool {
        matches!(
            self,
            Field::Amount
                | Field::Number
                | Field::Months
                | Field::EnrolledDays
                | Field::Quantity
                | Field::ItemAmount
        )
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = if matches!(self, Field::Metadata(_)) { METADATA } else { "" };
        write!(out, "{prefix}{}", self.name())
    }
}

impl FromStr for Field {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if let Some(key) = text.strip_prefix(METADATA).filter(|key| !key.is_empty()) {
            return Ok(Field::Metadata(key.to_owned()));
        }
        let known = Field::NAMED.into_iter().find(|field| field.name() == text);
        known.ok_or(Malformed {
            expected: "amount, source, event_name, code, weekday, number, months, partner_id, enrolled_days, \
                       product_id, quantity, item_amount or metadata. with a name",
        })
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(de::Error::custom)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    Equals,
    NotEquals,
    /// One of several.
    In,
    NotIn,
    StartsWith,
    EndsWith,
    Contains,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
}

impl Comparison {
    pub const ALL: [Comparison; 11] = [
        Comparison::Equals,
        Comparison::NotEquals,
        Comparison::In,
        Comparison::NotIn,
        Comparison::StartsWith,
        Comparison::EndsWith,
        Comparison::Contains,
        Comparison::MoreThan,
        Comparison::AtLeast,
        Comparison::LessThan,
        Comparison::AtMost,
    ];

    fn words(self) -> &'static str {
        match self {
            Comparison::Equals | Comparison::In => "is",
            Comparison::NotEquals | Comparison::NotIn => "is not",
            Comparison::StartsWith => "starts with",
            Comparison::EndsWith => "ends with",
            Comparison::Contains => "contains",
            Comparison::MoreThan => "is more than",
            Comparison::AtLeast => "is at least",
            Comparison::LessThan => "is less than",
            Comparison::AtMost => "is at most",
        }
    }

    fn compares_numbers(self) -> bool {
        matches!(self, Comparison::MoreThan | Comparison::AtLeast | Comparison::LessThan | Comparison::AtMost)
    }

    fn compares_texts(self) -> bool {
        matches!(self, Comparison::StartsWith | Comparison::EndsWith | Comparison::Contains)
    }

    fn takes_several(self) -> bool {
        matches!(self, Comparison::In | Comparison::NotIn)
    }
}

/// Something that must hold. What is absent is equal to nothing, so that only `not_equals` and `not_in` hold of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Condition {
    pub field: Field,
    pub operator: Comparison,
    /// One, but for `in` and `not_in`. Letters count as they are written, but for codes.
    pub values: Vec<String>,
}

/// What conditions ask about an event.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    pub amount: i64,
    pub source: &'a str,
    pub event_name: Option<&'a str>,
    pub code: Option<&'a str>,
    pub metadata: &'a BTreeMap<String, String>,
    pub day: Day,
    pub number: u32,
    pub months: u32,
    /// The partner's id.
    pub partner: &'a str,
    pub enrolled_days: i64,
}

/// A part of a sale: a line item, or what items leave of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    pub product: Option<&'a str>,
    pub quantity: u32,
    pub amount: i64,
}

enum Found<'a> {
    Number(i64),
    Text(&'a str),
    Nothing,
}

impl Condition {
    pub fn check(&self) -> Result<(), Invalid> {
        if let Field::Metadata(key) = &self.field {
            check_text("rewards.when.field", key, CONDITION_VALUE_CHARACTERS_MAX)?;
        }
        let most = if self.operator.takes_several() { CONDITION_VALUES_MAX } else { 1 };
        if !(1..=most).contains(&self.values.len()) {
            let expected = if most == 1 {
                "one value".to_owned()
            } else {
                format!("1 to {CONDITION_VALUES_MAX} values")
            };
            return Err(Invalid::new("rewards.when.values", expected));
        }
        for value in &self.values {
            check_text("rewards.when.values", value, CONDITION_VALUE_CHARACTERS_MAX)?;
        }
        let is_text = !self.field.is_number() && !matches!(self.field, Field::Metadata(_));
        if self.operator.compares_numbers() && is_text
            || self.operator.compares_texts() && self.field.is_number()
        {
            let expected = if is_text { "an operator for texts" } else { "an operator for numbers" };
            return Err(Invalid::new("rewards.when.operator", expected));
        }
        let numbers = self.field.is_number() || self.operator.compares_numbers();
        if numbers && self.values.iter().any(|value| value.parse::<i64>().is_err()) {
            return Err(Invalid::new("rewards.when.values", "a whole number, amounts in minor units"));
        }
        Ok(())
    }

    pub fn holds(&self, circumstances: &Circumstances<'_>, part: &Part<'_>) -> bool {
        match (&self.field, circumstances.code) {
            (Field::Code, Some(codes)) => self.holds_of_codes(codes),
            _ => self.holds_of(self.found(circumstances, part)),
        }
    }

    /// Of one of an event's codes, or for `not_equals` and `not_in` of each, however they are written.
    fn holds_of_codes(&self, codes: &str) -> bool {
        let plain = |code: &str| normalize_code(code).unwrap_or_else(|_| code.to_owned());
        let values = self.values.iter().map(|value| plain(value)).collect();
        let asked = Condition { values, ..self.clone() };
        let codes: Vec<_> = codes_in(codes).map(plain).collect();
        let mut held = codes.iter().map(|code| asked.holds_of(Found::Text(code)));
        match self.operator {
            Comparison::NotEquals | Comparison::NotIn => held.all(|held| held),
            _ => held.any(|held| held),
        }
    }

    fn holds_of(&self, found: Found<'_>) -> bool {
        let is = |value: &String| match found {
            Found::Number(number) => value.parse() == Ok(number),
            Found::Text(text) => text == value,
            Found::Nothing => false,
        };
        let text = |holds: &dyn Fn(&str, &str) -> bool| match (&found, self.values.first()) {
            (Found::Text(text), Some(value)) => holds(text, value),
            _ => false,
        };
        let number = |holds: &dyn Fn(i64, i64) -> bool| {
            let found = match found {
                Found::Number(number) => Some(number),
                Found::Text(text) => text.parse().ok(),
                Found::Nothing => None,
            };
            let value = self.values.first().and_then(|value| value.parse().ok());
            found.zip(value).is_some_and(|(found, value)| holds(found, value))
        };
        match self.operator {
            Comparison::Equals | Comparison::In => self.values.iter().any(is),
            Comparison::NotEquals | Comparison::NotIn => !self.values.iter().any(is),
            Comparison::StartsWith => text(&|text, value| text.starts_with(value)),
            Comparison::EndsWith => text(&|text, value| text.ends_with(value)),
            Comparison::Contains => text(&|text, value| text.contains(value)),
            Comparison::MoreThan => number(&|found, value| found > value),
            Comparison::AtLeast => number(&|found, value| found >= value),
            Comparison::LessThan => number(&|found, value| found < value),
            Comparison::AtMost => number(&|found, value| found <= value),
        }
    }

    fn found<'a>(&self, circumstances: &Circumstances<'a>, part: &Part<'a>) -> Found<'a> {
        let text = |text: Option<&'a str>| text.map_or(Found::Nothing, Found::Text);
        match &self.field {
            Field::Amount => Found::Number(circumstances.amount),
            Field::Source => Found::Text(circumstances.source),
            Field::EventName => text(circumstances.event_name),
            Field::Code => text(circumstances.code),
            Field::Weekday => Found::Text(circumstances.day.weekday()),
            Field::Number => Found::Number(circumstances.number.into()),
            Field::Months => Found::Number(circumstances.months.into()),
            Field::PartnerId => Found::Text(circumstances.partner),
            Field::EnrolledDays => Found::Number(circumstances.enrolled_days),
            Field::ProductId => text(part.product),
            Field::Quantity => Found::Number(part.quantity.into()),
            Field::ItemAmount => Found::Number(part.amount),
            Field::Metadata(key) => text(circumstances.metadata.get(key).map(String::as_str)),
        }
    }

    /// In words: `product_id is pro or seat`.
    pub fn explain(&self) -> String {
        format!("{} {} {}", self.field, self.operator.words(), self.values.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_of_any_code_however_it_is_written() {
        let metadata = BTreeMap::new();
        let holds = |operator, value: &str, code: Option<&str>| {
            let circumstances = Circumstances {
                amount: 0,
                source: "api",
                event_name: None,
                code,
                metadata: &metadata,
                day: Day::of(words::Instant::from_micros(0)),
                number: 1,
                months: 0,
                partner: "",
                enrolled_days: 0,
            };
            let condition = Condition { field: Field::Code, operator, values: vec![value.to_owned()] };
            condition.holds(&circumstances, &Part { product: None, quantity: 1, amount: 0 })
        };
        for (operator, value, code, expected) in [
            (Comparison::Equals, "Spring 20", Some("spring20"), true),
            (Comparison::Equals, "SPRING20", Some("WELCOME,spring 20"), true),
            (Comparison::Equals, "SPRING20", Some("WELCOME"), false),
            (Comparison::Equals, "SPRING20", None, false),
            (Comparison::StartsWith, "spring", Some("WELCOME,SPRING20"), true),
            (Comparison::NotEquals, "SPRING20", Some("WELCOME,spring20"), false),
            (Comparison::NotEquals, "SPRING20", Some("WELCOME"), true),
            (Comparison::NotEquals, "SPRING20", None, true),
        ] {
            assert_eq!(holds(operator, value, code), expected, "{operator:?} {value} {code:?}");
        }
    }
}
