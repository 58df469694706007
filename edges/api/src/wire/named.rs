//! Programs, partners and customers where something else shows them: by id and name, everywhere in this form.

use serde::Serialize;
use utoipa::ToSchema;

/// A program by id and name.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ProgramRef {
    #[schema(example = "prg_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    #[schema(example = "Acme partners")]
    pub name: String,
}

/// A partner by id and display name.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct PartnerRef {
    #[schema(example = "prt_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    #[schema(example = "Ada's blog")]
    pub name: String,
}

/// A partner, as far as the reader may know who it is. A partner sees other partners without an id, and their name only
/// where the program names its partners.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SeenPartnerRef {
    #[schema(example = "prt_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: Option<String>,
    #[schema(example = "Ada's blog")]
    pub name: Option<String>,
}

/// A customer by id and name.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct CustomerRef {
    #[schema(example = "cus_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    /// The name, else the organization's domain, the e-mail address, or your own id. Null to partners, and to keys and
    /// people who may not read customers.
    #[schema(example = "Grace Hopper")]
    pub name: Option<String>,
    /// Your own id. Null to partners, and to keys and people who may read neither customers nor what was reported of them.
    #[schema(example = "user-42")]
    pub external_id: Option<String>,
}
