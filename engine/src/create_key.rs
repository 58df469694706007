//! Deeds of the operator: a workspace, and keys to its API. A key is shown once and stored hashed.

use crate::{
    Engine, Error, Operator, Permit,
    audit::view,
    engine::sha256_hex,
    need::{WriteKeys, WriteWorkspace},
    ports::{Changes, Row},
};
use program::{ApiKey, KeyKind, NAME_CHARACTERS_MAX, Workspace};
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::{Grant, KeyId, Mode, Scope, WorkspaceId, check_text};

#[derive(Clone, Debug)]
pub struct KeyInput {
    pub name: String,
    pub kind: KeyKind,
    /// For secret keys; a publishable key has no scopes.
    pub allows: Vec<Grant>,
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

const HINT_CHARACTERS: usize = 16;

impl Engine {
    pub async fn create_workspace(&self, name: &str) -> Result<Workspace, Error> {
        check_text("name", name, NAME_CHARACTERS_MAX)?;
        let now = self.now();
        let id = WorkspaceId::draw(now, self.draw());
        let scope = Scope { workspace: id, mode: Mode::Live };
        let workspace = &Workspace { id, name: name.to_owned(), created_at: now };
        let attempt = move || async move {
            let fact = self.fact((scope, None, None), now, "workspace.created", json!({ "workspace": id }));
            let rows = vec![Row::Workspace(workspace.clone())];
            Ok((workspace.clone(), Changes { rows, facts: vec![fact], ..Changes::default() }))
        };
        Ok(self
            .turn(&Operator { scope }.permit::<WriteWorkspace>(), "create_workspace", attempt)
            .await?
            .value)
    }

    pub async fn create_key(&self, caller: &Permit<WriteKeys>, input: &KeyInput) -> Result<MintedKey, Error> {
        let scope = caller.scope;
        check_text("name", &input.name, NAME_CHARACTERS_MAX)?;
        let now = self.now();
        let kind = match input.kind {
            KeyKind::Publishable => "pk",
            KeyKind::Secret => "sk",
        };
        let text = format!("hg_{}_{kind}_{:032x}", scope.mode, self.draw());
        let key = ApiKey {
            id: KeyId::draw(now, self.draw()),
            scope,
            kind: input.kind,
            name: input.name.clone(),
            hash: hash_key(&text),
            hint: text.chars().take(HINT_CHARACTERS).collect(),
            allows: if input.kind == KeyKind::Secret { input.allows.clone() } else { Vec::new() },
            created_at: now,
        };
        let minted = &MintedKey { key, text };
        let attempt = move || async move {
            let body = json!({ "key": minted.key.id, "kind": minted.key.kind, "allows": minted.key.allows });
            let fact = self.fact((scope, None, None), now, "key.created", body);
            let rows = vec![Row::ApiKey(minted.key.clone())];
            let audit =
                vec![self.audited(caller, now, "key.created", minted.key.id, (None, view(&minted.key)))];
            Ok((minted.clone(), Changes { rows, facts: vec![fact], audit, ..Changes::default() }))
        };
        Ok(self.turn(caller, "create_key", attempt).await?.value)
    }
}
