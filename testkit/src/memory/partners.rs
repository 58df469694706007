//! Reads of partners, enrolments, links and codes.

use super::tables::{Claim, Tables, page_of};
use engine::ports::{Page, Standing, TotalGuard, TotalKey, TotalOf, VersionKey};
use program::{Code, Enrolment, Link, Partner};
use words::{CodeId, Day, EmailHash, EnrolmentId, LinkId, PartnerId, ProgramId, Scope};

impl Tables {
    pub(super) fn partner(&self, scope: Scope, id: PartnerId) -> Option<Partner> {
        self.partners.get(&id).filter(|partner| partner.scope == scope).cloned()
    }

    pub(super) fn enrolments(
        &self,
        scope: Scope,
        program: Option<ProgramId>,
        partner: Option<PartnerId>,
        page: &Page<EnrolmentId>,
    ) -> Vec<Enrolment> {
        page_of(&self.enrolments, page, |enrolment| {
            enrolment.scope == scope
                && program.is_none_or(|program| enrolment.program == program)
                && partner.is_none_or(|partner| enrolment.partner == partner)
        })
    }

    pub(super) fn partner_by_email(&self, scope: Scope, hash: &EmailHash) -> Option<Partner> {
        let has_it = |partner: &&Partner| partner.personal.email_hash.as_ref() == Some(hash);
        self.partners.values().filter(|partner| partner.scope == scope).find(has_it).cloned()
    }

    pub(super) fn enrolment(&self, scope: Scope, id: EnrolmentId) -> Option<Enrolment> {
        self.enrolments.get(&id).filter(|enrolment| enrolment.scope == scope).cloned()
    }

    pub(super) fn code_by_id(&self, scope: Scope, id: CodeId) -> Option<Code> {
        self.codes.get(&id).filter(|code| code.scope == scope).cloned()
    }

    /// Unknown enrolments are left out.
    pub(super) fn standings(&self, scope: Scope, enrolments: &[EnrolmentId]) -> Vec<Standing> {
        let standing = |id: &EnrolmentId| {
            let enrolment = self.enrolments.get(id).filter(|enrolment| enrolment.scope == scope)?;
            let partner = self.partner(scope, enrolment.partner)?;
            let version = self.version(&VersionKey::Enrolment(*id));
            Some(Standing { enrolment: enrolment.clone(), partner, version })
        };
        enrolments.iter().filter_map(standing).collect()
    }

    /// Whether the total lies between the guard's bounds.
    pub(super) fn holds(&self, guard: &TotalGuard) -> bool {
        (guard.least..=guard.most).contains(&self.total(&guard.key))
    }

    pub(super) fn total(&self, key: &TotalKey) -> i64 {
        let (first, last) = key.days;
        if let TotalOf::Customer(enrolment, customer) = key.of {
            let own = self.commissions.values().filter(|it| {
                (it.enrolment, it.customer) == (enrolment, Some(customer))
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

    pub(super) fn count_links(&self, partner: PartnerId, enrolment: EnrolmentId) -> usize {
        let own = self.links.values().filter(|link| (link.partner, link.enrolment) == (partner, enrolment));
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
