//! From what a request proves about its sender to what the sender may do.

use crate::{Caller, Engine, Error, Idempotency, Need, Origin, Permit, keys::hash_key, people, ports::Noun};
use program::{ApiKey, KeyKind};
use words::{Grant, Resource, Role, Scope, Verb};

/// Someone on the merchant's side, known by a key or a session. Only authentication makes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Access {
    caller: Caller,
    rights: Rights,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Rights {
    Key(Box<ApiKey>),
    Role(Role),
}

impl Access {
    pub(crate) fn of_key(key: ApiKey, origin: Origin) -> Self {
        Self { caller: Caller::of_key(&key, origin), rights: Rights::Key(Box::new(key)) }
    }

    pub(crate) fn of_member(caller: Caller, role: Role) -> Self {
        Self { caller, rights: Rights::Role(role) }
    }

    /// Leave to do `N`, if the key's scopes or the member's role give it.
    pub fn permit<N: Need>(&self) -> Result<Permit<N>, Error> {
        let is_for_browsers = N::FROM_BROWSERS && self.is_publishable();
        if is_for_browsers || self.may(N::RESOURCE, N::VERB) {
            return Ok(Permit::new(self.caller.clone()));
        }
        Err(needed(N::RESOURCE, N::VERB, N::FROM_BROWSERS))
    }

    /// Whether the key's scopes or the member's role give this.
    pub(crate) fn may(&self, resource: Resource, verb: Verb) -> bool {
        match &self.rights {
            Rights::Role(role) => role.allows(resource, verb),
            Rights::Key(key) => {
                key.kind == KeyKind::Secret && key.allows.iter().any(|grant| grant.allows(resource, verb))
            }
        }
    }

    /// The same as a refusal that says what is needed.
    pub(crate) fn check(&self, resource: Resource, verb: Verb) -> Result<(), Error> {
        if self.may(resource, verb) { Ok(()) } else { Err(needed(resource, verb, false)) }
    }

    /// The same under a request's own name.
    pub fn with(mut self, idempotency: Option<Idempotency>) -> Self {
        self.caller.idempotency = idempotency;
        self
    }

    fn is_publishable(&self) -> bool {
        self.key().is_some_and(|key| key.kind == KeyKind::Publishable)
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub fn scope(&self) -> Scope {
        self.caller.scope
    }

    /// The key that was shown, if it was a key.
    pub fn key(&self) -> Option<&ApiKey> {
        match &self.rights {
            Rights::Key(key) => Some(key),
            Rights::Role(_) => None,
        }
    }
}

/// The resource whose permission covers the noun.
pub(crate) fn resource_of(noun: Noun) -> Resource {
    match noun {
        Noun::Program | Noun::Policy | Noun::Group | Noun::Terms => Resource::Programs,
        Noun::Partner | Noun::Enrollment | Noun::Method => Resource::Partners,
        Noun::Link | Noun::Code => Resource::Links,
        Noun::Customer | Noun::Referral => Resource::Customers,
        Noun::Conversion
        | Noun::Decision
        | Noun::Correction
        | Noun::Review
        | Noun::Deal
        | Noun::Submission
        | Noun::Simulation => Resource::Conversions,
        Noun::Commission | Noun::Dispute => Resource::Commissions,
        Noun::Statement | Noun::DailyRate => Resource::Statements,
        Noun::Batch | Noun::Transfer => Resource::Payouts,
    }
}

fn needed(resource: Resource, verb: Verb, from_browsers: bool) -> Error {
    let roles = Role::ALL.iter().filter(|role| role.allows(resource, verb));
    let roles: Vec<_> = roles.map(|role| role.name()).collect();
    let role = format!("the role {}", roles.join(" or "));
    let scope = Grant { resource: Some(resource), verb };
    let needed = match (resource, verb) {
        (Resource::Events, Verb::Write) if from_browsers => {
            format!("a publishable key, a secret key with the scope {scope}, or {role}")
        }
        (resource, _) if resource.is_for_keys() => format!("a secret key with the scope {scope}, or {role}"),
        _ => format!("{role}; keys cannot have it"),
    };
    Error::NotAllowed { needed }
}

/// Who shows this key; an unknown key is [`Error::KeyUnknown`].
pub async fn with_key(engine: &Engine, text: &str, origin: Origin) -> Result<Access, Error> {
    let key = engine.book().key_by_hash(&hash_key(text)).await?.ok_or(Error::KeyUnknown)?;
    if !key.is_open(engine.now()) {
        return Err(Error::KeyOver);
    }
    let id = key.id.to_string();
    let used_at = engine.book().used_at(&id).await?;
    people::note_use(engine, &id, used_at).await?;
    Ok(Access::of_key(key, origin))
}
