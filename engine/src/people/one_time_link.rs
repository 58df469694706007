//! Deeds: one-time links by e-mail, to log in and to choose a new password.

use super::{throttle::LINK, visitor};
use crate::{
    Engine, Error, Origin,
    engine::sha256_hex,
    letters, people,
    ports::{Changes, Expected, LetterKind, Row, VersionKey},
};
use program::{
    LOG_IN_LINK_MINUTES, PASSWORD_RESET_MINUTES, Purpose, Token, User, check_password, normalize_email,
};
use words::{Instant, SubjectKey};

const MINUTE_MICROS: i64 = 60_000_000;

/// Sends a link that logs in to whoever has this address, unless one was sent a short while ago and is good for
/// half of its time at least. The answer is the same if nobody has it.
pub async fn send_log_in_link(
    engine: &Engine,
    email: &str,
    base: &str,
    origin: &Origin,
) -> Result<(), Error> {
    send_link(engine, email, origin, "log_in.link_sent", |user, token| {
        let link = format!("{base}/log-in#token={token}");
        let purpose = Purpose::LogIn { user: user.id, generation: user.generation };
        (purpose, LOG_IN_LINK_MINUTES, LetterKind::LogIn { link, minutes: LOG_IN_LINK_MINUTES as u32 })
    })
    .await
}

/// Sends a link under which a new password can be chosen. The answer is the same if nobody has it.
pub async fn send_password_reset(
    engine: &Engine,
    email: &str,
    base: &str,
    origin: &Origin,
) -> Result<(), Error> {
    send_link(engine, email, origin, "password.reset_sent", |user, token| {
        let link = format!("{base}/reset-password#token={token}");
        let purpose = Purpose::PasswordReset { user: user.id, generation: user.generation };
        let minutes = PASSWORD_RESET_MINUTES as u32;
        (purpose, PASSWORD_RESET_MINUTES, LetterKind::PasswordReset { link, minutes })
    })
    .await
}

async fn send_link(
    engine: &Engine,
    email: &str,
    origin: &Origin,
    action: &'static str,
    letter: impl Fn(&User, &str) -> (Purpose, i64, LetterKind) + Send + Sync,
) -> Result<(), Error> {
    let hash = &engine.vault().email_hash(&normalize_email("email", email)?);
    people::count_try(engine, LINK, Some(hash), origin).await?;
    let letter = &letter;
    let attempt = move || async move {
        let now = engine.now();
        let Some(user) = engine.book().user_by_email(hash).await? else {
            return people::nothing_but_time(engine);
        };
        let (Some(key), Some(to)) = (&user.personal.key, people::email_of(engine, &user)) else {
            return people::nothing_but_time(engine);
        };
        let (text, token_hash) = people::draw_secret(engine, "hgl");
        let (purpose, minutes, kind) = letter(&user, &text);
        // Of many who ask at once, one is sent a letter.
        let asked = VersionKey::User(user.id);
        let version = engine.book().version(&asked).await?;
        let sent = engine.book().tokens_of(user.id, now).await?;
        if sent.iter().any(|token| token.purpose == purpose && token.is_fresh(now)) {
            return people::nothing_but_time(engine);
        }
        let token = token_of(token_hash, purpose, now, minutes);
        let memberships = engine.book().memberships_of(user.id).await?;
        let by = (visitor(None), origin);
        let audit = people::audit_entries(engine, &memberships, by, now, action, &user.id.to_string(), None);
        let letters = vec![letters::put(engine, key, to, kind, now)];
        let expected = vec![Expected { key: asked, version }];
        let rows = vec![Row::Token(token)];
        Ok(((), Changes { expected, rows, audit, letters, ..Changes::default() }))
    };
    engine.transact_unnamed("send_link", attempt).await
}

/// Chooses a new password under a link that was sent; every session ends.
pub async fn reset_password(
    engine: &Engine,
    token: &str,
    password: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let hash = &sha256_hex(token.as_bytes());
    // Looked at before the slow hash is made, so that guesses at tokens cost nothing.
    let (user, _) = find_reset_link(engine, hash).await?;
    check_password("password", password, &people::email_of(engine, &user).unwrap_or_default())?;
    let hashed = &engine.vault().hash_password(password).await;
    let attempt = move || async move {
        let now = engine.now();
        let key = VersionKey::User(user.id);
        let version = engine.book().version(&key).await?;
        let (user, token) = find_reset_link(engine, hash).await?;
        let mut changes = people::set_password(engine, &user, hashed, origin, now).await?;
        changes.expected.push(Expected { key, version });
        people::spend_link(engine, &token, now, &mut changes).await?;
        Ok(((), changes))
    };
    engine.transact_unnamed("reset_password", attempt).await
}

async fn find_reset_link(engine: &Engine, hash: &str) -> Result<(User, Token), Error> {
    let token = engine.book().token(hash).await?;
    let token = token.filter(|token| token.is_good(engine.now())).ok_or(Error::LinkSpent)?;
    let Purpose::PasswordReset { user, generation } = token.purpose else { return Err(Error::LinkSpent) };
    let user = engine.book().user(user).await?;
    let user = user.filter(|user| user.generation == generation).ok_or(Error::LinkSpent)?;
    Ok((user, token))
}

/// The user with the new password and generation, a letter that tells of it, and the record.
pub(super) async fn set_password(
    engine: &Engine,
    user: &User,
    hashed: &str,
    origin: &Origin,
    now: Instant,
) -> Result<Changes, Error> {
    let after = User { password: Some(hashed.to_owned()), generation: user.generation + 1, ..user.clone() };
    let memberships = engine.book().memberships_of(user.id).await?;
    let by = (visitor(Some(user.id)), origin);
    let audit =
        people::audit_entries(engine, &memberships, by, now, "password.changed", &user.id.to_string(), None);
    let to: Option<(&SubjectKey, String)> = user.personal.key.as_ref().zip(people::email_of(engine, user));
    let address = origin.address.clone().unwrap_or_else(|| "unknown".to_owned());
    let told = |(key, to)| {
        letters::put(engine, key, to, LetterKind::PasswordChanged { at: now.to_string(), address }, now)
    };
    let letters = to.map(told).into_iter().collect();
    Ok(Changes { rows: vec![Row::User(after)], audit, letters, ..Changes::default() })
}

pub(super) fn token_of(hash: String, purpose: Purpose, now: Instant, minutes: i64) -> Token {
    let expires_at = now.plus_micros(minutes * MINUTE_MICROS);
    Token { hash, purpose, created_at: now, expires_at, used_at: None }
}
