//! Lists of any noun: filtered, sorted and cut as the query says.

use super::{MemoryBook, tables::Tables};
use async_trait::async_trait;
use engine::ports::{ListQuery, Lists, Noun, Row, StorageError, scope_of};
use words::Scope;

impl Tables {
    pub(super) fn list(&self, scope: Scope, query: &ListQuery) -> Vec<Row> {
        if !query.is_typed() {
            return Vec::new();
        }
        let rows = self.rows_of_noun(query.noun).into_iter();
        let rows = rows.filter(|row| scope_of(row) == Some(scope) && query.wants(row));
        let placed = rows.map(|row| (query.place(&row), row)).filter(|(place, _)| query.reaches(place));
        let mut placed: Vec<_> = placed.collect();
        placed.sort_by(|(one, _), (other, _)| one.cmp(other));
        if query.sort.descending {
            placed.reverse();
        }
        placed.into_iter().take(query.limit).map(|(_, row)| row).collect()
    }

    fn rows_of_noun(&self, noun: Noun) -> Vec<Row> {
        match noun {
            Noun::Program => self.programs.values().cloned().map(Row::Program).collect(),
            Noun::Policy => self.policies.values().cloned().map(Row::Policy).collect(),
            Noun::Group => self.groups.values().cloned().map(Row::Group).collect(),
            Noun::Terms => self.terms.values().cloned().map(Row::Terms).collect(),
            Noun::Partner => self.partners.values().cloned().map(Row::Partner).collect(),
            Noun::Enrollment => self.enrollments.values().cloned().map(Row::Enrollment).collect(),
            Noun::Link => self.links.values().cloned().map(Row::Link).collect(),
            Noun::Code => self.codes.values().cloned().map(Row::Code).collect(),
            Noun::Customer => self.customers.values().cloned().map(Row::Customer).collect(),
            Noun::Referral => self.referrals.values().cloned().map(Row::Referral).collect(),
            Noun::Conversion => self.conversions.values().cloned().map(Row::Conversion).collect(),
            Noun::Decision => self.decisions.values().cloned().map(Row::Decision).collect(),
            Noun::Correction => self.corrections.values().cloned().map(Row::Correction).collect(),
            Noun::Review => self.reviews.values().cloned().map(Row::Review).collect(),
            Noun::Deal => self.deals.values().cloned().map(Row::Deal).collect(),
            Noun::Submission => self.submissions.values().cloned().map(Row::Submission).collect(),
            Noun::Simulation => self.simulations.values().cloned().map(Row::Simulation).collect(),
            Noun::Method => self.methods.values().cloned().map(Row::Method).collect(),
            Noun::DailyRate => self.daily_rates.values().cloned().map(Row::DailyRate).collect(),
            Noun::Commission => self.commissions.values().cloned().map(Row::Commission).collect(),
            Noun::Dispute => self.disputes.values().cloned().map(Row::Dispute).collect(),
            Noun::Batch => self.batches.values().cloned().map(Box::new).map(Row::Batch).collect(),
            Noun::Transfer => self.transfers.values().cloned().map(Box::new).map(Row::Transfer).collect(),
            Noun::Statement => self.statements.values().cloned().map(Row::Statement).collect(),
        }
    }
}

#[async_trait]
impl Lists for MemoryBook {
    async fn list(&self, scope: Scope, query: &ListQuery) -> Result<Vec<Row>, StorageError> {
        Ok(self.tables().list(scope, query))
    }
}
