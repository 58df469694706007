//! Who is told that a payout method was changed: everybody who could notice that it was not them.

use crate::{
    Engine, Error, letters, payout_methods, people,
    ports::{Changes, LetterKind},
};
use payout::{Destination, Method};
use program::{Partner, Seat};
use std::collections::BTreeMap;
use words::SubjectKey;

/// Addresses by their normalized form, each with the key of whose it is.
pub(crate) type Readers = BTreeMap<String, (SubjectKey, String)>;

/// Notifies the partner's address, the users of their portal, and the addresses of the old and the new method. An attacker
/// who controls one of these addresses rarely controls all of them.
pub(super) async fn write_of_change(
    engine: &Engine,
    partner: &Partner,
    (before, after): (&Method, &Method),
    destination: &Destination,
    changes: &mut Changes,
) -> Result<(), Error> {
    let workspace = engine.book().workspace(partner.scope.workspace).await?;
    let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
    let kind = LetterKind::PayoutMethodChanged {
        workspace,
        before: before.hint.clone(),
        after: after.hint.clone(),
        changed_at: after.created_at,
        usable_from: after.usable_from,
    };
    for (_, (key, to)) in readers(engine, partner, (before, after), destination).await? {
        changes.letters.push(letters::put(engine, &key, to, kind.clone(), engine.now()));
    }
    Ok(())
}

/// Addresses by their normalized form, each with the key of whose it is.
async fn readers(
    engine: &Engine,
    partner: &Partner,
    (before, after): (&Method, &Method),
    destination: &Destination,
) -> Result<Readers, Error> {
    let mut readers = payout_methods::readers_of(engine, partner).await?;
    let earlier = payout_methods::destination_of(engine, before);
    add(&mut readers, before.key.as_ref(), earlier.as_ref().and_then(Destination::email).map(str::to_owned));
    add(&mut readers, after.key.as_ref(), destination.email().map(str::to_owned));
    Ok(readers)
}

/// The partner's own address, and those of the people who enter their portal.
pub(crate) async fn readers_of(engine: &Engine, partner: &Partner) -> Result<Readers, Error> {
    let mut readers = Readers::new();
    let personal = &partner.personal;
    let known = personal.key.as_ref().zip(personal.email.as_ref());
    add(
        &mut readers,
        personal.key.as_ref(),
        known.and_then(|(key, sealed)| engine.vault().open(key, sealed)),
    );
    let seat = Seat::Partner { partner: partner.id, mode: partner.scope.mode };
    for (membership, user) in engine.book().members(partner.scope.workspace).await? {
        if membership.seat == seat && membership.ended_at.is_none() {
            add(&mut readers, user.personal.key.as_ref(), people::email_of(engine, &user));
        }
    }
    Ok(readers)
}

fn add(readers: &mut Readers, key: Option<&SubjectKey>, to: Option<String>) {
    if let Some((key, to)) = key.cloned().zip(to) {
        readers.entry(to.trim().to_lowercase()).or_insert((key, to));
    }
}
