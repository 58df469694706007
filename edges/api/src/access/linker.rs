//! Who reads or writes external ids: somebody who may do so with the objects that they name.

use super::{
    authenticate::{holder_of, recognize},
    idempotency,
};
use crate::{problem::Problem, state::Api};
use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use engine::{Access, Engine, Idempotency};
use std::sync::Arc;
use words::Verb;

/// Somebody who may read the external ids of some objects, or write them unless the request is a GET. The deeds check the
/// object that is meant.
pub(crate) struct Linker {
    engine: Arc<Engine>,
    access: Access,
    idempotency_key: Option<String>,
}

impl Linker {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    /// The same under the request's own name. `body_hash` stands for the whole request when the same Idempotency-Key
    /// comes again.
    pub(crate) fn named(&self, body_hash: &str) -> Access {
        let named = |idempotency_key| Idempotency { idempotency_key, body_hash: body_hash.to_owned() };
        self.access.clone().with(self.idempotency_key.clone().map(named))
    }
}

impl FromRequestParts<Api> for Linker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let access = recognize(parts, api).await?;
        let verb = if parts.method == Method::GET { Verb::Read } else { Verb::Write };
        access.check_external_ids(verb)?;

        let idempotency_key = idempotency::read(&parts.method, &parts.headers)?;
        // For who reads the body.
        parts.extensions.insert(holder_of(&access));
        Ok(Self { engine: api.engine(), access, idempotency_key })
    }
}
