//! The evidence as a decision weighs it: each touch with what is known of its partner and the customer.

use crate::{EnrollmentSnapshot, settle::Settling};
use conversion::{Candidate, Decision};
use program::PolicyRules;
use referral::Touch;
use std::collections::{BTreeMap, BTreeSet};
use words::{EmailHash, Instant, PartnerId, Personal, PolicyId};

/// Whether a partner is the customer, under rules that may say so.
pub(crate) type SelfReferrals = BTreeMap<(PartnerId, bool, Vec<String>), bool>;

impl<'b> Settling<'_, 'b> {
    /// The touches up to `at`. Erasing a customer deletes their e-mail hash, so self-referrals that an earlier decision
    /// under the same policy found stay self-referrals.
    pub(crate) fn candidates(
        &self,
        at: Instant,
        rules: &PolicyRules,
        before: Option<&Decision>,
    ) -> Vec<Candidate<'b>> {
        let known = before.filter(|_| self.is_erased).map(|before| self.known_self_referrals(before.policy));
        let known = known.unwrap_or_default();
        let since = self.input.history.customer_since;
        let mut enrollments = BTreeMap::new();

        let up_to = self.touches.partition_point(|touch| touch.occurred_at <= at);
        let candidate = |&touch: &&'b Touch| {
            let of = *enrollments.entry(touch.enrollment).or_insert_with(|| {
                let snapshot = self.snapshot(touch.enrollment)?;
                let own = self.is_self_referral(snapshot, rules);
                Some((own, snapshot.enrollment.is_active_at(at)))
            });
            let (own, active) = of?;
            let existing = since.is_some_and(|since| since < touch.occurred_at);
            Some(Candidate { touch, self_referral: own || known.contains(&touch.partner), active, existing })
        };
        self.touches[..up_to].iter().filter_map(candidate).collect()
    }

    /// A decision does not name every touch of a customer with very many; one touch shows it for the partner's others.
    fn known_self_referrals(&self, policy: PolicyId) -> BTreeSet<PartnerId> {
        let decisions = self.input.history.decisions.iter().filter(|decision| decision.policy == policy);
        let considered = decisions.flat_map(|decision| &decision.considered);
        let found = considered.map(|considered| considered.finding).filter(|finding| finding.self_referral);
        found.map(|finding| finding.partner).collect()
    }

    /// Whether the partner is the customer, or somebody who belongs to them.
    fn is_self_referral(&self, snapshot: &EnrollmentSnapshot, rules: &PolicyRules) -> bool {
        let key = (snapshot.partner.id, rules.refuses_own_company, rules.ignored_domains.clone());
        if let Some(known) = self.self_referrals.borrow().get(&key) {
            return *known;
        }
        let partner = &snapshot.partner.personal;
        let own = self.input.everybody().any(|customer| self.is_same(&customer.personal, partner, rules));
        self.self_referrals.borrow_mut().insert(key, own);
        own
    }

    /// Whether both were ever one person or, where the policy refuses own companies, of one company.
    fn is_same(&self, customer: &Personal, partner: &Personal, rules: &PolicyRules) -> bool {
        let address = customer.email_hash.is_some() && customer.email_hash == partner.email_hash;
        if address || customer.known_as.shares_mailbox(&partner.known_as) {
            return true;
        }

        let is_ignored = |company: &EmailHash| {
            let ignored = rules.ignored_domains.iter().filter_map(|domain| (self.input.company_hash)(domain));
            ignored.into_iter().any(|hash| hash == *company)
        };
        let mut shared = customer.known_as.shared_companies(&partner.known_as);
        rules.refuses_own_company && shared.any(|company| !is_ignored(company))
    }
}
