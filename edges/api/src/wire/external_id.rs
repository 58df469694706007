//! Ids of other systems.

use serde::Serialize;
use utoipa::ToSchema;

/// Another system's id for one of our objects.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExternalId {
    #[schema(example = "ext_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    /// The other system.
    #[schema(example = "stripe")]
    pub system: String,
    /// What the record is in the other system.
    #[schema(example = "payment")]
    pub kind: String,
    /// The record's id in the other system.
    #[schema(example = "pi_3QKxYz2eZvKYlo2C")]
    pub external_id: String,
    /// What the object is: `partner`, `customer`, `conversion`, `commission`, `deal` or `transfer`.
    #[schema(example = "conversion")]
    pub object_type: &'static str,
    /// The object that it names.
    #[schema(example = "cnv_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub object_id: String,
    #[schema(format = DateTime)]
    pub linked_at: String,
}

impl From<referral::ExternalId> for ExternalId {
    fn from(it: referral::ExternalId) -> Self {
        Self {
            id: it.id.to_string(),
            system: it.system,
            kind: it.kind,
            external_id: it.external_id,
            object_type: it.object.noun(),
            object_id: it.object.to_string(),
            linked_at: it.linked_at.to_string(),
        }
    }
}
