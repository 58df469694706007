//! Update and archive a code.

use crate::{
    Engine, Error, Permit,
    audit::{self, view},
    need::WriteLinks,
    ports::{Changes, Expected, Row, VersionKey},
};
use facts::{CodeChanged, Event};
use program::{Code, CodeOffer};
use words::{CodeId, Instant};

/// What is changed of a code; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct CodeChange {
    /// From now on it counts only for customers whom its owner led in another way too; or for all again.
    pub leaked: Option<bool>,
    pub customer_offer: Option<CodeOffer>,
}

/// What occurs from now on with the code is not the partner's; its text stays taken.
pub async fn archive(engine: &Engine, caller: &Permit<WriteLinks>, id: CodeId) -> Result<Code, Error> {
    change_with(engine, caller, id, Event::CodeArchived, |code, now| {
        code.archived_at = code.archived_at.or(Some(now))
    })
    .await
}

/// Changes what the code counts for and gives.
pub async fn update(
    engine: &Engine,
    caller: &Permit<WriteLinks>,
    id: CodeId,
    change: &CodeChange,
) -> Result<Code, Error> {
    change.customer_offer.as_ref().map_or(Ok(()), CodeOffer::check)?;
    change_with(engine, caller, id, Event::CodeUpdated, move |code, now| {
        if let Some(leaked) = change.leaked {
            code.leaked_at = leaked.then_some(code.leaked_at.unwrap_or(now));
        }
        if let Some(offer) = &change.customer_offer {
            code.customer_offer = offer.clone();
        }
    })
    .await
}

async fn change_with(
    engine: &Engine,
    caller: &Permit<WriteLinks>,
    id: CodeId,
    done: fn(CodeChanged) -> Event,
    change: impl Fn(&mut Code, Instant) + Send + Sync,
) -> Result<Code, Error> {
    let caller = &caller.without_idempotency();
    let change = &change;
    let attempt = move || async move {
        let key = VersionKey::Code(id);
        let version = engine.book().version(&key).await?;
        let (now, scope) = (engine.now(), caller.scope);
        let found = engine.book().code_by_id(scope, id).await?;
        let before = found.ok_or_else(|| Error::not_found("code", id))?;
        let mut after = before.clone();
        change(&mut after, now);
        if after == before {
            return Ok((before, Changes::default()));
        }
        let event = done(CodeChanged { code: id, partner: after.partner });
        let record = (view(&before), view(&after));
        let changes = Changes {
            expected: vec![Expected { key, version }],
            audit: vec![audit::entry(engine, caller, now, event.kind().text(), id, record)],
            facts: vec![engine.fact(scope, now, event).of_program(after.program)],
            rows: vec![Row::Code(after.clone())],
            ..Changes::default()
        };
        Ok((after, changes))
    };
    Ok(engine.transact(caller, "change_code", attempt).await?.value)
}
