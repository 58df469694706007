//! External ids, found both ways.

use super::{noun_of, resource};
use crate::{
    Access, Engine, Error,
    ports::{ListQuery, Row},
};
use referral::{ExternalId, NamedObject};
use words::{Invalid, Scope, Verb, trim_blanks};

/// Finds the object that another system's record names. None also if the caller may not read the object.
pub async fn find(
    engine: &Engine,
    access: &Access,
    system: &str,
    kind: &str,
    external_id: &str,
) -> Result<Option<ExternalId>, Error> {
    let external_id = trim_blanks(external_id);
    ExternalId::check(system, kind, external_id)?;

    let found = engine.book().external_id_of_record(access.scope(), system, kind, external_id).await?;
    Ok(found.filter(|it| access.may(resource(it.object), Verb::Read)))
}

/// All external ids of the object, oldest first. Fails if the object does not exist.
pub async fn of_object(
    engine: &Engine,
    access: &Access,
    object: NamedObject,
) -> Result<Vec<ExternalId>, Error> {
    access.check(resource(object), Verb::Read)?;

    named_object(engine, access.scope(), object).await?;
    Ok(engine.book().external_ids_of(access.scope(), object).await?)
}

/// Fails if the object does not exist, or is a customer who was erased.
pub(super) async fn check_linkable(engine: &Engine, scope: Scope, object: NamedObject) -> Result<(), Error> {
    let row = named_object(engine, scope, object).await?;
    let is_erased = matches!(row, Row::Customer(customer) if customer.erased_at.is_some());
    if is_erased {
        return Err(Invalid::new("object_id", "a customer who has not been erased").into());
    }
    Ok(())
}

async fn named_object(engine: &Engine, scope: Scope, object: NamedObject) -> Result<Row, Error> {
    let noun = noun_of(object);
    let query = ListQuery::new(noun, 1).only(noun.id_column(), object);
    let found = engine.book().list(scope, &query).await?.pop();
    found.ok_or_else(|| Error::not_found(object.noun(), object))
}
