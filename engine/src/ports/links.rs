//! Links and codes.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use program::{Code, Link};
use words::{CodeId, EnrollmentId, LinkId, PartnerId, ProgramId, Scope};

/// Links and codes.
#[async_trait]
pub trait Links: Send + Sync {
    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError>;

    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError>;

    /// Links of every workspace, for the redirect. A row that cannot be read is logged and skipped, so that it does not
    /// keep the other links from working. The page is filled with those that follow.
    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError>;

    /// How many links an enrollment of the partner has, archived ones included; counts to `most` and no further.
    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError>;

    /// Slugs are unique over all workspaces, earlier ones that still lead somewhere included.
    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError>;

    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError>;

    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError>;
}
