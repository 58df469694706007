//! Who is told that a payout method was changed: everybody who could notice that it was not them.

use crate::{
    Engine, Error,
    ports::{Changes, LetterKind},
};
use payout::{Destination, Method};
use program::{Partner, Seat};
use std::collections::BTreeMap;
use words::SubjectKey;

/// Addresses by their normalized form, each with the key of whose it is.
pub(crate) type Readers = BTreeMap<String, (SubjectKey, String)>;

impl Engine {
    /// Writes to the partner's address, to whoever enters their portal, and to the addresses that the method before and the
    /// new one lead to: whoever took over one of them does not have them all.
    pub(super) async fn tell_of_change(
        &self,
        partner: &Partner,
        (before, after): (&Method, &Method),
        destination: &Destination,
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let workspace = self.book().workspace(partner.scope.workspace).await?;
        let workspace = workspace.map(|workspace| workspace.name).unwrap_or_default();
        let kind = LetterKind::PayoutMethodChanged {
            workspace,
            before: before.hint.clone(),
            after: after.hint.clone(),
            changed_at: after.created_at,
            usable_from: after.usable_from,
        };
        for (_, (key, to)) in self.readers(partner, (before, after), destination).await? {
            changes.letters.push(self.letter(&key, to, kind.clone(), self.now()));
        }
        Ok(())
    }

    /// Addresses by their normalized form, each with the key of whose it is.
    async fn readers(
        &self,
        partner: &Partner,
        (before, after): (&Method, &Method),
        destination: &Destination,
    ) -> Result<Readers, Error> {
        let mut readers = self.readers_of(partner).await?;
        let earlier = self.destination_of(before);
        add(
            &mut readers,
            before.key.as_ref(),
            earlier.as_ref().and_then(Destination::email).map(str::to_owned),
        );
        add(&mut readers, after.key.as_ref(), destination.email().map(str::to_owned));
        Ok(readers)
    }

    /// The partner's own address, and those of the people who enter their portal.
    pub(crate) async fn readers_of(&self, partner: &Partner) -> Result<Readers, Error> {
        let mut readers = Readers::new();
        let personal = &partner.personal;
        let known = personal.key.as_ref().zip(personal.email.as_ref());
        add(
            &mut readers,
            personal.key.as_ref(),
            known.and_then(|(key, sealed)| self.vault().open(key, sealed)),
        );
        let seat = Seat::Partner { partner: partner.id, mode: partner.scope.mode };
        for (membership, user) in self.book().members(partner.scope.workspace).await? {
            if membership.seat == seat && membership.ended_at.is_none() {
                add(&mut readers, user.personal.key.as_ref(), self.email_of(&user));
            }
        }
        Ok(readers)
    }
}

fn add(readers: &mut Readers, key: Option<&SubjectKey>, to: Option<String>) {
    if let Some((key, to)) = key.cloned().zip(to) {
        readers.entry(to.trim().to_lowercase()).or_insert((key, to));
    }
}
