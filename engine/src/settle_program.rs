//! Deed: everything recorded in a program settled again, customer by customer. A group's first terms
//! price what was recorded before there were any.

use crate::{
    Engine, Error, Permit,
    need::WritePrograms,
    ports::{Changes, Expected, VersionKey},
    settle::Thaw,
    settle_again::Again,
};
use words::{CustomerId, ProgramId, Scope};

const CUSTOMERS_PER_PAGE: usize = 500;

impl Engine {
    /// Settles every customer of the program again; what comes out the same changes nothing.
    pub(crate) async fn settle_program(
        &self,
        caller: &Permit<WritePrograms>,
        program: ProgramId,
        thaw: Thaw,
    ) -> Result<(), Error> {
        let mut after = None;
        loop {
            let page = self.book().customer_programs(Some(program), after, CUSTOMERS_PER_PAGE).await?;
            for &(scope, customer, _) in &page {
                if scope == caller.scope {
                    let attempt = move || self.settle_customer(scope, program, customer, thaw);
                    self.turn(caller, "settle_program", attempt).await?;
                }
            }
            after = page.last().map(|&(_, customer, program)| (customer, program));
            if page.len() < CUSTOMERS_PER_PAGE {
                return Ok(());
            }
        }
    }

    async fn settle_customer(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        thaw: Thaw,
    ) -> Result<((), Changes), Error> {
        let mut changes = Changes::default();
        let file = self.book().customer_file_by_id(scope, program, customer).await?;
        if let Some(file) = file {
            let rulebook = self.rulebook(scope, program).await?;
            let now = self.now();
            let again = Again { rulebook: &rulebook, customer: &file.customer, thaw, correction: None, now };
            self.settle_again(&again, &mut changes).await?;
            if changes != Changes::default() {
                let key = VersionKey::Customer(customer);
                changes.expected.push(Expected { key, version: file.version });
            }
        }
        Ok(((), changes))
    }
}
