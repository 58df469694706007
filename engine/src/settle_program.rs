//! Deed: everything recorded in a program settled again, customer by customer. A group's first terms
//! price what was recorded before there were any.

use crate::{
    Engine, Error, Permit,
    need::WritePrograms,
    ports::{Changes, Expected, Rest, Thaw, VersionKey},
    settle_again::Again,
};
use words::{CustomerId, Instant, ProgramId, Scope};

const CUSTOMERS_PER_PAGE: usize = 500;

/// A cap that one customer frees another may use: so much is looked again at most.
const PASSES_MAX: usize = 5;

impl Engine {
    /// Decides everything since then anew, what statements show included, until nothing changes any more.
    pub(crate) async fn decide_anew(
        &self,
        caller: &Permit<WritePrograms>,
        program: ProgramId,
        since: Instant,
    ) -> Result<(), Error> {
        for _ in 0..PASSES_MAX {
            if !self.settle_program(caller, program, Thaw::Since(since)).await? {
                break;
            }
        }
        Ok(())
    }

    /// Settles every customer of the program again; what comes out the same changes nothing. Whether anything did.
    pub(crate) async fn settle_program(
        &self,
        caller: &Permit<WritePrograms>,
        program: ProgramId,
        thaw: Thaw,
    ) -> Result<bool, Error> {
        let (mut after, mut changed) = (None, false);
        loop {
            let page = self.book().customer_programs(Some(program), after, CUSTOMERS_PER_PAGE).await?;
            for &(scope, customer, _) in &page {
                if scope == caller.scope {
                    let attempt = move || self.settle_customer(scope, program, customer, Rest::all(thaw));
                    changed |= self.turn(caller, "settle_program", attempt).await?.value;
                }
            }
            after = page.last().map(|&(_, customer, program)| (customer, program));
            if page.len() < CUSTOMERS_PER_PAGE {
                return Ok(changed);
            }
        }
    }

    /// The changes that settle a part of the customer, and whether there are any.
    pub(crate) async fn settle_customer(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        rest: Rest,
    ) -> Result<(bool, Changes), Error> {
        let (mut changes, mut changed) = (Changes::default(), false);
        let file = self.book().customer_file_by_id(scope, program, customer).await?;
        if let Some(file) = file {
            let rulebook = self.rulebook(scope, program).await?;
            let now = self.now();
            let from = self.position_of(scope, rest.from).await?;
            let again = Again {
                rulebook: &rulebook,
                customer: &file.customer,
                from: &from,
                thaw: rest.thaw,
                is_disturbed: rest.is_disturbed,
                correction: None,
                amended: None,
                now,
            };
            self.settle_again(&again, &mut changes).await?;
            changed = changes != Changes::default();
            if changed {
                let key = VersionKey::Customer(customer);
                changes.expected.push(Expected { key, version: file.version });
            }
        }
        Ok((changed, changes))
    }
}
