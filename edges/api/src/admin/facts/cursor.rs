//! A place in the feed as a text: opaque, and good for one workspace and mode only. Facts are
//! numbered over all workspaces; the number is masked so that nobody counts on it.

use crate::intake::hash;
use words::{Invalid, Scope};

const PREFIX: &str = "fcr_";
const NUMBER_DIGITS: usize = 16;
const CHECK_DIGITS: usize = 8;

pub(super) fn write(scope: Scope, number: u64) -> String {
    let masked = number ^ mask(scope);
    format!("{PREFIX}{masked:016x}{}", check(scope, number))
}

pub(super) fn read(scope: Scope, text: &str) -> Result<u64, Invalid> {
    let digits = text.strip_prefix(PREFIX).filter(|digits| digits.is_ascii());
    let parts = digits.and_then(|digits| digits.split_at_checked(NUMBER_DIGITS));
    let number = parts.and_then(|(masked, given)| {
        let number = u64::from_str_radix(masked, 16).ok()? ^ mask(scope);
        (given == check(scope, number)).then_some(number)
    });
    number.ok_or_else(|| Invalid::new("after", "the next_cursor of an earlier page of this workspace"))
}

fn mask(scope: Scope) -> u64 {
    let digest = digest(scope, 0);
    u64::from_str_radix(&digest[..NUMBER_DIGITS], 16).unwrap_or_default()
}

fn check(scope: Scope, number: u64) -> String {
    digest(scope, number)[NUMBER_DIGITS..NUMBER_DIGITS + CHECK_DIGITS].to_owned()
}

fn digest(scope: Scope, number: u64) -> String {
    let workspace = scope.workspace.to_string();
    hash(&[b"facts", workspace.as_bytes(), scope.mode.name().as_bytes(), &number.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Instant, Mode, WorkspaceId};

    #[test]
    fn a_cursor_is_read_back_in_its_own_scope_only() {
        let workspace = WorkspaceId::draw(Instant::from_micros(0), 7);
        let live = Scope { workspace, mode: Mode::Live };
        let test = Scope { workspace, mode: Mode::Test };
        for number in [0, 1, 41, u64::MAX] {
            let text = write(live, number);
            assert_eq!(read(live, &text), Ok(number));
            assert!(read(test, &text).is_err());
            let mangled = text.replace(|digit| matches!(digit, '1'..='9'), "0");
            assert!(read(live, &mangled).is_err(), "{mangled}");
        }
        for text in ["", "fcr_", "41", "fcr_zz", "fcr_0000000000000000é", "lnk_0000000000000000"] {
            assert!(read(live, text).is_err(), "{text}");
        }
    }
}
