//! Deal registration: registered by partners, and taken step by step by the merchant.

mod register;
mod transition;

pub(crate) use register::register;
pub use register::{DEALS_OPEN_MAX, DealInput, enter};
pub(crate) use transition::expire;
pub use transition::{DealStep, Influencing, transition};

use crate::{
    Engine, Error, Permit, deals,
    need::ReadConversions,
    ports::{DealColumn, Expected, ListOf, VersionKey, list_of},
};
use referral::{Deal, DealStatus, Likeness};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};
use words::{DealId, ProgramId, Scope};

/// Deals of one program that conflicts are looked for in: more than anybody reviews.
const DEALS_COMPARED_MAX: usize = 10_000;

/// Deals that an earlier attempt of the same deed compared, and found to be about other companies. Whose company a deal
/// is about does not change.
#[derive(Default)]
pub(crate) struct Compared(Mutex<BTreeSet<DealId>>);

impl Compared {
    /// Leaves those that were not compared.
    fn leave_new(&self, deals: &mut Vec<Deal>) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        deals.retain(|deal| !seen.contains(&deal.id));
    }

    fn add(&self, deals: &[Deal]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(deals.iter().map(|deal| deal.id));
    }
}

/// A deal with what stands in its way, side by side.
pub struct DealFile {
    pub deal: Deal,
    /// The likeliest first.
    pub conflicts: Vec<DealConflict>,
}

/// Another open deal that may be about the same company.
pub struct DealConflict {
    pub deal: Deal,
    pub likeness: Likeness,
}

pub async fn get(engine: &Engine, caller: &Permit<ReadConversions>, id: DealId) -> Result<DealFile, Error> {
    let (deal, _) = deals::find(engine, caller.scope, id).await?;
    let others = deals::all_open(engine, caller.scope, deal.program).await?;
    let conflicts = deal.conflicts(&others, engine.now()).into_iter();
    let conflicts = conflicts.map(|(deal, likeness)| DealConflict { deal, likeness }).collect();
    Ok(DealFile { deal, conflicts })
}

/// The deal, and what every change of the program's deals expects, so that of two approvals one sees the other.
pub(crate) async fn find(engine: &Engine, scope: Scope, id: DealId) -> Result<(Deal, Expected), Error> {
    let query = ListOf::<Deal>::new(1).only(DealColumn::ID, id);
    let found = list_of(engine.book(), scope, &query).await?.pop();
    let program = found.ok_or_else(|| Error::not_found("deal", id))?.program;
    let key = VersionKey::Deals(program);
    let version = engine.book().version(&key).await?;
    // Read again, behind the version.
    let deal = list_of(engine.book(), scope, &query).await?.pop();
    Ok((deal.ok_or_else(|| Error::not_found("deal", id))?, Expected { key, version }))
}

pub(crate) async fn all_open(engine: &Engine, scope: Scope, program: ProgramId) -> Result<Vec<Deal>, Error> {
    let mut open = Vec::new();
    for status in [DealStatus::Submitted, DealStatus::InReview, DealStatus::Approved] {
        let query = ListOf::<Deal>::new(DEALS_COMPARED_MAX)
            .only(DealColumn::PROGRAM_ID, program)
            .only(DealColumn::STATUS, status.name());
        open.extend(list_of(engine.book(), scope, &query).await?);
    }
    Ok(open)
}
