//! Deed: logging in, by password or by a one-time link, with the second factor where there is one.

use super::{shown, throttle::Counted, visitor};
use crate::{
    Engine, Error, Origin,
    engine::sha256_hex,
    people,
    ports::{Changes, Expected, Row, VersionKey},
};
use program::{Membership, Purpose, SESSION_DAYS, SecondFactor, Session, Token, User, normalize_email};
use serde_json::json;
use words::{EmailHash, Instant, SessionId};

const AGENT_CHARACTERS_MAX: usize = 200;

/// What proves who somebody is.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    Password {
        email: String,
        password: String,
    },
    /// What a one-time link shows.
    Link {
        token: String,
    },
}

#[derive(Clone, PartialEq, Eq)]
pub struct LogIn {
    pub proof: Proof,
    /// A code of the second factor, or a recovery code.
    pub code: Option<String>,
    pub origin: Origin,
    /// The browser, in its own words.
    pub agent: Option<String>,
}

/// A session with the text that its browser keeps. The text is never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    pub session: Session,
    pub text: String,
}

/// Opens a session. Whatever is wrong, it takes as long to be told and counts as a failure.
pub async fn log_in(engine: &Engine, input: &LogIn) -> Result<(User, NewSession), Error> {
    match &input.proof {
        Proof::Password { email, password } => log_in_with_password(engine, input, email, password).await,
        Proof::Link { token } => log_in_with_link(engine, input, token).await,
    }
}

async fn log_in_with_password(
    engine: &Engine,
    input: &LogIn,
    email: &str,
    password: &str,
) -> Result<(User, NewSession), Error> {
    let hash = engine.vault().email_hash(&normalize_email("email", email)?);
    let counted = people::count_try(engine, "log_in", Some(&hash), &input.origin).await?;
    let user = engine.book().user_by_email(&hash).await?;
    let known = user.as_ref().and_then(|user| user.password.as_deref());
    let right = engine.vault().verify_password(password, known).await;
    let Some(user) = user.filter(|_| right) else {
        log_in_failed(engine, &hash, input, &counted, "password").await?;
        return Err(Error::LogInRefused);
    };
    open_session(engine, user, input, &counted, None).await
}

async fn log_in_with_link(engine: &Engine, input: &LogIn, token: &str) -> Result<(User, NewSession), Error> {
    let token = engine.book().token(&sha256_hex(token.as_bytes())).await?;
    let token = token.filter(|token| token.is_good(engine.now())).ok_or(Error::LinkSpent)?;
    let Purpose::LogIn { user, generation } = token.purpose else { return Err(Error::LinkSpent) };
    let user = engine.book().user(user).await?;
    let user = user.filter(|user| user.generation == generation).ok_or(Error::LinkSpent)?;
    let hash = user.personal.email_hash.clone().ok_or(Error::LinkSpent)?;
    // Counted apart from passwords: who guesses at those must not lock out the owner, who has a link.
    let counted = people::count_try(engine, "link_log_in", Some(&hash), &input.origin).await?;
    open_session(engine, user, input, &counted, Some(&token)).await
}

/// The first proof was good; the second factor is asked for where there is one.
async fn open_session(
    engine: &Engine,
    user: User,
    input: &LogIn,
    counted: &Counted,
    token: Option<&Token>,
) -> Result<(User, NewSession), Error> {
    let (user_id, generation) = (user.id, user.generation);
    if user.demanded_factor().is_some() && input.code.is_none() {
        let attempt = move || async move {
            let mut changes = Changes::default();
            people::uncount(engine, counted, &mut changes).await?;
            Ok(((), changes))
        };
        engine.transact_unnamed("ask_second_factor", attempt).await?;
        people::let_in(engine, counted);
        return Err(Error::SecondFactorNeeded);
    }
    let (text, hash) = &people::draw_secret(engine, "hgs");
    let attempt = move || async move {
        let now = engine.now();
        let key = VersionKey::User(user_id);
        let version = engine.book().version(&key).await?;
        let user = engine.book().user(user_id).await?;
        // What was proved is worth nothing once the password was changed, or chosen anew, meanwhile.
        let user = user.filter(|user| user.generation == generation).ok_or(Error::LogInRefused)?;
        let mut changes = Changes::default();
        people::forgive(engine, counted, &mut changes).await?;
        if let Some(token) = token {
            people::spend_link(engine, token, now, &mut changes).await?;
        }
        let mut user = user;
        if let Some(factor) = user.demanded_factor() {
            let code = input.code.as_deref().unwrap_or_default();
            let factor =
                people::use_code(engine, &user, factor, code, now).ok_or(Error::SecondFactorWrong)?;
            user.second_factor = Some(factor);
            changes.expected.push(Expected { key, version });
            changes.rows.push(Row::User(user.clone()));
        } else {
            changes.unchanged.push(Expected { key, version });
        }
        let session = people::draft_session(engine, &user, hash, input, now);
        let memberships = engine.book().memberships_of(user.id).await?;
        changes.audit = people::audit_log_in(engine, &memberships, &session, &input.origin, now);
        changes.rows.push(Row::Session(session.clone()));
        Ok(((user, session), changes))
    };
    match engine.transact_unnamed("log_in", attempt).await {
        Ok((user, session)) => {
            people::let_in(engine, counted);
            Ok((user, NewSession { session, text: text.clone() }))
        }
        Err(Error::SecondFactorWrong) => {
            let hash = user.personal.email_hash.unwrap_or_else(|| EmailHash(String::new()));
            log_in_failed(engine, &hash, input, counted, "second_factor").await?;
            Err(Error::SecondFactorWrong)
        }
        Err(other) => Err(other),
    }
}

