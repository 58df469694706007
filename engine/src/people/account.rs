//! Deeds on one's own account: name and password.

use super::SignedIn;
use crate::{
    Engine, Error,
    ports::{Changes, Expected, Row, VersionKey},
};
use program::{NAME_CHARACTERS_MAX, Session, User, check_password};
use words::{EmailHash, check_text};

impl Engine {
    pub async fn rename_user(&self, signed_in: &SignedIn, name: &str) -> Result<User, Error> {
        check_text("name", name, NAME_CHARACTERS_MAX)?;
        let id = signed_in.user.id;
        let attempt = move || async move {
            let key = VersionKey::User(id);
            let version = self.book().version(&key).await?;
            let mut user = self.book().user(id).await?.ok_or(Error::SessionOver)?;
            let subject = user.personal.key.clone().ok_or(Error::SessionOver)?;
            user.personal.name = Some(self.vault().seal(&subject, name));
            let memberships = self.book().memberships_of(id).await?;
            let by = (signed_in.actor(), &signed_in.origin);
            let audit = self.audited_for(&memberships, by, self.now(), "user.renamed", &id.to_string(), None);
            let rows = vec![Row::User(user.clone())];
            Ok((
                user,
                Changes { expected: vec![Expected { key, version }], rows, audit, ..Changes::default() },
            ))
        };
        self.turn_unnamed("rename_user", attempt).await
    }

    /// Changes the password. Every other session ends; the one that asks goes on.
    pub async fn change_password(
        &self,
        signed_in: &SignedIn,
        current: Option<&str>,
        password: &str,
    ) -> Result<(), Error> {
        self.prove_again(signed_in, current).await?;
        let email = self.email_of(&signed_in.user).unwrap_or_default();
        check_password("password", password, &email)?;
        let hashed = &self.vault().hash_password(password).await;
        let (id, own) = (signed_in.user.id, &signed_in.session);
        let attempt = move || async move {
            let now = self.now();
            let key = VersionKey::User(id);
            let version = self.book().version(&key).await?;
            let user = self.book().user(id).await?;
            // The session may have ended while the password was being hashed.
            let user = user.filter(|user| user.generation == own.generation).ok_or(Error::SessionOver)?;
            let mut changes = self.password_changed(&user, hashed, &signed_in.origin, now).await?;
            changes.expected.push(Expected { key, version });
            let own = self.still_open(own).await?;
            changes.rows.push(Row::Session(Session { generation: user.generation + 1, ..own }));
            Ok(((), changes))
        };
        self.turn_unnamed("change_password", attempt).await
    }

    /// What opens the account for good is changed only by who knows the password, if there is one: a session
    /// left open, or stolen, is not enough. Guesses are slowed as at log-in.
    pub(super) async fn prove_again(&self, signed_in: &SignedIn, current: Option<&str>) -> Result<(), Error> {
        let user = &signed_in.user;
        let Some(known) = user.password.as_deref() else { return Ok(()) };
        let hash = user.personal.email_hash.clone().unwrap_or_else(|| EmailHash(user.id.to_string()));
        let counted = self.count_try("prove_again", Some(&hash), &signed_in.origin).await?;
        if !self.vault().verify_password(current.unwrap_or_default(), Some(known)).await {
            return Err(Error::LogInRefused);
        }
        let counted = &counted;
        let attempt = move || async move {
            let mut changes = Changes::default();
            self.forgive(counted, &mut changes).await?;
            Ok(((), changes))
        };
        self.turn_unnamed("prove_again", attempt).await?;
        self.let_in(counted);
        Ok(())
    }
}
