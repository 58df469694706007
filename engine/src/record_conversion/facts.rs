//! The facts of an event: what was recorded, and what settling made of it.

use super::Loaded;
use crate::{Engine, ports::Fact};
use commission::Commission;
use conversion::{Conversion, Decision, Review, ReviewStatus};
use serde_json::json;
use settlement::Settlement;
use words::{CustomerId, Instant, ProgramId, Scope};

impl Engine {
    pub(super) fn facts_of(
        &self,
        loaded: &Loaded,
        conversion: Option<&Conversion>,
        settlement: &Settlement,
    ) -> Vec<Fact> {
        let customer = loaded.customer();
        let about = (customer.scope, Some(loaded.rulebook.program.id), Some(customer.id));
        let fact = |kind, body| self.fact(about, loaded.now, kind, body);
        let mut facts = Vec::new();
        if let Some(conversion) = conversion {
            let body = json!({
                "conversion": conversion.id,
                "kind": conversion.kind,
                "amount": conversion.amount(),
                "occurred_at": conversion.occurred_at.to_string(),
            });
            facts.push(fact("conversion.recorded", body));
        }
        for referral in &settlement.referrals {
            let body =
                json!({ "referral": referral.id, "partner": referral.partner, "stage": referral.stage });
            let about = (about.0, about.1, Some(referral.customer));
            facts.push(self.fact(about, loaded.now, "referral.changed", body));
        }
        facts.extend(self.settled_facts(about, loaded.now, settlement));
        facts
    }
}

impl Engine {
    /// One fact per decision, changed commission and review.
    pub(crate) fn settled_facts(
        &self,
        about: (Scope, Option<ProgramId>, Option<CustomerId>),
        now: Instant,
        settlement: &Settlement,
    ) -> Vec<Fact> {
        // Of a customer with several ids, each fact names the one under which it was reported.
        let of = |customer: Option<CustomerId>| (about.0, about.1, customer.or(about.2));
        let decision = |decision: &Decision| {
            let body = json!({
                "conversion": decision.conversion,
                "policy": decision.policy,
                "rules_revision": decision.rules_revision,
                "evidence_digest": decision.evidence_digest,
                "shares": decision.shares,
            });
            self.fact(of(Some(decision.customer)), now, "decision.made", body)
        };
        let commission = |commission: &Commission| {
            let body = json!({
                "commission": commission.id,
                "conversion": commission.conversion,
                "partner": commission.partner,
                "earned": commission.earned,
                "reversed": commission.reversed,
                "currency": commission.currency,
                "state": commission.state(),
            });
            self.fact(of(commission.customer), now, "commission.changed", body)
        };
        let review = |review: &Review| {
            let kind = match review.status {
                ReviewStatus::Open => "review.opened",
                _ => "review.closed",
            };
            let body = json!({
                "review": review.id, "conversion": review.conversion, "status": review.status,
                "stands": review.stands, "proposed": review.proposed.shares,
            });
            self.fact(of(Some(review.customer)), now, kind, body)
        };
        let decisions = settlement.decisions.iter().map(decision);
        decisions
            .chain(settlement.commissions.iter().map(commission))
            .chain(settlement.reviews.iter().map(review))
            .collect()
    }
}
