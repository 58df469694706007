//! Reads of conversions and of what explains them.

use super::{
    MemoryBook,
    tables::{Claim, Tables, page_of, rows_of},
};
use async_trait::async_trait;
use conversion::{Conversion, Decision, Kind, Position};
use engine::ports::{CaseFile, ConversionFilter, Conversions, Page, StorageError, VersionKey};
use referral::Touch;
use settlement::History;
use std::collections::BTreeSet;
use words::{ConversionId, CustomerId, PartnerId, ProgramId, Scope, TouchId};

impl Tables {
    fn conversion(&self, scope: Scope, id: ConversionId) -> Option<Conversion> {
        self.conversions.get(&id).filter(|conversion| conversion.scope == scope).cloned()
    }

    pub(super) fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Option<Conversion> {
        let id = self.owner(&Claim::conversion(scope, program, kind, source, external_id))?;
        self.conversion(scope, id)
    }

    pub(super) fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> (Option<Conversion>, Vec<Conversion>, u64) {
        let sale = self.conversion_by_key(scope, program, Kind::Sale, source, external_id);
        let of_source = |it: &Conversion| (it.scope, it.program) == (scope, program) && it.source == source;
        let names_sale = |it: &Conversion| it.content.sale.as_deref() == Some(external_id);
        let named = |it: &Conversion| of_source(it) && it.kind.is_of_sale() && names_sale(it);
        let is_refund = |it: &&Conversion| named(it) && it.kind == Kind::Refund;
        let refunds: BTreeSet<_> =
            self.conversions.values().filter(is_refund).map(|it| it.external_id.as_str()).collect();
        let refunds = rows_of(&self.conversions, |it| {
            let refund = it.content.refund.as_deref().filter(|_| it.content.sale.is_none());
            named(it) || of_source(it) && refund.is_some_and(|refund| refunds.contains(refund))
        });
        let version = self.version(&VersionKey::sale(scope, program, source, external_id));
        (sale, refunds, version)
    }

    pub(super) fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: &Page<ConversionId>,
    ) -> Vec<Conversion> {
        let ConversionFilter { program, kind, customer, external_id } = filter;
        page_of(&self.conversions, page, |conversion| {
            conversion.scope == scope
                && program.is_none_or(|program| conversion.program == program)
                && kind.is_none_or(|kind| conversion.kind == kind)
                && customer.is_none_or(|customer| conversion.customer == Some(customer))
                && external_id.as_ref().is_none_or(|external_id| conversion.external_id == *external_id)
        })
    }

    pub(super) fn case_file(&self, scope: Scope, id: ConversionId) -> Option<CaseFile> {
        let conversion = self.conversion(scope, id)?;
        let customer = conversion.customer.and_then(|id| self.customers.get(&id)).cloned();
        let sale = conversion.sale.and_then(|id| self.conversion(scope, id));
        let decided = sale.as_ref().unwrap_or(&conversion).id;
        let decision = self.decisions.get(&decided).cloned();
        let policy = decision.as_ref().and_then(|decision| self.policies.get(&decision.policy)).cloned();
        let considered = decision.iter().flat_map(|decision| &decision.considered);
        let touches = self.touches(scope, &considered.map(|considered| considered.touch).collect::<Vec<_>>());
        let commissions = rows_of(&self.commissions, |commission| commission.conversion == Some(decided));
        let mut named: BTreeSet<_> = decision.iter().flat_map(partners_in).collect();
        named.extend(touches.iter().map(|touch| touch.partner));
        named.extend(commissions.iter().map(|commission| commission.partner));
        let partners = named.into_iter().filter_map(|id| self.partner(scope, id)).collect();
        Some(CaseFile { conversion, customer, sale, decision, policy, touches, commissions, partners })
    }

    pub(super) fn touches(&self, scope: Scope, ids: &[TouchId]) -> Vec<Touch> {
        let found = ids.iter().filter_map(|id| self.touches.get(id));
        found.filter(|touch| touch.scope == scope).cloned().collect()
    }
}

fn partners_in(decision: &Decision) -> impl Iterator<Item = words::PartnerId> + '_ {
    let considered = decision.considered.iter().map(|considered| considered.finding.partner);
    considered.chain(decision.shares.iter().map(|share| share.partner))
}

#[async_trait]
impl Conversions for MemoryBook {
    async fn conversion_by_key(
        &self,
        scope: Scope,
        program: ProgramId,
        kind: Kind,
        source: &str,
        external_id: &str,
    ) -> Result<Option<Conversion>, StorageError> {
        Ok(self.tables().conversion_by_key(scope, program, kind, source, external_id))
    }

    async fn sale_file(
        &self,
        scope: Scope,
        program: ProgramId,
        source: &str,
        external_id: &str,
    ) -> Result<(Option<Conversion>, Vec<Conversion>, u64), StorageError> {
        Ok(self.tables().sale_file(scope, program, source, external_id))
    }

    async fn conversions(
        &self,
        scope: Scope,
        filter: &ConversionFilter,
        page: Page<ConversionId>,
    ) -> Result<Vec<Conversion>, StorageError> {
        Ok(self.tables().conversions(scope, filter, &page))
    }

    async fn history(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> Result<History, StorageError> {
        Ok(self.tables().history((scope, program), customer, from, limit))
    }

    async fn weighed(
        &self,
        scope: Scope,
        partner: PartnerId,
        before: Option<ConversionId>,
        limit: usize,
    ) -> Result<Vec<(Conversion, Decision)>, StorageError> {
        Ok(self.tables().weighed(scope, partner, before, limit))
    }

    async fn case_file(&self, scope: Scope, id: ConversionId) -> Result<Option<CaseFile>, StorageError> {
        Ok(self.tables().case_file(scope, id))
    }
}
