//! Reads of customers: their touches, their referral, their history.

use super::{
    MemoryBook,
    tables::{Claim, Tables, rows_of},
};
use async_trait::async_trait;
use commission::{Commission, Priors};
use conversion::{Bond, Conversion, Kind, Position};
use engine::ports::{CustomerHistory, Customers, Page, Simulations, StorageError, VersionKey};
use program::Event;
use referral::Customer;
use report::KeptChange;
use settlement::{CustomerFile, History};
use std::collections::{BTreeMap, BTreeSet};
use words::{CustomerId, EmailHash, EnrollmentId, Instant, ProgramId, Scope, SimulationId};

impl Tables {
    pub(super) fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Option<CustomerFile> {
        let id = self.owner(&Claim::Customer(scope, external_id.to_owned()))?;
        self.customer_file_by_id(scope, program, id)
    }

    pub(super) fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Option<CustomerFile> {
        let customer = self.customers.get(&id).filter(|customer| customer.scope == scope)?;
        let referral = self.owner(&Claim::Referral(program, id)).and_then(|id| self.referrals.get(&id));
        Some(CustomerFile {
            customer: customer.clone(),
            version: self.version(&VersionKey::Customer(id)),
            touches: rows_of(&self.touches, |touch| {
                (touch.scope, touch.program, touch.customer) == (scope, program, id)
            }),
            people: rows_of(&self.customers, |person| person.organizations.contains(&id)),
            referral: referral.filter(|referral| referral.scope == scope).cloned(),
        })
    }

    pub(super) fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: &Page<CustomerId>,
    ) -> Vec<CustomerId> {
        let known = self.customers.values().filter(|customer| {
            let after = page.after.is_none_or(|after| customer.id > after);
            customer.scope == scope && after && customer.personal.known_as.hashes().any(|it| it == hash)
        });
        known.map(|customer| customer.id).take(page.limit).collect()
    }

    pub(super) fn history(
        &self,
        (scope, program): (Scope, ProgramId),
        customer: CustomerId,
        from: &Position,
        limit: usize,
    ) -> History {
        let mut conversions: Vec<Conversion> = rows_of(&self.conversions, |conversion| {
            (conversion.scope, conversion.program) == (scope, program)
                && conversion.customer == Some(customer)
                && !conversion.kind.is_of_sale()
                && conversion.position() >= *from
        });
        conversions.sort_by_cached_key(Conversion::position);
        let rest = conversions.get(limit).map(|it| (it.position(), it.id));
        conversions.truncate(limit);
        let suffix: BTreeSet<_> = conversions.iter().map(|conversion| conversion.id).collect();
        let decisions = suffix.iter().filter_map(|id| self.decisions.get(id)).cloned().collect();
        let commissions = rows_of(&self.commissions, |commission| {
            commission.conversion.is_some_and(|conversion| suffix.contains(&conversion))
        });
        let is_behind = |commission: &Commission| {
            let place = (commission.occurred_at, &commission.key);
            rest.as_ref().is_some_and(|(rest, _)| place >= (rest.occurred_at, &rest.key))
        };
        let mut behind = rows_of(&self.commissions, |commission| {
            (commission.scope, commission.program, commission.customer) == (scope, program, Some(customer))
                && is_behind(commission)
        });
        behind.sort_by_cached_key(|it| (it.occurred_at, it.key.clone(), it.id));
        // Only what a statement shows is ever reviewed.
        let stated = commissions.iter().filter(|commission: &&Commission| commission.is_frozen());
        let stated: BTreeSet<_> = stated.filter_map(|commission| commission.conversion).collect();
        let own = |other: &Conversion| {
            (other.scope, other.program, other.customer) == (scope, program, Some(customer))
        };
        let mut earlier: Vec<Conversion> = rows_of(&self.conversions, |other| {
            own(other) && !other.kind.is_of_sale() && other.position() < *from
        });
        earlier.sort_by_cached_key(Conversion::position);
        let decided = earlier.iter().filter_map(|it| Some((it.position(), self.decisions.get(&it.id)?)));
        let bond = decided.into_iter().find(|(_, decision)| !decision.shares.is_empty());
        let bond_of =
            |it: &conversion::Decision| Bond { conversion: it.conversion, shares: it.shares.clone() };
        let sales = self.conversions.values().filter(|other| own(other) && other.kind == Kind::Sale);
        History {
            priors: self.priors(scope, program, customer, from),
            corrections: rows_of(&self.corrections, |correction| {
                (correction.scope, correction.customer, correction.program) == (scope, customer, program)
                    && correction.stands()
            }),
            reviews: rows_of(&self.reviews, |review| stated.contains(&review.conversion)),
            bond: bond.map(|(position, decision)| (position, bond_of(decision))),
            rest,
            behind,
            customer_since: sales.map(|sale| sale.occurred_at).min(),
            conversions,
            decisions,
            commissions,
        }
    }

    fn priors(
        &self,
        scope: Scope,
        program: ProgramId,
        customer: CustomerId,
        from: &Position,
    ) -> BTreeMap<(EnrollmentId, Event), Priors> {
        let mut priors = BTreeMap::<_, Priors>::new();
        let credited = self.commissions.values().filter(|commission| {
            (commission.scope, commission.program, commission.customer) == (scope, program, Some(customer))
                && commission.share_millionths > 0
                && (commission.occurred_at, &commission.key) < (from.occurred_at, &from.key)
        });
        for commission in credited {
            let entry = priors.entry((commission.enrollment, commission.event.counted_as())).or_default();
            *entry = entry.and(commission.occurred_at);
        }
        priors
    }

    pub(super) fn customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: &Page<CustomerId>,
    ) -> Vec<CustomerHistory> {
        let wanted = self.conversions.values().filter(|other| {
            (other.scope, other.program) == (scope, program)
                && !other.kind.is_of_sale()
                && other.occurred_at >= since
        });
        let wanted: BTreeSet<_> = wanted.filter_map(|conversion| conversion.customer).collect();
        let wanted = wanted.into_iter().filter(|id| page.after.is_none_or(|after| *id > after));
        let customer = |id| {
            let CustomerFile { customer, touches, people, .. } =
                self.customer_file_by_id(scope, program, id)?;
            let history = self.history((scope, program), id, &Position::at(Instant::MIN), usize::MAX);
            Some(CustomerHistory {
                customer,
                touches,
                people,
                history: History { reviews: Vec::new(), ..history },
            })
        };
        wanted.filter_map(customer).take(page.limit).collect()
    }

    pub(super) fn customer_programs(
        &self,
        of: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Vec<(Scope, CustomerId, ProgramId)> {
        let touches = self.touches.values().map(|touch| (touch.customer, touch.program, touch.scope));
        let conversions = self
            .conversions
            .values()
            .filter_map(|conversion| Some((conversion.customer?, conversion.program, conversion.scope)));
        let pairs: BTreeSet<_> = touches.chain(conversions).collect();
        let rest = pairs
            .into_iter()
            .filter(|(customer, program, _)| after.is_none_or(|after| (*customer, *program) > after))
            .filter(|(_, program, _)| of.is_none_or(|of| *program == of));
        rest.take(limit).map(|(customer, program, scope)| (scope, customer, program)).collect()
    }
}

