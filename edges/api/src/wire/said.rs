//! Sentences in the language that the request asks for (`Accept-Language`), with the data that they are made of.

use axum::http::{HeaderMap, header};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use words::{Language, Sentence};

tokio::task_local! {
    /// The language of the answer under way. Views are made from nouns alone, wherever they stand in an answer.
    static LANGUAGE: Language;
}

/// Answers in the language that the headers ask for.
pub(crate) async fn in_language_of<T>(headers: &HeaderMap, answer: impl Future<Output = T>) -> T {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    LANGUAGE.scope(Language::accepted(wanted.unwrap_or_default()), answer).await
}

/// Goes on in the language of the answer under way, wherever it is run.
pub(crate) fn in_same_language<F: Future>(work: F) -> impl Future<Output = F::Output> {
    LANGUAGE.scope(language(), work)
}

/// The language of the answer under way.
pub(crate) fn language() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or_default()
}

/// The sentences in the answer's language.
pub(crate) fn said(sentences: &[Sentence]) -> Vec<String> {
    engine::phrases(language()).say_all(sentences)
}

/// A sentence with the data that it is made of: the code says which sentence it is, in every language.
#[derive(Serialize, ToSchema)]
pub(crate) struct Said {
    #[schema(example = "touch.not_chosen")]
    pub code: String,
    /// By name: texts, words and decimal numbers as they are, times as RFC 3339, days as dates, money as `amount` and `currency`, parts
    /// in millionths, durations in seconds.
    #[schema(value_type = Object)]
    pub values: BTreeMap<String, Value>,
    /// In the language that `Accept-Language` asks for: `en` or `de`.
    pub text: String,
}

impl Said {
    pub(crate) fn one(sentence: Sentence) -> Said {
        let text = said(std::slice::from_ref(&sentence)).concat();
        let values = sentence.values.into_iter().map(|(name, it)| (name, value(it)));
        Said { code: sentence.code, values: values.collect(), text }
    }

    pub(crate) fn all(sentences: Vec<Sentence>) -> Vec<Said> {
        sentences.into_iter().map(Said::one).collect()
    }
}

fn value(it: words::Value) -> Value {
    match it {
        words::Value::Text(text) | words::Value::Word(text) | words::Value::Decimal(text) => text.into(),
        words::Value::Moment(at) => at.to_string().into(),
        words::Value::Day(at) => at.to_string().chars().take(DATE_CHARACTERS).collect::<String>().into(),
        words::Value::Money(money) => {
            json!({ "amount": money.amount, "currency": money.currency.code() })
        }
        words::Value::Rate(rate) => rate.millionths().into(),
        words::Value::Count(count) => count.into(),
        words::Value::Days(days) => (u64::from(days) * 86_400).into(),
        words::Value::Duration(seconds) => seconds.into(),
    }
}

/// Of an RFC 3339 time.
const DATE_CHARACTERS: usize = "2026-11-22".len();
