//! What leads an event that names no program to one.

use conversion::Kind;
use program::Code;
use std::collections::BTreeSet;
use words::ProgramId;

/// Something that programs know, each for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProgramClue<'a> {
    /// A code, normalized.
    Code(&'a str),
    /// The identity under which a conversion was recorded.
    Conversion { kind: Kind, source: &'a str, external_id: &'a str },
    /// The merchant's id of a customer with a touch or a conversion.
    Customer(&'a str),
}

/// The programs whose partners have one of these codes; an archived one says something only where no other does.
pub fn programs_of_codes(codes: &[Code]) -> Vec<ProgramId> {
    let programs = |archived| {
        let codes = codes.iter().filter(move |code| code.archived_at.is_some() == archived);
        codes.map(|code| code.program).collect::<BTreeSet<_>>()
    };
    let valid = programs(false);
    if valid.is_empty() { programs(true) } else { valid }.into_iter().collect()
}
