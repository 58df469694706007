//! Simulations: what was asked, how far they are, what they found.

use super::{
    Cap, CustomerRef, Kind, Money, PartnerRef, PolicyRules, ProgramRef, Reward, Said, SimulationStatus,
    Strategy,
};
use crate::present::{View, Viewer};
use engine::Mentioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Currency, Invalid, Money as Amount, PartnerId};

/// A group's terms as they might be.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermsDraft {
    pub group_id: String,
    #[schema(min_items = 1, max_items = 50)]
    pub rewards: Vec<Reward>,
    /// `first_match`, if absent.
    #[serde(default)]
    pub strategy: Option<Strategy>,
    /// Days that a commission is held before it can be approved.
    #[schema(maximum = 365)]
    pub hold_days: u32,
    #[serde(default)]
    #[schema(max_items = 10)]
    pub caps: Vec<Cap>,
}

impl TermsDraft {
    pub(crate) fn read(self) -> Result<report::TermsDraft, Invalid> {
        let rewards: Result<_, Invalid> = self.rewards.into_iter().map(Reward::read).collect();
        let group = self.group_id.parse();
        let group = group.map_err(|fault: words::Malformed| Invalid::new("terms", fault.expected))?;
        Ok(report::TermsDraft {
            group,
            rewards: rewards?,
            strategy: self.strategy.map(Into::into).unwrap_or_default(),
            hold_days: self.hold_days,
            caps: self.caps.into_iter().map(Into::into).collect(),
        })
    }
}

impl From<report::TermsDraft> for TermsDraft {
    fn from(it: report::TermsDraft) -> Self {
        Self {
            group_id: it.group.to_string(),
            rewards: it.rewards.into_iter().map(Into::into).collect(),
            strategy: Some(it.strategy.into()),
            hold_days: it.hold_days,
            caps: it.caps.into_iter().map(Into::into).collect(),
        }
    }
}

/// What would change for one partner, or for all.
#[derive(Serialize, ToSchema)]
pub(crate) struct Effect {
    /// Leads and sales credited now.
    pub credited_before: u64,
    /// Leads and sales credited under what is tried.
    pub credited_after: u64,
    pub gained: u64,
    pub lost: u64,
    /// What is kept now: earned less reversed, declined ones not counted.
    pub commission_before: Money,
    pub commission_after: Money,
    /// After less before.
    pub difference: Money,
}

impl Effect {
    pub(crate) fn new(it: &report::Effect, currency: Currency) -> Self {
        let money = |amount| Money::from(Amount::new(amount, currency));
        Self {
            credited_before: it.credited_before,
            credited_after: it.credited_after,
            gained: it.gained,
            lost: it.lost,
            commission_before: money(it.commission_before),
            commission_after: money(it.commission_after),
            difference: money(it.difference()),
        }
    }
}

/// What would change for one partner.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartnerEffect {
    pub partner: PartnerRef,
    pub credited_before: u64,
    pub credited_after: u64,
    pub gained: u64,
    pub lost: u64,
    pub commission_before: Money,
    pub commission_after: Money,
    /// After less before.
    pub difference: Money,
}

/// History decided again under other rules, to see what would change. Nothing changes by it until it is applied.
#[derive(Serialize, ToSchema)]
pub(crate) struct Simulation {
    #[schema(example = "sim_01kk8y7d00e6br2v9m5gq4t1hs")]
    pub id: String,
    pub program: ProgramRef,
    pub status: SimulationStatus,
    /// The policy that is tried; null where the policies stay.
    pub policy: Option<PolicyRules>,
    /// The terms that are tried; other groups keep theirs.
    pub terms: Vec<TermsDraft>,
    #[schema(format = DateTime)]
    pub since: String,
    #[schema(format = DateTime)]
    pub until: String,
    /// Customers with leads or sales since then.
    pub customers: u64,
    pub customers_done: u64,
    /// Leads and sales decided again.
    pub conversions: u64,
    /// Those that would be credited or paid otherwise.
    pub changed: u64,
    /// How many of these can be listed.
    pub kept: u64,
    pub total: Effect,
    /// The ten partners whose commission changes most.
    pub movers: Vec<PartnerEffect>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
    /// When it was applied; null while it is not.
    #[schema(format = DateTime)]
    pub applied_at: Option<String>,
    /// From when on history was decided anew; null where only what occurs later is.
    #[schema(format = DateTime)]
    pub applied_since: Option<String>,
}

