//! Deeds: API keys made, rotated and revoked. A key is shown once and stored hashed; the answer that shows it is
//! therefore never kept under an idempotency key.

use crate::{
    Engine, Error, Permit,
    audit::{self, view},
    engine::sha256_hex,
    need::WriteKeys,
    people,
    ports::{Changes, Expected, Row, VersionKey},
};
use facts::{Event, KeyCreated, KeyRevoked, KeyRotated};
use program::{ApiKey, KeyKind, NAME_CHARACTERS_MAX, Seat};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use words::{Grant, Instant, Invalid, KeyId, Scope, UserId, WorkspaceId, check_text};

/// Keys of one workspace that are open, live and test.
pub const KEYS_MAX: usize = 200;
/// How long a rotated key may go on beside the new one.
pub const ROTATION_HOURS_MAX: u32 = 7 * 24;
const HOUR_MICROS: i64 = 3_600_000_000;
const HINT_CHARACTERS: usize = 16;

#[derive(Clone, Debug)]
pub struct KeyInput {
    pub name: String,
    pub kind: KeyKind,
    /// For secret keys; a publishable key has no scopes.
    pub allows: Vec<Grant>,
    /// None: it never expires.
    pub expires_at: Option<Instant>,
}

/// Who made a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyMaker {
    pub name: Option<String>,
    /// They have no seat in the workspace's team any more; the key works on.
    pub is_removed: bool,
}

/// A new key with the text that is never shown again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MintedKey {
    pub key: ApiKey,
    pub text: String,
}

/// How a key is stored and looked up. A plain SHA-256 is enough: a key holds 128 bits of chance.
pub fn hash_key(text: &str) -> String {
    sha256_hex(text.as_bytes())
}

/// Makes a key for the caller's workspace and mode.
pub async fn create(
    engine: &Engine,
    caller: &Permit<WriteKeys>,
    input: &KeyInput,
) -> Result<MintedKey, Error> {
    check_text("name", &input.name, NAME_CHARACTERS_MAX)?;
    let now = engine.now();
    if input.kind == KeyKind::Secret && input.allows.is_empty() {
        return Err(Invalid::new("scopes", "at least one scope like *:read").into());
    }
    if input.expires_at.is_some_and(|expires| expires <= now) {
        return Err(Invalid::new("expires_at", "a time to come").into());
    }
    let minted = &mint(engine, caller.scope, caller.user(), input, now);
    let attempt = move || async move {
        let key = VersionKey::Keys(caller.scope.workspace);
        let version = engine.book().version(&key).await?;
        let open = engine.book().keys(caller.scope.workspace).await?;
        if open.iter().filter(|(key, _)| key.is_open(now)).count() >= KEYS_MAX {
            return Err(Invalid::new("name", format!("at most {KEYS_MAX} keys; revoke one first")).into());
        }
        let expected = vec![Expected { key, version }];
        let created =
            KeyCreated { key: minted.key.id, kind: minted.key.kind, allows: minted.key.allows.clone() };
        let fact = engine.fact(caller.scope, now, Event::KeyCreated(created));
        let rows = vec![Row::ApiKey(minted.key.clone())];
        let audit =
            vec![audit::entry(engine, caller, now, "key.created", minted.key.id, (None, view(&minted.key)))];
        Ok((minted.clone(), Changes { expected, rows, facts: vec![fact], audit, ..Changes::default() }))
    };
    engine.transact_by(&**caller, "create_key", attempt).await
}

/// A new key with the same name and scopes; the old one opens for `overlap_hours` more.
pub async fn rotate(
    engine: &Engine,
    caller: &Permit<WriteKeys>,
    id: KeyId,
    overlap_hours: u32,
) -> Result<MintedKey, Error> {
    if overlap_hours > ROTATION_HOURS_MAX {
        return Err(Invalid::new("overlap_hours", format!("0 to {ROTATION_HOURS_MAX} hours")).into());
    }
    let attempt = move || async move {
        let now = engine.now();
        let (before, expected) = find_open(engine, caller, id).await?;
        let input = KeyInput {
            name: before.name.clone(),
            kind: before.kind,
            allows: before.allows.clone(),
            expires_at: before.expires_at,
        };
        let minted = mint(engine, before.scope, caller.user(), &input, now);
        let last = now.plus_micros(i64::from(overlap_hours) * HOUR_MICROS);
        let expires_at = Some(before.expires_at.map_or(last, |expires| expires.min(last)));
        let after = ApiKey { expires_at, ..before.clone() };
        let rotated = Event::KeyRotated(KeyRotated { key: id, successor: minted.key.id });
        let facts = vec![engine.fact(before.scope, now, rotated)];
        let audit = vec![
            audit::entry(engine, caller, now, "key.rotated", id, (view(&before), view(&after))),
            audit::entry(engine, caller, now, "key.created", minted.key.id, (None, view(&minted.key))),
        ];
        let rows = vec![Row::ApiKey(after), Row::ApiKey(minted.key.clone())];
        Ok((minted, Changes { expected: vec![expected], rows, facts, audit, ..Changes::default() }))
    };
    engine.transact_by(&**caller, "rotate_key", attempt).await
}

