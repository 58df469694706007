//! Deed: links another system's id to one of our objects.

use super::{changed, customer_of, resource, view};
use crate::{
    Access, Done, Engine, Error, audit, external_ids,
    ports::{Changes, Expected, Row, VersionKey},
};
use facts::Event;
use referral::{EXTERNAL_IDS_PER_OBJECT_MAX, ExternalId, NamedObject};
use serde::{Deserialize, Serialize};
use words::{ExternalIdId, Invalid, Verb, trim_blanks};

/// A record of another system, and the object that it is to name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExternalIdInput {
    pub system: String,
    pub kind: String,
    pub external_id: String,
    pub object: NamedObject,
}

/// An external id, and whether this request linked it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Linked {
    pub external_id: ExternalId,
    pub is_new: bool,
}

/// Links the id to the object. Again it changes nothing. Fails with [`Error::Taken`] if it names another object.
pub async fn link(engine: &Engine, access: &Access, input: &ExternalIdInput) -> Result<Done<Linked>, Error> {
    access.check(resource(input.object), Verb::Write)?;
    let input = &ExternalIdInput { external_id: trim_blanks(&input.external_id).to_owned(), ..input.clone() };
    ExternalId::check(&input.system, &input.kind, &input.external_id)?;

    let attempt = move || attempt_link(engine, access, input);
    engine.transact(access.caller(), "link_external_id", attempt).await
}

async fn attempt_link(
    engine: &Engine,
    access: &Access,
    input: &ExternalIdInput,
) -> Result<(Linked, Changes), Error> {
    let (now, scope) = (engine.now(), access.scope());
    let ExternalIdInput { system, kind, external_id, object } = input.clone();
    // Before everything else that is read: erasing a customer expects this version too.
    let key = VersionKey::ExternalIds(object);
    let version = engine.book().version(&key).await?;
    external_ids::check_linkable(engine, scope, object).await?;
    let known = engine.book().external_id_of_record(scope, &system, &kind, &external_id).await?;
    let others = engine.book().external_ids_of(scope, object).await?;

    if let Some(known) = known {
        return already_linked(access, known, object);
    }
    if others.len() >= EXTERNAL_IDS_PER_OBJECT_MAX {
        let expected = format!("an object with fewer than {EXTERNAL_IDS_PER_OBJECT_MAX} external ids");
        return Err(Invalid::new("object_id", expected).into());
    }
    let id = ExternalIdId::draw(now, engine.draw());
    let external_id = ExternalId { id, scope, system, kind, external_id, object, linked_at: now };

    let fact = engine.fact(scope, now, Event::ExternalIdLinked(changed(&external_id)));
    let shown = (None, Some(view(&external_id)));
    let changes = Changes {
        expected: vec![Expected { key, version }],
        rows: vec![Row::ExternalId(external_id.clone())],
        facts: vec![fact.of_customer(customer_of(object))],
        audit: vec![audit::entry(engine, access.caller(), now, "external_id.linked", id, shown)],
        ..Changes::default()
    };
    Ok((Linked { external_id, is_new: true }, changes))
}

fn already_linked(
    access: &Access,
    known: ExternalId,
    object: NamedObject,
) -> Result<(Linked, Changes), Error> {
    if known.object == object {
        return Ok((Linked { external_id: known, is_new: false }, Changes::default()));
    }
    let may_read = access.may(resource(known.object), Verb::Read);
    let value = match may_read {
        true => format!("{}, which names {},", known.external_id, known.object),
        false => known.external_id,
    };
    Err(Error::Taken { field: "external_id", value })
}
