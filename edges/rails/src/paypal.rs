//! PayPal's mass payment file: five columns without a head (receiver, amount, currency, our id, a note), one currency.

use crate::{check_count, decimal, refused, table};
use engine::ports::{Payment, PaymentOrder, RailError};
use payout::Destination;
use words::Currency;

/// Payments of one file.
const PAYMENTS_MAX: usize = 5_000;

/// The currencies that PayPal pays out.
const CURRENCIES: [&str; 24] = [
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR",
    "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
];

/// PayPal pays whole units of these, though they have smaller ones.
const WHOLE_UNITS: [&str; 2] = ["HUF", "TWD"];

pub(crate) fn write(order: &PaymentOrder) -> Result<Vec<u8>, RailError> {
    check_count(order, PAYMENTS_MAX)?;
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
    if !CURRENCIES.contains(&currency.code()) {
        let expected = format!("a currency that PayPal pays out: {}", CURRENCIES.join(", "));
        return Err(refused(payment, "amount.currency", expected));
    }
    let scale = 10i64.pow(currency.exponent());
    let mut amount = decimal(payment.amount.amount.into(), currency);
    if WHOLE_UNITS.contains(&currency.code()) {
        if payment.amount.amount % scale != 0 {
            let expected = format!("whole units of {currency}: PayPal pays no part of one");
            return Err(refused(payment, "amount", expected));
        }
        amount = (payment.amount.amount / scale).to_string();
    }
    let note = table::cell(&payment.remittance);
    Ok(vec![email.trim().to_owned(), amount, currency.to_string(), payment.end_to_end_id.clone(), note])
}
