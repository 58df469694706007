//! Settling with the running totals that it turns out to need, and the jobs that look at totals which pass a level.

use crate::{
    Engine, Error, jobs,
    ports::{Changes, JobChange, JobKind, Row},
    settle,
};
use program::Program;
use settlement::{LookAt, Settlement, SettlementInput, TotalGuard, TotalKey, Totals, Watch, settle};
use std::collections::BTreeSet;

/// A settlement with every total known, and the jobs that follow from it.
pub(crate) struct SettledCustomer {
    pub settlement: Settlement,
    pub jobs: Vec<JobChange>,
}

/// What a commit that changes watched totals contains for them.
#[derive(Default)]
pub(crate) struct Watched {
    pub guards: Vec<TotalGuard>,
    pub jobs: Vec<JobChange>,
}

/// Settles with the totals that it turns out to need.
pub(crate) async fn with_totals(
    engine: &Engine,
    input: &SettlementInput<'_>,
) -> Result<SettledCustomer, Error> {
    let mut totals = Totals::default();
    loop {
        let mut settlement = settle(input, &totals, &mut || engine.draw())?;
        if settlement.missing.is_empty() {
            let watched = settle::watch_totals(engine, &input.rulebook.program, &settlement.watches).await?;
            settlement.guards.extend(watched.guards);
            return Ok(SettledCustomer { settlement, jobs: watched.jobs });
        }
        settle::learn_totals(engine, &mut totals, &settlement.missing).await?;
    }
}

/// Looks up missing totals. Every round resolves at least one, so that the loop around it terminates.
pub(crate) async fn learn_totals(
    engine: &Engine,
    totals: &mut Totals,
    missing: &BTreeSet<TotalKey>,
) -> Result<(), Error> {
    let keys: Vec<_> = missing.iter().copied().collect();
    let held = engine.book().totals(&keys).await?;
    keys.into_iter().zip(held).for_each(|(key, held)| totals.learn(key, held));
    Ok(())
}

/// A job for each total that passes a level, and a guard for each that passes none.
pub(crate) async fn watch_totals(
    engine: &Engine,
    program: &Program,
    watches: &[Watch],
) -> Result<Watched, Error> {
    if watches.is_empty() {
        return Ok(Watched::default());
    }
    let keys: Vec<_> = watches.iter().map(|watch| watch.key).collect();
    let held = engine.book().totals(&keys).await?;

    let (mut guards, mut passed) = (Vec::new(), Vec::new());
    for (watch, held) in watches.iter().zip(held) {
        match watch.guard(held) {
            Some(guard) => guards.push(guard),
            None if passed.contains(&watch.look_at) => {}
            None => passed.push(watch.look_at),
        }
    }

    let jobs = passed.into_iter().map(|look_at| look_at_total_later(engine, program, look_at)).collect();
    Ok(Watched { guards, jobs })
}

fn look_at_total_later(engine: &Engine, program: &Program, look_at: LookAt) -> JobChange {
    let now = engine.now();
    let kind: JobKind = match look_at {
        LookAt::Budget { day } => jobs::LookAtBudget { day }.into(),
        LookAt::Milestones { enrollment, day } => {
            jobs::LookAtMilestones { enrollment: Some(enrollment), day }.into()
        }
        LookAt::Tiers { enrollment, first, last } => jobs::PriceTiered { enrollment, first, last }.into(),
    };
    jobs::put(engine, program.scope, program.id, kind, now)
}

impl Changes {
    /// Adds what settling a customer changed.
    pub(crate) fn take(&mut self, settled: SettledCustomer) {
        let SettledCustomer { settlement, jobs } = settled;
        self.rows.extend(settlement.decisions.into_iter().map(Row::Decision));
        self.rows.extend(settlement.commissions.into_iter().map(Row::Commission));
        self.rows.extend(settlement.reviews.into_iter().map(Row::Review));
        self.rows.extend(settlement.referrals.into_iter().map(Row::Referral));
        self.entries.extend(settlement.entries);
        self.totals.extend(settlement.totals);
        self.guards.extend(settlement.guards);
        self.jobs.extend(jobs);
    }
}
