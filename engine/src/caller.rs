//! On whose behalf a deed is done.

use facts::Origin as Means;
use program::{ApiKey, KeyKind};
use referral::TouchSource;
use serde::{Deserialize, Serialize};
use words::{FactId, KeyId, PartnerId, Role, Scope, SessionId, UserId};

/// Who acts, as the audit log remembers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actor {
    /// The operator's own commands and the server's jobs.
    Operator,
    Key {
        key: KeyId,
    },
    /// A member of the merchant's team.
    Member {
        user: UserId,
        session: SessionId,
        role: Role,
    },
    /// Someone who logs in for a partner.
    Partner {
        user: UserId,
        session: SessionId,
        partner: PartnerId,
    },
    /// Someone who is not logged in, or acts on their own account.
    Visitor {
        user: Option<UserId>,
    },
}

impl Actor {
    /// The id of the user or key who acts; the operator and strangers have none.
    pub fn id(self) -> String {
        let id = self.user().map(|user| user.to_string()).or(self.key().map(|key| key.to_string()));
        id.unwrap_or_else(|| self.name().to_owned())
    }

    pub fn key(self) -> Option<KeyId> {
        match self {
            Actor::Key { key } => Some(key),
            _ => None,
        }
    }

    pub fn user(self) -> Option<UserId> {
        match self {
            Actor::Member { user, .. } | Actor::Partner { user, .. } => Some(user),
            Actor::Visitor { user } => user,
            Actor::Key { .. } | Actor::Operator => None,
        }
    }

    pub fn session(self) -> Option<SessionId> {
        match self {
            Actor::Member { session, .. } | Actor::Partner { session, .. } => Some(session),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Actor::Operator => "operator",
            Actor::Key { .. } => "key",
            Actor::Member { .. } => "member",
            Actor::Partner { .. } => "partner",
            Actor::Visitor { .. } => "visitor",
        }
    }
}

/// Where a request came from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The client's network address, if it is known.
    pub address: Option<String>,
    /// The request's id in the log.
    pub request: Option<String>,
}

/// A client's own name for a request, so that sending it twice does it once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Idempotency {
    pub idempotency_key: String,
    /// SHA-256 of the request's body, hexadecimal.
    pub body_hash: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    pub scope: Scope,
    pub actor: Actor,
    pub origin: Origin,
    pub source: TouchSource,
    pub idempotency: Option<Idempotency>,
    /// By what means the actor acts, as facts say it.
    pub means: Means,
    /// The fact that made the caller act, so that connectors and automations recognize what they wrote themselves.
    pub cause: Option<FactId>,
}

impl Caller {
    pub(crate) fn new(scope: Scope, actor: Actor, origin: Origin) -> Self {
        let means = actor.key().map_or(Means::Person, |key| Means::Key { key });
        let source = TouchSource::Server;
        Self { scope, actor, origin, source, idempotency: None, means, cause: None }
    }

    pub(crate) fn of_key(key: &ApiKey, origin: Origin) -> Self {
        let source = match key.kind {
            KeyKind::Publishable => TouchSource::Browser,
            KeyKind::Secret => TouchSource::Server,
        };
        Self { source, ..Self::new(key.scope, Actor::Key { key: key.id }, origin) }
    }

    /// The server itself, for one of its jobs.
    pub(crate) fn server(scope: Scope) -> Self {
        Self { means: Means::System, ..Self::new(scope, Actor::Operator, Origin::default()) }
    }

    /// Under whose name answers are kept; those who cannot be told apart have none.
    pub(crate) fn asker(&self) -> Option<String> {
        match self.actor {
            Actor::Key { key } => Some(key.to_string()),
            Actor::Member { user, .. } => {
                Some(format!("{user}/{}/{}", self.scope.workspace, self.scope.mode))
            }
            // One person may act for several partners, and asks for each on its own.
            Actor::Partner { user, partner, .. } => {
                Some(format!("{user}/{partner}/{}/{}", self.scope.workspace, self.scope.mode))
            }
            Actor::Operator | Actor::Visitor { .. } => None,
        }
    }

    /// The person who acts, if it is one.
    pub fn user(&self) -> Option<UserId> {
        self.actor.user()
    }

    /// The same on one's own account: a deed of many steps keeps no answer for each.
    pub(crate) fn without_idempotency(&self) -> Self {
        Self { idempotency: None, ..self.clone() }
    }
}
