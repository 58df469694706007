//! The merchant's own account, from which a program's payouts are paid.

use serde::{Deserialize, Serialize};
use words::{Instant, ProgramId, Scope, Sealed, SubjectKey};

/// One per program.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PayingAccount {
    pub program: ProgramId,
    pub scope: Scope,
    pub key: SubjectKey,
    /// The [`crate::BankAccount`] as JSON, sealed; none once it was taken away.
    pub details: Option<Sealed>,
    pub hint: String,
    pub changed_at: Instant,
}
