//! Deed: jobs and letters that a clock ahead of the time has put off far too long are pulled in.
//!
//! While the clock is ahead, what is put "now" or "in ten minutes" lies days or years away once it is right again, and
//! nothing would happen until then.

use crate::{
    Engine, Error,
    jobs::{self, MINUTE_MICROS, RETRY_AFTER_MINUTES},
    permit::Server,
    ports::{Changes, Job, JobChange, LetterChange, OutgoingLetter, Page},
};
use words::{Instant, JobId};

/// A little more than each may wait: clocks of two readings differ.
const SLACK_MINUTES: i64 = 5;
const JOBS_PER_PAGE: usize = 500;
const LETTERS_PER_ROUND: usize = 100;
/// Longer than the last of a letter's tries waits.
const LETTER_WAIT_MINUTES: i64 = 6 * 60;

/// A job that lies further ahead than its kind ever waits.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct FarJob {
    pub job: Job,
    /// How long it may wait.
    pub minutes: i64,
}

impl Job {
    /// How many minutes it may wait, if it lies further ahead than that.
    fn too_far(&self, now: Instant) -> Option<i64> {
        let minutes =
            if self.attempts > 0 { Some(RETRY_AFTER_MINUTES) } else { self.kind.work().wait_minutes_max() };
        let latest = |minutes: i64| now.plus_micros((minutes + SLACK_MINUTES) * MINUTE_MICROS);
        minutes.filter(|minutes| self.run_at > latest(*minutes))
    }
}

/// Jobs that lie further ahead than they ever wait.
pub(crate) async fn far_ahead(engine: &Engine) -> Result<Vec<FarJob>, Error> {
    let now = engine.now();
    let (mut found, mut after) = (Vec::new(), None::<JobId>);
    loop {
        let page = Page { after, limit: JOBS_PER_PAGE };
        let jobs = engine.book().jobs_after(now.plus_micros(SLACK_MINUTES * MINUTE_MICROS), page).await?;
        after = jobs.last().map(|job| job.id);
        let is_last = jobs.len() < JOBS_PER_PAGE;
        let far = |job: Job| job.too_far(now).map(|minutes| FarJob { job, minutes });
        found.extend(jobs.into_iter().filter_map(far));
        if is_last {
            return Ok(found);
        }
    }
}

/// Makes jobs and letters due that were put off by a clock ahead of the time. Answers how many there were.
pub async fn pull_in(engine: &Engine) -> Result<usize, Error> {
    let (mut pulled, now) = (0, engine.now());
    for FarJob { job, .. } in jobs::far_ahead(engine).await? {
        let server = Server { scope: job.scope };
        let kind = job.kind.work().begun_by(now).unwrap_or(job.kind);
        // Under a new id: who does the old one meanwhile finds that it is gone.
        let id = JobId::draw(now, engine.draw());
        let due = Job { id, kind, run_at: now, ..job.clone() };
        let change = &[JobChange::Done(job.id), JobChange::Put(due)];
        let attempt =
            move || async move { Ok(((), Changes { jobs: change.to_vec(), ..Changes::default() })) };
        match engine.transact(&server.caller(), "pull_in", attempt).await {
            // Somebody else did it.
            Err(Error::Busy) => {}
            done => {
                done?;
                pulled += 1;
            }
        }
    }
    Ok(pulled + pull_in_letters(engine, now).await?)
}

async fn pull_in_letters(engine: &Engine, now: Instant) -> Result<usize, Error> {
    let after = now.plus_micros(LETTER_WAIT_MINUTES * MINUTE_MICROS);
    let letters = engine.book().letters_after(after, LETTERS_PER_ROUND).await?;
    let due =
        letters.iter().map(|letter| LetterChange::Put(OutgoingLetter { run_at: now, ..letter.clone() }));
    let due = &due.collect::<Vec<_>>();
    let attempt = move || async move { Ok(((), Changes { letters: due.clone(), ..Changes::default() })) };
    engine.transact_unnamed("pull_in", attempt).await?;
    Ok(letters.len())
}
