//! A place in a list as a text: opaque, and good for one workspace, noun, sort and set of filters only.

use crate::intake::hash;
use engine::ports::{Place, Value};

const PREFIX: &str = "lcr_";
const CHECK_DIGITS: usize = 16;

/// `list` stands for everything that makes the list this one.
pub(crate) fn write(list: &str, (value, id): &Place) -> String {
    let (kind, value) = match value {
        Value::Number(number) => ('n', number.to_string()),
        Value::Text(text) => ('t', text.clone()),
    };
    let place = format!("{kind}{value}\n{id}");
    let digits: String = place.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{PREFIX}{}{digits}", check(list, &place))
}

pub(crate) fn read(list: &str, text: &str) -> Option<Place> {
    let digits = text.strip_prefix(PREFIX).filter(|digits| digits.is_ascii())?;
    let (given, digits) = digits.split_at_checked(CHECK_DIGITS)?;
    let bytes = digits.as_bytes().chunks(2);
    let bytes = bytes.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let place = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
    if given != check(list, &place) {
        return None;
    }
    let (value, id) = place.rsplit_once('\n')?;
    let value = match value.split_at_checked(1)? {
        ("n", number) => Value::Number(number.parse().ok()?),
        ("t", text) => Value::Text(text.to_owned()),
        _ => return None,
    };
    Some((value, id.to_owned()))
}

fn check(list: &str, place: &str) -> String {
    let mut digest = hash(&[b"list", list.as_bytes(), place.as_bytes()]);
    digest.truncate(CHECK_DIGITS);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_list_only() {
        for value in [Value::Number(i64::MIN), Value::Text("Ärzte\n".to_owned()), Value::Text(String::new())]
        {
            let place = (value, "prt_1".to_owned());
            let text = write("partners by name", &place);
            assert_eq!(read("partners by name", &text), Some(place));
            assert_eq!(read("partners by age", &text), None);
            for at in 0..text.len() {
                let mut mangled = text.clone();
                mangled.replace_range(at..=at, if &text[at..=at] == "0" { "1" } else { "0" });
                assert_eq!(read("partners by name", &mangled), None, "{mangled}");
            }
        }
        for text in ["", "lcr_", "41", "lcr_zz", "lcr_000000000000000é", "prt_0000000000000000"] {
            assert_eq!(read("", text), None, "{text}");
        }
    }
}
