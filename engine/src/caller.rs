//! On whose behalf a deed is done.

use program::{ApiKey, KeyKind};
use referral::TouchSource;
use words::{KeyId, Scope};

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
    /// None for the program's own commands and jobs.
    pub key: Option<KeyId>,
    pub source: TouchSource,
    pub idempotency: Option<Idempotency>,
}

impl Caller {
    /// The operator's own commands, demo and jobs.
    pub fn system(scope: Scope) -> Self {
        Self { scope, key: None, source: TouchSource::Server, idempotency: None }
    }

    pub fn of_key(key: &ApiKey, idempotency: Option<Idempotency>) -> Self {
        let source = match key.kind {
            KeyKind::Publishable => TouchSource::Browser,
            KeyKind::Secret => TouchSource::Server,
        };
        Self { scope: key.scope, key: Some(key.id), source, idempotency }
    }
}
