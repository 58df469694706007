//! What an event says, as far as it can be read: evidence never costs the event. Blanks at the ends are left out, empty is
//! absent, and what is no evidence is left out with a warning.

use crate::{EventInput, OrganizationInput, RefundInput, Warning};
use conversion::METADATA_ENTRIES_MAX;
use program::{CODES_PER_EVENT_MAX, NAME_CHARACTERS_MAX, bare_address, codes_in, mailbox, normalize_email};
use referral::normalize_domain;
use std::collections::BTreeMap;
use words::{check_text, filled, is_blank, kept_text, trim_blanks};

const METADATA_NAME_CHARACTERS_MAX: usize = 40;
pub const METADATA_VALUE_CHARACTERS_MAX: usize = 500;
/// The longest click id or code that is looked up.
const EVIDENCE_CHARACTERS_MAX: usize = 200;

impl EventInput {
    /// The same event without what cannot be read, and what was left out.
    pub(crate) fn readable(&self) -> (EventInput, Vec<Warning>) {
        let mut it = self.clone();
        let mut warnings = Vec::new();

        it.source = trimmed(&it.source);
        it.external_id = present(it.external_id);
        it.event_name = present(it.event_name);
        it.customer.external_id = trimmed(&it.customer.external_id);

        it.click =
            it.click.as_deref().and_then(filled).and_then(|click| evidence("click_id", click, &mut warnings));
        it.code = it.code.as_deref().and_then(|codes| readable_codes(codes, &mut warnings));
        let email = it.customer.email.as_deref().and_then(filled);
        it.customer.email = email.and_then(|email| readable_email(email, &mut warnings));
        it.customer.name = readable_name("customer.name", it.customer.name, &mut warnings);
        it.customer.organization = it.customer.organization.and_then(|it| it.readable(&mut warnings));
        it.metadata = readable_metadata(it.metadata, &mut warnings);
        (it, warnings)
    }
}

impl OrganizationInput {
    /// None without its id: a name or a domain alone is nobody's.
    fn readable(self, warnings: &mut Vec<Warning>) -> Option<OrganizationInput> {
        let external_id = trimmed(&self.external_id);
        let name = self.name.as_deref().and_then(filled);
        let domain = self.domain.as_deref().and_then(filled);
        if external_id.is_empty() {
            let given = [("organization.name", name), ("organization.domain", domain)];
            for (field, _) in given.into_iter().filter(|(_, given)| given.is_some()) {
                let text = "organization.external_id is missing; it was left out";
                warnings.push(Warning::new(field, text));
            }
            return None;
        }
        let domain = domain.filter(|domain| {
            let is_domain = normalize_domain(domain).is_some();
            if !is_domain {
                let text = "expected a domain like acme.example; it was left out";
                warnings.push(Warning::new("organization.domain", text));
            }
            is_domain
        });
        let domain = domain.map(str::to_owned);
        let name = readable_name("organization.name", self.name.clone(), warnings);
        Some(OrganizationInput { external_id, name, domain })
    }
}

impl RefundInput {
    /// The same refund without blanks at the ends of what names it and without metadata that cannot be kept, and what was
    /// left out.
    pub(crate) fn readable(&self) -> (RefundInput, Vec<Warning>) {
        let mut warnings = Vec::new();
        let it = RefundInput {
            source: trimmed(&self.source),
            external_id: trimmed(&self.external_id),
            sale: present(self.sale.clone()),
            refund: present(self.refund.clone()),
            metadata: readable_metadata(self.metadata.clone(), &mut warnings),
            ..self.clone()
        };
        (it, warnings)
    }
}

/// As much of the metadata as is kept. Campaign labels of visitors often end up there.
fn readable_metadata(
    metadata: BTreeMap<String, String>,
    warnings: &mut Vec<Warning>,
) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    for (name, mut value) in metadata {
        if kept.len() == METADATA_ENTRIES_MAX {
            let text = format!("only {METADATA_ENTRIES_MAX} entries are kept; the others were left out");
            warnings.push(Warning::new("metadata", &text));
            break;
        }
        if check_text("metadata", &name, METADATA_NAME_CHARACTERS_MAX).is_err() {
            let text = format!(
                "expected names of 1 to {METADATA_NAME_CHARACTERS_MAX} characters; an entry was left out"
            );
            warnings.push(Warning::new("metadata", &text));
            continue;
        }
        if let Some((end, _)) = value.char_indices().nth(METADATA_VALUE_CHARACTERS_MAX) {
            value.truncate(end);
            let text =
                format!("only the first {METADATA_VALUE_CHARACTERS_MAX} characters of {name} are kept");
            warnings.push(Warning::new("metadata", &text));
        }
        kept.insert(name, value.replace('\0', " "));
    }
    kept
}

fn trimmed(text: &str) -> String {
    trim_blanks(text).to_owned()
}

fn present(text: Option<String>) -> Option<String> {
    text.as_deref().and_then(filled).map(str::to_owned)
}

fn evidence(field: &'static str, text: &str, warnings: &mut Vec<Warning>) -> Option<String> {
    let is_read = check_text(field, text, EVIDENCE_CHARACTERS_MAX).is_ok();
    if !is_read {
        let text = format!(
            "it is longer than {EVIDENCE_CHARACTERS_MAX} characters or holds control characters; it was left out"
        );
        warnings.push(Warning::new(field, &text));
    }
    is_read.then(|| text.to_owned())
}

/// The codes with commas between them.
fn readable_codes(text: &str, warnings: &mut Vec<Warning>) -> Option<String> {
    let mut codes = codes_in(text);
    let first: Vec<_> = codes.by_ref().take(CODES_PER_EVENT_MAX).collect();
    if codes.next().is_some() {
        let text = format!("an event has at most {CODES_PER_EVENT_MAX} codes; the others were left out");
        warnings.push(Warning::new("code", &text));
    }
    // Blanks within a code say nothing, of whatever kind they are.
    let blank = |c: char| if is_blank(c) { ' ' } else { c };
    let shown = first.into_iter().map(|code| code.chars().map(blank).collect::<String>());
    let read: Vec<_> = shown.filter_map(|code| evidence("code", &code, warnings)).collect();
    Some(read.join(",")).filter(|codes| !codes.is_empty())
}

fn readable_email(email: &str, warnings: &mut Vec<Warning>) -> Option<String> {
    let plain = |email: &str| normalize_email("customer.email", email).is_ok();
    let bare = bare_address(email);
    let read = if plain(bare) { Some(bare.to_owned()) } else { mailbox(email).filter(|email| plain(email)) };
    if read.is_none() {
        let text = "expected an e-mail address like ada@example.com; it was left out";
        warnings.push(Warning::new("customer.email", text));
    }
    read
}

fn readable_name(field: &'static str, name: Option<String>, warnings: &mut Vec<Warning>) -> Option<String> {
    let name = present(name)?;
    let kept = kept_text(&name, NAME_CHARACTERS_MAX);
    if kept.as_ref() != Some(&name) {
        let text = format!(
            "only the first {NAME_CHARACTERS_MAX} characters are kept, and blanks in place of control characters"
        );
        warnings.push(Warning::new(field, &text));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_beyond_the_most_are_left_out_with_a_warning() {
        let mut warnings = Vec::new();
        let codes: Vec<_> = (0..12).map(|number| format!("C{number}")).collect();
        let read = readable_codes(&codes.join(" ; "), &mut warnings).unwrap();
        assert_eq!(read, "C0,C1,C2,C3,C4,C5,C6,C7,C8,C9");
        assert_eq!(warnings.len(), 1);
    }
}
