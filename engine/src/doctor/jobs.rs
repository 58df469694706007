//! Jobs that are not where they should be in time.

use super::{Finding, Report};
use crate::{
    Engine, Error,
    jobs::{self, FarJob, MINUTE_MICROS},
    ports::JobKind,
    settle::JOBS_READ_MAX,
};
use words::{Instant, ProgramId};

/// A serving process takes a due job within seconds; one at a time may take long.
const OVERDUE_MINUTES: i64 = 60;
/// Attempts after which settling is taken to fail whatever is tried.
const ATTEMPTS_MAX: u32 = 3;
/// Jobs of one sort that are named; the rest would say the same.
const NAMED_MAX: usize = 20;

/// Notes, no errors: a serving process does what is overdue, and pulls in what lies too far ahead.
pub(super) async fn examine_jobs(engine: &Engine, report: &mut Report) -> Result<(), Error> {
    let now = engine.now();
    let since = now.plus_micros(-OVERDUE_MINUTES * MINUTE_MICROS);
    for job in engine.book().due_jobs(since, NAMED_MAX).await? {
        note(report, (job.kind, job.program), format!("has been due since {}", job.run_at));
    }
    for job in engine.book().due_jobs(Instant::MAX, JOBS_READ_MAX).await? {
        let JobKind::SettleRest(jobs::SettleRest { customer, .. }) = job.kind else { continue };
        if job.attempts >= ATTEMPTS_MAX {
            let text = format!("{customer} could not be settled in {} attempts", job.attempts);
            report.error("jobs", text);
        }
    }
    for FarJob { job, minutes } in jobs::far_ahead(engine).await?.into_iter().take(NAMED_MAX) {
        let text = format!("is due at {}, but waits {minutes} minutes at most", job.run_at);
        note(report, (job.kind, job.program), text);
    }
    Ok(())
}

fn note(report: &mut Report, (kind, program): (JobKind, ProgramId), text: String) {
    let name = serde_json::to_value(kind).ok();
    let name = name.as_ref().and_then(|kind| kind["kind"].as_str()).unwrap_or("a job").to_owned();
    let text = format!("{name} of {program} {text}; `honeyguide serve` does it");
    report.findings.push(Finding { check: "jobs", text, is_error: false });
}
