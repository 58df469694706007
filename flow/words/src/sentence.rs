//! What is said to people, as data: a code and the values that belong in it. Each language has a phrase for each code,
//! so that a record reads the same in all of them.

use crate::{Instant, Money, Rate};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// A language that the server writes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    English,
    German,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::German];

    /// As BCP 47 writes it.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// The best of an `Accept-Language` header (RFC 9110, 12.5.4): the wanted language with the greatest weight that
    /// we write; English if there is none.
    pub fn accepted(header: &str) -> Language {
        let wanted = header.split(',').filter_map(|part| {
            let mut parts = part.split(';');
            let tag = parts.next()?.trim().get(..2)?.to_ascii_lowercase();
            let language = Language::ALL.into_iter().find(|language| language.tag() == tag)?;
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).unwrap_or("1");
            let weight: f32 = weight.parse().ok().filter(|weight| *weight > 0.0)?;
            Some((language, weight))
        });
        let best = wanted.fold(None::<(Language, f32)>, |best, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
        best.map_or(Language::English, |best| best.0)
    }
}

/// A value within a sentence. Each language writes it in its own way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Value {
    /// As it is: a name, a number of an order.
    Text(String),
    /// A code of the same phrases, `click`.
    Word(String),
    /// To the second.
    Moment(Instant),
    Day(Instant),
    Money(Money),
    Rate(Rate),
    /// A number as English writes it, `1.0823`.
    Decimal(String),
    Count(u64),
    Days(u32),
    /// Seconds, written in the greatest unit that divides them.
    Duration(u64),
}

/// A sentence before it is put into a language.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sentence {
    pub code: String,
    pub values: BTreeMap<String, Value>,
}

impl Sentence {
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), values: BTreeMap::new() }
    }

    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }

    pub fn text(self, name: &str, text: impl Into<String>) -> Self {
        self.with(name, Value::Text(text.into()))
    }

    pub fn word(self, name: &str, word: &str) -> Self {
        self.with(name, Value::Word(word.to_owned()))
    }

    pub fn money(self, name: &str, money: Money) -> Self {
        self.with(name, Value::Money(money))
    }
}

/// The phrases of one language, in texts of a line each, `code = text with {values}`; lines that begin with # are
/// remarks.
#[derive(Clone, Copy)]
pub struct Phrases {
    pub language: Language,
    pub texts: &'static [&'static str],
}

impl Phrases {
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = self.texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(" = "))
    }

    fn phrase(&self, code: &str) -> Option<&'static str> {
        self.codes().find(|(other, _)| *other == code).map(|(_, phrase)| phrase)
    }

    /// Sentences one after another, each with a great letter at its beginning.
    pub fn say_all(&self, sentences: &[Sentence]) -> Vec<String> {
        let capital = |said: String| {
            let mut letters = said.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + letters.as_str()
        };
        sentences.iter().map(|sentence| capital(self.say(sentence))).collect()
    }

    /// The sentence in this language. A code without a phrase is said as the code, which tests look for.
    pub fn say(&self, sentence: &Sentence) -> String {
        let Some(mut rest) = self.phrase(&sentence.code) else { return sentence.code.clone() };
        let mut said = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            match sentence.values.get(name) {
                Some(value) => said.push_str(&self.value(value)),
                None => said.push_str(name),
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => one_line(text),
            Value::Word(word) => self.phrase(word).unwrap_or(word).to_owned(),
            Value::Moment(at) => self.moment(*at),
            Value::Day(at) => self.day(*at),
            Value::Money(money) => self.decimal(money.to_string()),
            Value::Rate(rate) => self.decimal(rate.to_string()),
            Value::Decimal(number) => self.decimal(number.clone()),
            Value::Count(count) => count.to_string(),
            Value::Days(days) => self.unit(u64::from(*days), DAY),
            Value::Duration(seconds) => self.duration(*seconds),
        }
    }

    fn moment(&self, at: Instant) -> String {
        match self.language {
            Language::English => at.human(),
            Language::German => format!("{} {}", self.day(at), at.clock()),
        }
    }

    fn day(&self, at: Instant) -> String {
        match self.language {
            Language::English => at.human_date(),
            Language::German => at.date_of_dots(),
        }
    }

    /// The dot of a number as the language writes it.
    fn decimal(&self, written: String) -> String {
        match self.language {
            Language::English => written,
            Language::German => written.replace('.', ","),
        }
    }

    fn duration(&self, seconds: u64) -> String {
        let unit = [(86_400, DAY), (3_600, HOUR), (60, MINUTE)]
            .into_iter()
            .find(|(size, _)| seconds >= *size && seconds.is_multiple_of(*size));
        let (size, unit) = unit.unwrap_or((1, SECOND));
        self.unit(seconds / size, unit)
    }

    fn unit(&self, count: u64, unit: Unit) -> String {
        let [one, many] = match self.language {
            Language::English => unit.english,
            Language::German => unit.german,
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// A sentence is one line, whatever people wrote in it.
fn one_line(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let words = text.split(|c: char| c.is_control() || c == ' ').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A unit of time: of one, of many.
#[derive(Clone, Copy)]
struct Unit {
    english: [&'static str; 2],
    german: [&'static str; 2],
}

const SECOND: Unit = Unit { english: ["second", "seconds"], german: ["Sekunde", "Sekunden"] };
const MINUTE: Unit = Unit { english: ["minute", "minutes"], german: ["Minute", "Minuten"] };
const HOUR: Unit = Unit { english: ["hour", "hours"], german: ["Stunde", "Stunden"] };
const DAY: Unit = Unit { english: ["day", "days"], german: ["Tag", "Tage"] };

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = crate::Malformed;

    fn from_str(text: &str) -> Result<Self, crate::Malformed> {
        let found = Language::ALL.into_iter().find(|language| language.tag() == text);
        found.ok_or(crate::Malformed { expected: "a language: en or de" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: &str =
        "# a remark\nsold = {partner} sold for {amount} on {at}, after {wait}\nclick = click\n";

    #[test]
    fn each_language_writes_values_in_its_own_way() {
        let amount = Money::new(123_456, "EUR".parse().unwrap());
        let at: Instant = "2026-11-05T09:03:00Z".parse().unwrap();
        let sentence = Sentence::new("sold")
            .text("partner", "Ada {Ltd}")
            .money("amount", amount)
            .with("at", Value::Day(at))
            .with("wait", Value::Duration(7_200));
        let say = |language| Phrases { language, texts: &[PHRASES] }.say(&sentence);
        assert_eq!(
            say(Language::English),
            "Ada {Ltd} sold for 1234.56 EUR on 5 Nov 2026, after 2 hours",
            "a value is never read as a phrase"
        );
        assert_eq!(say(Language::German), "Ada {Ltd} sold for 1234,56 EUR on 5.11.2026, after 2 Stunden");
    }

    #[test]
    fn the_wanted_language_is_the_one_with_the_greatest_weight_that_we_write() {
        for (header, language) in [
            ("", Language::English),
            ("de", Language::German),
            ("de-AT, en;q=0.8", Language::German),
            ("fr, en;q=0.5, de;q=0.7", Language::German),
            ("de;q=0, en", Language::English),
            ("nonsense;;;,ü", Language::English),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
