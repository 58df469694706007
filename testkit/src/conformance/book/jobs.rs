//! Jobs: put, due in the order of their times, done by one only.

use super::{at_once, commit};
use crate::world::{World, month};
use engine::jobs;
use engine::ports::{Changes, CommitError, Commits, Job, JobChange, JobKind, Jobs, Page};
use std::sync::Arc;
use words::{Instant, Mode};

fn changing(jobs: impl IntoIterator<Item = JobChange>) -> Changes {
    Changes { jobs: jobs.into_iter().collect(), ..Changes::default() }
}

pub(super) async fn jobs_are_put_due_and_done_once(book: Arc<impl Commits + Jobs + ?Sized + 'static>) {
    let world = World::seeded(51);
    let shops = [world.shop(world.scope(Mode::Live)), world.shop(world.scope(Mode::Test))];
    let now = world.now();
    // Put in another order than that of their times.
    let job = |place: usize, micros| world.job(&shops[place % 2].program, now.plus_micros(micros));
    let first = job(0, -2_000);
    let mut close = job(1, -1_000);
    close.kind = JobKind::CloseStatements(jobs::CloseStatements { since: month("2026-02").start() });
    let (on_time, late) = (job(0, 0), job(1, 1));
    let jobs = [&late, &on_time, &close, &first].map(|job| JobChange::Put(job.clone()));
    commit(&*book, changing(jobs)).await.unwrap();
    let due = async |at: Instant, limit| book.due_jobs(at, limit).await.unwrap();
    assert_eq!(due(now, 10).await, [first.clone(), close.clone(), on_time.clone()]);
    assert_eq!(due(now, 2).await, [first.clone(), close.clone()]);
    assert_eq!(due(first.run_at.plus_micros(-1), 10).await, []);
    // Put again is put off: the identity stays.
    let put_off = Job { run_at: now.plus_micros(5_000), attempts: 1, ..first.clone() };
    commit(&*book, changing([JobChange::Put(put_off.clone())])).await.unwrap();
    assert_eq!(due(now, 10).await, [close.clone(), on_time.clone()]);
    assert_eq!(due(Instant::MAX, 10).await, [close.clone(), on_time.clone(), late.clone(), put_off.clone()]);
    let after = async |micros, after, limit| {
        book.jobs_after(now.plus_micros(micros), Page { after, limit }).await.unwrap()
    };
    assert_eq!(after(5_000, None, 10).await, []);
    let mut ahead = vec![late.clone(), put_off.clone()];
    ahead.sort_by_key(|job| job.id);
    assert_eq!(after(0, None, 10).await, ahead, "in order of id");
    assert_eq!(after(0, None, 1).await, ahead[..1]);
    assert_eq!(after(0, Some(ahead[0].id), 10).await, ahead[1..]);
    // Done with its successor, in one commit; done again is someone else's.
    let next = job(0, -500);
    let done = changing([JobChange::Done(close.id), JobChange::Put(next.clone())]);
    commit(&*book, done).await.unwrap();
    assert_eq!(due(now, 10).await, [next.clone(), on_time.clone()]);
    let again = changing([JobChange::Done(on_time.id), JobChange::Done(close.id)]);
    assert_eq!(commit(&*book, again).await, Err(CommitError::Conflict));
    assert_eq!(due(now, 10).await, [next, on_time.clone()], "nothing of it was done");
    let turns: Vec<_> = (0..16)
        .map(|_| {
            let (book, done) = (Arc::clone(&book), changing([JobChange::Done(on_time.id)]));
            async move { commit(&*book, done).await }
        })
        .collect();
    let outcomes = at_once(turns).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|&it| *it == Err(CommitError::Conflict)).count(), 15);
}
