//! How partners are paid, and from which account.

mod letters;
mod paying_account;
mod set;

pub use paying_account::OpenAccount;
pub use set::MethodInput;

use crate::{
    Engine, Error, Permit,
    need::WriteStatements,
    ports::{ListOf, MethodColumn, list_of},
};
use payout::{Destination, Method};
use words::{MethodId, PartnerId, Scope};

/// A method with where it leads to, for those who may see it. The destination is gone where it was erased.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenMethod {
    pub method: Method,
    pub destination: Option<Destination>,
}

impl Engine {
    /// Whoever pays sees where to.
    pub async fn open_method(
        &self,
        payer: &Permit<WriteStatements>,
        id: MethodId,
    ) -> Result<OpenMethod, Error> {
        let query = ListOf::<Method>::new(1).only(MethodColumn::ID, id);
        let found = list_of(self.book(), payer.scope, &query).await?.pop();
        Ok(self.opened(found.ok_or_else(|| Error::not_found("payout method", id))?))
    }

    /// What the partner wants now.
    pub(crate) async fn method_of(&self, scope: Scope, partner: PartnerId) -> Result<Option<Method>, Error> {
        let query = ListOf::<Method>::new(1)
            .only(MethodColumn::PARTNER_ID, partner)
            .only(MethodColumn::STANDING, "current");
        Ok(list_of(self.book(), scope, &query).await?.pop())
    }

    pub(crate) fn opened(&self, method: Method) -> OpenMethod {
        OpenMethod { destination: self.destination_of(&method), method }
    }

    /// Where the method leads to; none once erased.
    pub(crate) fn destination_of(&self, method: &Method) -> Option<Destination> {
        let json = self.vault().open(method.key.as_ref()?, method.details.as_ref()?)?;
        serde_json::from_str(&json).ok()
    }
}
