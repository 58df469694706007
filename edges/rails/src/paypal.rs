//! PayPal's mass payment file: five columns without a head (receiver, amount, currency, our id, a note), one currency.

use crate::{amount, check_count, refused, table};
use engine::ports::{Payment, PaymentOrder, RailError};
use payout::{Destination, MethodKind};
use words::Currency;

pub(crate) fn write(order: &PaymentOrder) -> Result<Vec<u8>, RailError> {
    check_count(order)?;
    let currency = order.payments[0].amount.currency;
    let records: Result<Vec<_>, _> = order.payments.iter().map(|payment| record(payment, currency)).collect();
    table::write(records?)
}

fn record(payment: &Payment, currency: Currency) -> Result<Vec<String>, RailError> {
    let Destination::Paypal { email } = &payment.destination else {
        return Err(refused(payment, "destination", "a PayPal address"));
    };
    if !table::is_plain(email) {
        return Err(refused(payment, "email", "an address that no spreadsheet takes for a formula"));
    }
    if payment.amount.currency != currency {
        let expected = format!("{currency} as the payments before it: a file has one currency");
        return Err(refused(payment, "amount.currency", expected));
    }
    let amount = amount(payment, MethodKind::Paypal)?;
    let note = table::cell(&payment.remittance);
    Ok(vec![email.trim().to_owned(), amount, currency.to_string(), payment.end_to_end_id.clone(), note])
}
