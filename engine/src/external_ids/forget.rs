//! What erasing a customer does to their external ids.

use super::changed;
use crate::{
    Caller, Engine, Error,
    ports::{Changes, Expected, VersionKey},
};
use facts::Event;
use referral::NamedObject;
use words::{CustomerId, Instant};

/// Removes all external ids of the customer. The version is expected even if there are none, so that nobody links one
/// to a customer who is being erased.
pub(crate) async fn forget_customer(
    engine: &Engine,
    caller: &Caller,
    customer: CustomerId,
    now: Instant,
) -> Result<Changes, Error> {
    let object = NamedObject::Customer(customer);
    let key = VersionKey::ExternalIds(object);
    let version = engine.book().version(&key).await?;
    let gone = engine.book().external_ids_of(caller.scope, object).await?;

    let fact = |it| engine.fact(caller.scope, now, Event::ExternalIdUnlinked(changed(it)));
    Ok(Changes {
        expected: vec![Expected { key, version }],
        unlinked: gone.iter().map(|it| it.id).collect(),
        facts: gone.iter().map(fact).map(|fact| fact.of_customer(customer)).collect(),
        ..Changes::default()
    })
}