/// Partners that stand at the top of a simulation.
const MOVERS_SHOWN_MAX: usize = 10;

impl View for Simulation {
    type Row = report::Simulation;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.program(it.program);
        for (partner, _) in it.effects.movers().into_iter().take(MOVERS_SHOWN_MAX) {
            names.partner(partner);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let movers = it.effects.movers().into_iter().take(MOVERS_SHOWN_MAX);
        let movers = movers.filter(|(_, effect)| effect.difference() != 0 || effect.gained + effect.lost > 0);
        Self {
            id: it.id.to_string(),
            program: by.program(it.program),
            status: it.status.into(),
            movers: movers
                .map(|(partner, effect)| PartnerEffect::new(by.partner(partner), &effect, it.currency))
                .collect(),
            total: Effect::new(&it.effects.total, it.currency),
            policy: it.candidate.policy.map(Into::into),
            terms: it.candidate.terms.into_iter().map(Into::into).collect(),
            since: it.candidate.since.to_string(),
            until: it.candidate.until.to_string(),
            customers: it.customers,
            customers_done: it.customers_done,
            conversions: it.effects.conversions,
            changed: it.effects.changed,
            kept: it.kept,
            created_at: it.created_at.to_string(),
            finished_at: it.finished_at.map(|at| at.to_string()),
            applied_at: it.applied.as_ref().map(|applied| applied.at.to_string()),
            applied_since: it.applied.and_then(|applied| applied.since).map(|at| at.to_string()),
        }
    }
}

impl PartnerEffect {
    fn new(partner: PartnerRef, effect: &report::Effect, currency: Currency) -> Self {
        let it = Effect::new(effect, currency);
        Self {
            partner,
            credited_before: it.credited_before,
            credited_after: it.credited_after,
            gained: it.gained,
            lost: it.lost,
            commission_before: it.commission_before,
            commission_after: it.commission_after,
            difference: it.difference,
        }
    }
}

/// A partner's part of a conversion.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangePart {
    pub partner: PartnerRef,
    /// Of a million.
    pub millionths: u32,
    pub commission: Money,
}

/// A conversion that would be credited or paid otherwise.
#[derive(Serialize, ToSchema)]
pub(crate) struct Change {
    /// 1, 2, 3 …
    pub place: u64,
    pub conversion_id: String,
    pub conversion_external_id: String,
    pub customer: CustomerRef,
    pub kind: Kind,
    pub amount: Option<Money>,
    #[schema(format = DateTime)]
    pub occurred_at: String,
    pub before: Vec<ChangePart>,
    pub after: Vec<ChangePart>,
    /// Why, in the words of the decision that would be made; empty where only the price changes.
    pub sentences: Vec<Said>,
}

/// What a simulation changes for one partner.
pub(crate) struct PartnerEffectRow {
    pub partner: PartnerId,
    pub effect: report::Effect,
    pub currency: Currency,
}

impl View for PartnerEffect {
    type Row = PartnerEffectRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        names.partner(it.partner);
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        Self::new(by.partner(it.partner), &it.effect, it.currency)
    }
}

/// A kept change with the sentences of the decision that would be made.
pub(crate) struct ChangeRow {
    pub kept: report::KeptChange,
    pub sentences: Vec<words::Sentence>,
    pub currency: Currency,
}

impl View for Change {
    type Row = ChangeRow;

    fn mentions(it: &Self::Row, names: &mut Mentioned) {
        let change = &it.kept.change;
        names.customer(change.customer);
        for part in change.before.iter().chain(&change.after) {
            names.partner(part.partner);
        }
    }

    fn view(it: Self::Row, by: &Viewer<'_>) -> Self {
        let currency = it.currency;
        let part = |part: report::Part| ChangePart {
            partner: by.partner(part.partner),
            millionths: part.millionths,
            commission: Amount::new(part.commission, currency).into(),
        };
        let report::KeptChange { place, change, .. } = it.kept;
        Self {
            place,
            conversion_id: change.conversion.to_string(),
            conversion_external_id: change.external_id,
            customer: by.customer(change.customer),
            kind: change.kind.into(),
            amount: change.amount.map(Into::into),
            occurred_at: change.occurred_at.to_string(),
            before: change.before.into_iter().map(part).collect(),
            after: change.after.into_iter().map(part).collect(),
            sentences: Said::all(it.sentences),
        }
    }
}
