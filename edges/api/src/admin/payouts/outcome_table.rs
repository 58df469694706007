//! A table of outcomes, as people edit it and as spreadsheets save it.

use super::tell::outcome;
use crate::{
    problem::{Code, Problem},
    wire::OutcomeKind,
};
use engine::{
    OutcomeInput,
    table::{self, Place, Table, TableRow},
};
use words::{Currency, Invalid};

/// The names of each column, the preferred one first: an export of transfers has a `status` beside the `outcome` that somebody
/// adds.
const PAYMENT: &[&str] = &[
    "payment",
    "payment_id",
    "end_to_end_id",
    "endtoendid",
    "end_to_end",
    "transfer",
    "transfer_id",
    "id",
    "zahlung",
];
const OUTCOME: &[&str] = &["outcome", "status", "result", "ergebnis"];
const ON: &[&str] = &["on", "date", "day", "datum", "am"];
const REASON: &[&str] = &["reason", "grund"];
const DEBITED: &[&str] = &["debited", "belastet"];
const CURRENCY: &[&str] = &["currency", "währung"];

/// What people write for each outcome, in lower case.
const WORDS: [(OutcomeKind, &[&str]); 5] = [
    (
        OutcomeKind::Settled,
        &[
            "settled",
            "paid",
            "executed",
            "completed",
            "complete",
            "success",
            "successful",
            "succeeded",
            "sent",
            "ok",
            "done",
            "acsc",
            "accc",
            "bezahlt",
            "gezahlt",
            "ausgezahlt",
            "ausgeführt",
            "erledigt",
            "gutgeschrieben",
        ],
    ),
    (
        OutcomeKind::Failed,
        &[
            "failed",
            "rejected",
            "declined",
            "denied",
            "error",
            "rjct",
            "fehlgeschlagen",
            "abgelehnt",
            "abgewiesen",
        ],
    ),
    (
        OutcomeKind::Returned,
        &[
            "returned",
            "return",
            "bounced",
            "came back",
            "rtrn",
            "zurückgekommen",
            "zurück",
            "rückläufer",
            "retoure",
        ],
    ),
    (
        OutcomeKind::Accepted,
        &[
            "accepted",
            "pending",
            "processing",
            "in progress",
            "under way",
            "received",
            "pdng",
            "acsp",
            "actc",
            "accp",
            "offen",
            "in bearbeitung",
            "angenommen",
        ],
    ),
    (OutcomeKind::Unknown, &["unknown", "unclear", "?", "unbekannt", "unklar"]),
];
const ACCEPTED: &str = "settled (or paid), failed (or rejected), returned, accepted (or pending) or unknown";

/// What a row without a reason gets.
const NO_REASON: &str = "no reason given";

/// The rows that could be read, and why the others could not.
pub(crate) struct OutcomeTable {
    pub outcomes: Vec<OutcomeInput>,
    pub refused: Vec<(u64, String)>,
}

struct Columns {
    payment: Option<Place>,
    outcome: Option<Place>,
    on: Option<Place>,
    reason: Option<Place>,
    debited: Option<Place>,
    currency: Option<Place>,
}

impl OutcomeTable {
    /// Fails where no row can be read: the file is no table of outcomes then.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let malformed = |field: String, why: String, expected: &str| {
            Problem::new(Code::MalformedBody, why).field(field).expected(expected.to_owned())
        };
        let table = Table::read(bytes).map_err(|fault| {
            malformed("file".to_owned(), fault.to_string(), "a table with the columns payment and outcome")
        })?;
        let columns = Columns {
            payment: table.column(PAYMENT),
            outcome: table.column(OUTCOME),
            on: table.column(ON),
            reason: table.column(REASON),
            debited: table.column(DEBITED),
            currency: table.column(CURRENCY),
        };
        for (name, place) in [("payment", columns.payment), ("outcome", columns.outcome)] {
            if place.is_none() {
                let why =
                    format!("the table has no column {name}; its columns are {}", table.head().join(", "));
                let expected =
                    "the columns payment and outcome, and where needed on, reason, debited and currency";
                return Err(malformed(name.to_owned(), why, expected));
            }
        }

        let (mut outcomes, mut refused) = (Vec::new(), Vec::new());
        let mut first = None;
        for row in table.rows() {
            match columns.read(row) {
                Ok(input) => outcomes.push(input),
                Err(fault) => {
                    refused.push((row.number, fault.to_string()));
                    first.get_or_insert((row.number, fault));
                }
            }
        }
        match (outcomes.is_empty(), first) {
            (true, Some((row, fault))) => {
                Err(malformed(format!("row {row}"), fault.to_string(), &fault.expected))
            }
            (true, None) => {
                let why = "the table has no rows below its head".to_owned();
                Err(malformed("row 1".to_owned(), why, "a row for each payment"))
            }
            (false, _) => Ok(Self { outcomes, refused }),
        }
    }
}

impl Columns {
    fn read(&self, row: &TableRow) -> Result<OutcomeInput, Invalid> {
        let payment = row.cell(self.payment);
        let payment = payment.ok_or_else(|| Invalid::new("payment", "the end-to-end id of a payment"))?;
        let kind = kind_of(row.cell(self.outcome).unwrap_or_default())?;
        let on = row.cell(self.on).map(table::day).transpose()?;
        // Banks write a text for payments that settled, too, and not for each that failed.
        let has_reason = matches!(kind, OutcomeKind::Failed | OutcomeKind::Returned);
        let reason = has_reason.then(|| row.cell(self.reason).unwrap_or(NO_REASON).to_owned());
        let debited = match row.cell(self.debited) {
            None => None,
            Some(debited) => {
                let code = row.cell(self.currency).unwrap_or_default().to_uppercase();
                let currency: Currency = code.parse().map_err(|_| {
                    Invalid::new("currency", format!("the currency of what was debited, not {code:?}"))
                })?;
                Some(table::money(debited, currency)?)
            }
        };
        let outcome = outcome(kind, reason, debited)?;
        Ok(OutcomeInput { row: row.number, payment: payment.to_owned(), outcome, on, of_all: false })
    }
}

fn kind_of(text: &str) -> Result<OutcomeKind, Invalid> {
    let word = text.to_lowercase().replace('_', " ");
    let found = WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
    found.map(|(kind, _)| *kind).ok_or_else(|| Invalid::new("outcome", format!("{ACCEPTED}, not {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_means_one_outcome() {
        let mut known = std::collections::BTreeSet::new();
        for (kind, words) in WORDS {
            for word in words {
                assert!(known.insert(*word), "{word} means two outcomes");
                assert_eq!(kind_of(&word.to_uppercase()), Ok(kind));
            }
        }
        let refused = kind_of("maybe").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "outcome: expected settled (or paid), failed (or rejected), returned, accepted (or pending) or unknown, not \"maybe\""
        );
    }
}
