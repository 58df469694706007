//! A partner in a program, and the groups that share terms.

use serde::{Deserialize, Serialize};
use words::{EnrolmentId, GroupId, Instant, PartnerId, ProgramId, Scope};

/// Partners of a program with the same terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub scope: Scope,
    pub program: ProgramId,
    pub name: String,
    pub created_at: Instant,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentStatus {
    Approved,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Enrolment {
    pub id: EnrolmentId,
    pub scope: Scope,
    pub program: ProgramId,
    pub partner: PartnerId,
    pub group: GroupId,
    pub status: EnrolmentStatus,
    pub approved_at: Instant,
    /// When the enrolment stopped earning (suspended, banned, left); nothing later is credited.
    pub ended_at: Option<Instant>,
    pub created_at: Instant,
}

impl Enrolment {
    /// Whether what occurred at `at` may be credited. An approval counts for the past too: a
    /// partner is often enrolled after the first customer came.
    pub fn is_active_at(&self, at: Instant) -> bool {
        self.ended_at.is_none_or(|ended| at < ended)
    }
}
