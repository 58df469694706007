//! The bond between a customer and whoever leads by the evidence: what later conversions keep, and the referral.

use super::Settling;
use conversion::{Bond, Case, Share, weigh};
use program::{Event, Policy, policy_in_force};
use referral::{Customer, Referral, Stage, Touch};
use words::{ConversionId, EnrollmentId, Instant, PartnerId, ReferralId};

impl Settling<'_, '_> {
    /// The first credited conversion makes the bond.
    pub(super) fn bind(&mut self, conversion: ConversionId, shares: &[Share]) {
        if self.bond.is_none() && !shares.is_empty() {
            self.bond = Some(Bond { conversion, shares: shares.to_vec() });
        }
    }

    /// The bond as far as its partners take part at `at`.
    pub(super) fn bond_at(&self, at: Instant) -> Option<Bond> {
        let bond = self.bond.as_ref()?;
        let active = |share: &&Share| {
            self.standing(share.enrollment).is_some_and(|standing| standing.enrollment.is_active_at(at))
        };
        let shares: Vec<_> = bond.shares.iter().filter(active).cloned().collect();
        (!shares.is_empty()).then_some(Bond { conversion: bond.conversion, shares })
    }

    /// The referral under each id of the customer that evidence came under.
    pub(super) fn referrals(&mut self) {
        let docket = self.docket;
        self.referral(docket.customer, docket.referral);
        for other in docket.others {
            self.referral(&other.customer, other.referral.as_ref());
        }
    }

    /// The bond with whoever the evidence names at the latest moment known of the customer.
    fn referral(&mut self, customer: &Customer, before: Option<&Referral>) {
        let docket = self.docket;
        let led = |touch: &Touch| touch.customer == customer.id;
        if !docket.others.is_empty() && !docket.touches.iter().any(led) {
            return;
        }
        let touched = docket.touches.iter().map(|touch| touch.occurred_at).max();
        let Some(touched) = touched else { return };
        let latest = docket.history.conversions.last().map_or(touched, |last| last.occurred_at.max(touched));
        let Some(policy) = policy_in_force(&docket.rulebook.policies, latest) else { return };
        let leader = self.leader(latest, policy);
        let Some((enrollment, partner)) = leader else { return };
        let won = |event| self.priors.contains_key(&(enrollment, event));
        let stage = match (won(Event::Sale), won(Event::Lead) || won(Event::Stage)) {
            (true, _) => Stage::Won,
            (false, true) => Stage::Qualified,
            (false, false) => Stage::Claimed,
        };
        let own = || docket.touches.iter().filter(|touch| touch.enrollment == enrollment);
        let last = own().map(|touch| touch.occurred_at).max().unwrap_or(touched);
        let drawn = ReferralId::draw(docket.now, (self.draw)());
        let mut referral = Referral {
            id: before.map_or(drawn, |before| before.id),
            scope: customer.scope,
            program: docket.rulebook.program.id,
            customer: customer.id,
            enrollment,
            partner,
            stage,
            began_at: self.began_at(enrollment).unwrap_or(touched),
            expires_at: last.plus_days(i64::from(policy.rules.look_back_days)),
            updated_at: before.map_or(docket.now, |before| before.updated_at),
        };
        if before != Some(&referral) {
            referral.updated_at = docket.now;
            self.settled.referrals.push(referral);
        }
    }

    /// Who would have the greatest part of the credit at `at`; of equal ones the first.
    fn leader(&mut self, at: Instant, policy: &Policy) -> Option<(EnrollmentId, PartnerId)> {
        let docket = self.docket;
        let bond = self.bond_at(at);
        let case = Case {
            scope: docket.customer.scope,
            program: docket.rulebook.program.id,
            customer: docket.customer.id,
            conversion: ConversionId::draw(docket.now, 0),
            key: "",
            occurred_at: at,
            by_browser: false,
            correction: None,
            bond: bond.as_ref(),
        };
        let candidates = self.candidates((at, &policy.rules), None);
        let shares = weigh(&case, &candidates, &policy.rules).shares;
        let leader = shares.into_iter().rev().max_by_key(|share| share.millionths)?;
        Some((leader.enrollment, leader.partner))
    }
}
