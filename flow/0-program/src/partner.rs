//! Someone who refers: an affiliate, agency, reseller or advocate.

use serde::{Deserialize, Serialize};
use words::{Instant, Invalid, PartnerId, Personal, Scope};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Partner {
    pub id: PartnerId,
    pub scope: Scope,
    /// The name that merchant and program show; a business name more often than a person's.
    pub display_name: String,
    /// The business, as the merchant looks it up; never a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    pub personal: Personal,
    pub created_at: Instant,
}

const EMAIL_CHARACTERS_MAX: usize = 254;
/// What the merchant notes about a partner.
pub const NOTES_CHARACTERS_MAX: usize = 4_000;

/// The form in which addresses are compared and hashed: lower case, without blanks at the ends.
/// Only the shape is checked (one @, something on both sides); a mailbox proves itself by mail.
pub fn normalize_email(field: &'static str, text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !domain.starts_with('.')
    });
    let plain = text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if !shaped || !plain || text.chars().count() > EMAIL_CHARACTERS_MAX {
        return Err(Invalid::new(field, "an e-mail address like ada@example.com"));
    }
    Ok(text.to_lowercase())
}

/// The same for an address to which letters go: without comments, display names and quotes, which no letter of ours carries.
pub fn normalize_letter_address(field: &'static str, text: &str) -> Result<String, Invalid> {
    let address = normalize_email(field, text)?;
    if address.contains(['(', ')', '<', '>', '"', ',', ';', ':', '\\', '[', ']']) {
        return Err(Invalid::new(
            field,
            "an e-mail address like ada@example.com, without comments and quotes",
        ));
    }
    Ok(address)
}
