//! A plain table of what somebody pays by hand.

use crate::{decimal, table};
use engine::ports::{Payment, PaymentOrder, RailError};
use payout::Destination;

const HEAD: [&str; 7] =
    ["end_to_end_id", "execution_day", "name", "amount", "currency", "remittance", "instructions"];

pub(crate) fn write(order: &PaymentOrder) -> Result<Vec<u8>, RailError> {
    let record = |payment: &Payment| {
        let instructions = match &payment.destination {
            Destination::ByHand { instructions, .. } => instructions.as_str(),
            _ => "",
        };
        vec![
            payment.end_to_end_id.clone(),
            order.execution_day.to_string(),
            table::cell(payment.destination.holder().unwrap_or(&payment.name)),
            decimal(payment.amount.amount.into(), payment.amount.currency),
            payment.amount.currency.to_string(),
            table::cell(&payment.remittance),
            table::cell(instructions),
        ]
    };
    let head = HEAD.map(str::to_owned).to_vec();
    table::write_for_people(std::iter::once(head).chain(order.payments.iter().map(record)))
}
