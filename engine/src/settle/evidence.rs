//! The evidence as a decision weighs it: each touch with what the book knows beside it.

use super::{Docket, Settling};
use crate::ports::Standing;
use conversion::{Candidate, Decision};
use program::PolicyRules;
use referral::{Customer, Touch};
use std::collections::{BTreeMap, BTreeSet};
use words::{EmailHash, Instant, PartnerId, Personal, PolicyId};

/// Whether a partner is the customer, under rules that may say so.
pub(super) type SelfReferrals = BTreeMap<(PartnerId, bool, Vec<String>), bool>;

impl<'b> Settling<'_, 'b> {
    /// The touches with what the book knows beside them. Once somebody is erased their e-mail hash
    /// is gone; whom earlier decisions under the same policy knew to be the customer then stays so.
    pub(super) fn candidates(
        &self,
        (at, rules): (Instant, &PolicyRules),
        before: Option<&Decision>,
    ) -> Vec<Candidate<'b>> {
        let known = before.filter(|_| self.is_erased).map(|before| self.known_self_referrals(before.policy));
        let known = known.unwrap_or_default();
        let since = self.docket.history.customer_since;
        let mut enrollments = BTreeMap::new();

        let up_to = self.touches.partition_point(|touch| touch.occurred_at <= at);
        let candidate = |&touch: &&'b Touch| {
            let of = *enrollments.entry(touch.enrollment).or_insert_with(|| {
                let standing = self.standing(touch.enrollment)?;
                let own = self.is_self_referral(standing, rules);
                Some((own, standing.enrollment.is_active_at(at)))
            });
            let (own, active) = of?;
            let existing = since.is_some_and(|since| since < touch.occurred_at);
            Some(Candidate { touch, self_referral: own || known.contains(&touch.partner), active, existing })
        };
        self.touches[..up_to].iter().filter_map(candidate).collect()
    }

    /// A decision does not name every touch of a customer with very many, so that each tells of the partner.
    fn known_self_referrals(&self, policy: PolicyId) -> BTreeSet<PartnerId> {
        let decisions = self.docket.history.decisions.iter().filter(|decision| decision.policy == policy);
        let considered = decisions.flat_map(|decision| &decision.considered);
        let found = considered.map(|considered| considered.finding).filter(|finding| finding.self_referral);
        found.map(|finding| finding.partner).collect()
    }

    /// Whether the partner is the customer, or somebody who belongs to them.
    fn is_self_referral(&self, standing: &Standing, rules: &PolicyRules) -> bool {
        let key = (standing.partner.id, rules.refuses_own_company, rules.ignored_domains.clone());
        if let Some(known) = self.self_referrals.borrow().get(&key) {
            return *known;
        }
        let partner = &standing.partner.personal;
        let own = everybody(self.docket).any(|customer| self.is_same(&customer.personal, partner, rules));
        self.self_referrals.borrow_mut().insert(key, own);
        own
    }

    /// Whether both were ever one person or, where the policy asks, of one company.
    fn is_same(&self, customer: &Personal, partner: &Personal, rules: &PolicyRules) -> bool {
        let address = customer.email_hash.is_some() && customer.email_hash == partner.email_hash;
        if address || customer.known_as.shares_mailbox(&partner.known_as) {
            return true;
        }

        let is_ignored = |company: &EmailHash| {
            let ignored =
                rules.ignored_domains.iter().filter_map(|domain| (self.docket.company_hash)(domain));
            ignored.into_iter().any(|hash| hash == *company)
        };
        let mut shared = customer.known_as.shared_companies(&partner.known_as);
        rules.refuses_own_company && shared.any(|company| !is_ignored(company))
    }
}

/// The customer under each of their ids, and who belongs to it.
pub(super) fn everybody<'d>(docket: &'d Docket<'_>) -> impl Iterator<Item = &'d Customer> {
    let others = docket.others.iter();
    let others = others.flat_map(|file| std::iter::once(&file.customer).chain(&file.people));
    std::iter::once(docket.customer).chain(docket.people).chain(others)
}
