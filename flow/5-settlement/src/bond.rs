//! Sticky attribution: the first credited conversion makes a bond that later ones may keep, and the referral names the
//! partner who leads by the evidence.

use crate::settle::Settling;
use conversion::{Bond, Case, Share, weigh};
use program::{Event, Policy, policy_in_force};
use referral::{Customer, Referral, Stage, Touch};
use words::{ConversionId, EnrollmentId, Instant, PartnerId, ReferralId};

impl Settling<'_, '_> {
    /// The first credited conversion makes the bond.
    pub(crate) fn bind(&mut self, conversion: ConversionId, shares: &[Share]) {
        if self.bond.is_none() && !shares.is_empty() {
            self.bond = Some(Bond { conversion, shares: shares.to_vec() });
        }
    }

    /// The bond without the partners who are not active at `at`. None if nobody is left.
    pub(crate) fn bond_at(&self, at: Instant) -> Option<Bond> {
        let bond = self.bond.as_ref()?;
        let active = |share: &&Share| {
            self.snapshot(share.enrollment).is_some_and(|snapshot| snapshot.enrollment.is_active_at(at))
        };
        let shares: Vec<_> = bond.shares.iter().filter(active).cloned().collect();
        (!shares.is_empty()).then_some(Bond { conversion: bond.conversion, shares })
    }

    /// The referral under each id of the customer that evidence came under.
    pub(crate) fn referrals(&mut self) {
        let input = self.input;
        self.referral(input.customer, input.referral);
        for other in input.others {
            self.referral(&other.customer, other.referral.as_ref());
        }
    }

    /// The referral of the partner whom the evidence names at the latest known moment of the customer.
    fn referral(&mut self, customer: &Customer, before: Option<&Referral>) {
        let input = self.input;
        let led = |touch: &Touch| touch.customer == customer.id;
        if !input.others.is_empty() && !input.touches.iter().any(led) {
            return;
        }
        let touched = input.touches.iter().map(|touch| touch.occurred_at).max();
        let Some(touched) = touched else { return };
        let latest = input.history.conversions.last().map_or(touched, |last| last.occurred_at.max(touched));
        let Some(policy) = policy_in_force(&input.rulebook.policies, latest) else { return };
        let leader = self.leader(latest, policy);
        let Some((enrollment, partner)) = leader else { return };
        let won = |event| self.priors.contains_key(&(enrollment, event));
        let stage = match (won(Event::Sale), won(Event::Lead) || won(Event::Stage)) {
            (true, _) => Stage::Won,
            (false, true) => Stage::Qualified,
            (false, false) => Stage::Claimed,
        };
        let own = || input.touches.iter().filter(|touch| touch.enrollment == enrollment);
        let last = own().map(|touch| touch.occurred_at).max().unwrap_or(touched);
        let drawn = ReferralId::draw(input.now, (self.draw)());
        let mut referral = Referral {
            id: before.map_or(drawn, |before| before.id),
            scope: customer.scope,
            program: input.rulebook.program.id,
            customer: customer.id,
            enrollment,
            partner,
            stage,
            began_at: self.began_at(enrollment).unwrap_or(touched),
            expires_at: last.plus_days(i64::from(policy.rules.look_back_days)),
            updated_at: before.map_or(input.now, |before| before.updated_at),
        };
        if before != Some(&referral) {
            referral.updated_at = input.now;
            self.settlement.referrals.push(referral);
        }
    }

    /// Who would have the largest share of the credit at `at`; of equal ones the first.
    fn leader(&mut self, at: Instant, policy: &Policy) -> Option<(EnrollmentId, PartnerId)> {
        let input = self.input;
        let bond = self.bond_at(at);
        let case = Case {
            scope: input.customer.scope,
            program: input.rulebook.program.id,
            customer: input.customer.id,
            conversion: ConversionId::draw(input.now, 0),
            key: "",
            occurred_at: at,
            by_browser: false,
            correction: None,
            bond: bond.as_ref(),
        };
        let candidates = self.candidates(at, &policy.rules, None);
        let shares = weigh(&case, &candidates, &policy.rules).shares;
        let leader = shares.into_iter().rev().max_by_key(|share| share.millionths)?;
        Some((leader.enrollment, leader.partner))
    }
}