#[async_trait]
impl Customers for MemoryBook {
    async fn customers(&self, scope: Scope, ids: &[CustomerId]) -> Result<Vec<Customer>, StorageError> {
        let tables = self.tables();
        let ids: BTreeSet<_> = ids.iter().collect();
        let found = ids.into_iter().filter_map(|id| tables.customers.get(id));
        Ok(found.filter(|customer| customer.scope == scope).cloned().collect())
    }

    async fn customer_file(
        &self,
        scope: Scope,
        program: ProgramId,
        external_id: &str,
    ) -> Result<Option<CustomerFile>, StorageError> {
        Ok(self.tables().customer_file(scope, program, external_id))
    }

    async fn customer_file_by_id(
        &self,
        scope: Scope,
        program: ProgramId,
        id: CustomerId,
    ) -> Result<Option<CustomerFile>, StorageError> {
        Ok(self.tables().customer_file_by_id(scope, program, id))
    }

    async fn customers_known_as(
        &self,
        scope: Scope,
        hash: &EmailHash,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerId>, StorageError> {
        Ok(self.tables().customers_known_as(scope, hash, &page))
    }

    async fn customer_programs(
        &self,
        program: Option<ProgramId>,
        after: Option<(CustomerId, ProgramId)>,
        limit: usize,
    ) -> Result<Vec<(Scope, CustomerId, ProgramId)>, StorageError> {
        Ok(self.tables().customer_programs(program, after, limit))
    }
}

#[async_trait]
impl Simulations for MemoryBook {
    async fn customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
        page: Page<CustomerId>,
    ) -> Result<Vec<CustomerHistory>, StorageError> {
        Ok(self.tables().customer_histories(scope, program, since, &page))
    }

    async fn count_customer_histories(
        &self,
        scope: Scope,
        program: ProgramId,
        since: Instant,
    ) -> Result<u64, StorageError> {
        let all = Page { after: None, limit: usize::MAX };
        Ok(self.tables().customer_histories(scope, program, since, &all).len() as u64)
    }

    async fn kept_changes(
        &self,
        scope: Scope,
        simulation: SimulationId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<KeptChange>, StorageError> {
        Ok(self.tables().kept_changes(scope, simulation, after, limit))
    }
}
