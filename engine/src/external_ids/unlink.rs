//! Deed: removes another system's id from the object that it names.

use super::{changed, customer_of, resource, view};
use crate::{
    Access, Engine, Error, audit,
    ports::{Changes, Expected, VersionKey},
};
use facts::Event;
use words::{ExternalIdId, Verb};

/// Removes the external id. Fails if it does not exist, also when it was removed before.
pub async fn unlink(engine: &Engine, access: &Access, id: ExternalIdId) -> Result<(), Error> {
    let attempt = move || attempt_unlink(engine, access, id);
    let caller = &access.caller().without_idempotency();
    engine.transact(caller, "unlink_external_id", attempt).await?;
    Ok(())
}

async fn attempt_unlink(engine: &Engine, access: &Access, id: ExternalIdId) -> Result<((), Changes), Error> {
    let (now, scope) = (engine.now(), access.scope());
    let found = engine.book().external_id(scope, id).await?;
    let gone = found.ok_or_else(|| Error::not_found("external id", id))?;
    access.check(resource(gone.object), Verb::Write)?;

    // If somebody removes the id before this is read, the commit fails with a conflict.
    let key = VersionKey::ExternalIds(gone.object);
    let version = engine.book().version(&key).await?;
    let fact = engine.fact(scope, now, Event::ExternalIdUnlinked(changed(&gone)));
    let shown = (Some(view(&gone)), None);
    let changes = Changes {
        expected: vec![Expected { key, version }],
        unlinked: vec![id],
        facts: vec![fact.of_customer(customer_of(gone.object))],
        audit: vec![audit::entry(engine, access.caller(), now, "external_id.unlinked", id, shown)],
        ..Changes::default()
    };
    Ok(((), changes))
}
