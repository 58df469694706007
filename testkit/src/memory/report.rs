//! What reports add up.

use super::{MemoryBook, tables::Tables};
use async_trait::async_trait;
use conversion::{Conversion, Decision, Kind};
use engine::ports::{Reports, StorageError};
use report::{ByPartner, ConversionTallies, Figures, KeptChange, Question, Slot};
use std::collections::{BTreeMap, BTreeSet};
use words::{ConversionId, MILLION, PartnerId, Scope, SimulationId};

impl Tables {
    pub(super) fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Vec<KeptChange> {
        let kept = self.kept_changes.range((simulation, after + 1)..=(simulation, u64::MAX));
        let own = kept.map(|(_, kept)| kept.clone()).filter(|kept| kept.scope == scope);
        own.take(limit).collect()
    }

    pub(super) fn tally(&self, scope: Scope, asked: &Question) -> ConversionTallies {
        let mut slots = BTreeMap::<Slot, Figures>::new();
        let mut partners = BTreeMap::<PartnerId, Figures>::new();
        let within = |at| (asked.since..asked.until).contains(&at);
        let is_meant = |partner| asked.partner.is_none_or(|meant| meant == partner);
        for conversion in self.conversions.values() {
            let asked_for = conversion.scope == scope && asked.programs.contains(&conversion.program);
            if !asked_for
                || !within(conversion.occurred_at)
                || !matches!(conversion.kind, Kind::Lead | Kind::Sale)
            {
                continue;
            }
            let Some(decision) = self.decisions.get(&conversion.id) else { continue };
            let shares = decision.shares.iter().filter(|share| is_meant(share.partner));
            let mut seen = BTreeSet::new();
            for share in shares {
                let revenue = self.net(conversion) * i128::from(share.millionths) / i128::from(MILLION);
                let revenue = Figures { revenue: revenue as i64, ..Figures::default() };
                let once = self.counted(conversion);
                let slot = slots.entry(Slot::of(conversion.occurred_at)).or_default();
                *slot += revenue;
                if seen.is_empty() {
                    *slot += once;
                }
                let partner = partners.entry(share.partner).or_default();
                *partner += revenue;
                if seen.insert(share.partner) {
                    *partner += once;
                }
            }
        }
        for commission in self.commissions.values() {
            let asked_for = commission.scope == scope && asked.programs.contains(&commission.program);
            if asked_for && within(commission.occurred_at) && is_meant(commission.partner) {
                let figures = Figures { commission: commission.net(), ..Figures::default() };
                *slots.entry(Slot::of(commission.occurred_at)).or_default() += figures;
                *partners.entry(commission.partner).or_default() += figures;
            }
        }
        slots.retain(|_, figures| *figures != Figures::default());
        partners.retain(|_, figures| *figures != Figures::default());
        let partners = partners.into_iter().map(|(partner, figures)| ByPartner { partner, figures });
        ConversionTallies { slots: slots.into_iter().collect(), partners: partners.collect() }
    }

    pub(super) fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Vec<(Conversion, Decision)> {
        let newest_first = self.conversions.values().rev();
        let wanted = newest_first.filter(|conversion| {
            let in_list = !conversion.kind.is_of_sale();
            conversion.scope == scope && in_list && before.is_none_or(|before| conversion.id < before)
        });
        let decided = wanted.filter_map(|conversion| {
            let decision = self.decisions.get(&conversion.id)?;
            let had_part = decision.considered.iter().any(|touch| touch.finding.partner == partner);
            had_part.then(|| (conversion.clone(), decision.clone()))
        });
        decided.take(limit).collect()
    }

    fn net(&self, conversion: &Conversion) -> i128 {
        let amount = conversion.amount().filter(|_| conversion.kind == Kind::Sale);
        amount.map_or(0, |money| i128::from(money.amount) - i128::from(conversion.refunded))
    }

    /// What counts once, however many share the credit.
    fn counted(&self, conversion: &Conversion) -> Figures {
        if conversion.kind == Kind::Lead {
            return Figures { leads: 1, ..Figures::default() };
        }
        let place = |conversion: &Conversion| (conversion.occurred_at, conversion.key());
        let has_earlier = self.conversions.values().any(|other| {
            other.kind == Kind::Sale
                && (other.customer, other.program) == (conversion.customer, conversion.program)
                && place(other) < place(conversion)
                && self.decisions.get(&other.id).is_some_and(|decision| !decision.shares.is_empty())
        });
        Figures { sales: 1, customers: u64::from(!has_earlier), ..Figures::default() }
    }
}

#[async_trait]
impl Reports for MemoryBook {
    async fn tally(&self, scope: Scope, asked: &Question) -> Result<ConversionTallies, StorageError> {
        Ok(self.tables().tally(scope, asked))
    }
}
