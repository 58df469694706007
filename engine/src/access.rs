//! From what a request proves about its sender to what the sender may do.

use crate::{Caller, Engine, Error, Need, Origin, Permit, create_key::hash_key};
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
        let allowed = match &self.rights {
            Rights::Role(role) => role.allows(N::RESOURCE, N::VERB),
            Rights::Key(key) => match key.kind {
                KeyKind::Publishable => N::FROM_BROWSERS,
                KeyKind::Secret => key.allows.iter().any(|grant| grant.allows(N::RESOURCE, N::VERB)),
            },
        };
        if allowed { Ok(Permit::new(self.caller.clone())) } else { Err(needed::<N>()) }
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

fn needed<N: Need>() -> Error {
    let roles = Role::ALL.iter().filter(|role| role.allows(N::RESOURCE, N::VERB));
    let roles: Vec<_> = roles.map(|role| role.name()).collect();
    let role = format!("the role {}", roles.join(" or "));
    let scope = Grant { resource: Some(N::RESOURCE), verb: N::VERB };
    let needed = match (N::RESOURCE, N::VERB) {
        (Resource::Events, Verb::Write) if N::FROM_BROWSERS => {
            format!("a publishable key, a secret key with the scope {scope}, or {role}")
        }
        (resource, _) if resource.is_for_keys() => format!("a secret key with the scope {scope}, or {role}"),
        _ => format!("{role}; keys cannot have it"),
    };
    Error::NotAllowed { needed }
}

impl Engine {
    /// Who shows this key; an unknown key is [`Error::KeyUnknown`].
    pub async fn access_with_key(&self, text: &str, origin: Origin) -> Result<Access, Error> {
        let key = self.book().key_by_hash(&hash_key(text)).await?.ok_or(Error::KeyUnknown)?;
        if !key.is_open(self.now()) {
            return Err(Error::KeyOver);
        }
        let id = key.id.to_string();
        let used_at = self.book().used_at(&id).await?;
        self.note_use(&id, used_at).await?;
        Ok(Access::of_key(key, origin))
    }
}
