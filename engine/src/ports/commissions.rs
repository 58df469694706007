//! Commissions, and what of them is due.

use super::{changes::StorageError, lists::Page};
use async_trait::async_trait;
use commission::Commission;
use serde::{Deserialize, Serialize};
use words::{CommissionId, ConversionId, EnrollmentId, Instant, PartnerId, ProgramId, Scope};

/// What commissions have for the next statement, added up, in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Unstated {
    pub total: i64,
    /// What of it takes back what earlier statements show, above zero.
    pub taken_back: i64,
    /// What of it gives back of that.
    pub given_back: i64,
}

#[derive(Clone, Debug, Default)]
pub struct CommissionFilter {
    pub program: Option<ProgramId>,
    pub enrollment: Option<EnrollmentId>,
    pub partner: Option<PartnerId>,
    pub conversion: Option<ConversionId>,
    pub state: Option<commission::State>,
}

/// Commissions, and what of them is due.
#[async_trait]
pub trait Commissions: Send + Sync {
    async fn commissions(
        &self,
        scope: Scope,
        filter: &CommissionFilter,
        page: Page<CommissionId>,
    ) -> Result<Vec<Commission>, StorageError>;

    /// What the enrollment was granted under keys that begin so, in the order of the keys.
    async fn grants(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        keys: &str,
    ) -> Result<Vec<Commission>, StorageError>;

    /// The commissions of these ids, in that order, each with its customer's version; unknown ones are left out.
    async fn commission_files(
        &self,
        scope: Scope,
        ids: &[CommissionId],
    ) -> Result<Vec<(Commission, u64)>, StorageError>;

    /// Pending commissions with something to approve whose hold has ended by `now`, each with its
    /// customer's version.
    async fn due_commissions(
        &self,
        scope: Scope,
        program: ProgramId,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError>;

    /// Enrollments with approved commissions (approved before `before`) that statements do not show
    /// in full, with an open statement, or whose last statement carries an amount over; ascending by
    /// id after the cursor.
    async fn enrollments_to_state(
        &self,
        scope: Scope,
        program: ProgramId,
        before: Instant,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<EnrollmentId>, StorageError>;

    /// Commissions of the enrollment approved before `before` whose `unstated` is not zero, by
    /// occurrence, each with its customer's version.
    async fn unstated_commissions(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
        limit: usize,
    ) -> Result<Vec<(Commission, u64)>, StorageError>;

    /// What the enrollment's commissions approved before `before` have `unstated`, added up.
    async fn unstated(
        &self,
        scope: Scope,
        enrollment: EnrollmentId,
        before: Instant,
    ) -> Result<Unstated, StorageError>;
}
