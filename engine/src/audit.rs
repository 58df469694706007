//! Records for the audit log, made beside a deed's changes and committed with them.

use crate::{Caller, Engine, ports::AuditRecord};
use serde::Serialize;
use serde_json::Value;
use words::{AuditId, Instant};

/// Fields that the audit log never shows: what is personal, and what proves an identity.
const LEFT_OUT: [&str; 6] = ["personal", "hash", "password", "totp", "recovery", "scope"];

/// A noun as the audit log shows it: its stored form without personal fields and secrets.
pub(crate) fn view(noun: &impl Serialize) -> Option<Value> {
    let mut value = serde_json::to_value(noun).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    }
    Some(value)
}

/// What the caller did to `subject`; `before` and `after` as [`view`] shows them.
pub(crate) fn entry(
    engine: &Engine,
    caller: &Caller,
    at: Instant,
    action: &str,
    subject: impl ToString,
    (before, after): (Option<Value>, Option<Value>),
) -> AuditRecord {
    AuditRecord {
        id: AuditId::draw(at, engine.draw()),
        workspace: Some(caller.scope.workspace),
        mode: Some(caller.scope.mode),
        at,
        actor: caller.actor,
        origin: caller.origin.clone(),
        action: action.to_owned(),
        subject: subject.to_string(),
        before,
        after,
    }
}
