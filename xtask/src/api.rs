//! The public API only grows: what `docs/openapi.json` describes is compared with what `docs/api.frozen.txt` lists.

mod changes;
mod listing;

use listing::Listing;
use serde_json::Value;
use std::{path::Path, process::ExitCode};

const DESCRIPTION: &str = "docs/openapi.json";
const FROZEN: &str = "docs/api.frozen.txt";

/// Lists the present description as the one that later ones must keep. Refuses a description that takes away or changes
/// what is frozen; who must do that all the same deletes the file first.
pub(crate) fn freeze(root: &Path) -> ExitCode {
    let frozen = match read(root) {
        Ok((now, Some(frozen))) => (now.clone(), changes::breaking(&frozen, &now)),
        Ok((now, None)) => (now, Vec::new()),
        Err(fault) => return failed(&fault),
    };
    let (now, breaking) = frozen;
    if !breaking.is_empty() {
        return failed(&said(&breaking));
    }
    match std::fs::write(root.join(FROZEN), now.to_string()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => failed(&format!("{FROZEN}: {fault}")),
    }
}

fn failed(text: &str) -> ExitCode {
    eprintln!("{text}");
    ExitCode::FAILURE
}

/// The listing of the description, and the frozen one if there is one.
fn read(root: &Path) -> Result<(Listing, Option<Listing>), String> {
    let text = std::fs::read_to_string(root.join(DESCRIPTION));
    let text = text.map_err(|fault| format!("{DESCRIPTION}: {fault}"))?;
    let description: Value =
        serde_json::from_str(&text).map_err(|fault| format!("{DESCRIPTION}: {fault}"))?;
    let frozen = std::fs::read_to_string(root.join(FROZEN)).ok();
    let frozen = frozen.map(|text| Listing::parse(&text)).transpose();
    Ok((
        Listing::of(&description),
        frozen.map_err(|line| format!("{FROZEN}: not a line of a listing: {line}"))?,
    ))
}

fn said(breaking: &[String]) -> String {
    format!(
        "The API takes away or changes what {FROZEN} promises:\n  {}\nAdd beside what is there instead; \
         CONTRIBUTING.md, \"The public API\", says how.",
        breaking.join("\n  ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_only_grows() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let (now, frozen) = read(root).unwrap();
        let frozen = frozen.unwrap_or_else(|| panic!("{FROZEN} is missing; `make freeze` writes it"));
        let breaking = changes::breaking(&frozen, &now);
        assert!(breaking.is_empty(), "{}", said(&breaking));
    }
}
