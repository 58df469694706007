//! Reads of partners, enrollments, links and codes.

use super::{
    MemoryBook,
    tables::{Claim, Tables, page_of},
};
use async_trait::async_trait;
use engine::ports::{Links, Page, Partners, StorageError, VersionKey};
use program::{Code, Enrollment, Link, Partner};
use settlement::{EnrollmentSnapshot, TotalGuard, TotalKey, TotalOf};
use std::collections::BTreeMap;
use words::{CodeId, Day, EmailHash, EnrollmentId, LinkId, PartnerId, ProgramId, Scope};

impl Tables {
    pub(super) fn partner(&self, scope: Scope, id: PartnerId) -> Option<Partner> {
        self.partners.get(&id).filter(|partner| partner.scope == scope).cloned()
    }

    pub(super) fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: &Page<EnrollmentId>,
    ) -> Vec<Enrollment> {
        page_of(&self.enrollments, page, |enrollment| {
            enrollment.scope == scope
                && program.is_none_or(|program| enrollment.program == program)
                && partner.is_none_or(|partner| enrollment.partner == partner)
        })
    }

    pub(super) fn partner_by_email(&self, scope: Scope, hash: &EmailHash) -> Option<Partner> {
        let has_it = |partner: &&Partner| partner.personal.email_hash.as_ref() == Some(hash);
        self.partners.values().filter(|partner| partner.scope == scope).find(has_it).cloned()
    }

    pub(super) fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Option<Enrollment> {
        self.enrollments.get(&id).filter(|enrollment| enrollment.scope == scope).cloned()
    }

    pub(super) fn code_by_id(&self, scope: Scope, id: CodeId) -> Option<Code> {
        self.codes.get(&id).filter(|code| code.scope == scope).cloned()
    }

    /// Unknown enrollments are left out.
    pub(super) fn enrollment_snapshots(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Vec<EnrollmentSnapshot> {
        let snapshot = |id: &EnrollmentId| {
            let enrollment = self.enrollments.get(id).filter(|enrollment| enrollment.scope == scope)?;
            let partner = self.partner(scope, enrollment.partner)?;
            let version = self.version(&VersionKey::Enrollment(*id));
            Some(EnrollmentSnapshot { enrollment: enrollment.clone(), partner, version })
        };
        enrollments.iter().filter_map(snapshot).collect()
    }

    /// Whether the total lies between the guard's bounds.
    pub(super) fn holds(&self, guard: &TotalGuard) -> bool {
        (guard.least..=guard.most).contains(&self.total(&guard.key))
    }

    pub(super) fn total(&self, key: &TotalKey) -> i64 {
        let (first, last) = key.days;
        if let TotalOf::Customer(enrollment, customer) = key.of {
            let own = self.commissions.values().filter(|it| {
                (it.enrollment, it.customer) == (enrollment, Some(customer))
                    && it.share_millionths > 0
                    && (first..=last).contains(&Day::of(it.occurred_at))
            });
            return own.map(|it| it.earned).sum();
        }
        let days = self.totals.range((key.of, key.counted, first)..=(key.of, key.counted, last));
        days.map(|(_, amount)| amount).sum()
    }

    pub(super) fn link(&self, scope: Scope, id: LinkId) -> Option<Link> {
        self.links.get(&id).filter(|link| link.scope == scope).cloned()
    }

    pub(super) fn links(&self, scope: Scope, program: Option<ProgramId>, page: &Page<LinkId>) -> Vec<Link> {
        page_of(&self.links, page, |link| {
            link.scope == scope && program.is_none_or(|program| link.program == program)
        })
    }

    pub(super) fn count_links(&self, partner: PartnerId, enrollment: EnrollmentId) -> usize {
        let own = self.links.values().filter(|link| (link.partner, link.enrollment) == (partner, enrollment));
        own.count()
    }

    pub(super) fn slug_is_taken(&self, domain: &str, slug: &str) -> bool {
        self.claims.contains_key(&Claim::Slug { domain: domain.to_owned(), slug: slug.to_owned() })
    }

    pub(super) fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Option<Code> {
        let id = self.owner(&Claim::Code(program, code.to_owned()))?;
        self.codes.get(&id).filter(|code| code.scope == scope).cloned()
    }
}

#[async_trait]
impl Partners for MemoryBook {
    async fn partner_names(
        &self,
        scope: Scope,
        ids: &[PartnerId],
    ) -> Result<BTreeMap<PartnerId, String>, StorageError> {
        let tables = self.tables();
        let named = |&id: &PartnerId| Some((id, tables.partner(scope, id)?.display_name));
        Ok(ids.iter().filter_map(named).collect())
    }

    async fn partner(&self, scope: Scope, id: PartnerId) -> Result<Option<Partner>, StorageError> {
        Ok(self.tables().partner(scope, id))
    }

    async fn partner_by_email(
        &self,
        scope: Scope,
        hash: &EmailHash,
    ) -> Result<Option<Partner>, StorageError> {
        Ok(self.tables().partner_by_email(scope, hash))
    }

    async fn partners(&self, scope: Scope, page: Page<PartnerId>) -> Result<Vec<Partner>, StorageError> {
        Ok(page_of(&self.tables().partners, &page, |partner| partner.scope == scope))
    }

    async fn enrollment(&self, scope: Scope, id: EnrollmentId) -> Result<Option<Enrollment>, StorageError> {
        Ok(self.tables().enrollment(scope, id))
    }

    async fn enrollments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: Page<EnrollmentId>,
    ) -> Result<Vec<Enrollment>, StorageError> {
        Ok(self.tables().enrollments(scope, program, partner, &page))
    }

    async fn enrollment_snapshots(
        &self,
        scope: Scope,
        enrollments: &[EnrollmentId],
    ) -> Result<Vec<EnrollmentSnapshot>, StorageError> {
        Ok(self.tables().enrollment_snapshots(scope, enrollments))
    }
}

#[async_trait]
impl Links for MemoryBook {
    async fn link(&self, scope: Scope, id: LinkId) -> Result<Option<Link>, StorageError> {
        Ok(self.tables().link(scope, id))
    }

    async fn links(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        page: Page<LinkId>,
    ) -> Result<Vec<Link>, StorageError> {
        Ok(self.tables().links(scope, program, &page))
    }

    async fn all_links(&self, page: Page<LinkId>) -> Result<Vec<Link>, StorageError> {
        Ok(page_of(&self.tables().links, &page, |_| true))
    }

    async fn count_links(
        &self,
        partner: PartnerId,
        enrollment: EnrollmentId,
        most: usize,
    ) -> Result<usize, StorageError> {
        Ok(self.tables().count_links(partner, enrollment).min(most))
    }

    async fn slug_is_taken(&self, domain: &str, slug: &str) -> Result<bool, StorageError> {
        Ok(self.tables().slug_is_taken(domain, slug))
    }

    async fn code(&self, scope: Scope, program: ProgramId, code: &str) -> Result<Option<Code>, StorageError> {
        Ok(self.tables().code(scope, program, code))
    }

    async fn code_by_id(&self, scope: Scope, id: CodeId) -> Result<Option<Code>, StorageError> {
        Ok(self.tables().code_by_id(scope, id))
    }
}
