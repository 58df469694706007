//! Deeds on one's own account: name and password.

use super::SignedIn;
use crate::{
    Engine, Error, people,
    ports::{Changes, Expected, Row, VersionKey},
};
use program::{NAME_CHARACTERS_MAX, Session, User, check_password};
use words::{EmailHash, check_text};

pub async fn rename_user(engine: &Engine, signed_in: &SignedIn, name: &str) -> Result<User, Error> {
    check_text("name", name, NAME_CHARACTERS_MAX)?;
    let id = signed_in.user.id;
    let attempt = move || async move {
        let key = VersionKey::User(id);
        let version = engine.book().version(&key).await?;
        let mut user = engine.book().user(id).await?.ok_or(Error::SessionOver)?;
        let subject = user.personal.key.clone().ok_or(Error::SessionOver)?;
        user.personal.name = Some(engine.vault().seal(&subject, name));
        let memberships = engine.book().memberships_of(id).await?;
        let by = (signed_in.actor(), &signed_in.origin);
        let audit = people::audit_entries(
            engine,
            &memberships,
            by,
            engine.now(),
            "user.renamed",
            &id.to_string(),
            None,
        );
        let rows = vec![Row::User(user.clone())];
        Ok((user, Changes { expected: vec![Expected { key, version }], rows, audit, ..Changes::default() }))
    };
    engine.transact_unnamed("rename_user", attempt).await
}

/// Changes the password. Every other session ends; the one that asks goes on.
pub async fn change_password(
    engine: &Engine,
    signed_in: &SignedIn,
    current: Option<&str>,
    password: &str,
) -> Result<(), Error> {
    people::prove_again(engine, signed_in, current).await?;
    let email = people::email_of(engine, &signed_in.user).unwrap_or_default();
    check_password("password", password, &email)?;
    let hashed = &engine.vault().hash_password(password).await;
    let (id, own) = (signed_in.user.id, &signed_in.session);
    let attempt = move || async move {
        let now = engine.now();
        let key = VersionKey::User(id);
        let version = engine.book().version(&key).await?;
        let user = engine.book().user(id).await?;
        // The session may have ended while the password was being hashed.
        let user = user.filter(|user| user.generation == own.generation).ok_or(Error::SessionOver)?;
        let mut changes = people::set_password(engine, &user, hashed, &signed_in.origin, now).await?;
        changes.expected.push(Expected { key, version });
        let own = people::reload_session(engine, own).await?;
        changes.rows.push(Row::Session(Session { generation: user.generation + 1, ..own }));
        Ok(((), changes))
    };
    engine.transact_unnamed("change_password", attempt).await
}

/// What opens the account for good is changed only by who knows the password, if there is one: a session
/// left open, or stolen, is not enough. Guesses are slowed as at log-in.
pub(super) async fn prove_again(
    engine: &Engine,
    signed_in: &SignedIn,
    current: Option<&str>,
) -> Result<(), Error> {
    let user = &signed_in.user;
    let Some(known) = user.password.as_deref() else { return Ok(()) };
    let hash = user.personal.email_hash.clone().unwrap_or_else(|| EmailHash(user.id.to_string()));
    let counted = people::count_try(engine, "prove_again", Some(&hash), &signed_in.origin).await?;
    if !engine.vault().verify_password(current.unwrap_or_default(), Some(known)).await {
        return Err(Error::LogInRefused);
    }
    let counted = &counted;
    let attempt = move || async move {
        let mut changes = Changes::default();
        people::forgive(engine, counted, &mut changes).await?;
        Ok(((), changes))
    };
    engine.transact_unnamed("prove_again", attempt).await?;
    people::let_in(engine, counted);
    Ok(())
}
