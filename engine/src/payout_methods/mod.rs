//! How partners are paid, and from which account.

mod letters;
mod paying_account;
mod set;

pub(crate) use letters::readers_of;
use letters::write_of_change;
pub(crate) use paying_account::account_in;
pub use paying_account::{OpenAccount, paying_account, set_paying_account};
pub(crate) use set::set;
pub use set::{MethodInput, set_by_operator};

use crate::{
    Engine, Error, Permit,
    need::WriteStatements,
    payout_methods,
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

/// Decrypts the payout method for the team member who pays.
pub async fn open(
    engine: &Engine,
    payer: &Permit<WriteStatements>,
    id: MethodId,
) -> Result<OpenMethod, Error> {
    let query = ListOf::<Method>::new(1).only(MethodColumn::ID, id);
    let found = list_of(engine.book(), payer.scope, &query).await?.pop();
    Ok(payout_methods::opened(engine, found.ok_or_else(|| Error::not_found("payout method", id))?))
}

/// What the partner wants now.
pub(crate) async fn of_partner(
    engine: &Engine,
    scope: Scope,
    partner: PartnerId,
) -> Result<Option<Method>, Error> {
    let query = ListOf::<Method>::new(1)
        .only(MethodColumn::PARTNER_ID, partner)
        .only(MethodColumn::STANDING, "current");
    Ok(list_of(engine.book(), scope, &query).await?.pop())
}

pub(crate) fn opened(engine: &Engine, method: Method) -> OpenMethod {
    OpenMethod { destination: payout_methods::destination_of(engine, &method), method }
}

/// Where the method leads to; none once erased.
pub(crate) fn destination_of(engine: &Engine, method: &Method) -> Option<Destination> {
    let json = engine.vault().open(method.key.as_ref()?, method.details.as_ref()?)?;
    serde_json::from_str(&json).ok()
}
