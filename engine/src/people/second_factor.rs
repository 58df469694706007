//! Deeds: the second factor, one-time codes by time (RFC 6238), with recovery codes for a lost device.

use super::SignedIn;
use crate::{
    Engine, Error,
    engine::sha256_hex,
    people,
    ports::{Changes, Expected, Row, VersionKey},
};
use program::{RECOVERY_CODES, SecondFactor, Session, User};
use totp_rs::{Builder, Secret, Totp};
use words::{Instant, Invalid};

const ISSUER: &str = "Honeyguide";
/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// What an authenticator app needs, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolling {
    /// The secret in base 32, for typing.
    pub secret: String,
    /// The same as `otpauth://…`, for a QR code.
    pub url: String,
}

/// One-time codes for when the device is lost, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<String>);

/// Draws a secret. It counts from [`confirm_second_factor`] on.
pub async fn begin_second_factor(
    engine: &Engine,
    signed_in: &SignedIn,
    current: Option<&str>,
) -> Result<Enrolling, Error> {
    people::prove_again(engine, signed_in, current).await?;
    let drawn = [engine.draw().to_be_bytes(), engine.draw().to_be_bytes()].concat();
    let email = people::email_of(engine, &signed_in.user).unwrap_or_default();
    let totp = generator(drawn[..SECRET_BYTES].to_vec(), &email)?;
    let secret = &totp.secret().to_base32();
    let id = signed_in.user.id;
    let attempt = move || async move {
        let (mut user, expected) = find_user(engine, signed_in).await?;
        if user.demanded_factor().is_some() {
            return Err(Error::Taken { field: "second_factor", value: "of this account".to_owned() });
        }
        let key = user.personal.key.clone().ok_or(Error::SessionOver)?;
        let secret = engine.vault().seal(&key, secret);
        user.second_factor =
            Some(SecondFactor { secret, confirmed_at: None, last_step: 0, recovery: Vec::new() });
        let rows = vec![Row::User(user)];
        Ok((id, Changes { expected: vec![expected], rows, ..Changes::default() }))
    };
    engine.transact_unnamed("begin_second_factor", attempt).await?;
    let url = totp.to_url().map_err(|_| Invalid::new("email", "an address that fits an otpauth link"))?;
    Ok(Enrolling { secret: secret.clone(), url })
}

/// Takes the first code; from now on every log-in asks for one. Every other session ends.
pub async fn confirm_second_factor(
    engine: &Engine,
    signed_in: &SignedIn,
    code: &str,
) -> Result<RecoveryCodes, Error> {
    let email_hash = signed_in.user.personal.email_hash.clone().ok_or(Error::SessionOver)?;
    let counted = &people::count_try(engine, "second_factor", Some(&email_hash), &signed_in.origin).await?;
    let codes: &Vec<String> = &(0..RECOVERY_CODES).map(|_| draw_recovery_code(engine)).collect();
    let attempt = move || async move {
        let now = engine.now();
        let (mut user, expected) = find_user(engine, signed_in).await?;
        let factor = user.second_factor.clone().filter(|factor| factor.confirmed_at.is_none());
        let factor = factor.ok_or_else(|| Error::not_found("second factor", "to confirm"))?;
        let step = people::matching_step(engine, &user, &factor, code.trim(), now);
        let last_step = step.ok_or(Error::SecondFactorWrong)?;
        let recovery = codes.iter().map(|code| sha256_hex(code.replace('-', "").as_bytes())).collect();
        user.second_factor = Some(SecondFactor { confirmed_at: Some(now), last_step, recovery, ..factor });
        user.generation += 1;
        let own = people::reload_session(engine, &signed_in.session).await?;
        let own = Session { generation: user.generation, ..own };
        let mut changes = change_factor(engine, signed_in, user, "second_factor.added").await?;
        changes.rows.push(Row::Session(own));
        changes.expected.push(expected);
        people::forgive(engine, counted, &mut changes).await?;
        Ok(((), changes))
    };
    engine.transact_unnamed("confirm_second_factor", attempt).await?;
    people::let_in(engine, counted);
    Ok(RecoveryCodes(codes.clone()))
}

/// Takes the factor away again; it needs the password and a code.
pub async fn remove_second_factor(
    engine: &Engine,
    signed_in: &SignedIn,
    current: Option<&str>,
    code: &str,
) -> Result<(), Error> {
    people::prove_again(engine, signed_in, current).await?;
    let email_hash = signed_in.user.personal.email_hash.clone().ok_or(Error::SessionOver)?;
    let counted = &people::count_try(engine, "second_factor", Some(&email_hash), &signed_in.origin).await?;
    let attempt = move || async move {
        let (mut user, expected) = find_user(engine, signed_in).await?;
        let factor = user.demanded_factor().ok_or_else(|| Error::not_found("second factor", "here"))?;
        people::use_code(engine, &user, factor, code, engine.now()).ok_or(Error::SecondFactorWrong)?;
        user.second_factor = None;
        let mut changes = change_factor(engine, signed_in, user, "second_factor.removed").await?;
        changes.expected.push(expected);
        people::forgive(engine, counted, &mut changes).await?;
        Ok(((), changes))
    };
    engine.transact_unnamed("remove_second_factor", attempt).await?;
    people::let_in(engine, counted);
    Ok(())
}

async fn change_factor(
    engine: &Engine,
    signed_in: &SignedIn,
    user: User,
    action: &'static str,
) -> Result<Changes, Error> {
    let memberships = engine.book().memberships_of(user.id).await?;
    let by = (signed_in.actor(), &signed_in.origin);
    let audit =
        people::audit_entries(engine, &memberships, by, engine.now(), action, &user.id.to_string(), None);
    Ok(Changes { rows: vec![Row::User(user)], audit, ..Changes::default() })
}

async fn find_user(engine: &Engine, signed_in: &SignedIn) -> Result<(User, Expected), Error> {
    let key = VersionKey::User(signed_in.user.id);
    let version = engine.book().version(&key).await?;
    let user = engine.book().user(signed_in.user.id).await?;
    let user = user.filter(|user| user.generation == signed_in.session.generation);
    Ok((user.ok_or(Error::SessionOver)?, Expected { key, version }))
}

/// The time step whose code this is, one step early or late allowed.
pub(super) fn matching_step(
    engine: &Engine,
    user: &User,
    factor: &SecondFactor,
    code: &str,
    now: Instant,
) -> Option<u64> {
    let secret = engine.vault().open(user.personal.key.as_ref()?, &factor.secret)?;
    let secret = Secret::try_from_base32(&secret).ok()?;
    let totp = generator(secret.as_bytes().to_vec(), "account").ok()?;
    totp.check(code, u64::try_from(now.micros() / 1_000_000).ok()?)
}

/// 80 bits in four groups, as people copy them.
fn draw_recovery_code(engine: &Engine) -> String {
    let drawn = format!("{:032x}", engine.draw());
    [&drawn[..5], &drawn[5..10], &drawn[10..15], &drawn[15..20]].join("-")
}

fn generator(secret: Vec<u8>, account: &str) -> Result<Totp, Error> {
    // Colons part issuer and account in the link.
    let account = account.replace(':', "");
    let built =
        Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(ISSUER)).build();
    built
        .map_err(|fault| Invalid::new("second_factor", format!("a secret that makes codes ({fault})")).into())
}
