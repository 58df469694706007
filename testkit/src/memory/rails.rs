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

    /// The message id, then a payment that has arrived in each line; a line with a star fails all others.
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
        let (stars, payments): (Vec<_>, Vec<_>) = lines.partition(|line| line == "*");
        let failed = Outcome::Failed { reason: "rejected".to_owned() };
        let of_all = |_| ReportedOutcome { payment: None, outcome: failed, on: None, reported_on: None };
        let rest = stars.into_iter().next().map(of_all);
        Ok(StatusReport { message_id, outcomes: payments.into_iter().map(told).collect(), rest })
    }
}
