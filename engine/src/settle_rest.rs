//! Settling a customer part by part: what one commit leaves is a job.

use crate::{
    Caller, Engine, Error,
    ports::{History, Job, JobChange, JobKind, ListQuery, Noun, Rest, RestFrom, Thaw, list_of},
    settle::Settled,
};
use conversion::{Conversion, Position};
use words::{CustomerId, Instant, JobId, ProgramId, Scope};

impl Rest {
    /// All of a customer.
    pub(crate) fn all(thaw: Thaw) -> Self {
        Self { from: RestFrom::Instant(Instant::MIN), thaw, is_disturbed: false }
    }

    /// What settling a part of the history leaves.
    pub(crate) fn of(history: &History, settled: &Settled, thaw: Thaw) -> Option<Self> {
        let (_, conversion) = history.rest.as_ref()?;
        // What a person decided about one conversion is done with it: it came first.
        let thaw = match thaw {
            Thaw::Conversion(_) | Thaw::Accepted(_) | Thaw::Priced(_) => Thaw::Nothing,
            Thaw::Nothing | Thaw::Tiered(..) | Thaw::Since(_) => thaw,
        };
        Some(Self { from: RestFrom::Conversion(*conversion), thaw, is_disturbed: settled.is_disturbed })
    }
}

impl Engine {
    pub(crate) fn settle_rest_later(
        &self,
        (scope, program, customer): (Scope, ProgramId, CustomerId),
        rest: Rest,
        now: Instant,
    ) -> JobChange {
        JobChange::Put(Job {
            id: JobId::draw(now, self.draw()),
            scope,
            program,
            kind: JobKind::SettleRest { customer, rest },
            run_at: now,
            attempts: 0,
        })
    }

    /// Settles the next part of the customer.
    pub(crate) async fn settle_rest(
        &self,
        caller: &Caller,
        program: ProgramId,
        customer: CustomerId,
        rest: Rest,
    ) -> Result<(), Error> {
        let attempt = move || self.settle_customer(caller.scope, program, customer, rest);
        self.turn(caller, "settle_rest", attempt).await?;
        Ok(())
    }

    pub(crate) async fn position_of(&self, scope: Scope, from: RestFrom) -> Result<Position, Error> {
        let conversion = match from {
            RestFrom::Instant(at) => return Ok(Position::at(at)),
            RestFrom::Conversion(conversion) => conversion,
        };
        let query = ListQuery::new(Noun::Conversion, 1).only("id", conversion);
        let found = list_of::<Conversion>(self.book(), scope, &query).await?.pop();
        found.map(|it| it.position()).ok_or_else(|| Error::not_found("conversion", conversion))
    }
}