pub(super) fn draft_session(
    engine: &Engine,
    user: &User,
    hash: &str,
    input: &LogIn,
    now: Instant,
) -> Session {
    let shortened = |agent: &String| agent.chars().take(AGENT_CHARACTERS_MAX).collect();
    Session {
        id: SessionId::draw(now, engine.draw()),
        user: user.id,
        hash: hash.to_owned(),
        generation: user.generation,
        address: input.origin.address.clone(),
        agent: input.agent.as_ref().map(shortened),
        created_at: now,
        expires_at: now.plus_days(SESSION_DAYS),
        ended_at: None,
    }
}

pub(super) fn audit_log_in(
    engine: &Engine,
    memberships: &[Membership],
    session: &Session,
    origin: &Origin,
    now: Instant,
) -> Vec<crate::ports::AuditRecord> {
    let by = (visitor(Some(session.user)), origin);
    people::audit_entries(
        engine,
        memberships,
        by,
        now,
        "session.opened",
        &session.id.to_string(),
        shown(session),
    )
}

/// Marks a one-time link as used; of two at once, one finds it used.
pub(super) async fn spend_link(
    engine: &Engine,
    token: &Token,
    now: Instant,
    changes: &mut Changes,
) -> Result<(), Error> {
    let key = VersionKey::Token(token.hash.clone());
    let version = engine.book().version(&key).await?;
    let token = engine.book().token(&token.hash).await?;
    let token = token.filter(|token| token.is_good(now)).ok_or(Error::LinkSpent)?;
    changes.expected.push(Expected { key, version });
    changes.rows.push(Row::Token(Token { used_at: Some(now), ..token }));
    Ok(())
}

/// Tells the audit log of everyone concerned that a log-in failed, and how long the next has to wait. Addresses that
/// nobody has concern no one.
async fn log_in_failed(
    engine: &Engine,
    hash: &EmailHash,
    input: &LogIn,
    counted: &Counted,
    wrong: &str,
) -> Result<(), Error> {
    let attempt = move || async move {
        let Some(user) = engine.book().user_by_email(hash).await? else {
            return people::nothing_but_time(engine);
        };
        let memberships = engine.book().memberships_of(user.id).await?;
        let subject = user.id.to_string();
        let after = json!({
            "wrong": wrong, "failures": counted.failures, "wait_seconds": counted.wait_seconds,
        });
        let by = (visitor(None), &input.origin);
        let audit = people::audit_entries(
            engine,
            &memberships,
            by,
            engine.now(),
            "log_in.failed",
            &subject,
            Some(after),
        );
        Ok(((), Changes { audit, ..Changes::default() }))
    };
    engine.transact_unnamed("log_in_failed", attempt).await
}

/// The factor once `code` was taken; none if it is not right.
pub(super) fn use_code(
    engine: &Engine,
    user: &User,
    factor: &SecondFactor,
    code: &str,
    now: Instant,
) -> Option<SecondFactor> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let hash = sha256_hex(code.to_lowercase().as_bytes());
    if let Some(place) = factor.recovery.iter().position(|known| *known == hash) {
        let mut factor = factor.clone();
        factor.recovery.remove(place);
        return Some(factor);
    }
    let step = people::matching_step(engine, user, factor, &code, now)?;
    (step > factor.last_step).then(|| SecondFactor { last_step: step, ..factor.clone() })
}
