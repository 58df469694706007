//! `/v1/workspace`.

pub(super) mod rename;
pub(super) mod show;

use serde::Serialize;
use utoipa::ToSchema;

/// One merchant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Workspace {
    #[schema(example = "wsp_01kk8y7d00e6br2v9m5gq4t1hs")]
    id: String,
    name: String,
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<program::Workspace> for Workspace {
    fn from(it: program::Workspace) -> Self {
        Self { id: it.id.to_string(), name: it.name, created_at: it.created_at.to_string() }
    }
}
