//! Which of a merchant's people a letter goes to.

use crate::{
    Engine, Error, letters,
    ports::{Changes, LetterKind},
};
use program::Seat;
use words::{Personal, Resource, Scope, Verb};

/// People of one merchant who are told of the same.
const READERS_MAX: usize = 20;

/// The members of the team whose role allows this.
pub(crate) async fn team_allowed(
    engine: &Engine,
    scope: Scope,
    resource: Resource,
    verb: Verb,
) -> Result<Vec<Personal>, Error> {
    let members = engine.book().members(scope.workspace).await?;
    let may = |seat: Seat| match seat {
        Seat::Team { role } => role.allows(resource, verb),
        Seat::Partner { .. } => false,
    };
    let allowed = members.into_iter().filter(|(it, _)| it.ended_at.is_none() && may(it.seat));
    Ok(allowed.map(|(_, user)| user.personal).take(READERS_MAX).collect())
}

/// The same letter to each of them.
pub(crate) fn write_to_all(engine: &Engine, readers: &[Personal], kind: &LetterKind, changes: &mut Changes) {
    for reader in readers {
        let (Some(key), Some(sealed)) = (&reader.key, &reader.email) else { continue };
        let Some(to) = engine.vault().open(key, sealed) else { continue };
        changes.letters.push(letters::put(engine, key, to, kind.clone(), engine.now()));
    }
}
