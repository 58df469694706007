//! Deeds: one-time links by e-mail, to log in and to choose a new password.

use super::{throttle::LINK, visitor};
use crate::{
    Engine, Error, Origin,
    engine::sha256_hex,
    ports::{Changes, Expected, LetterKind, Row, VersionKey},
};
use program::{
    LOG_IN_LINK_MINUTES, PASSWORD_RESET_MINUTES, Purpose, Token, User, check_password, normalize_email,
};
use words::{Instant, SubjectKey};

const MINUTE_MICROS: i64 = 60_000_000;

impl Engine {
    /// Sends a link that logs in to whoever has this address, unless one was sent a short while ago and is good for
    /// half of its time at least. The answer is the same if nobody has it.
    pub async fn send_log_in_link(&self, email: &str, base: &str, origin: &Origin) -> Result<(), Error> {
        self.send_link(email, origin, "log_in.link_sent", |user, token| {
            let link = format!("{base}/log-in#token={token}");
            let purpose = Purpose::LogIn { user: user.id, generation: user.generation };
            (purpose, LOG_IN_LINK_MINUTES, LetterKind::LogIn { link, minutes: LOG_IN_LINK_MINUTES as u32 })
        })
        .await
    }

    /// Sends a link under which a new password can be chosen. The answer is the same if nobody has it.
    pub async fn send_password_reset(&self, email: &str, base: &str, origin: &Origin) -> Result<(), Error> {
        self.send_link(email, origin, "password.reset_sent", |user, token| {
            let link = format!("{base}/reset-password#token={token}");
            let purpose = Purpose::PasswordReset { user: user.id, generation: user.generation };
            let minutes = PASSWORD_RESET_MINUTES as u32;
            (purpose, PASSWORD_RESET_MINUTES, LetterKind::PasswordReset { link, minutes })
        })
        .await
    }

    async fn send_link(
        &self,
        email: &str,
        origin: &Origin,
        action: &'static str,
        letter: impl Fn(&User, &str) -> (Purpose, i64, LetterKind) + Send + Sync,
    ) -> Result<(), Error> {
        let hash = &self.vault().email_hash(&normalize_email("email", email)?);
        self.count_try(LINK, Some(hash), origin).await?;
        let letter = &letter;
        let attempt = move || async move {
            let now = self.now();
            let Some(user) = self.book().user_by_email(hash).await? else {
                return self.nothing_but_time();
            };
            let (Some(key), Some(to)) = (&user.personal.key, self.email_of(&user)) else {
                return self.nothing_but_time();
            };
            let (text, token_hash) = self.secret("hgl");
            let (purpose, minutes, kind) = letter(&user, &text);
            // Of many who ask at once, one is sent a letter.
            let asked = VersionKey::User(user.id);
            let version = self.book().version(&asked).await?;
            let sent = self.book().tokens_of(user.id, now).await?;
            if sent.iter().any(|token| token.purpose == purpose && token.is_fresh(now)) {
                return self.nothing_but_time();
            }
            let token = token_of(token_hash, purpose, now, minutes);
            let memberships = self.book().memberships_of(user.id).await?;
            let by = (visitor(None), origin);
            let audit = self.audited_for(&memberships, by, now, action, &user.id.to_string(), None);
            let letters = vec![self.letter(key, to, kind, now)];
            let expected = vec![Expected { key: asked, version }];
            let rows = vec![Row::Token(token)];
            Ok(((), Changes { expected, rows, audit, letters, ..Changes::default() }))
        };
        self.turn_unnamed("send_link", attempt).await
    }

    /// Chooses a new password under a link that was sent; every session ends.
    pub async fn reset_password(&self, token: &str, password: &str, origin: &Origin) -> Result<(), Error> {
        let hash = &sha256_hex(token.as_bytes());
        // Looked at before the slow hash is made, so that guesses at tokens cost nothing.
        let (user, _) = self.reset_meant(hash).await?;
        check_password("password", password, &self.email_of(&user).unwrap_or_default())?;
        let hashed = &self.vault().hash_password(password).await;
        let attempt = move || async move {
            let now = self.now();
            let key = VersionKey::User(user.id);
            let version = self.book().version(&key).await?;
            let (user, token) = self.reset_meant(hash).await?;
            let mut changes = self.password_changed(&user, hashed, origin, now).await?;
            changes.expected.push(Expected { key, version });
            self.spend(&token, now, &mut changes).await?;
            Ok(((), changes))
        };
        self.turn_unnamed("reset_password", attempt).await
    }

    async fn reset_meant(&self, hash: &str) -> Result<(User, Token), Error> {
        let token = self.book().token(hash).await?;
        let token = token.filter(|token| token.is_good(self.now())).ok_or(Error::LinkSpent)?;
        let Purpose::PasswordReset { user, generation } = token.purpose else { return Err(Error::LinkSpent) };
        let user = self.book().user(user).await?;
        let user = user.filter(|user| user.generation == generation).ok_or(Error::LinkSpent)?;
        Ok((user, token))
    }

    /// The user with the new password and generation, a letter that tells of it, and the record.
    pub(super) async fn password_changed(
        &self,
        user: &User,
        hashed: &str,
        origin: &Origin,
        now: Instant,
    ) -> Result<Changes, Error> {
        let after =
            User { password: Some(hashed.to_owned()), generation: user.generation + 1, ..user.clone() };
        let memberships = self.book().memberships_of(user.id).await?;
        let by = (visitor(Some(user.id)), origin);
        let audit = self.audited_for(&memberships, by, now, "password.changed", &user.id.to_string(), None);
        let to: Option<(&SubjectKey, String)> = user.personal.key.as_ref().zip(self.email_of(user));
        let address = origin.address.clone().unwrap_or_else(|| "unknown".to_owned());
        let told = |(key, to)| {
            self.letter(key, to, LetterKind::PasswordChanged { at: now.to_string(), address }, now)
        };
        let letters = to.map(told).into_iter().collect();
        Ok(Changes { rows: vec![Row::User(after)], audit, letters, ..Changes::default() })
    }
}

pub(super) fn token_of(hash: String, purpose: Purpose, now: Instant, minutes: i64) -> Token {
    let expires_at = now.plus_micros(minutes * MINUTE_MICROS);
    Token { hash, purpose, created_at: now, expires_at, used_at: None }
}
