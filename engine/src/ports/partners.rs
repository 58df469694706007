//! Partners and their enrollments in programs.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use program::{Enrollment, Partner};
use settlement::EnrollmentSnapshot;
use std::collections::BTreeMap;
use words::{EmailHash, EnrollmentId, PartnerId, ProgramId, Scope};

/// Partners and their enrollments in programs.
#[async_trait]
pub trait Partners: Send + Sync {
    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError>;

    /// The oldest with the address.
    async fn partner_by_email(&self, scope: Scope, hash: &EmailHash)
    -> Result<Option<Partner>, StorageError>;

    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError>;

    /// What the partners are called. Asks the store once, however many ids there are. Unknown ids and those of another scope
    /// are left out.
    async fn partner_names(
        &self,
        scope: Scope,
        ids: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, String>, StorageError>;

    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError>;

    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError>;

    async fn enrollment_snapshots(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<EnrollmentSnapshot>, StorageError>;
}
