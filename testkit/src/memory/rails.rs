//! A rail for tests: one line for each payment, after the checks that every rail makes.

use engine::ports::{File, PaymentOrder, RailError, Rails, ReportedOutcome, StatusReport};
use payout::Outcome;
use words::Invalid;

/// Makes `message_id.txt`: id, amount, holder and remittance of each payment, between tabs.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainRails;

impl Rails for PlainRails {
    fn file(&self, order: &PaymentOrder) -> Result<File, RailError> {
        order.check()?;
        let lines = order.payments.iter().map(|payment| {
            let holder = payment.destination.holder().unwrap_or(&payment.name);
            format!("{}\t{}\t{holder}\t{}\n", payment.end_to_end_id, payment.amount, payment.remittance)
        });
        let bytes = lines.collect::<String>().into_bytes();
        Ok(File { name: format!("{}.txt", order.message_id), media_type: "text/plain; charset=utf-8", bytes })
    }

    /// The message id, then a payment that has arrived in each line.
    fn read(&self, report: &str) -> Result<StatusReport, Invalid> {
        let mut lines = report.lines().map(str::to_owned);
        let message_id = lines.next().ok_or_else(|| Invalid::new("report", "at least a message id"))?;
        let outcome = Outcome::Settled { debited: None };
        let told = |payment| ReportedOutcome {
            payment: Some(payment),
            outcome: outcome.clone(),
            on: None,
            reported_on: None,
        };
        Ok(StatusReport { message_id, outcomes: lines.map(told).collect(), rest: None })
    }
}
