//! Wise's batch file: one line for each receiver, found by e-mail address or by account number.

use crate::{amount, check_count, refused, table, text};
use engine::ports::{Payment, PaymentOrder, RailError};
use payout::{Destination, Iban, MethodKind, WiseRecipient};

/// Characters of the reference that every currency's banks pass on.
const REFERENCE_CHARACTERS_MAX: usize = 35;

const HEAD: [&str; 8] = [
    "name",
    "recipientEmail",
    "paymentReference",
    "receiverType",
    "amountCurrency",
    "amount",
    "sourceCurrency",
    "targetCurrency",
];
/// Added where somebody is found so; Wise's templates differ by what is known of the receivers.
const IBAN: &str = "IBAN";
const ACCOUNT_NUMBER: &str = "accountNumber";

pub(crate) fn write(order: &PaymentOrder) -> Result<Vec<u8>, RailError> {
    check_count(order)?;
    let found: Result<Vec<_>, _> = order.payments.iter().map(found_by).collect();
    let found = found?;
    let mut added = vec![IBAN, ACCOUNT_NUMBER];
    added.retain(|column| found.iter().any(|found| found.account_in(column).is_some()));
    let mut head: Vec<_> = HEAD.map(str::to_owned).to_vec();
    head.extend(added.iter().map(|column| (*column).to_owned()));
    let record = |(payment, found): (&Payment, &Found<'_>)| {
        let currency = payment.amount.currency.to_string();
        let mut record = vec![
            table::cell(found.holder),
            found.email.clone().unwrap_or_default(),
            // Wise's own characters are those of the banks behind it.
            table::cell(&text::sepa(&payment.remittance, REFERENCE_CHARACTERS_MAX)),
            // Whether it is a person or a business is for the receiver to say.
            String::new(),
            // The receiver gets exactly this, and whoever pays bears the fees.
            "target".to_owned(),
            amount(payment, MethodKind::Wise)?,
            currency.clone(),
            currency,
        ];
        record.extend(added.iter().map(|column| found.account_in(column).unwrap_or_default().to_owned()));
        Ok(record)
    };
    let records: Result<Vec<_>, RailError> = order.payments.iter().zip(&found).map(record).collect();
    table::write(std::iter::once(head).chain(records?))
}

/// How Wise finds the receiver.
struct Found<'a> {
    holder: &'a str,
    email: Option<String>,
    iban: Option<Iban>,
    account: Option<String>,
}

impl Found<'_> {
    fn account_in(&self, column: &str) -> Option<&str> {
        match column {
            IBAN => self.iban.as_ref().map(Iban::as_str),
            _ => self.account.as_deref(),
        }
    }
}

fn found_by(payment: &Payment) -> Result<Found<'_>, RailError> {
    let Destination::Wise { holder, recipient } = &payment.destination else {
        return Err(refused(payment, "destination", "a receiver of Wise"));
    };
    let nothing = Found { holder, email: None, iban: None, account: None };
    let plain = |field, text: &str| {
        let text = text.trim().to_owned();
        let expected = "one that no spreadsheet takes for a formula";
        if table::is_plain(&text) { Ok(text) } else { Err(refused(payment, field, expected)) }
    };
    match recipient {
        WiseRecipient::Email(email) => Ok(Found { email: Some(plain("email", email)?), ..nothing }),
        WiseRecipient::Account(account) => match account.parse() {
            Ok(iban) => Ok(Found { iban: Some(iban), ..nothing }),
            Err(_) => Ok(Found { account: Some(plain("account", account)?), ..nothing }),
        },
    }
}
