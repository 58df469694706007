//! The code, or the codes, that came with an event.

use serde::Deserialize;
use utoipa::ToSchema;

/// A referral code, or several: as a list, or in one text with commas, semicolons or line ends between them.
#[derive(Deserialize, ToSchema)]
#[serde(untagged, expecting = "expected a code, or a list of codes")]
#[schema(example = "ADA20")]
pub(crate) enum Codes {
    One(String),
    Several(Vec<WrittenCode>),
    /// Some shops have codes of digits.
    Number(u64),
}

#[derive(Deserialize, ToSchema)]
#[serde(untagged, expecting = "expected a code")]
pub(crate) enum WrittenCode {
    Text(String),
    Number(u64),
}

/// All codes of `code` and `codes` in one text.
pub(crate) fn joined(code: Option<Codes>, codes: Option<Codes>) -> Option<String> {
    let texts = |codes| match codes {
        Codes::One(text) => vec![text],
        Codes::Several(codes) => codes.into_iter().map(text_of).collect(),
        Codes::Number(number) => vec![number.to_string()],
    };
    let texts: Vec<_> = code.into_iter().chain(codes).flat_map(texts).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

fn text_of(code: WrittenCode) -> String {
    match code {
        WrittenCode::Text(text) => text,
        WrittenCode::Number(number) => number.to_string(),
    }
}
