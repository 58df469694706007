//! Payouts out: makes the files that a person hands to a bank or a provider, and reads what the bank says of them. Pure:
//! the same order, the same bytes.

mod by_hand;
mod paypal;
mod report;
mod sepa;
mod table;
mod text;
mod wise;

use engine::ports::{File, Payment, PaymentOrder, RailError, Rails, StatusReport};
use payout::{Destination, MethodKind};
use words::{Currency, Invalid};

/// Every rail there is.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaymentFiles;

impl Rails for PaymentFiles {
    fn file(&self, order: &PaymentOrder) -> Result<File, RailError> {
        order.check()?;
        let (kind, extension, media_type, bytes) = match order.rail {
            MethodKind::Bank => ("sepa", "xml", "application/xml", sepa::write(order)?),
            MethodKind::Paypal => ("paypal", "csv", table::MEDIA_TYPE, paypal::write(order)?),
            MethodKind::Wise => ("wise", "csv", table::MEDIA_TYPE, wise::write(order)?),
            MethodKind::ByHand => ("by-hand", "csv", table::MEDIA_TYPE, by_hand::write(order)?),
        };
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let id: String = order.message_id.chars().map(plain).collect();
        Ok(File { name: format!("{kind}-{id}.{extension}"), media_type, bytes })
    }

    fn takes(&self, destination: &Destination) -> Result<(), Invalid> {
        destination.check()?;
        match destination {
            Destination::Bank(account) => sepa::check_holder("holder", &account.holder).map(drop),
            Destination::Paypal { .. } | Destination::Wise { .. } | Destination::ByHand { .. } => Ok(()),
        }
    }

    fn read(&self, report: &str) -> Result<StatusReport, Invalid> {
        report::read(report)
    }
}

fn refused(payment: &Payment, field: &'static str, expected: impl Into<String>) -> RailError {
    let end_to_end_id = payment.end_to_end_id.clone();
    RailError::Payment { end_to_end_id, invalid: Invalid::new(field, expected) }
}

/// `1250.00`: the major units with as many decimals as the currency has, a point, and no sign between thousands.
fn decimal(amount: i128, currency: Currency) -> String {
    let exponent = currency.exponent();
    let scale = 10i128.pow(exponent);
    if exponent == 0 {
        return amount.to_string();
    }
    let width = exponent as usize;
    format!("{}.{:0width$}", amount / scale, amount % scale)
}

/// The amount as the provider takes it: without decimals where it pays whole units only.
fn amount(payment: &Payment, kind: MethodKind) -> Result<String, RailError> {
    let money = payment.amount;
    if !kind.pays_whole_units(money.currency) {
        return Ok(decimal(money.amount.into(), money.currency));
    }
    if kind.of(money) != money {
        let expected = format!("whole units of {}: no part of one is paid this way", money.currency);
        return Err(refused(payment, "amount", expected));
    }
    Ok((money.amount / 10i64.pow(money.currency.exponent())).to_string())
}

/// At most so many payments, since the provider takes no more in one file.
fn check_count(order: &PaymentOrder) -> Result<(), RailError> {
    let payments_max = order.rail.payments_max() as usize;
    if order.payments.len() > payments_max {
        let expected = format!("at most {payments_max}, which is what one such file may have");
        return Err(RailError::Order(Invalid::new("payments", expected)));
    }
    Ok(())
}
