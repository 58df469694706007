//! Account numbers valid and mistyped, of all countries, with the verdicts of another program (`make oracles` writes them).

use honeyguide_payout::{Bic, Iban};

/// Where the two differ, and why ours is right or does no harm: what is compared, country, ours, theirs.
const EXCEPTIONS: [(&str, &str, &str, &str); 5] = [
    // Within SEPA's scope since 2024 and 2025 (EPC409-09); the account registry that the other reads does not say so yet.
    ("iban", "MD", "valid within SEPA", "valid"),
    ("iban", "ME", "valid within SEPA", "valid"),
    ("iban", "RS", "valid within SEPA", "valid"),
    // Our library does not know the country. It is not within SEPA, so that it would be refused all the same.
    ("iban", "PK", "wrong", "valid"),
    // Kosovo's banks have BICs under a code that ISO 3166 leaves to users; the other does so for IBANs only.
    ("bic", "XK", "valid", "wrong"),
];

#[test]
fn ours_and_the_other_verdicts_on_account_numbers_agree() {
    let mut table = csv::Reader::from_path("tests/accounts.csv").unwrap();
    let (mut compared, mut differ) = (0, Vec::new());
    for record in table.records() {
        let record = record.unwrap();
        let (kind, text, verdict) = (&record[0], &record[1], &record[2]);
        let ours = match kind {
            "iban" => match text.parse::<Iban>() {
                Ok(iban) if iban.is_within_sepa() => "valid within SEPA",
                Ok(_) => "valid",
                Err(_) => "wrong",
            },
            _ => text.parse::<Bic>().map_or("wrong", |_| "valid"),
        };
        let theirs = if verdict.starts_with("valid") { verdict } else { "wrong" };
        compared += 1;
        let letters: String = text.split_whitespace().collect::<String>().to_uppercase();
        let country = letters.get(if kind == "iban" { 0..2 } else { 4..6 }).unwrap_or_default();
        if ours != theirs && !EXCEPTIONS.contains(&(kind, country, ours, theirs)) {
            differ.push(format!("{kind} {text:?}: {ours}, there {verdict}"));
        }
    }
    assert!(compared > 500, "only {compared} compared");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