/// The open keys that a user made in a workspace. They outlive their maker's seat: servers work with them.
pub async fn open_of_maker(
    engine: &Engine,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Vec<ApiKey>, Error> {
    let now = engine.now();
    let keys = engine.book().keys(workspace).await?.into_iter().map(|(key, _)| key);
    Ok(keys.filter(|key| key.created_by == Some(user) && key.is_open(now)).collect())
}

/// Who made the workspace's keys, as far as they are known; those without a seat in its team any more are marked.
pub async fn makers(engine: &Engine, workspace: WorkspaceId) -> Result<BTreeMap<UserId, KeyMaker>, Error> {
    let mut makers = BTreeMap::<UserId, KeyMaker>::new();
    for (seat, user) in engine.book().members(workspace).await? {
        let is_here = seat.ended_at.is_none() && matches!(seat.seat, Seat::Team { .. });
        let name = people::name_of(engine, &user);
        let maker = makers.entry(user.id).or_insert(KeyMaker { name, is_removed: true });
        maker.is_removed &= !is_here;
    }
    Ok(makers)
}

/// From now on the key opens nothing.
pub async fn revoke(engine: &Engine, caller: &Permit<WriteKeys>, id: KeyId) -> Result<ApiKey, Error> {
    let attempt = move || async move {
        let now = engine.now();
        let (before, expected) = find(engine, caller, id).await?;
        if before.revoked_at.is_some() {
            return Ok((before, Changes::default()));
        }
        let after = ApiKey { revoked_at: Some(now), ..before.clone() };
        let facts = vec![engine.fact(before.scope, now, Event::KeyRevoked(KeyRevoked { key: id }))];
        let audit = vec![audit::entry(engine, caller, now, "key.revoked", id, (view(&before), view(&after)))];
        let rows = vec![Row::ApiKey(after.clone())];
        Ok((after, Changes { expected: vec![expected], rows, facts, audit, ..Changes::default() }))
    };
    engine.transact_by(&**caller, "revoke_key", attempt).await
}

/// A key of the caller's workspace, of either mode.
async fn find(engine: &Engine, caller: &Permit<WriteKeys>, id: KeyId) -> Result<(ApiKey, Expected), Error> {
    let key = VersionKey::ApiKey(id);
    let version = engine.book().version(&key).await?;
    let found = engine.book().key(caller.scope.workspace, id).await?;
    Ok((found.ok_or_else(|| Error::not_found("key", id))?, Expected { key, version }))
}

async fn find_open(
    engine: &Engine,
    caller: &Permit<WriteKeys>,
    id: KeyId,
) -> Result<(ApiKey, Expected), Error> {
    let (key, expected) = find(engine, caller, id).await?;
    if key.is_open(engine.now()) { Ok((key, expected)) } else { Err(Error::KeyOver) }
}

fn mint(engine: &Engine, scope: Scope, maker: Option<UserId>, input: &KeyInput, now: Instant) -> MintedKey {
    let kind = match input.kind {
        KeyKind::Publishable => "pk",
        KeyKind::Secret => "sk",
    };
    let mode = scope.mode;
    let text = format!("hg_{mode}_{kind}_{:032x}", engine.draw());
    let key = ApiKey {
        id: KeyId::draw(now, engine.draw()),
        scope,
        kind: input.kind,
        name: input.name.clone(),
        hash: hash_key(&text),
        hint: text.chars().take(HINT_CHARACTERS).collect(),
        allows: if input.kind == KeyKind::Secret { input.allows.clone() } else { Vec::new() },
        created_by: maker,
        created_at: now,
        expires_at: input.expires_at,
        revoked_at: None,
    };
    MintedKey { key, text }
}
